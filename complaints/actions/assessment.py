"""The first look: acknowledge, name the allegations, test, decide whether to investigate."""

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from complaints import outcomes
from complaints.actions.duties import give
from complaints.actions.walls import raise_wall_for
from complaints.actions.writing import add, deadline, step
from complaints.clocks import ClockKind
from complaints.disclosing import withheld_from
from complaints.models import (
    Allegation,
    AllegedBehaviour,
    Assessment,
    Case,
    Duty,
    IntimidationTest,
    Letter,
)
from complaints.models.allegation import PARTS
from complaints.notices import letters_for
from complaints.workflow import Refused, Stage
from partyconduct.audit.history import save


def tell(case, by, verb, kind, *, to_respondent=False, **facts):
    """Writes the letters of this turn inside the step's transaction."""

    def adding(model, **fields):
        if fields.get("side") == Letter.Side.RESPONDENT:
            _refuse_to_name(case, fields["html"])
        return add(model, case, by, verb, **fields)

    letters_for(case, kind, add=adding, to_respondent=to_respondent, **facts)


def _refuse_to_name(case, html):
    """No letter tells the respondent who complained unless that was decided (D24)."""
    if word := withheld_from(case).in_text(strip_tags(html)):
        raise Refused(
            _("The letter to the respondent would tell them “%(word)s”. Leave it out.")
            % {"word": word}
        )


def shut(case, reason, words=""):
    """What every ending sets; the stage itself is moved by the step."""
    case.closing_reason = reason
    case.closing_words = words
    case.closed_from = case.stage
    case.closed_on = case.today


@step
def acknowledge(case, *, by):
    if case.officer_id is None:
        case.officer = by.person
    days = {
        "assess_by": deadline(case, ClockKind.ASSESS),
        "update_by": deadline(case, ClockKind.UPDATE),
    }
    tell(case, by, "acknowledge", Letter.Kind.ACKNOWLEDGEMENT, **days)


@step
def allege(  # noqa: PLR0913 - what one allegation is made of
    case, *, by, clause, particulars, severity, behaviours=(), social_media_role=""
):
    """Charges one clause of the pinned edition; later editions never touch it."""
    if clause.edition_id != case.edition_id:
        raise Refused(_("Choose a clause of the edition in force on the day of the behaviour."))
    incident = case.complaints.order_by("pk").first().incident
    if case.allegations.filter(clause=clause, incident=incident).exists():
        raise Refused(_("Clause %(n)s is already alleged.") % {"n": clause.number})
    allegation = add(
        Allegation,
        case,
        by,
        "allege",
        incident=incident,
        clause=clause,
        position=case.allegations.count() + 1,
        particulars=particulars,
        severity=severity,
    )
    for code in behaviours:
        add(
            AllegedBehaviour,
            case,
            by,
            "allege",
            allegation=allegation,
            code=code,
            social_media_role=social_media_role,
        )
    case.severity = max(filter(None, (case.severity, severity)), default=None)
    return {"allegation": allegation.pk, "severity": severity}


@step
def test(case, *, by, evidence_relied="", **answers):  # noqa: PT028 - a verb, not a test
    """Each of the four parts is answered yes, no or unclear, with reasons (domain 1.4)."""
    found = getattr(case, "intimidationtest", None) or IntimidationTest(
        case=case, party_id=case.party_id
    )
    for part in PARTS:
        setattr(found, part, answers[part])
        setattr(found, f"{part}_reasons", answers[f"{part}_reasons"])
    found.evidence_relied = evidence_relied
    found.tested_on = case.today
    save(found, by, "test")
    return {"result": found.result}


@step
def investigate(case, *, by, investigator, reasons):
    duty = give(case, by=by, person=investigator, kind="investigator", verb="investigate")
    _assess(case, by, "investigate", ("formal-investigation", reasons))
    return {"duty": duty.pk}


@step
def resolve_informally(case, *, by, reasons):
    _assess(case, by, "resolve_informally", ("informal-resolution", reasons))


@step
def settle(case, *, by, reasons):
    shut(case, "resolved-informally", reasons)
    tell(case, by, "settle", Letter.Kind.CLOSING, to_respondent=True, reasons=reasons)


@step
def give_up_informal(case, *, by, reasons):
    _assess(case, by, "give_up_informal", ("more-information", reasons))


@step
def reject(case, *, by, ineligible_reason, reasons):
    """Eligibility with its listed reasons (domain 8.2)."""
    entry = outcomes.INELIGIBLE_REASONS[ineligible_reason]
    _assess(case, by, "reject", ("rejected-ineligible", reasons), ineligible_reason)
    shut(case, entry.group, reasons)
    tell(case, by, "reject", Letter.Kind.CLOSING, reasons=reasons)
    return {"reason": ineligible_reason}


@step
def dismiss(case, *, by, outcome, reasons):
    _assess(case, by, "dismiss", (outcome, reasons))
    warned = outcome == "dismissed-with-warning"
    shut(case, outcome if warned else "dismissed-at-assessment", reasons)
    tell(case, by, "dismiss", Letter.Kind.CLOSING, to_respondent=warned, reasons=reasons)
    return {"outcome": outcome}


def _assess(case, by, verb, found_out, ineligible_reason=""):
    outcome, reasons = found_out
    found = getattr(case, "assessment", None) or Assessment(case=case, party_id=case.party_id)
    found.outcome, found.reasons = outcome, reasons
    found.ineligible_reason, found.assessed_on = ineligible_reason, case.today
    save(found, by, verb)


@step
def end(case, *, by, closing_reason, reasons):
    """Ends a case early; the stage at which it ended is kept (domain 8.3)."""
    entry = outcomes.CLOSING_REASONS[closing_reason]
    allowed = closing_reason in early_endings(case)
    if not allowed:
        raise Refused(
            _("“%(reason)s” does not end a case at this stage.") % {"reason": entry.name}
        )
    shut(case, closing_reason, reasons)
    tell(
        case,
        by,
        "end",
        Letter.Kind.CLOSING,
        to_respondent=case.letters.filter(kind=Letter.Kind.NOTICE).exists(),
        reasons=reasons,
    )
    return {"reason": closing_reason}


INVESTIGATED = (Stage.INVESTIGATION, Stage.NOTICE_SERVED, Stage.RESPONSE, Stage.REPORT)


def early_endings(case):
    """The listed reasons that may end a case where it is."""
    reasons = [
        code
        for code, entry in outcomes.CLOSING_REASONS.items()
        if entry.group in (outcomes.ENDED, outcomes.NO_JURISDICTION)
    ]
    if case.stage in INVESTIGATED:
        reasons.append("resolved-at-investigation")
    return reasons


@step
def join(case, *, by, into, reasons):
    """The complaints move to the other case; each complainant is still told everything due."""
    target = Case.objects.visible_to(by).open().filter(reference=into).exclude(pk=case.pk).first()
    if target is None:
        raise Refused(_("There is no open case with the reference %(ref)s.") % {"ref": into})
    if target.respondent.identity != case.respondent.identity:
        raise Refused(_("Both cases must be about the same respondent."))
    _move_rows(case, target, by)
    _carry_duties(case, target, by)
    _carry_walls(case, target, by)
    case.joined_to = target
    shut(case, "joined", reasons)
    return {"into": target.pk}


def _move_rows(case, target, by):
    moving = (
        case.complaints,
        case.evidence,
        case.messages,
        case.complainants,
        case.citedcharacteristics,
        case.letters,
        case.identitydecisions,
        *(
            rows.exclude(complaint=None)
            for rows in (case.companions, case.adjustments, case.supportcontacts)
        ),
    )
    for row in [row for rows in moving for row in rows.all()]:
        row.case = target
        save(row, by, "join")


def _carry_walls(case, target, by):
    """Whoever may not know of one of the two may not know of the other either."""
    for here, there in ((case, target), (target, case)):
        for wall in here.walls.filter(lifted_at=None).select_related("person"):
            words = {"kind": wall.kind, "reason": wall.reason, "verb": "join"}
            raise_wall_for(there, by=by, person=wall.person, **words)


def _carry_duties(case, target, by):
    """A part in one is a part in the other, over and done: duties exclude each other for ever."""
    busy = set(target.duties.values_list("person", flat=True))
    for duty in case.duties.exclude(person__in=busy):
        dates = {"given_on": duty.given_on, "ended_on": duty.ended_on or case.today}
        add(Duty, target, by, "join", person=duty.person, kind=duty.kind, **dates)
