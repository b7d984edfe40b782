"""Findings, sanctions, review, telling both sides, closing."""

from django.utils.translation import gettext as _

from codes import tariff
from complaints.actions.assessment import shut, tell
from complaints.actions.duties import dissolve
from complaints.actions.writing import add, deadline, step
from complaints.clocks import ClockKind
from complaints.models import Finding, Letter, Review, Sanction
from complaints.outcomes import APPEAL_GROUNDS, UPHELD
from complaints.workflow import Refused
from partyconduct.audit.history import save


@step
def decide(case, *, by, findings, sanctions=(), outside_reason=""):
    """A finding on each allegation with reasons (D34), then any sanctions.

    `findings`: {allegation id: {finding, facts, reasons, evidence_relied}}; every allegation must
    be there. `sanctions`: dicts of sanction, months, due_on, ends_on, conditions. No sanction
    without an upheld allegation; one outside the tariff of the edition needs a reason (D35).
    """
    _find(case, by, findings)
    upheld = any(found["finding"] in UPHELD for found in findings.values())
    if sanctions and not upheld:
        raise Refused(_("A sanction needs at least one upheld allegation."))
    for earlier in case.sanctions.standing():
        earlier.lifted_on = case.today
        save(earlier, by, "decide")
    outside = {rung.code for rung in outside_tariff(case, [s["sanction"] for s in sanctions])}
    if outside and not outside_reason:
        raise Refused(_("A sanction lies outside the tariff for this severity: give the reason."))
    for sanction in sanctions:
        if objection := term_objection(sanction["sanction"], sanction.get("months")):
            raise Refused(objection)
        _impose(case, by, sanction, outside_reason if sanction["sanction"] in outside else "")
    case.notified_on = None
    return {
        "findings": sorted(found["finding"] for found in findings.values()),
        "sanctions": sorted(sanction["sanction"] for sanction in sanctions),
    }


def _find(case, by, findings):
    missing = case.allegations.exclude(pk__in=findings).count()
    if missing:
        raise Refused(_("%(n)d allegation(s) have no finding.") % {"n": missing})
    for allegation in case.allegations.all():
        earlier = getattr(allegation, "finding", None)
        found = earlier or Finding(
            case=case, party_id=case.party_id, allegation=allegation, found_on=case.today
        )
        for name, value in findings[allegation.pk].items():
            setattr(found, name, value)
        found.found_on = case.today
        save(found, by, "decide")


def _impose(case, by, sanction, outside):
    add(Sanction, case, by, "decide", imposed_on=case.today, outside_reason=outside, **sanction)


def term_objection(code, months):
    """A suspension lasts up to twelve months, an extended one longer (domain 3.4)."""
    rung = tariff.SANCTIONS[code]
    names = {"name": rung.name, "least": rung.min_months, "most": rung.max_months}
    if rung.min_months and (months or 0) < rung.min_months:
        return _("“%(name)s” lasts at least %(least)d month(s).") % names
    if rung.max_months and months and months > rung.max_months:
        return _("“%(name)s” lasts at most %(most)d months.") % names
    return ""


def outside_tariff(case, codes):
    """The chosen sanctions that the pinned edition's tariff does not name for this severity."""
    lines = case.edition.tariff_lines.all() if case.edition_id else []
    return tariff.outside_range(lines, case.severity, codes)


@step
def verify(case, *, by, reasons):
    add(Review, case, by, "verify", verified=True, reasons=reasons, reviewed_on=case.today)


@step
def veto(case, *, by, reasons):
    """A veto needs a wholly new panel (domain 3.2): the old one's duties end and stay barred."""
    add(Review, case, by, "veto", verified=False, reasons=reasons, reviewed_on=case.today)
    dissolve(case, by, "veto", "adjudicator")


@step
def notify(case, *, by):
    case.notified_on = case.today
    tell(case, by, "notify", Letter.Kind.DECISION, to_respondent=True, **decision_of(case))


def decision_of(case):
    """What a letter about the decision shows."""
    findings = Finding.objects.filter(case=case).select_related("allegation__clause")
    final = case.appeals.exists() or not case.procedure.has_appeals
    allowed = case.procedure.appeal_grounds
    return {
        "findings": findings,
        "sanctions": case.sanctions.standing(),
        "appeal_until": None if final else deadline(case, ClockKind.APPEAL),
        "grounds": [entry.name for code, entry in APPEAL_GROUNDS.items() if code in allowed],
    }


@step
def close(case, *, by):
    """Both sides learn that it is over, and that they need not keep it private any longer."""
    shut(case, "decided-by-panel")
    tell(case, by, "close", Letter.Kind.CLOSING, to_respondent=True)
