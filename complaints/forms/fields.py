"""How does a step ask? The version it was asked at, limited choices, reasons."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partyconduct.ui.forms import Checkboxes, Form, Radios

_l = gettext_lazy
NOT_OFFERED = {
    "invalid_choice": _l("Choose one of the answers shown here."),
    "invalid_list": _l("Choose from the answers shown here."),
}


class Choice(forms.ChoiceField):
    """One word of a catalogue, as radio buttons unless the list is long."""

    widget = Radios
    default_error_messages = NOT_OFFERED


class Choices(forms.MultipleChoiceField):
    widget = Checkboxes
    default_error_messages = NOT_OFFERED


class OneOf(forms.TypedChoiceField):
    """One of the things that the form offers; a forged number is no choice."""

    widget = Radios
    default_error_messages = NOT_OFFERED
    before: tuple = ()

    def offer(self, things, words=str):
        by_key = {str(thing.pk): thing for thing in things}
        self.choices = [*self.before, *((key, words(thing)) for key, thing in by_key.items())]
        self.coerce = by_key.__getitem__
        self.empty_value = None
        return bool(by_key)


class OneOfMany(OneOf):
    """The same as a list that unfolds, for long lists."""

    widget = forms.Select
    before = (("", _l("Choose")),)


class SomeOf(forms.TypedMultipleChoiceField):
    widget = Checkboxes
    default_error_messages = NOT_OFFERED
    before = ()

    def offer(self, things, words=str):
        found = OneOf.offer(self, things, words)
        self.empty_value = []  # where nothing has to be ticked
        return found


KEPT = _l("Kept with the case. Write so that both sides could read it.")


def words(label, hint="", rows=6, **settings):
    """A box for somebody's own words."""
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea({"rows": rows}), **settings
    )


def reasons(hint=None):
    return words(_l("Reasons"), hint or KEPT)


def sent_reasons():
    return reasons(_l("They go into the letters: write to the people, not about them."))


CHANGED = _l(
    "Somebody changed this case while you were writing. Nothing you typed is lost: look at what "
    "is new on the page of the case, then send this again."
)


class StepForm(Form):
    """What a step asks; one without questions is only confirmed.

    Cleans what was typed. It never saves and never decides who may take the step. `details` is
    what the verb takes.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    template = "complaints/step.html"
    submit_words = ""

    def __init__(self, case, by, data=None, files=None):
        self.case, self.by = case, by
        super().__init__(data, files, initial={"version": case.version} | self.known(case))
        self.limit()

    def known(self, case):
        """What is known already and may be corrected."""
        return {}

    def limit(self):
        """Leaves only the choices that this case and its walls allow."""

    def clean_version(self):
        if self.cleaned_data["version"] != str(self.case.version):
            self.data = self.data.copy()
            self.data["version"] = self.case.version
            self.add_error(None, ValidationError(CHANGED, code="changed"))
        return self.case.version

    @property
    def details(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def say_if_none(self, name, offered, sentence):
        """Where nobody and nothing can be chosen, the page says so instead of an empty list."""
        if not offered:
            self.fields[name].help_text = sentence


def nobody():
    return _("Nobody can take this part: it needs the right role, no earlier part, and no wall.")
