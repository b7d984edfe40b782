"""A challenge to the decision, heard by people who took no part before."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints.actions.assessment import tell
from complaints.actions.decision import dates_objection, impose, term_objection
from complaints.actions.duties import dissolve, seat
from complaints.actions.writing import add, deadline, step
from complaints.clocks import ClockKind
from complaints.comparing import rank_of
from complaints.models import Appeal, Letter
from complaints.outcomes import APPEAL_GROUNDS
from complaints.workflow import Refused
from partyconduct.audit.history import save


@step
def lodge_appeal(case, *, by, side, grounds, statement):
    """Either side where the pinned procedure lets it (D40)."""
    if by.is_service and side != Appeal.Side.RESPONDENT:
        raise Refused(_("Through this page you speak for yourself."))
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
def decide_appeal(  # noqa: PLR0913 - what its outcome is made of
    case, *, by, outcome, reasons, lifted=(), sanctions=()
):
    """Dismissed upholds the decision, allowed quashes the sanctions, partly allowed varies them:
    those named are lifted, and milder ones may take their place. An appeal makes nothing worse.
    """
    standing = case.sanctions.standing()
    varied = lifted, sanctions, rank_of([sanction.sanction for sanction in standing])
    if objection := next(filter(None, _objections(case, outcome, varied)), ""):
        raise Refused(objection)
    _answer(case, by, "decide_appeal", outcome, reasons)
    chosen = {"allowed": standing, "partly-allowed": standing.filter(pk__in=lifted)}
    for sanction in chosen.get(outcome, ()):
        sanction.lifted_on = case.today
        save(sanction, by, "decide_appeal")
    for sanction in sanctions:
        impose(case, by, "decide_appeal", sanction)
    case.notified_on = None
    return {"outcome": outcome, "sanctions": sorted(each["sanction"] for each in sanctions)}


def _objections(case, outcome, varied):
    lifted, sanctions, before = varied
    codes = [sanction["sanction"] for sanction in sanctions]
    if outcome == "partly-allowed" and not lifted:
        yield _("Choose the sanctions that are lifted.")
    if sanctions and outcome != "partly-allowed":
        yield _("Only where the decision is varied may a sanction be replaced.")
    if codes and rank_of(codes) >= before:
        yield _("A sanction that replaces another on appeal has to be milder.")
    if set(codes) & {each.sanction for each in case.sanctions.standing().exclude(pk__in=lifted)}:
        yield _("This sanction stands already.")
    for sanction in sanctions:
        yield term_objection(sanction["sanction"], sanction.get("months"))
        yield dates_objection(sanction, case.today)


@step
def send_back(case, *, by, reasons):
    """A wholly new panel decides again; the sanctions stand until it has."""
    _answer(case, by, "send_back", "sent-back", reasons)
    dissolve(case, by, "send_back", "adjudicator")


def _answer(case, by, verb, outcome, reasons):
    appeal = case.appeals.get(decided_on=None)
    appeal.outcome, appeal.reasons, appeal.decided_on = outcome, reasons, case.today
    save(appeal, by, verb)
