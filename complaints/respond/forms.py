"""What does the respondent's page ask?"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _l

from complaints import outcomes, references
from complaints.intake.forms import LONG, MIDDLE, Enter, Upload, words
from partyconduct.ui.forms import DayField, Form, Radios

AS_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class Invited(Form):
    """The two codes; the script puts the first in when the link was followed."""

    token = forms.CharField(
        label=_l("Code from the link"),
        help_text=_l(
            "28 letters and digits. If you followed the link it is filled in; else copy what "
            "stands behind the # in the link, or take it from the letter."
        ),
        widget=forms.TextInput({**AS_TYPED, "data-from-link": ""}),
        error_messages={"required": _l("Enter the code from the link")},
    )
    code = forms.CharField(
        label=_l("Second code"),
        help_text=_l("8 letters and digits. The party gives it to you another way."),
        widget=forms.TextInput({**AS_TYPED, "class": "govuk-input--width-10"}),
        error_messages={"required": _l("Enter the second code")},
    )

    def clean_token(self):
        # Whoever copies the whole link means what stands behind the #.
        token = self.cleaned_data["token"].rpartition("#")[2]
        if not references.looks_like_secret(token, references.TOKEN_LENGTH):
            raise ValidationError(_l("Enter the 28 letters and digits behind the # in the link"))
        return token

    def clean_code(self):
        if not references.looks_like_secret(self.cleaned_data["code"], references.CODE_LENGTH):
            raise ValidationError(_l("Enter the 8 letters and digits of the second code"))
        return self.cleaned_data["code"]


class Back(Enter):
    """As with a complainant's receipt."""

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["reference"].error_messages["required"] = _l("Enter the reference")
        self.fields["secret"].error_messages["required"] = _l("Enter your secret")


class Answer(Upload):
    """The answer itself, and with it the files that support it."""

    text = forms.CharField(
        label=_l("Your answer"),
        help_text=_l(
            "Say what happened in your own words, and name anybody who can confirm it. The people "
            "who investigate and decide read it."
        ),
        max_length=LONG,
        widget=words(14),
        error_messages={"required": _l("Enter your answer")},
    )
    field_order = ("text", "files", "description")

    def __init__(self, data=None, files=None, *, too_much=False, asks_text=True):
        super().__init__(data, files, too_much=too_much)
        self.fields["files"].required = too_much
        self.fields["text"].required = asks_text
        self.fields["files"].label = _l("Files that support it, if you have any")


class Asked(Form):
    """A page beside the answer; `case` is there for what its procedure offers."""

    def __init__(self, data=None, *, case):
        super().__init__(data)
        self.limit(case)

    def limit(self, case):
        """Leaves only what the pinned procedure offers."""


class Extension(Asked):
    until_on = DayField(label=_l("Until when do you need?"), noun=_l("day until which you need"))
    reasons = forms.CharField(
        label=_l("Why do you need longer?"),
        max_length=MIDDLE,
        widget=words(5),
        error_messages={"required": _l("Enter why you need longer")},
    )


class Companion(Asked):
    name = forms.CharField(
        label=_l("Their name"), max_length=200, error_messages={"required": _l("Enter their name")}
    )
    relation = forms.CharField(
        label=_l("What they are to you (optional)"),
        help_text=_l("For example a friend, a union officer, a solicitor"),
        max_length=200,
        required=False,
    )


class Adjustments(Asked):
    asked = forms.CharField(
        label=_l("What do you need?"),
        help_text=_l("For example large print, breaks, an interpreter, more time, a place nearby"),
        max_length=MIDDLE,
        widget=words(5),
        error_messages={"required": _l("Enter what you need")},
    )


class Appeal(Asked):
    grounds = forms.ChoiceField(
        label=_l("On which ground?"),
        widget=Radios,
        error_messages={
            "required": _l("Choose the ground"),
            "invalid_choice": _l("Choose one of the grounds shown here."),
        },
    )
    statement = forms.CharField(
        label=_l("Why should the decision be looked at again?"),
        max_length=LONG,
        widget=words(10),
        error_messages={"required": _l("Enter why the decision should be looked at again")},
    )

    def limit(self, case):
        offered = outcomes.choices(outcomes.APPEAL_GROUNDS)
        grounds = [each for each in offered if each[0] in case.procedure.appeal_grounds]
        self.fields["grounds"].choices = grounds


class Message(Asked):
    text = forms.CharField(
        label=_l("Your message"),
        max_length=LONG,
        widget=words(8),
        error_messages={"required": _l("Enter what you want to say")},
    )
