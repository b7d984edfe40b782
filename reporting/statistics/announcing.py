"""When do a year's figures come out, and who may move the day?

A writer module. The month is known first, then the day, four weeks ahead or with a reason that is
published; always at 9.30 on a working day, so that nobody has them before anybody else. A day
that was announced is moved by two people, and the calendar keeps what it said before.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.dates.calendars import calendar_for
from partyconduct.parties.access import require
from partyconduct.parties.roles import Permission
from reporting.statistics.assembly import day_words
from reporting.statistics.models import AT_WORK, Announcement, DateChange, Release

NOTICE, HORIZON = timedelta(weeks=4), timedelta(days=366)
MINUTE = time(9, 30)


def due_at(day: date) -> datetime:
    """9.30 on that day by the clocks of the country."""
    return timezone.make_aware(datetime.combine(day, MINUTE))


def day_objection(party, day: date, reason: str, today: date) -> str:
    """Why figures may not come out on a day; empty when they may."""
    if day <= today:
        return _("%(day)s is over. Choose a day to come.") % {"day": day_words(day)}
    if day - today > HORIZON:
        return _("The calendar runs twelve months ahead. Choose an earlier day.")
    if not calendar_for(party.nation).is_working(day):
        return _("%(day)s is no working day. Figures come out at 9.30 on a working day.") % {
            "day": day_words(day)
        }
    if day - today < NOTICE and not reason:
        return _("That is less than four weeks ahead. Say why: the reason is published.")
    return ""


@transaction.atomic
def announce(party, year: int, *, by, month: date, today: date | None = None) -> Announcement:
    """Puts the next number of a year's release into the calendar, with its month."""
    _may(party, by)
    today = today or timezone.localdate()
    if month < today.replace(day=1):
        raise Refused(_("That month is over. Choose one to come."))
    if month <= date(year, 12, 1):
        raise Refused(_("Figures of %(year)s come out after its end.") % {"year": year})
    number = 1 + Release.objects.published().filter(party=party, year=year).count()
    entry = Announcement(party=party, year=year, number=number, month=month.replace(day=1))
    if Announcement.objects.filter(party=party, year=year, number=number).exists():
        raise Refused(_("The release of %(year)s is announced already.") % {"year": year})
    entry.announced_by_id, entry.announced_at = by.person_id, timezone.now()
    save(entry, by, "announce")
    record(by, "announce", entry, year=year, number=number)
    return entry


@transaction.atomic
def fix_day(entry: Announcement, *, by, day: date, reason: str = "", today: date | None = None):
    """Names the day of an announced release; later it is moved with `move` only."""
    entry, today = _own(entry, by), today or timezone.localdate()
    if entry.due_at:
        raise Refused(_("The day is announced. Ask for it to be moved, with a reason."))
    _stop(day_objection(entry.party, day, reason, today))
    entry.due_at, entry.dated_on, entry.reason = due_at(day), today, reason
    entry.month = day.replace(day=1)
    save(entry, by, "fix_day")
    record(by, "fix_day", entry, due=day, days_ahead=(day - today).days)
    return entry


@transaction.atomic
def move(entry: Announcement, *, by, day: date, reason: str, today: date | None = None):
    """Asks for another day; nothing changes in public until a second person approves."""
    entry, today = _own(entry, by), today or timezone.localdate()
    if not entry.due_at:
        raise Refused(_("No day is announced yet. Name it."))
    if entry.pending:
        raise Refused(_("A change of the day waits for approval already."))
    if not reason:
        raise Refused(_("Say why the day is moved: the reason is published."))
    _stop(day_objection(entry.party, day, reason, today))
    change = DateChange(
        announcement=entry,
        old_due_at=entry.due_at,
        new_due_at=due_at(day),
        reason=reason,
        asked_by_id=by.person_id,
        asked_at=timezone.now(),
    )
    save(change, by, "move_day")
    record(by, "move_day", entry, due=day)
    return change


@transaction.atomic
def approve(entry: Announcement, *, by):
    """The second person: the day is moved, and the change stands in the calendar for good."""
    entry = _own(entry, by, AT_WORK)
    if objection := approval_objection(entry, by):
        raise Refused(objection)
    change = entry.pending
    change.approved_by_id, change.approved_at = by.person_id, timezone.now()
    save(change, by, "approve_day")
    entry.due_at = change.new_due_at
    entry.month = timezone.localdate(change.new_due_at).replace(day=1)
    save(entry, by, "approve_day")
    record(by, "approve_day", entry, due=timezone.localdate(entry.due_at))
    return entry


def approval_objection(entry: Announcement, by) -> str:
    """Why this person may not approve the change that waits; empty when they may."""
    if not entry.pending:
        return _("No change of the day waits for approval.")
    if entry.pending.asked_by_id == by.person_id:
        return _("You asked for this change yourself. A second person has to approve it.")
    return ""


def _stop(objection):
    if objection:
        raise Refused(objection)


def _may(party, by):
    require(by, Permission.PUBLISH_STATISTICS)
    if by.party_id != party.pk:
        raise Refused(_("You may announce figures of your own party only."))


def _own(entry, by, permissions=(Permission.PUBLISH_STATISTICS,)):
    """The entry as it is now, held to the end of the transaction; only one's own party's."""
    if not any(by.can(permission) for permission in permissions):
        require(by, permissions[0])
    mine = Announcement.objects.filter(party_id=by.party_id).select_for_update(of=("self",))
    found = mine.select_related("party").filter(pk=entry.pk).first()
    if found is None:
        raise Refused(_("There is no such announcement."))
    if Release.objects.published().filter(party=found.party, year=found.year, number=found.number):
        raise Refused(_("This release is published. Its day does not change any more."))
    return found
