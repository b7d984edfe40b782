"""Who may see signed figures before everybody, and when did they look?

A writer module. The list is short, has a reason for each name, opens a day before publication and
is published with the release, with the time of every look.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.workflow import Refused
from partyconduct.audit.trail import record
from partyconduct.parties.access import require
from partyconduct.parties.roles import Permission
from reporting.statistics.models import EarlyReader, EarlyView, Release

BEFORE = timedelta(hours=24)


@transaction.atomic
def admit(release: Release, *, by, person, role: str, reason: str) -> EarlyReader:
    """Puts somebody on the list; the publisher answers for it, and everybody will read it."""
    require(by, Permission.PUBLISH_STATISTICS)
    if release.party_id != by.party_id or release.is_published:
        raise Refused(_("There is no such draft."))
    if not person.memberships.current().filter(party_id=release.party_id).exists():
        raise Refused(_("Only somebody with an account in your party can be listed."))
    if release.early_readers.filter(person=person).exists():
        raise Refused(_("%(name)s is on the list already.") % {"name": person.name})
    reader = EarlyReader.objects.create(
        release=release,
        person=person,
        role=role,
        reason=reason,
        listed_by_id=by.person_id,
        listed_at=timezone.now(),
    )
    record(by, "admit_early", release, reader=person.pk)
    return reader


def objection(release: Release, at: datetime) -> str:
    """Why the list is not open now; empty when it is."""
    entry = release.announcement
    if release.is_published:
        return _("These figures are published: read them with everybody.")
    if release.state != Release.State.SIGNED or entry is None or entry.due_at is None:
        return _("These figures are not signed yet.")
    if at < entry.due_at - BEFORE:
        return _("The list opens 24 hours before the figures are published.")
    return ""


@transaction.atomic
def look(reader: EarlyReader, *, by, at: datetime | None = None) -> Release:
    """The figures for somebody on the list; that they looked is kept, and published."""
    at = at or timezone.now()
    if said := objection(reader.release, at):
        raise Refused(said)
    here = reader.person.memberships.current().filter(party_id=reader.release.party_id)
    if by.person_id != reader.person_id or not here.exists():
        raise Refused(_("Only whoever is on the list looks, and only while in the party."))
    EarlyView.objects.create(release=reader.release, reader=reader, at=at)
    record(by, "look_early", reader.release, stream="access")
    return reader.release
