"""What do the first look's own questions ask?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints.forms.fields import Choice, OneOf, StepForm, reasons, words
from complaints.models import RiskCheck
from complaints.risks import ANSWERS, RISKS, is_urgent
from partyconduct.ui.forms import Radios


class CheckRisk(StepForm):
    template = "complaints/step_risk.html"
    reasons = reasons(_l("What you know it from, and what you asked. Kept with the case."))
    police_words = words(
        _l("What you told the person at risk about the police"),
        _l("Needed where the answers make it urgent: what you said, when, and what they want."),
        rows=3,
        required=False,
    )

    def known(self, case):
        latest = RiskCheck.objects.latest_of(case)
        return latest.answers if latest else {}

    def limit(self):
        for code, risk in RISKS.items():
            self.fields[code] = Choice(
                label=risk.question,
                help_text=risk.hint,
                choices=list(ANSWERS.items()),
                widget=Radios({"class": "govuk-radios--inline"}),
                error_messages={"required": _("Answer: %s") % risk.question},
            )
        self.order_fields([*RISKS, "reasons", "police_words"])

    def clean(self):
        given = {code: self.cleaned_data.get(code) for code in RISKS}
        if all(given.values()) and is_urgent(given) and not self.cleaned_data.get("police_words"):
            self.add_error(
                "police_words", _("Say what you told the person at risk about the police.")
            )
        return self.cleaned_data


class FlagRepeat(StepForm):
    complaint = OneOf(
        label=_l("Which complaint?"),
        help_text=_l(
            "Complaining often is no fault. Say so only of somebody who brings the same again "
            "and again, or to harm. It takes a second officer; the complaint is looked at all "
            "the same."
        ),
        error_messages={"required": _l("Choose the complaint")},
    )
    reasons = reasons()

    def limit(self):
        flags = self.case.complaints.select_related("repeatflag", "complainant")
        waiting = [each for each in flags if not (_flag(each) and _flag(each).stands)]
        offered = self.fields["complaint"].offer(waiting, _named)
        self.say_if_none("complaint", offered, _("Nothing is left to say."))


def _flag(complaint):
    return getattr(complaint, "repeatflag", None)


def _named(complaint):
    flag = _flag(complaint)
    if flag is None:
        return f"{complaint.reference}, {complaint.complainant.name}"
    return _("%(complaint)s, %(name)s: agree with %(person)s") % {
        "complaint": complaint.reference,
        "name": complaint.complainant.name,
        "person": flag.asked_by.name,
    }
