"""Gather what there is, tell the respondent, hear the answer, report."""

from complaints.actions.assessment import tell
from complaints.actions.duties import seat
from complaints.actions.writing import add, deadline, step
from complaints.clocks import ClockKind
from complaints.models import Letter, Report, Response


@step
def serve_notice(case, *, by, facts):
    """Allegation, facts, clause and evidence list (D24); the window to answer starts today."""
    tell(
        case,
        by,
        "serve_notice",
        Letter.Kind.NOTICE,
        to_respondent=True,
        facts=facts,
        respond_until=deadline(case, ClockKind.RESPOND),
    )


@step
def record_response(case, *, by, text):
    add(Response, case, by, "record_response", text=text, received_on=case.today)


@step
def close_window(case, *, by):
    add(Response, case, by, "close_window", received_on=case.today, none_received=True)


@step
def report(case, *, by, text):
    """The investigator's account; an investigation itself sanctions nothing (Acas)."""
    written = add(
        Report, case, by, "report", text=text, submitted_on=case.today, written_by=by.person
    )
    return {"report": written.pk}


@step
def convene(case, *, by, people=(), reasons=""):
    return seat(case, by=by, kind="adjudicator", verb="convene", picked=(people, reasons))
