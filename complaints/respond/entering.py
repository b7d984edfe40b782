"""Who is at the respondent's page? From the two codes, or the way back, to the one invitation.

As with a receipt an unknown code and a wrong one cost the same work and get the same answer, and
what was entered lives in the session: 30 minutes idle, two hours at most, and not a moment longer
than the invitation itself, which every request asks anew.
"""

import hmac
import time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints import references
from complaints.clocks import WINDOWS
from complaints.intake.receipts import IDLE, LONGEST, TICKETS, service_for
from complaints.models import Invitation, InvitationKey
from partyconduct.parties.models import Party

KEY = "respond"
NOBODY = (None, "0" * 64)


def by_codes(token, code):
    """The key's row id, or None."""
    rows = InvitationKey.objects.filter(token_mac=references.token_mac(token))
    pk, mac = rows.values_list("pk", "code_mac").first() or NOBODY
    fits = hmac.compare_digest(mac, references.code_mac(token, code))
    return pk if fits else None


def by_way_back(reference, secret):
    """The newest invitation of a case is the one that counts."""
    rows = InvitationKey.objects.filter(reference=reference).order_by("-pk")
    pk, mac = rows.values_list("pk", "way_back_mac").first() or NOBODY
    fits = hmac.compare_digest(mac, references.way_back_mac(reference, secret))
    return pk if fits else None


def invitation_of(key_pk):
    """The invitation with its case, read as the service of its own party; None once purged."""
    key = InvitationKey.objects.filter(pk=key_pk).first()
    if key is None:
        return None
    service = service_for(Party.objects.get(pk=key.party_number), "respondent")
    found = Invitation.objects.visible_to(service).select_related(
        "case__party", "case__procedure", "case__edition__code__party", "case__respondent"
    )
    invitation = found.filter(pk=key.invitation_number).first()
    if invitation:
        invitation.key, invitation.service = key, service
        invitation.case.today = timezone.localdate()
    return invitation


def why_not_by_link(invitation):
    """Why the link opens nothing any more, in a sentence; "" while it does."""
    if invitation.revoked_at:
        return _("This link was withdrawn. The party tells you why if you ask.")
    if invitation.opened_at:
        return _(
            "This link was used on %(day)s, and it works once. Come back with the reference and "
            "the secret that you were shown then. If it was not you, tell the party at once."
        ) % {"day": date_format(invitation.opened_at, "j F Y")}
    if not _is_in_time(invitation):
        return _(
            "This link could be used until %(day)s. If you still want to answer, write to the "
            "party: what you send is kept with the case, and it can invite you again."
        ) % {"day": date_format(invitation.expires_on, "j F Y")}
    return ""


def _is_in_time(invitation):
    """The window moves on with an extension, and while it stands still nothing runs out."""
    case = invitation.case
    windows = case.clocks.running().filter(kind__in=WINDOWS).with_pause()
    longer = any(window.is_paused or window.due_on >= case.today for window in windows)
    return invitation.expires_on >= case.today or longer


def why_not_back(invitation):
    if invitation.revoked_at:
        return _("The party has closed this page. Write to it if you want to know why.")
    return ""


# The session -------------------------------------------------------------------------------------
def enter(session, invitation):
    """A new session id, so that one planted before is worth nothing afterwards."""
    session.cycle_key()
    session.pop(TICKETS, None)
    now = time.time()
    session[KEY] = {"key": invitation.key.pk, "since": now, "seen": now}


def known(session):
    """The invitation this session has entered, also when it has been away for too long."""
    kept = session.get(KEY)
    if kept is None:
        return None
    invitation = invitation_of(kept["key"])
    if invitation is None or invitation.revoked_at:
        del session[KEY]
        return None
    return invitation


def is_awake(session):
    """False after too long a time away: then nothing is shown until the secret is entered."""
    kept, now = session[KEY], time.time()
    if now - kept["seen"] > IDLE or now - kept["since"] > LONGEST:
        return False
    session[KEY] = kept | {"seen": now}
    return True
