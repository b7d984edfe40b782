"""What an officer does at almost any time: write, note, attach, assign, pause."""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import clocks
from complaints.actions.duties import may_handle
from complaints.actions.intake import attach, identity_of
from complaints.actions.walls import follow_the_line, wall_off_named
from complaints.actions.writing import add, at_last, step
from complaints.models import ClockPause, Message, Note
from complaints.notices import queue_news
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.dates.calendars import calendar_for


@step
def write(case, *, by, complaint, text):
    """A message that the complainant reads on the tracking page."""
    if complaint.case_id != case.pk:
        raise Refused(_("This complaint belongs to another case."))
    sent = add(
        Message,
        case,
        by,
        "write",
        complaint=complaint,
        text=text,
        sent_at=timezone.now(),
        sent_by=by.person,
    )
    if complaint.complainant.wants_email and complaint.complainant.email:
        queue_news(complaint.complainant.email)
    return {"message": sent.pk, "complaint": complaint.pk}


@step
def note(case, *, by, text):
    written = add(
        Note, case, by, "note", text=text, written_at=timezone.now(), written_by=by.person
    )
    return {"note": written.pk}


@step
def add_evidence(case, *, by, sealed):
    return {"evidence": attach(case, by=by, sealed=sealed).pk}


@step
def amend_respondent(case, *, by, **details):
    """What was found out about the respondent; the old words stay in the history."""
    respondent = case.respondent
    for name, value in details.items():
        setattr(respondent, name, value)
    respondent.identity = identity_of(respondent.name, respondent.member_no)
    save(respondent, by, "amend_respondent")
    follow_the_line(case, by=by, verb="amend_respondent")
    told = {"texts": list(details.values()), "verb": "amend_respondent"}
    at_last(case, partial(wall_off_named, case, by=by, **told))
    return {"is_member": respondent.is_member}


@step
def assign(case, *, by, officer):
    walled = case.walls.filter(person=officer, lifted_at=None).exists()
    if walled or officer not in may_handle(case):
        raise Refused(_("%(person)s cannot be the officer of this case.") % {"person": officer})
    case.officer = officer
    return {"officer": officer.pk}


@step
def pause(case, *, by, category, reason):
    """Every running clock stands still from today (D43); durations are kept gross and net."""
    stand_still(case, by, "pause", category=category, reason=reason)
    return {"category": category}


def stand_still(case, by, verb, **why):
    """Pauses whichever clock of the case is still running."""
    running = case.clocks.running().exclude(kind__in=clocks.BY_DECISION)
    for clock in running.with_pause().filter(is_paused=False):
        add(ClockPause, case, by, verb, clock=clock, from_on=case.today, **why)


@step
def resume(case, *, by):
    """Deadlines move on by the working days the clocks stood still."""
    calendar = calendar_for(case.procedure.nation)
    for pause in case.clockpauses.filter(until_on=None).select_related("clock"):
        pause.until_on = case.today
        save(pause, by, "resume")
        clock = pause.clock
        clock.due_on = clocks.moved_by_pause(clock.due_on, pause.from_on, case.today, calendar)
        clock.calendar_version = calendar.version
        save(clock, by, "resume")
