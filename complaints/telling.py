"""In which words is either side told where its case stands?

From the report on both sides are told the same; before, each is told what concerns it. Whether a
side is told at all is its own page's business (intake.showing, respond.showing).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.workflow import Stage


@dataclass(frozen=True)
class Words:
    title: Promise
    meaning: Promise


TO_BOTH = {
    Stage.REPORT: Words(
        _("The investigation is finished"), _("A panel is being brought together to decide.")
    ),
    Stage.PANEL: Words(
        _("A panel is deciding"), _("Its members took no part in the case before.")
    ),
    Stage.REVIEW: Words(
        _("The decision is being checked"), _("Somebody independent looks at it before it counts.")
    ),
    Stage.DECIDED: Words(
        _("A decision has been made"), _("You read it here as soon as both sides are told.")
    ),
    Stage.APPEAL: Words(
        _("There is an appeal"), _("People who took no part before look at the decision again.")
    ),
    Stage.CLOSED: Words(_("The case has ended"), _("Your letters tell you how.")),
}


def due_of(case, kind):
    """The day on which a running clock of the case ends; None where none runs."""
    running = case.clocks.running().filter(kind=kind)
    return running.values_list("due_on", flat=True).first()


def findings_of(case):
    """What was found on each allegation, in their order."""
    return case.findings.select_related("allegation__clause").order_by("allegation__position")
