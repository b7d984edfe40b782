"""Who has work that is due? They are told so by e-mail, which says no more than that."""

from datetime import timedelta

from complaints.clocks import SOON_DAYS
from complaints.models import Clock, Escalation, InterimMeasure
from complaints.notices import queue_work
from partyconduct.dates.calendars import calendar_for
from partyconduct.parties.models import Membership, User
from partyconduct.parties.roles import Permission, roles_with


def send_to_officers(by, at):
    """On working days, to each account of the party that has a case to look at, and to nobody
    behind a wall because of that case (security.md T-012)."""
    if not calendar_for(by.party.nation).is_working(at.date()):
        return {"told": 0}
    told = [user for user in _staff(by.party) if has_work(user.act_for(by.party), at.date())]
    for user in told:
        queue_work(user.email)
    return {"told": len(told)}


def has_work(user, today):
    """Something overdue or due soon: a deadline, an answer of the head, a look at a measure."""
    soon = today + timedelta(days=SOON_DAYS)
    measures = InterimMeasure.objects.visible_to(user).filter(ended_on=None, recheck_on__lte=soon)
    escalated = Escalation.objects.visible_to(user).waiting()
    return (
        Clock.objects.visible_to(user).work_of(user).filter(due_on__lte=soon).exists()
        or (user.can(Permission.DECIDE_INTERIM) and measures.exists())
        or (user.can(Permission.SUPERVISE) and escalated.exists())
    )


def _staff(party):
    roles = roles_with(Permission.USE_CASES)
    held = Membership.objects.current().filter(party=party, role__in=roles)
    return User.objects.filter(person__in=held.values("person"), is_active=True).order_by("pk")
