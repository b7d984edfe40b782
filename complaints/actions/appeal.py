"""A challenge to the decision, heard by people who took no part before."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints.actions.assessment import tell
from complaints.actions.duties import dissolve, seat
from complaints.actions.writing import add, deadline, step
from complaints.clocks import ClockKind
from complaints.models import Appeal, Letter
from complaints.outcomes import APPEAL_GROUNDS
from complaints.workflow import Refused
from partyconduct.audit.history import save


@step
def lodge_appeal(case, *, by, side, grounds, statement):
    """Either side where the pinned procedure lets it (D40)."""
    if objection := objection_to(case.procedure, side, grounds):
        raise Refused(objection)
    add(
        Appeal,
        case,
        by,
        "lodge_appeal",
        side=side,
        grounds=grounds,
        statement=statement,
        lodged_on=case.today,
    )
    due = deadline(case, ClockKind.HEAR_APPEAL)
    tell(case, by, "lodge_appeal", Letter.Kind.APPEAL_RECEIVED, to_respondent=True, hear_by=due)
    return {"side": side, "grounds": grounds}


def objection_to(procedure, side, grounds=None):
    """Who may appeal, and on which grounds, is the pinned procedure's (D40)."""
    if not procedure.may_appeal(side):
        return ONLY[side]
    if grounds is not None and grounds not in procedure.appeal_grounds:
        ground = APPEAL_GROUNDS[grounds].name
        return _("“%(ground)s” is no ground of appeal in this procedure.") % {"ground": ground}
    return ""


ONLY = {
    Appeal.Side.COMPLAINANT: _l("Under this procedure only the respondent may appeal."),
    Appeal.Side.RESPONDENT: _l("Under this procedure only the complainant may appeal."),
}


@step
def convene_appeal(case, *, by, people=(), reasons=""):
    panel = {"kind": "appeal-adjudicator", "verb": "convene_appeal"}
    return seat(case, by=by, **panel, picked=(people, reasons))


@step
def decide_appeal(case, *, by, outcome, reasons, lifted=()):
    """Dismissed leaves the sanctions; allowed lifts all; partly allowed lifts those named."""
    _answer(case, by, "decide_appeal", outcome, reasons)
    standing = case.sanctions.standing()
    chosen = {"allowed": standing, "partly-allowed": standing.filter(pk__in=lifted)}
    if outcome == "partly-allowed" and not lifted:
        raise Refused(_("Choose the sanctions that are lifted."))
    for sanction in chosen.get(outcome, ()):
        sanction.lifted_on = case.today
        save(sanction, by, "decide_appeal")
    case.notified_on = None
    return {"outcome": outcome}


@step
def send_back(case, *, by, reasons):
    """A wholly new panel decides again; the sanctions stand until it has."""
    _answer(case, by, "send_back", "sent-back", reasons)
    dissolve(case, by, "send_back", "adjudicator")


def _answer(case, by, verb, outcome, reasons):
    appeal = case.appeals.get(decided_on=None)
    appeal.outcome, appeal.reasons, appeal.decided_on = outcome, reasons, case.today
    save(appeal, by, verb)
