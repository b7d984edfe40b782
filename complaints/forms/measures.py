"""What does a decision on an interim measure ask, the first time and again?"""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints import outcomes
from complaints.actions.interim import coming_elections, standing_measure
from complaints.forms.fields import Choice, StepForm, reasons, words
from partyconduct.dates.models import CampaignPeriod
from partyconduct.ui.forms import DayField, Radios

SAY = _l("Say whether the respondent stands in an election before the re-check.")


class Measure(StepForm):
    """What both decisions ask: a day within the limit, and the answer on coming polls.

    Each says in `holds` which kind of measure will hold after it; "" for none.
    """

    template = "complaints/step_interim.html"
    recheck_on = DayField(
        label=_l("Day to look again"),
        help_text=_l("For a restriction or a suspension"),
        required=False,
    )
    election_answer = words(
        _l("Does the respondent stand in a selection or election before that day?"),
        _l("If yes, justify it all the same. A suspension needs the answer always."),
        rows=3,
        required=False,
    )

    def clean(self):
        if kind := self.holds():
            self._check_day()
            day = self.cleaned_data.get("recheck_on")
            due = kind == "suspension" or coming_elections(self.case, day).exists()
            if due and not self.cleaned_data.get("election_answer"):
                self.add_error("election_answer", SAY)
        return self.cleaned_data

    def _check_day(self):
        most = self.case.procedure.interim_recheck_days
        latest = self.case.today + timedelta(days=most)
        day = self.cleaned_data.get("recheck_on")
        inside = day and self.case.today < day <= latest
        if not inside and "recheck_on" not in self.errors:
            self.add_error(
                "recheck_on", _("Look at the measure again within %(n)d days.") % {"n": most}
            )

    @property
    def elections(self):
        """Polls before the latest day on which the measure must be looked at again."""
        days = timedelta(days=self.case.procedure.interim_recheck_days)
        return coming_elections(self.case, self.case.today + days)

    @property
    def campaigns(self):
        return CampaignPeriod.objects.open_on(self.case.today, self.case.procedure.nation)


class Interim(Measure):
    kind = Choice(
        label=_l("Interim measure"),
        choices=outcomes.choices(outcomes.INTERIM_KINDS),
        error_messages={"required": _l("Choose the measure, or “No interim measure”")},
    )
    reasons = reasons(
        _l("Why this measure is needed while the case is open, or why none is. It is no sanction.")
    )
    field_order = ("kind", "reasons", "recheck_on", "election_answer")

    def holds(self):
        kind = self.cleaned_data.get("kind")
        return "" if kind == "none" else kind


class ReviewInterim(Measure):
    goes_on = Choice(
        label=_l("Does the measure go on?"),
        choices=(("yes", _l("Yes")), ("no", _l("No, it ends today"))),
        widget=Radios({"class": "govuk-radios--inline"}),
        error_messages={"required": _l("Choose yes or no")},
    )
    reasons = reasons(_l("Why it is still needed, or why it is not any more. It is no sanction."))
    field_order = ("goes_on", "reasons", "recheck_on", "election_answer")

    @property
    def earlier(self):
        return self.case.interimreviews.select_related("reviewed_by")

    def holds(self):
        measure = standing_measure(self.case)
        return measure.kind if measure and self.cleaned_data.get("goes_on") == "yes" else ""

    @property
    def details(self):
        told = super().details
        return told | {"goes_on": told["goes_on"] == "yes"}
