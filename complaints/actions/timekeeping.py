"""How is a case kept in time? Deadlines that move, updates, the head's answer, what has ended.

What moves a deadline without anybody taking a step is an event that says from which day to which.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from complaints import clocks
from complaints.actions.assessment import tell
from complaints.actions.writing import add, deadline, start_clock, step
from complaints.clocks import ClockKind
from complaints.models import Case, Clock, Escalation, Letter, Procedure, Sanction
from complaints.workflow import Stage
from partyconduct.audit.history import save
from partyconduct.audit.trail import events_about, record
from partyconduct.dates.calendars import calendar_for
from partyconduct.dates.models import CampaignPeriod


@step
def update(case, *, by, text):
    """Both sides hear at an interval, even when there is nothing new (domain D44)."""
    due = deadline(case, ClockKind.UPDATE)
    was_served = case.letters.filter(kind=Letter.Kind.NOTICE).exists()
    told = {"text": text, "next_by": due}
    tell(case, by, "update", Letter.Kind.UPDATE, to_respondent=was_served, **told)


@step
def supervise(case, *, by, outcome, reasons):
    """The head's answer to a case that is late or open for long (domain D45)."""
    waiting = case.escalations.waiting().get()
    waiting.outcome, waiting.reasons = outcome, reasons
    waiting.answered_on, waiting.answered_by = case.today, by.person
    save(waiting, by, "supervise")
    return {"escalation": waiting.pk, "outcome": outcome}


# --- what comes round by itself; `by` is the register's own account, acting for a party


def recount(by, at):
    """Running clocks that were counted by another calendar are counted again (domain D42).

    An editor's new bank holiday moves the deadlines after it, also of cases received before: each
    move is an event of the case, and the page names the days that were not counted.
    """
    moved = 0
    for nation, calendar in _calendars(by):
        running = _running(by).filter(case__procedure__nation=nation)
        outdated = running.exclude(calendar_version=calendar.version)
        for clock in outdated.prefetch_related("pauses"):
            clock.calendar_version = calendar.version
            moved += _move(clock, by, "recount", calendar)
    return {"moved": moved}


def keep_updates(by, at):
    """Each open case has a clock for the next update, shorter while a campaign is on."""
    today, started, moved = at.date(), 0, 0
    clocked = Clock.objects.running().filter(case=OuterRef("pk"), kind=ClockKind.UPDATE)
    silent = Case.objects.visible_to(by).open().exclude(stage=Stage.RECEIVED)
    for case in silent.filter(~Exists(clocked)).select_related("procedure"):
        last = case.letters.order_by("-written_on").first()
        case.today = last.written_on if last else case.received_on
        start_clock(case, by, "keep_updates", ClockKind.UPDATE)
        started += 1
    for nation, calendar in _calendars(by):
        if campaign := CampaignPeriod.objects.open_on(today, nation).first():
            moved += _hurry(by, nation, calendar, campaign.opens)
    return {"started": started, "moved": moved}


def _hurry(by, nation, calendar, opened):
    moved = 0
    running = _running(by).filter(kind=ClockKind.UPDATE, case__procedure__nation=nation)
    for clock in running.prefetch_related("pauses"):
        fewer = clocks.fewer_in_campaign(clock, clock.case.procedure, calendar, opened)
        clock.extra_days += fewer
        moved += _move(clock, by, "campaign", calendar) if fewer else 0
    return moved


def escalate(by, at):
    """What is late for two weeks, or open for half a year, comes to the head of compliance."""
    today, raised = at.date(), 0
    for nation, calendar in _calendars(by):
        late, long, held = (
            calendar.add(today, -days)
            for days in (clocks.LATE_DAYS, clocks.OPEN_DAYS, clocks.ANSWER_HOLDS)
        )
        answered = Escalation.objects.filter(case=OuterRef("pk"))
        answered = answered.filter(Q(answered_on=None) | Q(answered_on__gt=held))
        quiet = Case.objects.visible_to(by).open().filter(~Exists(answered))
        for case in quiet.filter(procedure__nation=nation).filter(
            Q(received_on__lte=long) | Q(pk__in=_late(by, late).values("case"))
        ):
            raised += _raise(case, by, today, _late(by, late).filter(case=case).first())
    return {"raised": raised}


def _late(by, day):
    return Clock.objects.visible_to(by).late(day).order_by("due_on", "pk")


def _raise(case, by, today, clock):
    why = Escalation.Why.LATE if clock else Escalation.Why.LONG
    found = add(Escalation, case, by, "escalate", why=why, clock=clock, raised_on=today)
    record(by, "escalate", case, escalation=found.pk, why=str(why))
    return 1


def note_ended_sanctions(by, at):
    """A sanction that has run out is spent and does not count later (domain D39)."""
    today, ended = at.date(), 0
    lately = (today - timedelta(days=90), today - timedelta(days=1))
    over = Sanction.objects.visible_to(by).standing().filter(ends_on__range=lately)
    for sanction in over.select_related("case"):
        told = events_about(sanction.case).filter(verb="sanction_ends")
        if sanction.pk not in {event.details["sanction"] for event in told}:
            facts = {"sanction": sanction.pk, "ended": sanction.ends_on}
            record(by, "sanction_ends", sanction.case, **facts)
            ended += 1
    return {"ended": ended}


def _calendars(by):
    nations = Procedure.objects.filter(party=by.party_id).values_list("nation", flat=True)
    return [(nation, calendar_for(nation)) for nation in nations.distinct().order_by("nation")]


def _running(by):
    return Clock.objects.visible_to(by).running().select_related("case__procedure")


def _move(clock, by, verb, calendar):
    """Saves the clock with its day counted again; an event only where it is another day."""
    before, clock.due_on = clock.due_on, clocks.due_again(clock, clock.case.procedure, calendar)
    save(clock, by, verb)
    if clock.due_on == before:
        return 0
    facts = {"clock": clock.pk, "kind": clock.kind, "due": clock.due_on, "before": before}
    record(by, verb, clock.case, **facts)
    return 1
