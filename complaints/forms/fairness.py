"""What do the steps towards one side ask?"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints import sniffing
from complaints.disclosing import objection_to, objection_to_kind, withheld_from
from complaints.forms.assessing import others
from complaints.forms.fields import Choice, OneOf, OneOfMany, StepForm, nobody, reasons, words
from complaints.models import Evidence
from partyconduct.ui.forms import DayField, Radios

YES_NO = (("yes", _l("Yes")), ("no", _l("No")))


class WhichSide(OneOf):
    """The respondent, or the complainant of one complaint; cleaned, None is the respondent."""

    def __init__(self, label):
        super().__init__(
            label=label, error_messages={"required": _l("Choose the side")}, empty_value=None
        )

    def offer_sides(self, case):
        complaints = list(case.complaints.select_related("complainant"))
        by_key = {str(each.pk): each for each in complaints}
        named = [
            (key, f"{each.complainant.name} ({each.reference})") for key, each in by_key.items()
        ]
        self.choices = [("respondent", _("The respondent")), *named]
        self.coerce = by_key.get


class OfASide(StepForm):
    """A step towards one side; the verb calls it `complaint`."""

    side = WhichSide(_l("Which side?"))

    def limit(self):
        self.fields["side"].offer_sides(self.case)

    @property
    def details(self):
        told = super().details
        return {"complaint": told.pop("side")} | told


# More time, companion, adjustments ---------------------------------------------------------------
class AskExtension(StepForm):
    until_on = DayField(label=_l("Until when do they ask for time?"), noun=_l("day asked for"))
    reasons = words(_l("Why"), error_messages={"required": _l("Enter why they need more time")})


class DecideExtension(StepForm):
    granted = Choice(
        label=_l("Is more time granted?"),
        choices=YES_NO,
        widget=Radios({"class": "govuk-radios--inline"}),
        error_messages={"required": _l("Choose yes or no")},
    )
    until_on = DayField(
        label=_l("New last day to answer"),
        help_text=_l("If it is granted. The day asked for is filled in."),
        required=False,
    )
    reasons = reasons(_l("The respondent reads them."))

    def known(self, case):
        asked = case.extensions.filter(decided_on=None).first()
        return {"until_on": asked.asked_until} if asked else {}

    def clean(self):
        granted = self.cleaned_data.get("granted") == "yes"
        day = self.cleaned_data.get("until_on")
        clock = self.case.clocks.running().filter(kind="respond").first()
        later = clock and day and day > clock.due_on
        if granted and "until_on" not in self.errors and not later:
            self.add_error("until_on", _("Name a day after the one on which the time ends now"))
        return self.cleaned_data

    @property
    def details(self):
        told = super().details
        granted = told["granted"] == "yes"
        return told | {"granted": granted, "until_on": told["until_on"] if granted else None}


class NameCompanion(OfASide):
    name = forms.CharField(
        label=_l("Name of whoever accompanies or represents them"),
        max_length=200,
        error_messages={"required": _l("Enter the name")},
    )
    relation = forms.CharField(
        label=_l("What they are to them"),
        help_text=_l("For example a friend, a union officer, a solicitor"),
        max_length=200,
        required=False,
    )


class AskAdjustments(OfASide):
    asked = words(
        _l("What they need so that they can take part fully"),
        rows=4,
        error_messages={"required": _l("Enter what they need")},
    )


class AnswerAdjustments(StepForm):
    adjustment = OneOf(
        label=_l("Which request?"), error_messages={"required": _l("Choose the request")}
    )
    agreed = words(
        _l("What was agreed"),
        _l("Or why it cannot be done. They read it."),
        rows=4,
        error_messages={"required": _l("Enter what was agreed")},
    )

    def limit(self):
        asked = self.case.adjustments.filter(answered_on=None).select_related("complaint")
        self.fields["adjustment"].offer(asked, lambda each: f"{each.side_words}: {each.asked}")


# Releasing ---------------------------------------------------------------------------------------
class DecideIdentity(StepForm):
    complaint = OneOf(
        label=_l("Whose name?"), error_messages={"required": _l("Choose the complainant")}
    )
    told = Choice(
        label=_l("Is the respondent told who this is?"),
        help_text=_l("Without a decision they are not."),
        choices=YES_NO,
        widget=Radios({"class": "govuk-radios--inline"}),
        error_messages={"required": _l("Choose yes or no")},
    )
    reasons = reasons()

    def limit(self):
        complaints = list(self.case.complaints.select_related("complainant"))
        self.fields["complaint"].offer(complaints, self._asked)

    def _asked(self, complaint):
        who = complaint.complainant
        wish = _("asks that the name is withheld: %(why)s") if who.withhold_identity else ""
        told = f"{who.name} ({complaint.reference})"
        return f"{told}, {wish % {'why': who.withhold_reason}}" if wish else told

    @property
    def details(self):
        told = super().details
        return told | {"told": told["told"] == "yes"}


TITLE = {
    "label": _l("What this side reads as its name"),
    "help_text": _l("For example “Statement about the evening of 3 March”. Name nobody."),
    "max_length": 200,
    "error_messages": {"required": _l("Enter a name for it")},
}
LOOKED = _l("I have looked at all of it: nothing in it shows this side what it must not be told.")


class Release(OfASide):
    """What both ways of releasing ask; says which withheld word stands where."""

    title = forms.CharField(**TITLE)
    looked = forms.BooleanField(
        label=LOOKED, error_messages={"required": _l("Look at all of it, and say that you have")}
    )
    texts = ("title",)

    def clean(self):
        if "side" not in self.errors:
            withheld = withheld_from(self.case, self.cleaned_data.get("side"))
            for name in self.texts:
                text = self.cleaned_data.get(name) or ""
                if objection := objection_to(withheld, text) or self._hint(withheld, text):
                    self.add_error(name, objection)
        return self.cleaned_data

    def _hint(self, withheld, text):
        """A part of a name may be a word like any other: said once, and then up to the officer."""
        word = withheld.hinted(text)
        if not word or self.data.get("sure") == word:
            return ""
        self.unsure = word
        return _(
            "“%(word)s” is part of the name of somebody who must not be named. Leave it out, or "
            "tick below that it says nothing about them."
        ) % {"word": word}

    unsure = ""

    @property
    def details(self):
        return {name: value for name, value in super().details.items() if name != "looked"}


class ReleaseStatement(Release):
    template = "complaints/step_release.html"
    texts = ("title", "text")
    statement = OneOf(
        label=_l("Which statement?"), error_messages={"required": _l("Choose the statement")}
    )
    text = words(
        _l("The words as this side may read them"),
        _l("Take out what shows who complained, and write “[left out]” there."),
        rows=12,
        error_messages={"required": _l("Enter the words as this side may read them")},
    )
    field_order = ("side", "statement", "title", "text", "looked")

    def known(self, case):
        first = case.complaints.order_by("pk").first()
        return {"text": first.statement, "statement": str(first.pk)}

    def limit(self):
        super().limit()
        self.statements = list(self.case.complaints.order_by("pk"))
        self.fields["statement"].offer(self.statements)


class ReleaseFile(Release):
    template = "complaints/step_release.html"
    evidence = OneOfMany(label=_l("Which file?"), error_messages={"required": _l("Choose a file")})
    copy = forms.FileField(
        label=_l("A copy with parts left out, if anything has to be"),
        help_text=_l(
            "PDF, picture or plain text. Without one the file itself is released, as a copy "
            "without author, dates and its own name."
        ),
        required=False,
    )
    field_order = ("side", "evidence", "title", "copy", "looked")

    def limit(self):
        super().limit()
        files = Evidence.objects.visible_to(self.by).filter(case=self.case)
        self.fields["evidence"].offer(
            files, lambda file: f"{file.name} {file.description}".strip()
        )

    def clean_copy(self):
        """Looked at as every upload is; the verb gets its kind and its bytes."""
        file = self.cleaned_data["copy"]
        if not file:
            return None
        accepted = sniffing.examine(file.name, file)
        file.seek(0)
        return accepted.content_type, file.read()

    def clean(self):
        super().clean()
        copy, evidence = self.cleaned_data.get("copy"), self.cleaned_data.get("evidence")
        kind = copy[0] if copy else evidence and evidence.content_type
        if kind and "copy" not in self.errors and (objection := objection_to_kind(kind)):
            self.add_error("copy", objection)
        return self.cleaned_data


class WithdrawItem(StepForm):
    item = OneOf(label=_l("Which item?"), error_messages={"required": _l("Choose the item")})
    reasons = reasons()

    def limit(self):
        standing = self.case.discloseditems.filter(withdrawn_on=None).select_related("complaint")
        self.fields["item"].offer(
            standing, lambda each: f"{each.number}. {each.title} ({each.side_words})"
        )


# Support and confidentiality ---------------------------------------------------------------------
class OfferSupport(OfASide):
    person = OneOfMany(
        label=_l("Support contact"),
        help_text=_l("Somebody without any other part in this case. They do not see the file."),
        error_messages={"required": _l("Choose the person")},
    )
    reach = forms.CharField(
        label=_l("How that side reaches them"),
        help_text=_l("A telephone number or an email address. That side reads it."),
        max_length=200,
        error_messages={"required": _l("Enter how they are reached")},
    )

    def limit(self):
        super().limit()
        free = others(self, "support-contact")
        self.say_if_none("person", self.fields["person"].offer(free), nobody())


class SetConfidentiality(StepForm):
    until_on = DayField(label=_l("Until when?"), noun=_l("last day of confidentiality"))
    also_told = words(
        _l("Who else may be told, if anybody"),
        _l(
            "An adviser, the companion, one person of trust, a doctor, the police, a court, a "
            "regulator and an MP may always be told."
        ),
        rows=3,
        required=False,
    )

    def known(self, case):
        found = getattr(case, "confidentiality", None)
        return {"until_on": found.until_on, "also_told": found.also_told} if found else {}

    def clean_until_on(self):
        if self.cleaned_data["until_on"] < self.case.today:
            raise forms.ValidationError(_("Name a day to come."))
        return self.cleaned_data["until_on"]
