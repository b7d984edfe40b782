"""By what may the list of cases be narrowed? Each filter stands in the address."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints import outcomes
from complaints.actions.duties import officers
from complaints.models import Case, Clock, Complaint
from complaints.references import tidy_reference
from complaints.workflow import Stage
from partyconduct.ui.forms import Form

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"})
DUE = {
    "overdue": _l("Overdue"),
    "7": _l("Within 7 days"),
    "14": _l("Within 14 days"),
    "30": _l("Within 30 days"),
}
UNKNOWN = _l("Choose one of the answers shown here.")
NO_DAY = _l("Enter a day like 2026-03-27")


class FilterForm(Form):
    def clean(self):
        first, last = (
            self.cleaned_data.get("received_from"),
            self.cleaned_data.get("received_until"),
        )
        if first and last and last < first:
            sentence = _("The last day of receipt must not be before the first")
            self.add_error("received_until", ValidationError(sentence))
        return self.cleaned_data


def officers_here(request):
    return officers(request.user.party)


class CaseFilter(filters.FilterSet):
    q = filters.CharFilter(
        method="search",
        label=_l("Reference, respondent or membership number"),
        max_length=200,
        widget=forms.TextInput({"spellcheck": "false", "type": "search"}),
    )
    stage = filters.ChoiceFilter(
        choices=Stage.choices,
        label=_l("Stage"),
        empty_label=_l("All stages"),
        error_messages={"invalid_choice": UNKNOWN},
    )
    officer = filters.ModelChoiceFilter(
        queryset=officers_here,
        label=_l("Officer"),
        empty_label=_l("Anybody"),
        error_messages={"invalid_choice": UNKNOWN},
    )
    due = filters.ChoiceFilter(
        method="due_by",
        choices=list(DUE.items()),
        label=_l("Due"),
        empty_label=_l("At any time"),
        error_messages={"invalid_choice": UNKNOWN},
    )
    closing_reason = filters.ChoiceFilter(
        choices=outcomes.choices(outcomes.CLOSING_REASONS),
        label=_l("Closing reason"),
        empty_label=_l("All reasons"),
        error_messages={"invalid_choice": UNKNOWN},
    )
    received_from = filters.DateFilter(
        field_name="received_on",
        lookup_expr="gte",
        label=_l("Received from"),
        widget=DAY,
        error_messages={"invalid": NO_DAY},
    )
    received_until = filters.DateFilter(
        field_name="received_on",
        lookup_expr="lte",
        label=_l("Received until"),
        widget=DAY,
        error_messages={"invalid": NO_DAY},
    )

    class Meta:
        model = Case
        form = FilterForm
        fields = []

    def search(self, cases, name, value):
        """The words of an officer on the telephone: a reference, a name, a number."""
        told = Complaint.objects.filter(case=OuterRef("pk"), reference=tidy_reference(value))
        return cases.filter(
            Q(reference=tidy_reference(value))
            | Q(respondent__name__icontains=value)
            | Q(respondent__member_no__iexact=value)
            | Exists(told)
        )

    def due_by(self, cases, name, value):
        today = timezone.localdate()
        if value == "overdue":
            return cases.overdue(today)
        running = Clock.objects.running().filter(
            case=OuterRef("pk"), due_on__range=(today, today + timedelta(days=int(value)))
        )
        return cases.filter(Exists(running))
