"""What do the pages of a code ask? Each form cleans what was typed; none saves or permits."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from codes.actions import Line, Stand, Words, objection_to_number
from codes.importing import MOST_BYTES, Found, FoundClause, Unreadable, read
from codes.models import Adherence
from codes.tariff import SEVERITIES, sanction_choices
from partyconduct.parties.models import Party
from partyconduct.ui.forms import Checkboxes, DayField, Form, Radios

SALT = "codes.upload"
LONG = {"rows": 6}


class DayInForce(Form):
    single_question = True
    day = DayField(
        label=_("On which day?"),
        noun=_("day"),
        help_text=_("For example, the day on which something was said: 27 3 2026"),
    )


class Upload(Form):
    """A document, read at once, so that the page can show what was recognised in it."""

    document = forms.FileField(
        label=_("Document"),
        help_text=_("A Word document (.docx) or a Markdown file (.md) with numbered clauses."),
        widget=forms.FileInput(attrs={"accept": ".docx,.md,.markdown"}),
        error_messages={
            "required": _("Choose the document that holds the code."),
            "empty": _("This file is empty. Choose the file that holds the code."),
        },
    )

    def clean_document(self):
        document = self.cleaned_data["document"]
        # No more than the limit is ever read, whatever the browser says of the size.
        try:
            return read(document.name, document.read(MOST_BYTES + 1))
        except Unreadable as error:
            raise ValidationError(str(error)) from error


class Recognised(forms.Form):
    """What was read from a document, carried signed from the preview to the confirmation."""

    recognised = forms.CharField(widget=forms.HiddenInput)

    def clean_recognised(self):
        try:
            kept = signing.loads(self.cleaned_data["recognised"], salt=SALT, max_age=24 * 3600)
        except signing.BadSignature as error:
            raise ValidationError(_("Choose the document again.")) from error
        clauses = [FoundClause(**clause) for clause in kept.pop("clauses")]
        return Found(clauses=clauses, **kept)


def signed(found: Found) -> str:
    kept = vars(found) | {"clauses": [vars(clause) for clause in found.clauses]}
    return signing.dumps(kept, salt=SALT, compress=True)


class About(Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    title_cy = forms.CharField(
        label=_("Title in Welsh (optional)"), max_length=200, required=False
    )
    applies_to = forms.CharField(
        label=_("Who it applies to (optional)"),
        help_text=_("For example: every member of the party"),
        max_length=300,
        required=False,
    )
    adopted_by = forms.CharField(
        label=_("Who adopted it (optional)"),
        help_text=_("For example: the party conference"),
        max_length=200,
        required=False,
    )


class ClauseWords(Form):
    """One clause, in English and Welsh. `edition` and `clause` say where the number must fit."""

    number = forms.CharField(
        label=_("Number"),
        help_text=_("For example 3, 3.2, 3.2(a) or J1"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    heading = forms.CharField(
        label=_("Heading (optional)"),
        help_text=_("A clause with a heading and no text opens a section."),
        max_length=300,
        required=False,
    )
    text = forms.CharField(
        label=_("Text"), required=False, max_length=10_000, widget=forms.Textarea(attrs=LONG)
    )
    heading_cy = forms.CharField(
        label=_("Heading in Welsh (optional)"), max_length=300, required=False
    )
    text_cy = forms.CharField(
        label=_("Text in Welsh (optional)"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs=LONG),
    )

    def __init__(self, *args, edition, clause=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition, self.clause = edition, clause

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        if self.clause and number == self.clause.number:
            return number
        if objection := objection_to_number(self.edition, number, self.clause):
            raise ValidationError(objection)
        return number

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and not cleaned.get("heading"):
            self.add_error("text", _("Enter the text of the clause, or a heading."))
        return cleaned

    @property
    def words(self):
        return Words(**self.cleaned_data)


class TariffForm(Form):
    """Four severities, each with its name, its typical conduct and what may follow."""

    def __init__(self, *args, lines=(), **kwargs):
        super().__init__(*args, **kwargs)
        known = {line.severity: line for line in lines}
        for level, severity in SEVERITIES.items():
            self._ask(level, severity, known.get(level))

    def _ask(self, level, severity, line):
        self.fields[f"name_{level}"] = forms.CharField(
            label=_("Name"),
            max_length=100,
            initial=line.name if line else severity.name,
            error_messages={"required": _("Enter the name of this severity.")},
        )
        self.fields[f"typical_conduct_{level}"] = forms.CharField(
            label=_("Typical conduct"),
            max_length=1_000,
            initial=line.typical_conduct if line else "",
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Enter the conduct that is typical of it.")},
        )
        self.fields[f"sanctions_{level}"] = forms.MultipleChoiceField(
            label=_("What may follow"),
            choices=sanction_choices,
            initial=line.sanctions if line else [],
            widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
            error_messages={"required": _("Select at least one sanction that may follow.")},
        )

    @property
    def groups(self):
        """The fields by severity, for the page."""
        for level, severity in SEVERITIES.items():
            names = ("name", "typical_conduct", "sanctions")
            yield severity, [self[f"{name}_{level}"] for name in names]

    @property
    def lines(self):
        said = self.cleaned_data
        return [
            Line(
                level,
                said[f"name_{level}"],
                said[f"typical_conduct_{level}"],
                said[f"sanctions_{level}"],
            )
            for level in SEVERITIES
        ]


class PutInForce(Form):
    """The day must follow every earlier edition's; the sentence says which."""

    day = DayField(
        label=_("In force from"),
        noun=_("day from which it is in force"),
        help_text=_("The edition of the day on which something happened judges it."),
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, initial={"day": edition.in_force_from}, **kwargs)
        self.edition = edition

    def clean_day(self):
        if objection := self.edition.objection_to_start(self.cleaned_data["day"]):
            raise ValidationError(objection)
        return self.cleaned_data["day"]

    def clean(self):
        for sentence in self.edition.objections():
            self.add_error(None, sentence)
        return super().clean()


class AdherenceForm(Form):
    party = forms.ModelChoiceField(label=_("Party"), queryset=Party.objects.none())
    stand = forms.ChoiceField(label=_("Stand"), choices=Adherence.STANDS, widget=Radios)
    from_on = DayField(label=_("From"), noun=_("day from which it stands"))
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("For example: letter of the party chair of 3 March 2026"),
        max_length=300,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.filter(kind=Party.Kind.PARTY)

    @property
    def answer(self):
        return Stand(**self.cleaned_data)


class Confirm(Form):
    """A question with one button: the page says what it does."""
