"""What must be said to announce, open and show a year's figures?"""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from partyconduct.parties.models import User
from partyconduct.ui.forms import DayField, Form
from reporting.statistics import announcing


def year_field(hint):
    return forms.IntegerField(
        label=_("Which year?"),
        help_text=hint,
        min_value=2000,
        error_messages={
            "required": _("Enter the year."),
            "invalid": _("Enter the year in four digits, for example 2023."),
            "min_value": _("Enter a year from 2000 on."),
        },
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )


class OpenDraft(Form):
    """Which year; and what a further release of the same year corrects."""

    year = year_field(_("A calendar year that is over, for example 2023"))
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


def _months():
    """This month and the twelve that follow."""
    today = timezone.localdate()
    for ahead in range(13):
        year, month = divmod(today.month - 1 + ahead, 12)
        first = date(today.year + year, month + 1, 1)
        yield first.isoformat(), date_format(first, "F Y")


class Announce(Form):
    """Which year, and in which month its figures come out."""

    year = year_field(_("The calendar year that is counted, for example 2023"))
    month = forms.TypedChoiceField(
        label=_("In which month do the figures come out?"),
        help_text=_("You name the day later, at least four weeks ahead."),
        choices=_months,
        coerce=date.fromisoformat,
    )


class NameDay(Form):
    """On which day; and why, where it is less than four weeks ahead or another was announced."""

    day = DayField(
        label=_("On which day do the figures come out?"),
        help_text=_("A working day; they come out at 9.30 in the morning."),
    )
    reason = forms.CharField(
        label=_("Why? (only where the day is less than four weeks ahead)"),
        help_text=_("The reason stands in the calendar for everybody."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, entry, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry
        if entry.due_at:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("Why is the day moved?")
            self.fields["reason"].error_messages["required"] = _("Say why the day is moved.")

    def clean(self):
        """The rules of the calendar; what a reason would cure is said beside the reason."""
        day, reason = self.cleaned_data.get("day"), self.cleaned_data.get("reason", "")
        if day and "reason" not in self.errors:
            said = self._objection(day, reason)
            if said:
                self.add_error("day" if self._objection(day, "given") else "reason", said)

    def _objection(self, day, reason):
        return announcing.day_objection(self.entry.party, day, reason, timezone.localdate())


class Sign(Form):
    """What whoever signs says that they have done (items 36 and 37 of the checklist)."""

    spelling = forms.BooleanField(
        label=_("The spelling of all words has been checked"),
        error_messages={"required": _("Tick this when the spelling has been checked.")},
    )
    accessibility = forms.BooleanField(
        label=_("The workbook has been through a checker of accessibility"),
        error_messages={"required": _("Tick this when the workbook has been checked.")},
    )


class Admit(Form):
    """Who sees the figures a day early, as what, and why."""

    person = forms.EmailField(
        label=_("E-mail address of their account"),
        help_text=_("Nobody who speaks for the party to the press can be listed."),
    )
    role = forms.CharField(label=_("What they are in the party"), max_length=200)
    reason = forms.CharField(
        label=_("Why do they need to see the figures before everybody?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, party, **kwargs):
        super().__init__(*args, **kwargs)
        self.party = party

    def clean_person(self):
        """The person behind the address; one of another party is as unknown as nobody."""
        held = self.party.memberships.current().values("person_id")
        user = User.objects.filter(
            email__iexact=self.cleaned_data["person"], person_id__in=held
        ).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody in your party has an account with this address.")
            )
        return user.person
