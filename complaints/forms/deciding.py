"""What do the panel, the review and the appeal ask?"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from codes import tariff
from complaints import outcomes
from complaints.actions.appeal import objection_to
from complaints.actions.decision import outside_tariff, term_objection
from complaints.actions.duties import empty_seats
from complaints.eligibility import standing, tally, too_few
from complaints.forms.assessing import WithLinks
from complaints.forms.fields import Choice, SomeOf, StepForm, reasons, words
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
        self.named = [*map(WithLinks(self.case, self.pool), self.pool)]
        self.out_in_words = tally(why for _person, why in self.out)
        self.objection = too_few(self.pool, self.out, self.seats)
        if self.case.procedure.draws:
            del self.fields["people"], self.fields["reasons"]
        else:
            self.fields["people"].help_text = self.how_many()
            self.fields["people"].offer(self.pool, WithLinks(self.case, self.pool))

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


FINDING = ("finding", "facts", "reasons", "evidence_relied")


class Decide(StepForm):
    """One page: a finding on each allegation (D34), then any sanctions (D35, D37)."""

    template = "complaints/step_decide.html"
    outside_reason = words(
        _l("Why a sanction outside the tariff is right here"),
        _l("Only if you chose one. The respondent reads it."),
        rows=4,
        required=False,
    )

    def limit(self):
        self.allegations = list(
            self.case.allegations.select_related("clause").prefetch_related("behaviours")
        )
        for allegation in self.allegations:
            self._ask_finding(allegation)
        for rung in tariff.SANCTIONS.values():
            if rung.is_sanction:
                self._ask_sanction(rung)

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
            _("Evidence relied on"), rows=2, required=False
        )

    def _ask_sanction(self, rung):
        self.fields[f"impose_{rung.code}"] = forms.BooleanField(label=rung.name, required=False)
        for name, field in term_fields(rung):
            self.fields[f"{name}_{rung.code}"] = field
        self.fields[f"conditions_{rung.code}"] = forms.CharField(
            label=_("Conditions of “%(name)s”, if any") % {"name": rung.name}, required=False
        )

    # For the page ------------------------------------------------------------------------------
    @property
    def asked(self):
        return [
            AllegationAsked(each, [self[f"{name}_{each.pk}"] for name in FINDING])
            for each in self.allegations
        ]

    @property
    def inside(self):
        """What the pinned edition's tariff suggests for this severity."""
        lines = self.case.edition.tariff_lines.all() if self.case.edition_id else []
        return tariff.range_for(lines, self.case.severity)

    def _rungs(self, wanted):
        return [
            RungAsked(
                rung,
                self[f"impose_{rung.code}"],
                [
                    self[f"{name}_{rung.code}"]
                    for name in ("months", "due_on", "ends_on", "conditions")
                    if f"{name}_{rung.code}" in self.fields
                ],
            )
            for rung in tariff.SANCTIONS.values()
            if rung.is_sanction and wanted(rung)
        ]

    @property
    def groups(self):
        inside = self.inside
        if not inside:
            return [(_("Sanctions"), self._rungs(lambda rung: True))]
        return [
            (_("Within the tariff"), self._rungs(lambda rung: rung in inside)),
            (_("Outside the tariff"), self._rungs(lambda rung: rung not in inside)),
        ]

    # What was typed ----------------------------------------------------------------------------
    def clean(self):
        chosen = [
            rung
            for rung in tariff.SANCTIONS.values()
            if self.cleaned_data.get(f"impose_{rung.code}")
        ]
        for rung in chosen:
            self._check_term(rung)
        if chosen and not self._anything_upheld():
            self.add_error(None, _("A sanction needs at least one upheld allegation."))
        outside = outside_tariff(self.case, [rung.code for rung in chosen])
        if outside and not self.cleaned_data.get("outside_reason"):
            self.add_error(
                "outside_reason",
                _("A sanction lies outside the tariff for this severity: give the reason."),
            )
        self.chosen = chosen
        return self.cleaned_data

    def _anything_upheld(self):
        """A finding not made yet may still be; its own field asks for it."""
        found = {self.cleaned_data.get(f"finding_{each.pk}") for each in self.allegations}
        return bool(found & {*outcomes.UPHELD, None})

    def _check_term(self, rung):
        names = {"name": rung.name}
        for name, sentence in (
            ("due_on", _("Enter the day by which “%(name)s” is to be done")),
            ("ends_on", _("Enter the day on which “%(name)s” ends")),
        ):
            at = f"{name}_{rung.code}"
            if at in self.fields and at not in self.errors and not self.cleaned_data.get(at):
                self.add_error(at, sentence % names)
        at = f"months_{rung.code}"
        if at in self.fields and at not in self.errors:
            objection = term_objection(rung.code, self.cleaned_data.get(at))
            if objection:
                self.add_error(at, objection)

    @property
    def details(self):
        return {
            "findings": {
                each.pk: {name: self.cleaned_data[f"{name}_{each.pk}"] for name in FINDING}
                for each in self.allegations
            },
            "sanctions": [self._imposed(rung) for rung in self.chosen],
            "outside_reason": self.cleaned_data["outside_reason"],
        }

    def _imposed(self, rung):
        typed = {
            name: self.cleaned_data.get(f"{name}_{rung.code}")
            for name in ("months", "due_on", "ends_on", "conditions")
        }
        if typed["months"]:
            typed["ends_on"] = after_months(self.case.today, typed["months"])
        return {"sanction": rung.code} | {name: value for name, value in typed.items() if value}


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


def after_months(day, months):
    """The same day of a later month, or its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    for back in range(4):
        try:
            return day.replace(year=day.year + years, month=month + 1, day=day.day - back)
        except ValueError:
            continue
    raise ValueError(day)


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


class DecideAppeal(StepForm):
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

    def limit(self):
        offered = self.fields["lifted"].offer(self.case.sanctions.standing())
        self.say_if_none("lifted", offered, _("No sanction stands."))

    def clean(self):
        partly = self.cleaned_data.get("outcome") == "partly-allowed"
        if partly and not self.cleaned_data.get("lifted"):
            self.add_error("lifted", _("Choose the sanctions that are lifted."))
        return self.cleaned_data

    @property
    def details(self):
        lifted = [sanction.pk for sanction in self.cleaned_data["lifted"]]
        return super().details | {"lifted": lifted}
