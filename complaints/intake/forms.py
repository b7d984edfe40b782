"""What does the public form ask, page by page?

Every page is one form. What was typed is kept as it was typed and asked again by the same form,
so that going back, an error and the final check all read one thing. Cleaned names are the names
`actions.intake` takes; `short` is how an answer is called where all are checked.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from codes.tariff import CHARACTERISTICS
from complaints import outcomes, references
from complaints.sniffing import ACCEPTED_ENDINGS
from partyconduct.ui.forms import Checkboxes, DayField, Form, Radios

LONG, MIDDLE = 20_000, 2_000
YES_NO = (("yes", _l("Yes")), ("no", _l("No")))
WIDE = {"class": "govuk-!-width-two-thirds"}
TEN = {"class": "govuk-input--width-10"}
TWENTY = {"class": "govuk-input--width-20"}


def words(rows=4, **attrs):
    return forms.Textarea({"rows": rows, **attrs})


class PageForm(Form):
    """A page of the complaint to one party, under the procedure that will bind it."""

    title = ""
    lead = ""
    short = {}

    def __init__(self, data=None, *, party, procedure):
        self.party, self.procedure = party, procedure
        super().__init__(data)

    def rows(self):
        """(name, words) of each answer, for whoever checks them."""
        for name, field in self.fields.items():
            yield self.short.get(name, field.label), _shown(field, self.cleaned_data.get(name))

    def answers(self):
        """What goes to `actions.intake`."""
        return self.cleaned_data


def _shown(field, value):
    if value and isinstance(value, list):
        return "\n".join(_shown(field, one) for one in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if hasattr(value, "strftime"):
        return date_format(value, "j F Y")
    words = dict(getattr(field, "choices", ())).get(value or "", value)
    return str(words or _("Not answered"))


# Which party, and is this the right place? ------------------------------------------------------
class WhichParty(Form):
    party = forms.ChoiceField(
        label=_l("Which party does the person belong to?"),
        help_text=_l("The party decides about its own members. No other party sees it."),
        widget=Radios(),
        error_messages={"required": _l("Select the party the person belongs to")},
    )

    def __init__(self, data=None, *, parties):
        super().__init__(data)
        self.fields["party"].choices = [
            *((party.slug, party.name) for party in parties),
            ("none", _l("Another party, or I do not know")),
        ]
        self.fields["party"].error_messages["invalid_choice"] = _l("Select one of the parties")


class Screener(Form):
    """Turns away, with a better address, what this register can do nothing about."""

    single_question = True
    about = forms.ChoiceField(
        label=_l("What is your complaint about?"),
        widget=Radios(
            hints={
                "member": _l("For example threats, abuse, bullying or discrimination"),
                "council": _l("For example how a councillor acts in meetings or uses the office"),
                "policy": _l("For example a vote, a speech or a decision you think is wrong"),
                "data": _l("For example how the party uses your name and address"),
            }
        ),
        choices=[
            ("member", _l("How a member of the party behaved")),
            ("danger", _l("Somebody is in danger now, or a crime")),
            ("council", _l("What a councillor did in the role of councillor")),
            ("not-a-member", _l("Somebody who is not a member of the party")),
            ("policy", _l("A policy or opinion I disagree with")),
            ("data", _l("Data protection, or messages I did not ask for")),
        ],
        error_messages={"required": _l("Select what your complaint is about")},
    )


# The pages ---------------------------------------------------------------------------------------
class Who(PageForm):
    title = _l("Who is your complaint about?")
    lead = _l("Give what you know. A name is enough. Complain about one person at a time.")
    short = {
        "respondent_name": _l("Name of the person"),
        "respondent_member_no": _l("Membership number"),
        "respondent_branch": _l("Branch"),
        "respondent_role": _l("Role"),
    }
    respondent_name = forms.CharField(
        label=_l("Name"),
        help_text=_l("The name they use, also online. If you do not know it, describe them."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _l("Enter the name of the person, or describe them")},
    )
    respondent_branch = forms.CharField(
        label=_l("Branch or area (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    respondent_member_no = forms.CharField(
        label=_l("Membership number (optional)"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", **TEN}),
    )
    respondent_role = forms.ChoiceField(
        label=_l("Their role at the time (optional)"),
        choices=[("", _l("I do not know")), *outcomes.choices(outcomes.RESPONDENT_ROLES)],
        required=False,
        widget=forms.Select({"autocomplete": "off"}),
    )


class What(PageForm):
    single_question = True
    title = _l("What happened?")
    short = {"statement": _l("What happened")}
    statement = forms.CharField(
        label=_l("What happened?"),
        help_text=_l(
            "Say what the person did or said, as exactly as you can, and to whom. Write one thing "
            "after the other. You add the day, the place and your files on the next pages."
        ),
        max_length=LONG,
        widget=words(14),
        error_messages={"required": _l("Enter what happened")},
    )


class When(PageForm):
    title = _l("When did it happen?")
    short = {
        "happened_from": _l("First or only day"),
        "happened_until": _l("Last day"),
        "happened_words": _l("When, in words"),
    }
    happened_from = DayField(
        label=_l("Day it happened, or first day"),
        noun=_l("date it happened"),
        help_text=_l("For example, 27 3 2026"),
        past=True,
        required=False,
    )
    happened_until = DayField(
        label=_l("Last day, if it went on for longer (optional)"),
        noun=_l("last date"),
        past=True,
        required=False,
    )
    happened_words = forms.CharField(
        label=_l("If you do not know the day, say it in words"),
        help_text=_l("For example: an evening in the first half of March"),
        max_length=200,
        required=False,
    )

    def clean_happened_from(self):
        return self._after_founding(self.cleaned_data["happened_from"])

    def clean_happened_until(self):
        return self._after_founding(self.cleaned_data["happened_until"])

    def _after_founding(self, day):
        founded = self.party.founded_on
        if day and founded and day < founded:
            raise ValidationError(
                _("%(party)s was founded on %(day)s. Enter that day or a later one.")
                % {"party": self.party.name, "day": date_format(founded, "j F Y")}
            )
        return day

    def clean(self):
        first, last = (self.cleaned_data.get(f"happened_{end}") for end in ("from", "until"))
        if last and first and last < first:
            self.add_error("happened_until", _("The last day must not be before the first day"))
        if last and not first and "happened_from" not in self.errors:
            self.add_error("happened_from", _("Enter the first day as well"))
        told = first or self.cleaned_data.get("happened_words")
        if not told and not self.errors:
            self.add_error("happened_from", _("Enter the day it happened, or say it in words"))


class Where(PageForm):
    title = _l("Where did it happen?")
    short = {
        "medium": _l("How or where"),
        "place": _l("Place"),
        "platform": _l("Platform"),
        "link": _l("Web address"),
    }
    medium = forms.ChoiceField(
        label=_l("How or where did it happen?"),
        choices=outcomes.choices(outcomes.MEDIA),
        widget=Radios(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": _l("Select how or where it happened")},
    )
    place = forms.CharField(label=_l("Place (optional)"), max_length=300, required=False)
    platform = forms.CharField(
        label=_l("Website, app or group (optional)"), max_length=60, required=False
    )
    link = forms.URLField(
        label=_l("Web address of the post or page (optional)"),
        help_text=_l("Copy it from the address bar. Posts are often deleted: take a screenshot."),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid": _l("Enter a web address like https://example.org/post/1, or leave it empty")
        },
    )


def _characteristics():
    """One flat list; a named prejudice says under which characteristic it stands."""
    for code, entry in CHARACTERISTICS.items():
        if entry.is_characteristic and entry.level == 1:
            yield code, entry.name
        elif entry.is_characteristic:
            yield code, f"{CHARACTERISTICS[entry.parent].name}: {entry.name}"


class Why(PageForm):
    title = _l("Which rules and which characteristics?")
    lead = _l("You do not need to answer. It helps the party to see at once what it is about.")
    short = {"clauses_cited": _l("Clauses"), "characteristics": _l("Characteristics")}
    clauses_cited = forms.CharField(
        label=_l("Clauses of the code you think were broken (optional)"),
        help_text=_l("Numbers are enough, for example 3.2 and 4.1"),
        max_length=300,
        required=False,
    )
    characteristics = forms.MultipleChoiceField(
        label=_l("Was somebody treated badly because of any of these? (optional)"),
        help_text=_l("Select all that apply."),
        choices=_characteristics,
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )

    def clean_characteristics(self):
        return sorted(self.cleaned_data["characteristics"])


class Others(PageForm):
    title = _l("Who else can help, and what do you hope for?")
    short = {"witnesses": _l("Witnesses"), "outcome_wanted": _l("What you hope for")}
    witnesses = forms.CharField(
        label=_l("Did anybody else see or hear it? (optional)"),
        help_text=_l("Names, and how to reach them if you know. Ask them first if you can."),
        max_length=MIDDLE,
        required=False,
        widget=words(4),
    )
    outcome_wanted = forms.CharField(
        label=_l("What would you like to happen? (optional)"),
        help_text=_l("For example an apology, or that it stops. The party decides."),
        max_length=MIDDLE,
        required=False,
        widget=words(4),
    )


class Evidence(PageForm):
    """Files are sealed as they arrive (intake.files); the page itself asks nothing more."""

    title = _l("Have you anything that shows it?")


class Kind(PageForm):
    single_question = True
    title = _l("Was it directed at you?")
    short = {"kind": _l("Directed at you")}
    kind = forms.ChoiceField(
        label=_l("Was it directed at you?"),
        help_text=_l("What the party may tell you later depends on this."),
        choices=[("target", _l("Yes, at me")), ("third-party", _l("No, I saw or heard of it"))],
        widget=Radios(
            hints={
                "target": _l("You can follow each stage and are told the outcome and the reasons"),
                "third-party": _l("You are told that it arrived and when it has ended, no more"),
            }
        ),
        error_messages={"required": _l("Select whether it was directed at you")},
    )


class You(PageForm):
    title = _l("Who are you?")
    lead = _l("You can ask on a later page that your name is withheld from the other person.")
    short = {
        "complainant_name": _l("Your name"),
        "complainant_member_no": _l("Your membership number"),
        "old_enough": _l("Old enough to complain"),
    }
    complainant_name = forms.CharField(
        label=_l("Your full name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _l("Enter your full name")},
    )
    complainant_member_no = forms.CharField(
        label=_l("Your membership number, if you are a member (optional)"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", **TEN}),
    )
    old_enough = forms.BooleanField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        age, field = self.procedure.minimum_age, self.fields["old_enough"]
        field.label = _("I am %(age)d or older") % {"age": age}
        field.help_text = _("If you are younger, ask a parent or guardian to complain for you.")
        field.error_messages["required"] = _(
            "Confirm that you are %(age)d or older, or ask a parent or guardian to complain"
        ) % {"age": age}

    def answers(self):
        return {name: said for name, said in self.cleaned_data.items() if name != "old_enough"}


class Reach(PageForm):
    title = _l("How can the party reach you?")
    lead = _l("You read all news here with your receipt. Nothing more is needed.")
    short = {
        "complainant_email": _l("Email address"),
        "complainant_telephone": _l("Telephone"),
        "complainant_wants_email": _l("Email when there is news"),
    }
    complainant_email = forms.EmailField(
        label=_l("Email address (optional)"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", **WIDE}),
    )
    complainant_telephone = forms.CharField(
        label=_l("Telephone number (optional)"),
        help_text=_l("The party may ring you. Leave it empty if somebody else may answer."),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            {"type": "tel", "inputmode": "tel", "autocomplete": "tel", **TWENTY}
        ),
    )
    complainant_wants_email = forms.ChoiceField(
        label=_l("Shall we email you when there is news?"),
        help_text=_l(
            "The email says only that there is news: no party, no name, no reference. Say no if "
            "somebody you do not trust may read your mailbox, or if it belongs to your employer."
        ),
        choices=YES_NO,
        widget=Radios(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": _l("Select whether we shall email you when there is news")},
    )

    def clean(self):
        wants = self.cleaned_data.get("complainant_wants_email") == "yes"
        absent = not self.cleaned_data.get("complainant_email")
        if wants and absent and "complainant_email" not in self.errors:
            self.add_error("complainant_email", _("Enter the address that news shall go to"))

    def answers(self):
        wants = self.cleaned_data["complainant_wants_email"] == "yes"
        return self.cleaned_data | {"complainant_wants_email": wants}


class Needs(PageForm):
    title = _l("Your name and your needs")
    short = {
        "complainant_withhold_identity": _l("Withhold your name"),
        "complainant_withhold_reason": _l("Why it shall be withheld"),
        "complainant_adjustments": _l("What you need"),
    }
    complainant_withhold_identity = forms.ChoiceField(
        label=_l("Do you ask that your name is withheld from the person you complain about?"),
        help_text=_l(
            "Sometimes they can only answer if they know who complains. Then the party asks you "
            "first, and you may withdraw."
        ),
        choices=YES_NO,
        widget=Radios(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": _l("Select whether you ask that your name is withheld")},
    )
    complainant_withhold_reason = forms.CharField(
        label=_l("If yes, why?"),
        max_length=MIDDLE,
        required=False,
        widget=words(3),
    )
    complainant_adjustments = forms.CharField(
        label=_l("Do you need anything to take part? (optional)"),
        help_text=_l("For example large print, an interpreter, somebody to accompany you"),
        max_length=MIDDLE,
        required=False,
        widget=words(3),
    )

    def clean(self):
        wished = self.cleaned_data.get("complainant_withhold_identity") == "yes"
        unsaid = not self.cleaned_data.get("complainant_withhold_reason")
        if wished and unsaid and "complainant_withhold_reason" not in self.errors:
            self.add_error("complainant_withhold_reason", _("Say why your name shall be withheld"))

    def answers(self):
        wished = self.cleaned_data["complainant_withhold_identity"] == "yes"
        return self.cleaned_data | {"complainant_withhold_identity": wished}


class Notice(PageForm):
    """Nothing is asked: the page says who will see what, before anything is sent."""

    title = _l("Who will see what you send")


# Files, the receipt, the tracking page -----------------------------------------------------------
class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files at once; each is looked at by complaints.sniffing when it is taken in."""

    widget = ManyFiles

    def clean(self, value, initial=None):
        if not value:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        return list(value)


class Upload(Form):
    files = Files(
        label=_l("Choose one or more files"),
        help_text=_l(
            "Screenshots, photographs, PDF, documents, emails, recordings. Up to 50 MB a file."
        ),
        widget=ManyFiles({"accept": ",".join(ACCEPTED_ENDINGS)}),
        error_messages={"required": _l("Choose a file, or continue without one")},
    )
    description = forms.CharField(
        label=_l("What does it show? (optional)"),
        help_text=_l("For example: screenshot of the post, taken on 3 March"),
        max_length=300,
        required=False,
    )

    def __init__(self, data=None, files=None, *, too_much=False):
        super().__init__(data, files)
        if too_much:
            self.fields["files"].error_messages["required"] = _(
                "These files are too large to send at once. Add them one after the other."
            )


class Saved(Form):
    """The last group typed again: whoever can do that has the receipt before them."""

    group = forms.CharField(
        label=_l("Type the last four characters of your secret"),
        help_text=_l("This shows that you have kept it."),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", **TEN}
        ),
        error_messages={"required": _l("Type the last four characters of your secret")},
    )

    def __init__(self, data=None, *, secret):
        super().__init__(data)
        self.secret = secret

    def clean_group(self):
        if references.tidy(self.cleaned_data["group"])[-4:] != references.tidy(self.secret)[-4:]:
            raise ValidationError(
                _("These are not the last four characters. Look at what you have kept.")
            )
        return self.cleaned_data["group"]


class Enter(Form):
    reference = forms.CharField(
        label=_l("Reference"),
        help_text=_l("For example, HAR-7K3Q-9XWD"),
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                **TWENTY,
            }
        ),
        error_messages={"required": _l("Enter the reference of your receipt")},
    )
    secret = forms.CharField(
        label=_l("Secret"),
        help_text=_l("24 characters. Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _l("Enter the secret of your receipt")},
    )

    def clean_reference(self):
        if not references.looks_like_reference(self.cleaned_data["reference"]):
            raise ValidationError(
                _("Enter three letters and eight characters, like HAR-7K3Q-9XWD")
            )
        return references.tidy_reference(self.cleaned_data["reference"])

    def clean_secret(self):
        if not references.looks_like_secret(self.cleaned_data["secret"]):
            raise ValidationError(
                _("Enter the 24 letters and digits in six groups, as they stand in your receipt")
            )
        return self.cleaned_data["secret"]


class Say(Form):
    single_question = True
    text = forms.CharField(label=_l("Your message"), max_length=LONG, widget=words(8))

    def __init__(self, data=None, *, label, hint="", asks):
        super().__init__(data)
        field = self.fields["text"]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = asks


def too_late(day, months):
    """Did it end longer ago than the procedure looks back?"""
    if day is None:
        return False
    today = timezone.localdate()
    return (today.year - day.year) * 12 + today.month - day.month > months
