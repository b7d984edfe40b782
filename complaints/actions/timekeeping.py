"""When does a running deadline move? By an event that says from which day to which."""

from complaints import clocks
from complaints.models import Clock, Procedure
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.dates.calendars import calendar_for


def recount(by, _at):
    """Running clocks that were counted by another calendar are counted again (domain D42).

    An editor's new bank holiday moves the deadlines after it, also of cases received before: each
    move is an event of the case, and the page names the days that were not counted.
    """
    moved = 0
    running = Clock.objects.visible_to(by).running().select_related("case__procedure")
    for nation in Procedure.objects.filter(party=by.party_id).values_list("nation").distinct():
        calendar = calendar_for(*nation)
        of_nation = running.filter(case__procedure__nation__in=nation)
        outdated = of_nation.exclude(calendar_version=calendar.version)
        for clock in outdated.prefetch_related("pauses"):
            moved += _count_again(clock, by, calendar)
    return {"moved": moved}


def _count_again(clock, by, calendar):
    due = clocks.due_again(clock, clock.case.procedure, calendar)
    clock.calendar_version = calendar.version
    return move(clock, by, "recount", due)


def move(clock, by, verb, due, **facts):
    """Saves the clock with its day; an event only where the day is another one."""
    before, clock.due_on = clock.due_on, due
    save(clock, by, verb)
    if due == before:
        return 0
    record(by, verb, clock.case, clock=clock.pk, kind=clock.kind, due=due, before=before, **facts)
    return 1
