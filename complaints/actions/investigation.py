"""Gather what there is, tell the respondent, hear the answer, report."""

from complaints.actions.answering import hand_in, issue, wall_off_bystanders
from complaints.actions.assessment import tell
from complaints.actions.duties import seat
from complaints.actions.writing import add, deadline, step
from complaints.clocks import ClockKind
from complaints.models import Letter, Report, Response


@step
def serve_notice(case, *, by, facts):
    """Allegation, facts, clause and evidence list (D24); the window to answer starts today.

    The respondent's page opens with it, by an invitation that lasts as long as the window.
    """
    until = deadline(case, ClockKind.RESPOND)
    issue(case, by, "serve_notice", until)
    tell(
        case,
        by,
        "serve_notice",
        Letter.Kind.NOTICE,
        to_respondent=True,
        facts=facts,
        respond_until=until,
    )


@step
def record_response(case, *, by, text, files=()):
    """As the officer received it on paper, or as the respondent sends it through the page."""
    add(Response, case, by, "record_response", text=text, received_on=case.today)
    hand_in(case, by, files, "record_response")
    wall_off_bystanders(case, by, [text], "record_response")


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
