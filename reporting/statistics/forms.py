"""What must be said to open a year's figures?"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partyconduct.ui.forms import Form


class OpenDraft(Form):
    """Which year; and what a further release of the same year corrects."""

    year = forms.IntegerField(
        label=_("Which year?"),
        help_text=_("A calendar year that is over, for example 2023"),
        min_value=2000,
        error_messages={
            "required": _("Enter the year."),
            "invalid": _("Enter the year in four digits, for example 2023."),
            "min_value": _("Enter a year from 2000 on."),
        },
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    note = forms.CharField(
        label=_("What does this release correct, and why? (only for a second release of a year)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year >= timezone.localdate().year:
            raise forms.ValidationError(_("Enter a year that is over."))
        return year
