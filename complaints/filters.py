"""By what may the list of cases be narrowed? Each filter stands in the address."""

import re
from datetime import timedelta

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints import outcomes
from complaints.actions.duties import officers
from complaints.actions.searching import found_in
from complaints.clocks import ClockKind
from complaints.models import Case, Clock, Complaint
from complaints.references import ALPHABET, tidy_reference
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
DONE_WITHIN = timedelta(days=365)
STAGES = [("open", _l("Open")), *Stage.choices]
REFERENCE = re.compile(rf"[A-Z]{{3}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
NO_DAY = _l("Enter a day like 2026-03-27")


SELECTED = mark_safe(" selected")


class QuickSelect(forms.Select):
    """The same markup as the form renderer's, joined at once: sixty options as sixty templates
    would cost more than the list they narrow."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices),
        )
        attributes = flatatt({"name": name, "class": "govuk-select"} | (attrs or {}))
        return format_html("<select{}>{}</select>", attributes, options)


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
    words = filters.CharFilter(
        method="in_file",
        label=_l("Words in the file"),
        max_length=200,
        widget=forms.TextInput({"type": "search"}),
    )
    stage = filters.ChoiceFilter(
        method="by_stage",
        choices=STAGES,
        label=_l("Stage"),
        empty_label=_l("All stages"),
        error_messages={"invalid_choice": UNKNOWN},
        widget=QuickSelect,
    )
    officer = filters.ModelChoiceFilter(
        queryset=officers_here,
        label=_l("Officer"),
        empty_label=_l("Anybody"),
        null_label=_l("Nobody yet"),
        error_messages={"invalid_choice": UNKNOWN},
        widget=QuickSelect,
    )
    due = filters.ChoiceFilter(
        method="due_by",
        choices=list(DUE.items()),
        label=_l("Due"),
        empty_label=_l("At any time"),
        error_messages={"invalid_choice": UNKNOWN},
        widget=QuickSelect,
    )
    closing_reason = filters.ChoiceFilter(
        choices=outcomes.choices(outcomes.CLOSING_REASONS),
        label=_l("Closing reason"),
        empty_label=_l("All reasons"),
        error_messages={"invalid_choice": UNKNOWN},
        widget=QuickSelect,
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

    closed_from = filters.DateFilter(
        field_name="closed_on",
        lookup_expr="gte",
        label=_l("Closed from"),
        widget=DAY,
        error_messages={"invalid": NO_DAY},
    )
    done = filters.ChoiceFilter(
        method="by_done",
        choices=ClockKind.choices,
        label=_l("Finished within a year"),
        empty_label=_l("Anything"),
        error_messages={"invalid_choice": UNKNOWN},
        widget=QuickSelect,
    )

    class Meta:
        model = Case
        form = FilterForm
        fields = []

    def search(self, cases, name, value):
        """The words of an officer on the telephone: a reference, a name, a number."""
        reference = tidy_reference(value)
        told = Complaint.objects.filter(case=OuterRef("pk"), reference=reference)
        named = Q(reference=reference) | Exists(told)
        # Eleven letters of a name can be read as a reference; a name has no digit.
        if REFERENCE.fullmatch(reference) and any(letter.isdigit() for letter in value):
            return cases.filter(named)
        return cases.filter(
            named | Q(respondent__name__icontains=value) | Q(respondent__member_no__iexact=value)
        )

    def by_stage(self, cases, name, value):
        return cases.open() if value == "open" else cases.filter(stage=value)

    def by_done(self, cases, name, value):
        """Those in which an obligation of this kind ended within a year."""
        today = timezone.localdate()
        here = Clock.objects.filter(party=self.request.user.party_id, kind=value)
        return cases.with_clock(here.filter(stopped_on__range=(today - DONE_WITHIN, today)))

    def in_file(self, cases, name, value):
        """All of the words, anywhere in the file that this person is shown."""
        return found_in(cases, self.request.user, value)

    def due_by(self, cases, name, value):
        today = timezone.localdate()
        here = Clock.objects.filter(party=self.request.user.party_id)
        if value == "overdue":
            return cases.with_clock(here.late(today))
        until = today + timedelta(days=int(value))
        return cases.with_clock(here.running().filter(due_on__range=(today, until)))
