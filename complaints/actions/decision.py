"""Findings, sanctions, countersigning, review, telling both sides, closing, reopening."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from codes import tariff
from complaints.actions.assessment import shut, tell
from complaints.actions.duties import dissolve
from complaints.actions.interim import give_way
from complaints.actions.writing import add, deadline, step
from complaints.clocks import ClockKind
from complaints.comparing import rank_of, spread_for
from complaints.guards import appeals_of
from complaints.models import (
    Countersignature,
    Education,
    Finding,
    Letter,
    Reopening,
    Review,
    Sanction,
    Weighing,
)
from complaints.outcomes import APPEAL_GROUNDS, REOPENING_GROUNDS, UPHELD
from complaints.retention import later
from complaints.workflow import Refused
from partyconduct.audit.history import remove, save


@dataclass
class Decided:
    """What a panel enters.

    `findings`: {allegation id: {finding, facts, reasons, evidence_relied}}, each allegation once;
    `sanctions`: dicts of sanction, months, due_on, ends_on, conditions; `education`: of words and
    due_on.
    """

    findings: dict
    sanctions: Sequence = ()
    outside_reason: str = ""
    spread_reason: str = ""
    factors: Sequence = ()
    education: dict | None = None

    @property
    def codes(self):
        return [sanction["sanction"] for sanction in self.sanctions]

    @property
    def upheld(self):
        return any(found["finding"] in UPHELD for found in self.findings.values())


@step
def decide(case, *, by, **decided):
    """A finding on each allegation with reasons (D34), then any sanctions (D35 to D38)."""
    return _record(case, by, "decide", Decided(**decided))


@step
def correct_decision(case, *, by, **decided):
    """Until both sides are told. What was countersigned before is kept and no longer counts."""
    return _record(case, by, "correct_decision", Decided(**decided))


def _void_signatures(case, by, verb):
    """Whoever signed an earlier decision did not sign this one."""
    for signature in case.countersignatures.filter(voided_at=None):
        signature.voided_at = timezone.now()
        save(signature, by, verb)


def _record(case, by, verb, told):
    spread = spread_for(case)
    if objection := next(filter(None, _objections(case, told, spread)), ""):
        raise Refused(objection)
    _void_signatures(case, by, verb)
    _find(case, by, verb, told.findings)
    for earlier in case.sanctions.standing():
        earlier.lifted_on = case.today
        save(earlier, by, verb)
    outside = {rung.code for rung in outside_tariff(case, told.codes)}
    for sanction in told.sanctions:
        reason = told.outside_reason if sanction["sanction"] in outside else ""
        impose(case, by, verb, sanction, reason)
    _educate(case, by, verb, told.education)
    weighing = _weigh(case, by, verb, (told, spread, outside))
    case.notified_on = None
    return {
        "findings": sorted(found["finding"] for found in told.findings.values()),
        "sanctions": sorted(told.codes),
        "factors": sorted(told.factors),
        "weighing": weighing.pk,
        "distance": weighing.distance,
        "outside": [word for word in ("tariff", "spread") if getattr(weighing, f"outside_{word}")],
    }


def _objections(case, told, spread):
    """Everything that speaks against a decision as it was entered, the first of it first."""
    yield _missing(case, told.findings)
    if told.sanctions and not told.upheld:
        yield _("A sanction needs at least one upheld allegation.")
    if set(told.factors) - set(tariff.FACTORS):
        yield _("Choose the factors from the list.")
    if outside_tariff(case, told.codes) and not told.outside_reason:
        yield _("A sanction lies outside the tariff for this severity: give the reason.")
    for sanction in told.sanctions:
        yield term_objection(sanction["sanction"], sanction.get("months"))
        yield dates_objection(sanction, case.today)
    if told.upheld and not told.spread_reason:
        yield spread_objection(spread, told.codes)


def _missing(case, findings):
    allegations = {each.pk: each.position for each in case.allegations.all()}
    missing = len(allegations.keys() - findings.keys())
    if missing:
        return _("%(n)d allegation(s) have no finding.") % {"n": missing}
    for pk, position in allegations.items():
        found, n = findings[pk], {"n": position}
        if not (found.get("facts") and found.get("reasons")):
            return _("Give the facts found and the reasons on allegation %(n)d.") % n
        if found["finding"] in UPHELD and not found.get("evidence_relied"):
            return _("Say which evidence the finding on allegation %(n)d relies on.") % n
    return ""


def spread_objection(spread, codes):
    """Why a sanction far from comparable cases needs reasons; "" where it is not (D36)."""
    if not spread.leaves_out(codes):
        return ""
    away = spread.distance(codes)
    names = {
        "n": abs(away),
        "where": _("above") if away > 0 else _("below"),
        "cases": spread.n,
    }
    return (
        _(
            "This is %(n)d rung(s) %(where)s the median of %(cases)d comparable cases, outside "
            "their spread: give the reason."
        )
        % names
    )


def _find(case, by, verb, findings):
    for allegation in case.allegations.all():
        earlier = getattr(allegation, "finding", None)
        found = earlier or Finding(
            case=case, party_id=case.party_id, allegation=allegation, found_on=case.today
        )
        for name, value in findings[allegation.pk].items():
            setattr(found, name, value)
        found.found_on = case.today
        save(found, by, verb)


def impose(case, by, verb, sanction, outside=""):
    ends_on = sanction.get("ends_on")
    if sanction.get("months"):
        ends_on = later(case.today, sanction["months"])
    told = sanction | {"ends_on": ends_on, "imposed_on": case.today, "outside_reason": outside}
    return add(Sanction, case, by, verb, **told)


def _educate(case, by, verb, education):
    """Independent of any sanction (EHRC 2020; D38); a corrected decision asks anew."""
    for earlier in case.educations.filter(completed_on=None):
        remove(earlier, by, verb)
    if education and education.get("words"):
        add(Education, case, by, verb, set_on=case.today, **education)


def _weigh(case, by, verb, reached):
    told, spread, outside = reached
    leaves = told.upheld and spread.leaves_out(told.codes)
    return add(
        Weighing,
        case,
        by,
        verb,
        severity=case.severity,
        behaviours=sorted(set(case.allegedbehaviours.values_list("code", flat=True))),
        tariff=[rung.code for rung in tariff_range(case)],
        factors=sorted(told.factors),
        compared=spread.kept(),
        sanctions=[rung.code for rung in tariff.in_order(told.codes)],
        rank=rank_of(told.codes),
        distance=spread.distance(told.codes) if spread.says_something and told.upheld else None,
        outside_tariff=bool(outside),
        tariff_reasons=told.outside_reason if outside else "",
        outside_spread=leaves,
        spread_reasons=told.spread_reason if leaves else "",
        upheld=told.upheld,
        weighed_on=case.today,
        weighed_by=by.person,
    )


def term_objection(code, months):
    """A suspension lasts up to twelve months, an extended one longer (domain 3.4)."""
    rung = tariff.SANCTIONS[code]
    names = {"name": rung.name, "least": rung.min_months, "most": rung.max_months}
    if rung.min_months and (months or 0) < rung.min_months:
        return _("“%(name)s” lasts at least %(least)d month(s).") % names
    if rung.max_months and months and months > rung.max_months:
        return _("“%(name)s” lasts at most %(most)d months.") % names
    return ""


def dates_objection(sanction, today):
    """What ends or is due has its day, and the day is to come (domain 3.4, D39)."""
    rung = tariff.SANCTIONS[sanction["sanction"]]
    ends, due = sanction.get("ends_on"), sanction.get("due_on")
    checks = (
        (
            not rung.needs_end or ends or sanction.get("months"),
            _("Enter the day on which “%(name)s” ends"),
        ),
        (not rung.needs_due or due, _("Enter the day by which “%(name)s” is to be done")),
        (not ends or ends > today, _("The last day of “%(name)s” must be in the future")),
        (
            not due or due > today,
            _("The day by which “%(name)s” is to be done must be in the future"),
        ),
    )
    return next((words % {"name": rung.name} for holds, words in checks if not holds), "")


def tariff_range(case):
    lines = case.edition.tariff_lines.all() if case.edition_id else []
    return tariff.range_for(lines, case.severity)


def outside_tariff(case, codes):
    """The chosen sanctions that the pinned edition's tariff does not name for this severity."""
    lines = case.edition.tariff_lines.all() if case.edition_id else []
    return tariff.outside_range(lines, case.severity, codes)


def live_sanctions(case):
    """What else stands against the respondent today; what is spent is not counted (D39)."""
    about = {"case__respondent__identity": case.respondent.identity, "party": case.party_id}
    others = Sanction.objects.filter(**about).exclude(case=case)
    return others.live(case.today).order_by("-imposed_on")


@step
def countersign(case, *, by, shown):
    """Bound to what was read: a decision that has changed since is not signed (D28; 2.3.5)."""
    digest = digest_of(case)
    if shown != digest:
        raise Refused(_("The decision has changed since you read it. Read it again."))
    add(
        Countersignature,
        case,
        by,
        "countersign",
        person=by.person,
        digest=digest,
        signed_at=timezone.now(),
    )
    return {"digest": digest}


def digest_of(case):
    """SHA-256 of the decision as it reads: findings, sanctions, education and their reasons."""
    weighing = case.weighings.last()
    told = {
        "findings": list(
            Finding.objects.filter(case=case)
            .order_by("allegation__position")
            .values_list("allegation", "finding", "facts", "reasons", "evidence_relied")
        ),
        "sanctions": list(
            case.sanctions.standing()
            .order_by("sanction")
            .values_list("sanction", "months", "due_on", "ends_on", "conditions", "outside_reason")
        ),
        "education": list(case.educations.order_by("pk").values_list("words", "due_on")),
        "weighed": weighing and [weighing.factors, weighing.spread_reasons],
    }
    text = json.dumps(told, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@step
def complete_education(case, *, by, education, words):
    if education.case_id != case.pk or education.completed_on:
        raise Refused(_("This is completed already."))
    education.completed_on, education.completed_words = case.today, words
    save(education, by, "complete_education")
    return {"education": education.pk}


@step
def reopen(case, *, by, ground, reasons):
    """On a listed ground only (D40); wholly new people decide what was decided before."""
    if ground not in REOPENING_GROUNDS:
        raise Refused(_("Choose one of the listed grounds."))
    ended = {"closed_on": case.closed_on, "closing_reason": case.closing_reason}
    about = {"ground": ground, "reasons": reasons, "reopened_by": by.person}
    add(Reopening, case, by, "reopen", reopened_on=case.today, **about, **ended)
    case.closing_reason = case.closing_words = case.closed_from = ""
    case.closed_on = case.notified_on = None
    case.reopened_on = case.today
    for kind in ("adjudicator", "appeal-adjudicator", "reviewer"):
        dissolve(case, by, "reopen", kind)
    return {"ground": ground, "was": ended["closing_reason"]}


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
    give_way(case, by, "notify")
    tell(case, by, "notify", Letter.Kind.DECISION, to_respondent=True, **decision_of(case))


def decision_of(case):
    """What a letter about the decision shows."""
    findings = Finding.objects.filter(case=case).select_related("allegation__clause")
    final = appeals_of(case).exists() or not case.procedure.has_appeals
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
