"""What is passed to the police, what came of it, and what did a court order?"""

from django.utils.translation import gettext as _

from complaints.actions.desk import stand_still
from complaints.actions.writing import add, step
from complaints.models import Disqualification, Referral
from complaints.workflow import Refused
from partyconduct.audit.history import save


@step
def refer_to_police(case, *, by, meanwhile, reasons, **details):
    """The procedure waits or goes on by an explicit decision with reasons (D46)."""
    told = details | {"meanwhile": meanwhile, "reasons": reasons, "decided_by": by.person}
    referral = add(Referral, case, by, "refer_to_police", **told)
    if meanwhile == Referral.Meanwhile.PAUSED:
        stand_still(case, by, "refer_to_police", category="police", reason=reasons)
    return {"referral": referral.pk, "offence": referral.offence, "meanwhile": meanwhile}


@step
def record_police_result(case, *, by, referral, result, result_on):
    """The clocks stay as they are: letting them run again is a decision of its own."""
    if referral.case_id != case.pk or referral.result_on:
        raise Refused(_("This referral does not wait for a result."))
    if result_on < referral.referred_on:
        raise Refused(_("The result cannot be from before the referral."))
    referral.result, referral.result_on = result, result_on
    save(referral, by, "record_police_result")
    return {"referral": referral.pk}


@step
def record_disqualification(case, *, by, **details):
    """From the order itself, with its end; never inferred (domain 7.4)."""
    order = add(Disqualification, case, by, "record_disqualification", **details)
    return {"disqualification": order.pk, "ends": order.ends_on}
