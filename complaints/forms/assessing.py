"""What do the steps up to the investigator's report ask?"""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from codes.tariff import BEHAVIOUR_GROUPS, BEHAVIOURS, severity_choices
from complaints import outcomes
from complaints.actions.assessment import early_endings
from complaints.disclosing import objection_to, withheld_from
from complaints.eligibility import eligible
from complaints.forms.fields import (
    Choice,
    Choices,
    OneOf,
    OneOfMany,
    StepForm,
    nobody,
    reasons,
    sent_reasons,
    words,
)
from complaints.links import in_words, links_of
from complaints.models import AllegedBehaviour, Case, Respondent
from complaints.models.allegation import PARTS, Answer
from complaints.references import tidy_reference
from complaints.suggesting import suggestions
from partyconduct.ui.forms import DayField, Radios


class WithReasons(StepForm):
    reasons = reasons()


class WithSentReasons(StepForm):
    reasons = sent_reasons()


def behaviours_by_group():
    return [
        (name, [(each.code, each.name) for each in BEHAVIOURS.values() if each.group == group])
        for group, name in BEHAVIOUR_GROUPS.items()
    ]


def shown(clause):
    return f"{clause.number} {Truncator(clause.heading or clause.text).chars(90)}"


class Allege(StepForm):
    clause = OneOfMany(
        label=_l("Clause that may be broken"),
        error_messages={"required": _l("Choose the clause that may be broken")},
    )
    particulars = words(
        _l("What was said or done"),
        _l("One sentence each for who, what, when and where. The respondent will read it."),
        error_messages={"required": _l("Say what was said or done")},
    )
    behaviours = Choices(
        label=_l("Kinds of behaviour"), choices=behaviours_by_group, required=False
    )
    social_media_role = Choice(
        label=_l("If it was on social media: what did the respondent do?"),
        choices=AllegedBehaviour.SocialMediaRole.choices,
        required=False,
    )
    severity = forms.TypedChoiceField(
        label=_l("Severity, if it is upheld"),
        help_text=_l("It sets which sanctions the tariff suggests"),
        choices=severity_choices,
        coerce=int,
        widget=Radios,
        error_messages={
            "required": _l("Choose how severe it would be"),
            "invalid_choice": _l("Choose one of the answers shown here."),
        },
    )

    def limit(self):
        clauses = self.case.edition.clauses.exclude(
            pk__in=self.case.allegations.exclude(clause=None).values("clause")
        )
        offered = self.fields["clause"].offer(clauses, shown)
        self.say_if_none("clause", offered, _("Every clause of this edition is already alleged."))


QUESTIONS = {
    "conduct": (
        _l("Conduct: are there words or behaviour of the respondent?"),
        _l("Online counts; so does sharing or liking."),
    ),
    "intent": (
        _l("Intent or likelihood: was it meant, or likely, to deter?"),
        _l("Either is enough. Say in the reasons which of the two."),
    ),
    "deterrence": (
        _l("Deterrence: would it keep people out of public debate or public life?"),
        _l("The person it was directed at, or others."),
    ),
    "withdrawal": (
        _l("Withdrawal: could it lead somebody to want to leave public life?"),
        _l("Ask what is reasonable. Nobody needs to have left."),
    ),
}


class Test(StepForm):
    """The four-part test of domain 1.4, each part with reasons."""

    __test__ = False  # no test of pytest's
    template = "complaints/step_test.html"
    evidence_relied = words(_l("Evidence relied on"), rows=3, required=False)

    def known(self, case):
        found = getattr(case, "intimidationtest", None)
        names = [*PARTS, *(f"{part}_reasons" for part in PARTS), "evidence_relied"]
        return {name: getattr(found, name) for name in names} if found else {}

    def limit(self):
        for part, (question, hint) in QUESTIONS.items():
            short = str(question).partition(":")[0]
            self.fields[part] = Choice(
                label=question,
                help_text=hint,
                choices=Answer.choices,
                widget=Radios({"class": "govuk-radios--inline"}),
                error_messages={"required": _("Answer yes, no or unclear: %s") % short.lower()},
            )
            self.fields[f"{part}_reasons"] = words(
                _("Reasons (%s)") % short.lower(),
                rows=3,
                error_messages={"required": _("Give the reasons: %s") % short.lower()},
            )
        self.order_fields([name for part in PARTS for name in (part, f"{part}_reasons")])


class Investigate(StepForm):
    investigator = OneOf(
        label=_l("Investigator"),
        help_text=_l("Whoever investigates takes no later part in the case."),
        error_messages={"required": _l("Choose the investigator")},
    )
    reasons = reasons()

    def limit(self):
        free = others(self, "investigator")
        offered = self.fields["investigator"].offer(free, WithLinks(self.case, free))
        self.say_if_none("investigator", offered, nobody())


class WithLinks:
    """A name with what the register sees that connects the person with the case."""

    def __init__(self, case, people):
        self.found = links_of(case, people)

    def __call__(self, person):
        links = in_words(self.found.get(person.pk, ()))
        return " – ".join([person.name, *map(str, links)])


def others(form, kind):
    """Whom this officer may give a duty: nobody gives one to themselves."""
    return [who for who in eligible(form.case, kind) if who.pk != form.by.person_id]


class Reject(StepForm):
    ineligible_reason = Choice(
        label=_l("Why it is outside the procedure"),
        choices=[
            (code, entry.name)
            for code, entry in outcomes.INELIGIBLE_REASONS.items()
            if entry.group != "duplicate"  # a duplicate is joined to the other case
        ],
        error_messages={"required": _l("Choose why it is outside the procedure")},
    )
    reasons = sent_reasons()


DISMISSALS = (
    "dismissed-no-breach",
    "dismissed-insufficient-evidence",
    "dismissed-with-warning",
)


class Dismiss(StepForm):
    outcome = Choice(
        label=_l("Outcome"),
        choices=[(code, outcomes.TRIAGE_OUTCOMES[code].name) for code in DISMISSALS],
        error_messages={"required": _l("Choose the outcome")},
    )
    reasons = sent_reasons()


class ServeNotice(StepForm):
    facts = words(
        _l("The facts the allegations rest on"),
        _l("It goes into the notice. Leave out who complained, and what would show it."),
        rows=10,
        error_messages={"required": _l("Enter the facts the allegations rest on")},
    )

    def clean_facts(self):
        if objection := objection_to(withheld_from(self.case), self.cleaned_data["facts"]):
            raise forms.ValidationError(objection)
        return self.cleaned_data["facts"]


class RecordResponse(StepForm):
    text = words(
        _l("What the respondent answers"),
        _l("In their own words, as received"),
        rows=10,
        error_messages={"required": _l("Enter what the respondent answers")},
    )


class Report(StepForm):
    text = words(
        _l("Report"),
        _l("Facts found, evidence for and against, what is disputed. It proposes no sanction."),
        rows=16,
        error_messages={"required": _l("Enter the report")},
    )


class End(StepForm):
    closing_reason = Choice(
        label=_l("Why the case ends"), error_messages={"required": _l("Choose why the case ends")}
    )
    reasons = sent_reasons()

    def limit(self):
        self.fields["closing_reason"].choices = [
            (code, outcomes.CLOSING_REASONS[code].name) for code in early_endings(self.case)
        ]


class Join(StepForm):
    into = forms.CharField(
        label=_l("Reference of the other case"),
        help_text=_l("For example HAR-7K3Q-9XWD"),
        max_length=40,
        widget=forms.TextInput({"class": "govuk-input--width-20", "spellcheck": "false"}),
        error_messages={"required": _l("Enter the reference of the other case")},
    )
    reasons = reasons()

    def limit(self):
        suggested = [s for s in suggestions(self.case, self.by) if s.may_join]
        if suggested:
            named = "; ".join(f"{s.case.reference} ({s.words})" for s in suggested)
            self.fields["into"].help_text = _("Suggested: %(cases)s") % {"cases": named}

    def clean_into(self):
        into = tidy_reference(self.cleaned_data["into"])
        open_cases = Case.objects.visible_to(self.by).open().exclude(pk=self.case.pk)
        target = open_cases.filter(reference=into).select_related("respondent").first()
        if target is None:
            raise forms.ValidationError(
                _("There is no open case with the reference %(ref)s.") % {"ref": into}
            )
        if target.respondent.identity != self.case.respondent.identity:
            raise forms.ValidationError(_("Both cases must be about the same respondent."))
        return into


class AmendRespondent(StepForm):
    name = forms.CharField(
        label=_l("Name"),
        max_length=200,
        error_messages={"required": _l("Enter the respondent’s name")},
    )
    is_member = Choice(
        label=_l("Is the respondent a member?"), choices=Respondent.Membership.choices
    )
    checked_on = DayField(
        label=_l("Day on which membership was checked"),
        help_text=_l("Membership at the time of the behaviour and of the complaint counts"),
        past=True,
        required=False,
    )
    checked_with = forms.CharField(
        label=_l("Where it was checked"),
        help_text=_l("For example: membership system, entry of 3 March 2026"),
        max_length=200,
        required=False,
    )
    member_no = forms.CharField(
        label=_l("Membership number"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    branch = forms.CharField(label=_l("Branch"), max_length=200, required=False)
    role = Choice(
        label=_l("Role at the time"), choices=outcomes.choices(outcomes.RESPONDENT_ROLES)
    )
    email = forms.EmailField(label=_l("Email address"), max_length=254, required=False)

    def known(self, case):
        names = ("name", "is_member", "checked_on", "checked_with", "member_no", "branch")
        return {name: getattr(case.respondent, name) for name in (*names, "role", "email")}

    def clean(self):
        """A yes or a no without its day and source is hearsay."""
        said = self.cleaned_data
        if said.get("is_member") == Respondent.Membership.UNKNOWN:
            return said
        if not said.get("checked_on") and "checked_on" not in self.errors:
            self.add_error("checked_on", _("Enter the day on which membership was checked."))
        if not said.get("checked_with"):
            self.add_error("checked_with", _("Enter where membership was checked."))
        return said
