"""What may the respondent ask or say beside the answer, and what happens where it comes too late?

`ASKS` is the only list: addresses, pages and what is sent read it. What has a verb is that step of
the table; where the step is not open the row either says why, or keeps what is said with the case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints.actions import answering, take
from complaints.models import RespondentMessage
from complaints.respond import forms

About = RespondentMessage.About


def always(seen):
    """No late form of it: the sentence is the refusal."""
    return _("This is not possible at this stage. You can write a message.")


def no_second_request(seen):
    if seen.open_extension:
        return _("You have asked for more time already. You read the answer here.")
    return _("The time to answer is over. You can still add something; it is kept with the case.")


def no_decision_yet(seen):
    """After a decision a late appeal is kept and answered by people; before, there is nothing."""
    if not seen.case.procedure.may_appeal("respondent"):
        return _("Under this procedure only the complainant may appeal.")
    return "" if seen.case.notified_on else _("There is no decision yet that you could appeal.")


@dataclass(frozen=True)
class Ask:
    title: Promise
    lead: Promise
    form: type
    thanks: Promise
    verb: str = ""
    refusal: Callable[[Any], str] = always
    about: str = About.QUESTION
    late_lead: Promise | str = ""
    late_thanks: Promise | str = ""

    def send(self, seen, told, *, late):
        if self.verb and not late:
            own = {"side": "respondent"} if self.verb == "lodge_appeal" else {}
            take(self.verb, seen.case, by=seen.service, **own, **told)
        else:
            answering.say(seen.case, by=seen.service, text=in_words(told), about=self.about)


def in_words(told):
    """What was entered, as it is kept where there is no step for it any more."""
    return "\n\n".join(
        date_format(value, "j F Y") if hasattr(value, "year") else str(value)
        for value in told.values()
        if value
    )


ASKS = {
    "message": Ask(
        _l("Write to the conduct team"),
        _l("They read it and answer on this page."),
        forms.Message,
        _l("Your message has been sent."),
    ),
    "extension": Ask(
        _l("Ask for more time"),
        _l("The conduct team decides and gives its reasons. Until then the day to answer stays."),
        forms.Extension,
        _l("Your request has been sent. You read the answer here."),
        "ask_extension",
        no_second_request,
    ),
    "companion": Ask(
        _l("Who accompanies you"),
        _l("Somebody may come with you, speak for you and see what you see."),
        forms.Companion,
        _l("It is noted who accompanies you."),
        "name_companion",
    ),
    "adjustments": Ask(
        _l("What you need to take part"),
        _l("For example because of a disability, your health or your language."),
        forms.Adjustments,
        _l("Your request has been sent. You read the answer here."),
        "ask_adjustments",
    ),
    "appeal": Ask(
        _l("Appeal against the decision"),
        _l("People who took no part in the case before hear it."),
        forms.Appeal,
        _l("Your appeal has been lodged."),
        "lodge_appeal",
        no_decision_yet,
        About.LATE_APPEAL,
        _l(
            "An appeal cannot be lodged any more: its time is over, or one was heard. What you "
            "send is kept with the case, and the head of compliance looks whether there is a "
            "ground to open it again."
        ),
        _l("It has been sent, and is kept with the case. You read the answer here."),
    ),
}
