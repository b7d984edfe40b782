"""What do the pages of a procedure ask?"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints.procedures.contradictions import contradictions
from complaints.procedures.options import GROUPS, OPTIONS
from partyconduct.ui.forms import Checkboxes, DayField, Form, Radios

NARROW = {"class": "govuk-input--width-4"}


class Settings(Form):
    """Every setting of the table, asked in its groups."""

    adopted_by = forms.CharField(
        label=_l("Who adopted this procedure (optional)"),
        help_text=_l("For example: the national executive, on 3 March 2026"),
        max_length=200,
        required=False,
    )

    def __init__(self, *args, procedure, **kwargs):
        initial = {option.name: option.value(procedure) for option in OPTIONS}
        initial = {name: _typed(value) for name, value in initial.items()}
        initial["adopted_by"] = procedure.adopted_by
        super().__init__(*args, initial=initial, **kwargs)
        for option in OPTIONS:
            self.fields[option.name] = _field(option)

    @property
    def groups(self):
        """The fields by heading, for the page."""
        for group in GROUPS:
            yield group.heading, [self[option.name] for option in group.options]

    @property
    def settings(self):
        said = dict(self.cleaned_data)
        for option in OPTIONS:
            if option.is_question:
                said[option.name] = said[option.name] == "yes"
        return said


def _typed(value):
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


YES_OR_NO = [("yes", _l("Yes")), ("no", _l("No"))]
INLINE = {"class": "govuk-radios--inline govuk-radios--small"}


def _field(option):
    shared = {"label": option.label, "help_text": option.hint}
    if option.is_number:
        return _number(option, shared)
    if option.several:
        widget = Checkboxes(attrs={"class": "govuk-checkboxes--small"})
        return forms.MultipleChoiceField(
            choices=option.choices, widget=widget, required=False, **shared
        )
    if option.is_question:
        return forms.ChoiceField(choices=YES_OR_NO, widget=Radios(attrs=INLINE), **shared)
    widget = Radios(attrs={"class": "govuk-radios--small"})
    return forms.ChoiceField(choices=option.choices, widget=widget, **shared)


def _number(option, shared):
    names = {"name": option.label, "least": option.least, "most": option.most}
    sentence = _("“%(name)s” must be a whole number from %(least)d to %(most)d.") % names
    return forms.IntegerField(
        min_value=option.least,
        max_value=option.most,
        widget=forms.TextInput(attrs=NARROW | {"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "required"), sentence),
        **shared,
    )


class PutInForce(Form):
    """The day must follow every earlier version's, and no setting may contradict another."""

    day = DayField(
        label=_l("In force from"),
        noun=_l("day from which it is in force"),
        help_text=_l("It binds every complaint that is received from that day on."),
    )

    def __init__(self, *args, procedure, **kwargs):
        super().__init__(*args, **kwargs)
        self.procedure = procedure

    def clean_day(self):
        day = self.cleaned_data["day"]
        if objection := self.procedure.objection_to_start(day, timezone.localdate()):
            raise ValidationError(objection)
        return day

    def clean(self):
        for sentence in contradictions(self.procedure):
            self.add_error(None, sentence)
        return super().clean()


class Confirm(Form):
    """A question with one button: the page says what it does."""
