"""What is asked about the police and the courts?"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints import outcomes
from complaints.forms.fields import NOT_OFFERED, Choice, OneOf, StepForm, reasons, words
from complaints.models import Referral
from complaints.retention import later
from partyconduct.ui.forms import DayField

YEARS = 5  # what a court has to order unless it would be unjust (domain 7.4)


class Refer(StepForm):
    offence = forms.ChoiceField(
        label=_l("Offence"),
        choices=[("", _l("Choose")), *outcomes.choices(outcomes.POLICE_OFFENCES)],
        error_messages=NOT_OFFERED | {"required": _l("Choose the offence")},
    )
    force = forms.CharField(
        label=_l("Police force"),
        max_length=120,
        error_messages={"required": _l("Enter the police force")},
    )
    force_reference = forms.CharField(
        label=_l("Their reference, if there is one"), max_length=60, required=False
    )
    referred_on = DayField(label=_l("Day of the referral"), past=True)
    meanwhile = Choice(
        label=_l("What happens here meanwhile?"),
        choices=Referral.Meanwhile.choices,
        error_messages={"required": _l("Choose whether the procedure waits or goes on")},
    )
    reasons = reasons()


class PoliceResult(StepForm):
    referral = OneOf(
        label=_l("Which referral?"), error_messages={"required": _l("Choose the referral")}
    )
    result = words(_l("Result"), error_messages={"required": _l("Enter the result")})
    result_on = DayField(label=_l("Day of the result"), past=True)

    def limit(self):
        waiting = [each for each in self.case.referrals.all() if each.result_on is None]
        self.fields["referral"].offer(waiting)
        if len(waiting) == 1:
            self.initial["referral"] = waiting[0].pk


class Disqualify(StepForm):
    court = forms.CharField(
        label=_l("Court"), max_length=200, error_messages={"required": _l("Enter the court")}
    )
    made_on = DayField(label=_l("Day of the order"), past=True)
    ends_on = DayField(
        label=_l("Day on which it ends"),
        noun=_l("day on which the order ends"),
        help_text=_l("Leave empty for five years from the order."),
        required=False,
    )
    evidence = words(
        _l("How it is known"),
        _l("Name the document. An order is never inferred from a conviction."),
        error_messages={"required": _l("Say how the order is known")},
    )

    def clean(self):
        made, ends = self.cleaned_data.get("made_on"), self.cleaned_data.get("ends_on")
        if made and not ends:
            self.cleaned_data["ends_on"] = later(made, YEARS * 12)
        if made and ends and ends <= made:
            sentence = _("The day on which it ends must be after the day of the order")
            self.add_error("ends_on", ValidationError(sentence))
        return self.cleaned_data
