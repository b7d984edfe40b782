"""The first look's own questions: is somebody in danger, does a complainant repeat themselves?"""

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.writing import add, step
from complaints.models import RepeatFlag, RiskCheck
from complaints.risks import RISKS, is_urgent
from complaints.workflow import Refused
from partyconduct.audit.history import save


@step
def check_risk(case, *, by, reasons, police_words="", **answers):
    """An urgent case is seen to the same day, until another check finds it no longer is."""
    given = {code: answers[code] for code in RISKS}
    urgent = is_urgent(given)
    if urgent and not police_words.strip():
        raise Refused(_("Say what you told the person at risk about the police."))
    check = add(
        RiskCheck,
        case,
        by,
        "check_risk",
        answers=given,
        reasons=reasons,
        urgent=urgent,
        police_words=police_words,
        checked_at=timezone.now(),
        checked_by=by.person,
    )
    case.urgent_since = (case.urgent_since or case.today) if urgent else None
    return {"check": check.pk, "urgent": urgent}


@step
def flag_repeat(case, *, by, complaint, reasons):
    """One officer says it, a second agrees; until then it counts for nothing (D18)."""
    if complaint.case_id != case.pk:
        raise Refused(_("This complaint belongs to another case."))
    flag = getattr(complaint, "repeatflag", None)
    if flag is None:
        about = {"complaint": complaint, "reasons": reasons}
        by_whom = {"asked_by": by.person, "asked_on": case.today}
        flag = add(RepeatFlag, case, by, "flag_repeat", **about, **by_whom)
        return {"flag": flag.pk, "agreed": False}
    _agree(flag, case, by, reasons)
    return {"flag": flag.pk, "agreed": True}


def _agree(flag, case, by, reasons):
    if flag.stands:
        raise Refused(_("Two officers have already agreed on this."))
    if flag.asked_by_id == by.person_id:
        raise Refused(_("You said so yourself. A second officer has to agree."))
    flag.agreed_by, flag.agreed_on = by.person, case.today
    flag.reasons = f"{flag.reasons}\n{reasons}"
    save(flag, by, "flag_repeat")
