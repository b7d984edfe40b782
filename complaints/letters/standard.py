"""Which letters are there, to whom, and in which words unless a party chose its own?"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from complaints.letters.language import faults
from complaints.letters.variables import known
from complaints.models import Letter
from complaints.models.wording import Audience

K, A = Letter.Kind, Audience


@dataclass(frozen=True)
class Standard:
    """The words of the register itself, and what no party may leave out."""

    subject: Promise
    text: Promise
    must: tuple[str, ...] = ()


LETTERS = {
    (K.ACKNOWLEDGEMENT, A.TARGET): Standard(
        _l("We have received your complaint"),
        _l(
            "Thank you for telling us. We received your complaint on $received_on, and a person "
            "has read it.\n\n"
            "$danger\n\n"
            "# What happens next\n\n"
            "By $assess_by we look at whether our rules cover what you describe and what should "
            "be done about it. If we investigate, the person you complain about will be told what "
            "is alleged and may answer. We do not tell them who you are unless we must, and then "
            "we tell you first.\n\n"
            "You hear from us again by $update_by at the latest, and in the end we tell you the "
            "outcome and the reasons.\n\n"
            "$support\n\n"
            "$confidentiality\n\n"
            "# What you told us\n\n"
            "$statement"
        ),
        ("danger", "statement"),
    ),
    (K.ACKNOWLEDGEMENT, A.THIRD_PARTY): Standard(
        _l("We have received your complaint"),
        _l(
            "Thank you for telling us. We received your complaint on $received_on, and a person "
            "has read it.\n\n"
            "$danger\n\n"
            "# What happens next\n\n"
            "By $assess_by we look at whether our rules cover what you describe and what should "
            "be done about it. If we investigate, the person you complain about will be told what "
            "is alleged and may answer. We do not tell them who you are unless we must, and then "
            "we tell you first.\n\n"
            "You told us about something directed at somebody else. We will let you know when the "
            "case has ended; while it runs we can tell you little, to be fair to those it is "
            "about.\n\n"
            "$support\n\n"
            "$confidentiality\n\n"
            "# What you told us\n\n"
            "$statement"
        ),
        ("danger", "statement"),
    ),
    (K.NOTICE, A.RESPONDENT): Standard(
        _l("Notice of a complaint about you"),
        _l(
            "We have received a complaint about your conduct and are investigating it. No "
            "conclusion has been reached. This letter tells you what is alleged and on what "
            "basis, so that you can answer.\n\n"
            "# What is alleged\n\n"
            "$allegations\n\n"
            "[if edition] The clauses are those of $edition, which was in force at the time.\n\n"
            "# The facts it rests on\n\n"
            "$facts\n\n"
            "# The evidence\n\n"
            "$evidence\n\n"
            "# How to answer\n\n"
            "You may answer until $respond_until. Say what happened in your own words, name "
            "anybody who can confirm it, and send whatever supports it. Nothing is decided before "
            "then. If you need longer, tell us why before that day.\n\n"
            "You can do all this on our website, under “Answer a complaint about you”. A link and "
            "a second code reach you by two different ways; you need both, once.\n\n"
            "You may be accompanied or represented. Please do not contact anybody you think has "
            "complained, and do not ask others to.\n\n"
            "$support\n\n"
            "$confidentiality"
        ),
        ("allegations", "facts", "evidence", "respond_until"),
    ),
    (K.NOTICE, A.TARGET): Standard(
        _l("Your complaint is being looked into"),
        _l(
            "We are investigating your complaint. Today we told the person it is about what is "
            "alleged. They may answer until $respond_until.\n\n"
            "[if named] It was decided, with reasons, that they are told your name.\n\n"
            "[if unnamed] We did not tell them who complained.\n\n"
            "If they or anybody else contacts you about it in a way that worries you, tell us at "
            "once. If you feel in danger, call 999.\n\n"
            "$support"
        ),
    ),
    (K.DECISION, A.RESPONDENT): Standard(
        _l("The decision"),
        _l(
            "The panel has decided. This letter tells you what it found on each allegation, why, "
            "and what follows.\n\n"
            "$findings\n\n"
            "$sanctions\n\n"
            "$appealing\n\n"
            "$support\n\n"
            "$confidentiality"
        ),
        ("findings", "sanctions", "appealing"),
    ),
    (K.DECISION, A.TARGET): Standard(
        _l("The decision"),
        _l(
            "The panel has decided on your complaint. This letter tells you the outcome and the "
            "reasons.\n\n"
            "$findings\n\n"
            "$sanctions\n\n"
            "$appealing\n\n"
            "$support\n\n"
            "$confidentiality"
        ),
        ("findings", "appealing"),
    ),
    (K.DECISION, A.THIRD_PARTY): Standard(
        _l("The decision"),
        _l(
            "The case about which you wrote to us has been decided. What you told us was "
            "considered.\n\n"
            "You told us about something directed at somebody else. To be fair to those it is "
            "about, we cannot tell you what was found. Thank you for speaking up."
        ),
    ),
    (K.CLOSING, A.RESPONDENT): Standard(
        _l("How the case about you ended"),
        _l(
            "The case about your conduct has ended: $outcome.\n\n"
            "[if reasons] # The reasons\n\n"
            "[if reasons] $reasons\n\n"
            "The duty to keep the case private has ended. Please go on treating other people’s "
            "names and statements with care."
        ),
        ("outcome",),
    ),
    (K.CLOSING, A.TARGET): Standard(
        _l("How your complaint ended"),
        _l(
            "We have looked at your complaint, and the case has ended: $outcome.\n\n"
            "[if reasons] # The reasons\n\n"
            "[if reasons] $reasons\n\n"
            "This says nothing about how much it mattered to you. If there is something we did "
            "not know, write to us: we look at new facts.\n\n"
            "If anything happens again or you feel unsafe, call 999 in an emergency or the police "
            "on 101, and tell us.\n\n"
            "$support\n\n"
            "The duty to keep the case private has ended. Please go on treating other people’s "
            "names and statements with care."
        ),
        ("outcome",),
    ),
    (K.CLOSING, A.THIRD_PARTY): Standard(
        _l("How your complaint ended"),
        _l(
            "We have looked at what you told us, and the case has ended. To be fair to those it "
            "is about, we cannot tell you more. Thank you for speaking up.\n\n"
            "If anything happens again or you feel unsafe, call 999 in an emergency or the police "
            "on 101, and tell us.\n\n"
            "$support\n\n"
            "The duty to keep the case private has ended. Please go on treating other people’s "
            "names and statements with care."
        ),
    ),
    (K.UPDATE, A.RESPONDENT): Standard(
        _l("How the case about you stands"),
        _l(
            "We write to tell you how the matter stands: it is at the stage “$stage”.\n\n"
            "$news\n\n"
            "You will hear from us again by $next_by at the latest.\n\n"
            "$support\n\n"
            "$confidentiality"
        ),
        ("news",),
    ),
    (K.UPDATE, A.TARGET): Standard(
        _l("How your complaint stands"),
        _l(
            "We write to tell you how the matter stands: it is at the stage “$stage”.\n\n"
            "$news\n\n"
            "You will hear from us again by $next_by at the latest.\n\n"
            "$support\n\n"
            "$confidentiality"
        ),
        ("news",),
    ),
    (K.APPEAL_RECEIVED, A.RESPONDENT): Standard(
        _l("An appeal has been lodged"),
        _l(
            "One side has appealed against the decision. It will be heard by people who took no "
            "part in the case before.\n\n"
            "We expect their decision by $hear_by and will write to you then. Until then the "
            "decision stands.\n\n"
            "$support\n\n"
            "$confidentiality"
        ),
    ),
    (K.APPEAL_RECEIVED, A.TARGET): Standard(
        _l("The decision is being looked at again"),
        _l(
            "One side has appealed against the decision. It will be heard by people who took no "
            "part in the case before.\n\n"
            "We expect their decision by $hear_by and will write to you then. Until then the "
            "decision stands.\n\n"
            "$support\n\n"
            "$confidentiality"
        ),
    ),
}


def faults_of(kind, audience, text) -> list[str]:
    """Why a party may not word this letter so; one sentence each."""
    return faults(text, known(kind, audience), LETTERS[kind, audience].must)
