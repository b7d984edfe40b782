"""What does an officer enter when a complaint arrives by letter, telephone or otherwise?"""

import secrets

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from codes.tariff import CHARACTERISTICS
from complaints import outcomes
from complaints.actions.sealing import sealed_upload
from complaints.forms.fields import Choice, Choices, words
from complaints.intake.files import MOST_BYTES, MOST_FILES
from complaints.intake.forms import LONG, Files, ManyFiles
from complaints.models import Procedure
from complaints.sniffing import ACCEPTED_ENDINGS, clean_name, examine
from partyconduct.ui.forms import DayField, Form

OWN_DOORS = {"public-form", "imported"}  # these come in by themselves
SHORT = forms.TextInput({"class": "govuk-input--width-20"})


def line(label, hint="", length=200, **settings):
    return forms.CharField(label=label, help_text=hint, max_length=length, **settings)


class KeyIn(Form):
    # Made with the empty page: sent twice it makes one complaint.
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    channel = Choice(
        label=_l("How did it reach the party?"),
        choices=[pair for pair in outcomes.choices(outcomes.CHANNELS) if pair[0] not in OWN_DOORS],
        error_messages={"required": _l("Choose how it reached the party")},
    )
    received_on = DayField(
        label=_l("Day of receipt"),
        help_text=_l("It sets the procedure that applies, and starts the clock"),
        past=True,
    )
    kind = Choice(
        label=_l("Who complains?"),
        choices=outcomes.choices(outcomes.COMPLAINANT_KINDS),
        error_messages={"required": _l("Choose who complains")},
    )
    complainant_name = line(
        _l("Name of the complainant"),
        error_messages={"required": _l("Enter the name of the complainant")},
    )
    complainant_email = forms.EmailField(
        label=_l("Email address of the complainant"), max_length=254, required=False
    )
    complainant_wants_email = forms.BooleanField(
        label=_l("Tell the complainant by email that there is news"), required=False
    )
    complainant_telephone = line(
        _l("Telephone of the complainant"), length=40, required=False, widget=SHORT
    )
    complainant_member_no = line(
        _l("Membership number of the complainant"), length=40, required=False, widget=SHORT
    )
    complainant_withhold_identity = forms.BooleanField(
        label=_l("Asks that the respondent is not told who complained"), required=False
    )
    complainant_withhold_reason = words(
        _l("Why the name is to be withheld"), rows=2, required=False
    )
    complainant_adjustments = words(
        _l("What the complainant needs to take part fully"),
        _l("For example because of a disability"),
        rows=2,
        required=False,
    )
    respondent_name = line(
        _l("Name of the respondent"),
        _l("The member complained about. For two members, record two complaints."),
        error_messages={"required": _l("Enter the name of the respondent")},
    )
    respondent_member_no = line(
        _l("Membership number of the respondent"), length=40, required=False, widget=SHORT
    )
    respondent_branch = line(_l("Branch of the respondent"), required=False)
    respondent_role = forms.ChoiceField(
        label=_l("Role of the respondent at the time"),
        choices=outcomes.choices(outcomes.RESPONDENT_ROLES),
        initial="member",
        error_messages={"invalid_choice": _l("Choose one of the answers shown here.")},
    )
    statement = words(
        _l("What the complainant says"),
        _l("In their own words as far as possible"),
        rows=12,
        max_length=LONG,
        error_messages={"required": _l("Enter what the complainant says")},
    )
    happened_from = DayField(
        label=_l("Day of the behaviour, or the first of several"),
        noun=_l("day of the behaviour"),
        help_text=_l("It sets the edition of the code that applies"),
        past=True,
        required=False,
    )
    happened_until = DayField(
        label=_l("Last day of the behaviour, if there were several"),
        noun=_l("last day of the behaviour"),
        past=True,
        required=False,
    )
    happened_words = line(
        _l("When it happened, in words, if no day is known"),
        _l("For example: in the week before the count"),
        required=False,
    )
    medium = forms.ChoiceField(
        label=_l("Where or by what means"),
        choices=[("", _l("Not known")), *outcomes.choices(outcomes.MEDIA)],
        required=False,
        error_messages={"invalid_choice": _l("Choose one of the answers shown here.")},
    )
    platform = line(_l("Name of the platform, if online"), length=60, required=False)
    place = line(_l("Place"), length=300, required=False)
    characteristics = Choices(
        label=_l("Protected characteristics that the complaint cites"),
        choices=[(code, each.name) for code, each in CHARACTERISTICS.items() if each.level == 1],
        required=False,
    )
    clauses_cited = line(_l("Clauses that the complainant names"), length=300, required=False)
    outcome_wanted = words(_l("What the complainant hopes for"), rows=2, required=False)
    witnesses = words(_l("Witnesses"), rows=2, required=False)
    files = Files(
        label=_l("Files"),
        help_text=_l("The letter itself, screenshots, recordings; up to 50 MB each"),
        widget=ManyFiles({"accept": ",".join(ACCEPTED_ENDINGS)}),
        required=False,
    )

    def __init__(self, party, data=None, files=None):
        self.party = party
        super().__init__(data, files, initial={"key": secrets.token_urlsafe(24)})
        for name in ("received_on", "happened_from", "happened_until"):
            self.fields[name].not_before = party.founded_on

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if Procedure.objects.in_force(self.party, day) is None:
            sentence = _("%(party)s had no procedure in force on that day.")
            raise forms.ValidationError(sentence % {"party": self.party})
        return day

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("You can add up to %d files.") % MOST_FILES)
        if sum(file.size for file in files) > MOST_BYTES:
            most = MOST_BYTES >> 20
            raise forms.ValidationError(_("All files together can be up to %d MB.") % most)
        self.accepted = [accepted for file in files if (accepted := self._examined(file))]
        return files

    def _examined(self, file):
        try:
            return examine(file.name, file)
        except forms.ValidationError as refusal:
            name = clean_name(file.name)
            for sentence in refusal.messages:
                self.add_error("files", sentence if name in sentence else f"{name}: {sentence}")

    def clean(self):
        self._check_days()
        told = self.cleaned_data
        for wish, needed, sentence in (
            ("wants_email", "email", _("Enter the address for news by email")),
            ("withhold_identity", "withhold_reason", _("Say why the name is to be withheld")),
        ):
            field = f"complainant_{needed}"
            if told.get(f"complainant_{wish}") and told.get(field) == "":
                self.add_error(field, sentence)
        return told

    def _check_days(self):
        first, last, received = (
            self.cleaned_data.get(name)
            for name in ("happened_from", "happened_until", "received_on")
        )
        if last and not first and "happened_from" not in self.errors:
            self.add_error("happened_from", _("Enter the first day of the behaviour as well"))
        if first and last and last < first:
            sentence = _("The last day of the behaviour must not be before the first")
            self.add_error("happened_until", sentence)
        if first and received and first > received:
            sentence = _("The day of the behaviour must not be after the day of receipt")
            self.add_error("happened_from", sentence)

    @property
    def details(self):
        """What `intake.key_in` takes; the files are sealed on the way."""
        told = dict(self.cleaned_data)
        files = [
            sealed_upload(self.party, file, accepted)
            for file, accepted in zip(told.pop("files"), self.accepted, strict=True)
        ]
        apart = {name: told.pop(name) for name in ("channel", "received_on", "key")}
        return {"answers": told, "files": files, **apart}


SECTIONS = (
    (_l("How it arrived"), ("channel", "received_on", "kind")),
    (_l("The complainant"), tuple(n for n in KeyIn.base_fields if n.startswith("complainant_"))),
    (_l("The respondent"), tuple(n for n in KeyIn.base_fields if n.startswith("respondent_"))),
    (
        _l("What happened"),
        (
            "statement",
            "happened_from",
            "happened_until",
            "happened_words",
            "medium",
            "platform",
            "place",
            "characteristics",
            "clauses_cited",
            "outcome_wanted",
            "witnesses",
            "files",
        ),
    ),
)
