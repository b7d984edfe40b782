"""Which settings of a procedure contradict each other? Each answer is a sentence.

A draft may hold them while it is being written; it is put in force only without them.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints.actions.duties import holding
from complaints.eligibility import NEEDED
from complaints.procedures.options import LIMITS

# Both sides hear at least every three months (Scottish practice; domain D44): 13 weeks of five
# days, less no holiday, so that no nation's calendar makes it longer than it says.
LONGEST_UPDATE = 60


def contradictions(procedure) -> list[str]:
    found = [check(procedure) for check in CHECKS]
    return [sentence for sentence in (*_empty_limits(procedure), *found) if sentence]


def _empty_limits(procedure):
    """An obligation nobody has a day for is late as soon as it begins."""
    for option in LIMITS:
        if option.value(procedure) == 0 and _is_used(option.name, procedure):
            yield _("“%(name)s” has 0 days. Give it at least 1.") % {"name": option.label}


USED = {
    "informal_days": lambda procedure: procedure.informal_route,
    "review_days": lambda procedure: procedure.has_review,
    "appeal_days": lambda procedure: procedure.has_appeals,
    "hear_appeal_days": lambda procedure: procedure.has_appeals,
}


def _is_used(name, procedure):
    return USED.get(name, lambda procedure: True)(procedure)


def updates_come_in_time(procedure):
    if procedure.update_days <= LONGEST_UPDATE:
        return ""
    return _(
        "Both sides are to hear at least every three months: write to them within %(n)d working "
        "days at most."
    ) % {"n": LONGEST_UPDATE}


def a_campaign_is_no_quieter(procedure):
    if procedure.campaign_update_days <= procedure.update_days:
        return ""
    return _(
        "While a campaign is on both sides would hear every %(campaign)d working days, less often "
        "than at other times (%(other)d). Choose a shorter time for campaigns."
    ) % {"campaign": procedure.campaign_update_days, "other": procedure.update_days}


def a_panel_cannot_split_in_half(procedure):
    if procedure.panel_size % 2:
        return ""
    return _("A panel of %(n)d can split in half. Choose an odd number.") % {
        "n": procedure.panel_size
    }


def an_appeal_has_a_ground(procedure):
    if procedure.appeal_grounds or not procedure.has_appeals:
        return ""
    return _("There is an appeal, yet no ground to base it on. Choose at least one ground.")


def an_upheld_case_is_kept_longest(procedure):
    if procedure.keep_upheld_months >= procedure.keep_not_upheld_months:
        return ""
    return _(
        "A case in which something was upheld would be destroyed before one in which nothing was."
    )


def nothing_goes_while_it_may_come_again(procedure):
    """Somebody may still complain of the same conduct, and the first case would be gone."""
    if procedure.keep_not_upheld_months >= procedure.complaint_limit_months:
        return ""
    return _(
        "A case is destroyed after %(kept)s months, while a complaint about the same behaviour "
        "may still come for %(limit)s months. Keep it at least as long."
    ) % {
        "kept": procedure.keep_not_upheld_months,
        "limit": procedure.complaint_limit_months,
    }


def a_panel_can_be_filled(procedure):
    return _too_few(procedure, "adjudicator", procedure.panel_size)


def an_appeal_panel_can_be_filled(procedure):
    wanted = procedure.panel_size if procedure.has_appeals else 0
    return _too_few(procedure, "appeal-adjudicator", wanted)


def somebody_reviews(procedure):
    return _too_few(procedure, "reviewer", int(procedure.has_review))


TOO_FEW = {
    "adjudicator": _l("A panel takes %(wanted)d adjudicators, and the party has %(number)d."),
    "appeal-adjudicator": _l(
        "An appeal takes %(wanted)d appeal adjudicators, and the party has %(number)d."
    ),
    "reviewer": _l("Decisions are to be reviewed, and the party has nobody as a reviewer."),
}


def _too_few(procedure, duty, wanted):
    number = len(holding(procedure.party, (NEEDED[duty],))) if wanted else 0
    return "" if number >= wanted else TOO_FEW[duty] % {"wanted": wanted, "number": number}


CHECKS = (
    updates_come_in_time,
    a_campaign_is_no_quieter,
    a_panel_cannot_split_in_half,
    a_panel_can_be_filled,
    somebody_reviews,
    an_appeal_has_a_ground,
    an_appeal_panel_can_be_filled,
    an_upheld_case_is_kept_longest,
    nothing_goes_while_it_may_come_again,
)
