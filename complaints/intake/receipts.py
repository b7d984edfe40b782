"""Whose receipt is this? From reference and secret to the one complaint, and how long that lasts.

An unknown reference and a wrong secret cost the same work and get the same answer. What is entered
lives beside the visitor's other session data, under a session id made at that moment: 30 minutes
idle, two hours at most, and no longer than the receipt itself (security.md 3.6).
"""

import ipaddress
import time
from datetime import UTC, datetime

from django.conf import settings

from complaints import references
from complaints.actions.throttle import Key
from complaints.models import Complaint, Receipt
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import bind

IDLE, LONGEST = 30 * 60, 2 * 3600
KEY, TICKETS = "track", "tickets"
LOOPBACK = ("127.", "::/")
NOBODY = (None, "0" * 64)


def service_for(party, name="intake"):
    """The account behind a side's own pages, acting for the party; the database is told."""
    service = User.objects.service(name).act_for(party)
    bind(party.pk, service.person_id)
    return service


def recognise(reference, secret):
    """The receipt's row id, or None: always one look-up, one MAC and one comparison."""
    rows = Receipt.objects.filter(reference=reference).values_list("pk", "mac")
    pk, mac = rows.first() or NOBODY
    return pk if references.opens(mac, reference, secret) else None


def complaint_of(party_number, complaint_number):
    """The complaint with its case, read as the service of its own party."""
    service = service_for(Party.objects.get(pk=party_number))
    found = Complaint.objects.visible_to(service).select_related(
        "complainant", "case__party", "case__procedure", "party"
    )
    return found.filter(pk=complaint_number).first()


# The tracking session ----------------------------------------------------------------------------
def enter(session, pk):
    """A new session id, so that one planted before is worth nothing afterwards."""
    session.cycle_key()
    session.pop(TICKETS, None)
    mac = Receipt.objects.values_list("mac", flat=True).get(pk=pk)
    session[KEY] = {"receipt": pk, "mac": mac, "since": time.time(), "seen": time.time()}


def entered(session):
    """The complaint this session has entered; None once its time or its receipt is over."""
    kept = session.get(KEY)
    if kept is None:
        return None
    now = time.time()
    receipt = Receipt.objects.filter(pk=kept["receipt"], mac=kept["mac"]).first()
    alive = now - kept["seen"] <= IDLE and now - kept["since"] <= LONGEST
    complaint = (
        complaint_of(receipt.party_number, receipt.complaint_number) if receipt and alive else None
    )
    if complaint is None:
        del session[KEY]
        return None
    session[KEY] = kept | {"seen": now}
    return complaint


# What a try is counted under ---------------------------------------------------------------------
def keys_of(request, reference):
    return [Key("reference", reference), Key("network", network_of(request))]


def keys_of_sender(request):
    """A loopback address is a proxy that names nobody: everybody would wait for one."""
    network = network_of(request)
    return [] if network.startswith(LOOPBACK) else [Key("complaints", network)]


def network_of(request):
    """The /24 or /64 of the client; a proxy's header counts for the stated number of hops only."""
    hops = settings.AXES_IPWARE_PROXY_COUNT or 0
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    address = forwarded[-hops].strip() if 0 < hops <= len(forwarded) else ""
    try:
        found = ipaddress.ip_address(address or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 64), strict=False))


def ticket(session, reference):
    """The moment this browser was told to wait for, if it was."""
    promised = session.get(TICKETS, {}).get(reference)
    return datetime.fromtimestamp(promised, tz=UTC) if promised else None


def promise(session, reference, moment):
    """A first promise stands, however long others have made the wait since."""
    kept = session.get(TICKETS, {}).get(reference) or moment.timestamp()
    session[TICKETS] = {reference: kept}
    return datetime.fromtimestamp(kept, tz=UTC)


def redeem(session):
    """A ticket serves for one try."""
    session.pop(TICKETS, None)
