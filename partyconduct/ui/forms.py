"""How does a form look and speak? The renderer, the three-box date, and errors as sentences."""

from datetime import date

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.field.as_field_group }}` in the markup of govuk-frontend."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"


class HintedOptions:
    """Options that each may carry a hint: `Radios(hints={"no": _("You can add it later")})`."""

    def __init__(self, *args, hints=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class Radios(HintedOptions, forms.RadioSelect):
    pass


class Checkboxes(HintedOptions, forms.CheckboxSelectMultiple):
    pass


class DateInput(forms.MultiWidget):
    """Day, month and year as three boxes, so that nobody has to guess the order."""

    template_name = "django/forms/widgets/day.html"
    use_fieldset = True
    BOXES = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def __init__(self, attrs=None):
        boxes = {
            name: forms.TextInput({"inputmode": "numeric", "class": f"govuk-input--width-{width}"})
            for name, _label, width in self.BOXES
        }
        super().__init__(boxes, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        boxes = context["widget"]["subwidgets"]
        for box, (_name, label, _width) in zip(boxes, self.BOXES, strict=True):
            box["label"] = label
        return context


class DayField(forms.Field):
    """A date as people write one; `noun` names it in errors where the label is a question.

    `past=True` refuses days after today; `not_before` and `not_after` are dates or functions.
    """

    widget = DateInput

    def __init__(self, *, noun="", past=False, not_before=None, not_after=None, **kwargs):
        super().__init__(**kwargs)
        self.noun, self.past = noun, past
        self.not_before, self.not_after = not_before, not_after

    def clean(self, value):
        typed = [str(part or "").strip() for part in value or ["", "", ""]]
        if not any(typed):
            if self.required:
                raise self._fault(gettext("Enter the %(noun)s"), "required")
            return None
        day = self._read(*typed)
        self._refuse_outside(day)
        return day

    def _read(self, day, month, year):
        absent = [
            str(label).lower()
            for (_n, label, _w), part in zip(DateInput.BOXES, (day, month, year), strict=True)
            if not part
        ]
        if absent:
            parts = gettext(" and a ").join(absent)
            raise self._fault(gettext("%(Noun)s must include a %(parts)s"), "part", parts=parts)
        if year.isdecimal() and len(year) != 4:
            raise self._fault(gettext("The year of the %(noun)s must have 4 digits"), "year")
        try:
            return date(int(year), MONTH_NAMES.get(month.lower()) or int(month), int(day))
        except (ValueError, OverflowError):
            sentence = gettext("%(Noun)s must be a real date, for example 27 3 2026")
            raise self._fault(sentence, "invalid") from None

    def _refuse_outside(self, day):
        earliest, latest = _resolve(self.not_before), _resolve(self.not_after)
        if self.past and day > timezone.localdate():
            raise self._fault(gettext("%(Noun)s must be today or in the past"), "future")
        if earliest and day < earliest:
            sentence = gettext("%(Noun)s must be on or after %(day)s")
            raise self._fault(sentence, "early", day=date_format(earliest, "j F Y"))
        if latest and day > latest:
            sentence = gettext("%(Noun)s must be on or before %(day)s")
            raise self._fault(sentence, "late", day=date_format(latest, "j F Y"))

    def _fault(self, sentence, code, **words):
        noun = str(self.noun or self.label or "")
        if not noun or noun.endswith("?"):
            noun = gettext("date")
        noun = _lower_first(noun)
        names = {"noun": noun, "Noun": noun[:1].upper() + noun[1:]}
        if noun == gettext("date"):
            names["Noun"] = gettext("The date")
        return ValidationError(sentence % (names | words), code=code)

    def has_changed(self, initial, data):
        before = self.widget.decompress(initial)
        return [str(part) for part in before] != [str(part or "") for part in data or []]


def _resolve(limit):
    return limit() if callable(limit) else limit


def _month_names():
    """Month words people type instead of a number, in English: January, Jan, Sept."""
    with override("en"):
        names = {str(word).lower(): n for n, word in MONTHS.items()}
        names |= {str(word).lower().rstrip("."): n for n, word in MONTHS_AP.items()}
        return names | {name[:3]: n for name, n in names.items()}


MONTH_NAMES = _month_names()


class Form(forms.Form):
    """A form whose faults are sentences that say what to do, made from the field's own label.

    `single_question = True` makes the label of its one field the heading of the page.
    """

    single_question = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        speak(self)


REQUIRED = (
    (forms.FileField, _("Choose a file")),
    (forms.MultipleChoiceField, _("Select at least one answer to “%(label)s”")),
    (forms.ModelMultipleChoiceField, _("Select at least one answer to “%(label)s”")),
    (forms.ChoiceField, _("Select an answer to “%(label)s”")),
    (forms.ModelChoiceField, _("Select an answer to “%(label)s”")),
    (forms.BooleanField, _("Confirm “%(label)s”")),
    (forms.Field, _("Enter %(noun)s")),
)
FORMATS = (
    (forms.EmailField, _("Enter an email address in the correct format, like name@example.com")),
    (forms.IntegerField, _("Enter a whole number, like 12, for “%(label)s”")),
)


def _fill(sentence, label):
    """A label inside a sentence: as it stands in quotes, or as a noun; a question is no noun."""
    label = str(label)
    noun = gettext("an answer to “%s”") % label if label.endswith("?") else _lower_first(label)
    return str(sentence) % {"label": label, "noun": noun}


def _lower_first(words):
    """ "Full name" becomes "full name"; "CCHQ reference" and "URL" stay."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


_fill_later = lazy(_fill, str)


def speak(form):
    """Replace Django's stock sentences, never one that the form has written itself."""
    for name, field in form.fields.items():
        _speak(field, field.label or name.replace("_", " ").capitalize())


def _speak(field, label):
    stock = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") == stock:
        sentence = next(words for kind, words in REQUIRED if isinstance(field, kind))
        field.error_messages["required"] = _fill_later(sentence, label)
    for kind, words in FORMATS:
        if isinstance(field, kind):
            field.error_messages["invalid"] = _fill_later(words, label)
    for validator in field.validators:
        if isinstance(validator, validators.MaxLengthValidator):
            validator.message = _(
                "Use %(limit_value)d characters or fewer (you used %(show_value)d)."
            )
