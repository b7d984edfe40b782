"""What do the panel, the review and the appeal ask?"""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from codes import tariff
from complaints import outcomes
from complaints.actions.appeal import objection_to
from complaints.actions.decision import (
    dates_objection,
    digest_of,
    live_sanctions,
    outside_tariff,
    spread_objection,
    tariff_range,
    term_objection,
)
from complaints.actions.duties import empty_seats
from complaints.comparing import RUNGS, STEP, bars, circle_named, rank_of, spread_for
from complaints.eligibility import standing, tally, too_few
from complaints.forms.assessing import WithLinks
from complaints.forms.fields import Choice, Choices, OneOf, SomeOf, StepForm, reasons, words
from complaints.models import Appeal
from partyconduct.ui.forms import DayField


class Convene(StepForm):
    """By lot nothing is asked; by hand, whom and why. Too few people: a sentence says so."""

    template = "complaints/step_convene.html"
    people = SomeOf(
        label=_l("Members of the panel"), error_messages={"required": _l("Choose the members")}
    )
    reasons = reasons(_l("Why these people. It is kept with the list of all who could have sat."))
    kind = "adjudicator"

    def limit(self):
        self.seats = empty_seats(self.case, self.kind)
        found = standing(self.case, self.kind, self.by)
        self.pool = [person for person, why in found.items() if not why]
        self.out = [(person.pk, why) for person, why in found.items() if why]
        words = WithLinks(self.case, self.pool)
        self.named = [*map(words, self.pool)]
        self.out_in_words = tally(why for _person, why in self.out)
        self.objection = too_few(self.pool, self.out, self.seats)
        if self.case.procedure.draws:
            del self.fields["people"], self.fields["reasons"]
        else:
            self.fields["people"].help_text = self.how_many()
            self.fields["people"].offer(self.pool, words)

    def how_many(self):
        return _("Choose %(n)d people. They take no other part in the case.") % {"n": self.seats}

    def clean(self):
        if self.objection:
            raise forms.ValidationError(self.objection)
        return self.cleaned_data

    def clean_people(self):
        chosen = self.cleaned_data["people"]
        if len(chosen) != self.seats:
            raise forms.ValidationError(_("Choose %(n)d different people.") % {"n": self.seats})
        return chosen


class ConveneAppeal(Convene):
    kind = "appeal-adjudicator"


@dataclass(frozen=True)
class AllegationAsked:
    """One allegation and the fields of its finding, for the page."""

    allegation: Any
    fields: list


@dataclass(frozen=True)
class RungAsked:
    """One sanction: the box to tick and what its term then needs."""

    rung: tariff.Sanction
    box: Any
    term: list
    away: str = ""  # from the median of comparable cases
    leaves: bool = False  # their spread


def factors(*, aggravates):
    return [
        (each.code, each.name) for each in tariff.FACTORS.values() if each.aggravates == aggravates
    ]


FINDING = ("finding", "facts", "reasons", "evidence_relied")


class AsksSanctions(StepForm):
    """The boxes of the ladder, each with what its term needs."""

    def rungs(self):
        return [rung for rung in tariff.SANCTIONS.values() if rung.is_sanction]

    def limit(self):
        for rung in self.rungs():
            self._ask_sanction(rung)

    def _ask_sanction(self, rung):
        self.fields[f"impose_{rung.code}"] = forms.BooleanField(label=rung.name, required=False)
        for name, field in term_fields(rung):
            self.fields[f"{name}_{rung.code}"] = field
        self.fields[f"conditions_{rung.code}"] = forms.CharField(
            label=_("Conditions of “%(name)s”, if any") % {"name": rung.name}, required=False
        )

    def asked_of(self, rungs):
        return [
            RungAsked(
                rung,
                self[f"impose_{rung.code}"],
                [
                    self[f"{name}_{rung.code}"]
                    for name in TERM
                    if f"{name}_{rung.code}" in self.fields
                ],
            )
            for rung in rungs
        ]

    def clean(self):
        boxes = self.cleaned_data
        self.chosen = [rung for rung in self.rungs() if boxes.get(f"impose_{rung.code}")]
        for rung in self.chosen:
            self._check_term(rung)
        return boxes

    def _check_term(self, rung):
        """As the verb will check it; a fault of the form itself comes first."""
        at = [f"{name}_{rung.code}" for name in TERM if f"{name}_{rung.code}" in self.fields]
        if set(at) & set(self.errors):
            return
        imposed = self._imposed(rung)
        objection = term_objection(rung.code, imposed.get("months")) or dates_objection(
            imposed, self.case.today
        )
        if objection:
            self.add_error(at[0], objection)

    def _imposed(self, rung):
        typed = {name: self.cleaned_data.get(f"{name}_{rung.code}") for name in TERM}
        return {"sanction": rung.code} | {name: value for name, value in typed.items() if value}

    @property
    def imposed(self):
        return [self._imposed(rung) for rung in self.chosen]


TERM = ("months", "due_on", "ends_on", "conditions")


class Decide(AsksSanctions):
    """One page: a finding on each allegation (D34), then any sanctions (D35, D37), weighed
    against the tariff and against comparable cases (D36), and any education (D38)."""

    template = "complaints/step_decide.html"
    aggravating = Choices(
        label=_l("What makes it weigh more"), choices=factors(aggravates=True), required=False
    )
    mitigating = Choices(
        label=_l("What makes it weigh less"), choices=factors(aggravates=False), required=False
    )
    outside_reason = words(
        _l("Why a sanction outside the tariff is right here"),
        _l("Only if you chose one. The respondent reads it."),
        rows=4,
        required=False,
    )
    spread_reason = words(
        _l("Why this case is decided unlike comparable ones"),
        _l("Only if the most severe sanction lies outside their spread."),
        rows=4,
        required=False,
    )
    education = forms.CharField(
        label=_l("Education, whatever the sanction"),
        help_text=_l("For example a course on antisemitism. It is tracked until it is completed."),
        max_length=300,
        required=False,
    )
    education_due = DayField(label=_l("To be completed by"), noun=_l("day"), required=False)

    def limit(self):
        self.allegations = list(
            self.case.allegations.select_related("clause").prefetch_related("behaviours")
        )
        for allegation in self.allegations:
            self._ask_finding(allegation)
        super().limit()

    def _ask_finding(self, allegation):
        at, n = allegation.pk, {"n": allegation.position}
        self.fields[f"finding_{at}"] = Choice(
            label=_("Finding"),
            help_text=_("What is more likely than not to have happened?"),
            choices=outcomes.choices(outcomes.FINDINGS),
            error_messages={"required": _("Choose the finding on allegation %(n)d") % n},
        )
        self.fields[f"facts_{at}"] = words(
            _("Facts found"),
            rows=4,
            error_messages={"required": _("Enter the facts found on allegation %(n)d") % n},
        )
        self.fields[f"reasons_{at}"] = words(
            _("Reasons"),
            _("Why these facts break the clause, or do not"),
            rows=4,
            error_messages={"required": _("Give the reasons on allegation %(n)d") % n},
        )
        self.fields[f"evidence_relied_{at}"] = words(
            _("Evidence relied on"), _("Needed where it is upheld"), rows=2, required=False
        )

    # For the page ------------------------------------------------------------------------------
    @property
    def asked(self):
        return [
            AllegationAsked(each, [self[f"{name}_{each.pk}"] for name in FINDING])
            for each in self.allegations
        ]

    @cached_property
    def inside(self):
        """What the pinned edition's tariff suggests for this severity."""
        return tariff_range(self.case)

    @property
    def groups(self):
        if not self.inside:
            return [(_("Sanctions"), self.asked_of(self.rungs()))]
        inside = [rung for rung in self.rungs() if rung in self.inside]
        outside = [rung for rung in self.rungs() if rung not in self.inside]
        return [
            (_("Within the tariff"), self.asked_of(inside)),
            (_("Outside the tariff"), self.asked_of(outside)),
        ]

    @cached_property
    def spread(self):
        return spread_for(self.case)

    @cached_property
    def bars(self):
        return bars(self.spread)

    @property
    def picture_height(self):
        return STEP * len(self.bars)

    @property
    def circle(self):
        return circle_named(self.spread.circle)

    @property
    def median(self):
        return RUNGS[self.spread.median]

    @property
    def ends(self):
        """The mildest and the most severe sanction within the spread."""
        return RUNGS[self.spread.low], RUNGS[self.spread.high]

    @property
    def live(self):
        return live_sanctions(self.case)

    def asked_of(self, rungs):
        asked = super().asked_of(rungs)
        return [self._compared(each) for each in asked] if self.spread.says_something else asked

    def _compared(self, asked):
        codes = [asked.rung.code]
        away = in_words_away(self.spread.distance(codes))
        return replace(asked, away=away, leaves=self.spread.leaves_out(codes))

    # What was typed ----------------------------------------------------------------------------
    def clean(self):
        typed = super().clean()
        if self.chosen and not self._anything_upheld():
            self.add_error(None, _("A sanction needs at least one upheld allegation."))
        self._check_evidence()
        codes = [rung.code for rung in self.chosen]
        if outside_tariff(self.case, codes) and not typed.get("outside_reason"):
            self.add_error(
                "outside_reason",
                _("A sanction lies outside the tariff for this severity: give the reason."),
            )
        unlike = self._upheld() and spread_objection(self.spread, codes)
        if unlike and not typed.get("spread_reason"):
            self.add_error("spread_reason", unlike)
        if typed.get("education") and not typed.get("education_due"):
            self.add_error("education_due", _("Enter the day by which it is to be completed"))
        return typed

    def _findings(self):
        return [self.cleaned_data.get(f"finding_{each.pk}") for each in self.allegations]

    def _upheld(self):
        return bool(set(self._findings()) & set(outcomes.UPHELD))

    def _anything_upheld(self):
        """A finding not made yet may still be; its own field asks for it."""
        return self._upheld() or None in self._findings()

    def _check_evidence(self):
        for allegation, finding in zip(self.allegations, self._findings(), strict=True):
            name = f"evidence_relied_{allegation.pk}"
            if finding in outcomes.UPHELD and not self.cleaned_data.get(name):
                n = {"n": allegation.position}
                self.add_error(
                    name, _("Say which evidence the finding on allegation %(n)d relies on.") % n
                )

    @property
    def details(self):
        typed = self.cleaned_data
        education = {"words": typed["education"], "due_on": typed["education_due"]}
        return {
            "findings": {
                each.pk: {name: typed[f"{name}_{each.pk}"] for name in FINDING}
                for each in self.allegations
            },
            "sanctions": self.imposed,
            "outside_reason": typed["outside_reason"],
            "spread_reason": typed["spread_reason"],
            "factors": [*typed["aggravating"], *typed["mitigating"]],
            "education": education if typed["education"] else None,
        }


def in_words_away(rungs):
    if not rungs:
        return _("the median of comparable cases")
    if rungs > 0:
        return ngettext("%(n)d rung above the median", "%(n)d rungs above the median", rungs) % {
            "n": rungs
        }
    return ngettext("%(n)d rung below the median", "%(n)d rungs below the median", -rungs) % {
        "n": -rungs
    }


class CorrectDecision(Decide):
    """The same page, with what was entered before."""

    def known(self, case):
        known, last = {}, case.weighings.last()
        for found in case.findings.all():
            known |= {f"{name}_{found.allegation_id}": getattr(found, name) for name in FINDING}
        for imposed in case.sanctions.standing():
            code = imposed.sanction
            known |= {f"{name}_{code}": getattr(imposed, name) for name in TERM}
            known[f"impose_{code}"] = True
        if last:
            known |= {"aggravating": last.factors, "mitigating": last.factors}
            known |= {"outside_reason": last.tariff_reasons, "spread_reason": last.spread_reasons}
        for each in case.educations.filter(completed_on=None):
            known |= {"education": each.words, "education_due": each.due_on}
        return known


class Countersign(StepForm):
    """What is signed stands on the page; its digest goes with the answer."""

    template = "complaints/step_countersign.html"
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def known(self, case):
        return {"shown": digest_of(case)}

    @property
    def findings(self):
        return self.case.findings.select_related("allegation__clause").order_by(
            "allegation__position"
        )

    @property
    def weighing(self):
        return self.case.weighings.last()


class CompleteEducation(StepForm):
    education = OneOf(
        label=_l("What is completed"), error_messages={"required": _l("Choose what is completed")}
    )
    words = words(_l("How it is known"), _l("For example a certificate"), rows=2, required=False)

    def limit(self):
        self.fields["education"].offer(self.case.educations.filter(completed_on=None))


class Reopen(StepForm):
    ground = Choice(
        label=_l("On which ground is it reopened?"),
        help_text=_l("A final decision is reopened on nothing else."),
        choices=outcomes.choices(outcomes.REOPENING_GROUNDS),
        error_messages={"required": _l("Choose the ground")},
    )
    reasons = reasons()


def term_fields(rung):
    """What the catalogue asks for: months where it limits them, else the day of end or deed."""
    names = {"name": rung.name}
    if rung.min_months:
        yield (
            "months",
            forms.IntegerField(
                label=_("Months of “%(name)s”") % names,
                min_value=1,
                max_value=600,
                required=False,
                widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
                error_messages={
                    "invalid": _("Enter a whole number of months for “%(name)s”") % names
                },
            ),
        )
    elif rung.needs_end:
        label = _("Last day of “%(name)s”") % names
        yield "ends_on", DayField(label=label, noun=_("last day"), required=False)
    if rung.needs_due:
        label = _("“%(name)s” is to be done by") % names
        yield "due_on", DayField(label=label, noun=_("day it is to be done by"), required=False)


class LodgeAppeal(StepForm):
    side = Choice(
        label=_l("Who appeals?"),
        choices=Appeal.Side.choices,
        error_messages={"required": _l("Choose who appeals")},
    )
    grounds = Choice(
        label=_l("Ground of the appeal"),
        choices=outcomes.choices(outcomes.APPEAL_GROUNDS),
        error_messages={"required": _l("Choose the ground of the appeal")},
    )
    statement = words(
        _l("What they say"),
        _l("In their own words, as received"),
        rows=10,
        error_messages={"required": _l("Enter what they say")},
    )

    def limit(self):
        procedure, grounds = self.case.procedure, self.fields["grounds"]
        grounds.choices = [pair for pair in grounds.choices if pair[0] in procedure.appeal_grounds]
        barred = [side for side in Appeal.Side if not procedure.may_appeal(side)]
        if barred:
            self.fields["side"].help_text = objection_to(procedure, barred[0])

    def clean_side(self):
        side = self.cleaned_data["side"]
        if objection := objection_to(self.case.procedure, side):
            raise forms.ValidationError(objection)
        return side


class DecideAppeal(AsksSanctions):
    template = "complaints/step_decide_appeal.html"
    outcome = Choice(
        label=_l("Outcome of the appeal"),
        help_text=_l("To have the case decided afresh, use “Send back to a new panel”."),
        choices=[
            (code, entry.name)
            for code, entry in outcomes.APPEAL_OUTCOMES.items()
            if code != "sent-back"
        ],
        error_messages={"required": _l("Choose the outcome of the appeal")},
    )
    lifted = SomeOf(label=_l("Sanctions that are lifted, if only some are"), required=False)
    reasons = reasons()

    def rungs(self):
        """An appeal makes nothing worse: only what is milder may take a sanction's place."""
        most = rank_of(self.case.sanctions.standing().values_list("sanction", flat=True))
        return [rung for rung in super().rungs() if rung.rank < most]

    def limit(self):
        offered = self.fields["lifted"].offer(self.case.sanctions.standing())
        self.say_if_none("lifted", offered, _("No sanction stands."))
        super().limit()

    @property
    def milder(self):
        return self.asked_of(self.rungs())

    def clean(self):
        typed = super().clean()
        partly = typed.get("outcome") == "partly-allowed"
        if partly and not typed.get("lifted"):
            self.add_error("lifted", _("Choose the sanctions that are lifted."))
        if self.chosen and not partly:
            self.add_error(
                "outcome", _("Only where the decision is varied may a sanction be replaced.")
            )
        return typed

    @property
    def details(self):
        typed = self.cleaned_data
        return {
            "outcome": typed["outcome"],
            "reasons": typed["reasons"],
            "lifted": [sanction.pk for sanction in typed["lifted"]],
            "sanctions": self.imposed,
        }
