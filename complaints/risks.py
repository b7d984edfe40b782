"""Is somebody in danger? The questions, and when the answers make a case urgent (domain 7.3)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YES, NO, UNCLEAR = "yes", "no", "unclear"
ANSWERS = {YES: _("Yes"), NO: _("No"), UNCLEAR: _("Not known")}


@dataclass(frozen=True)
class Risk:
    question: Promise
    hint: Promise
    alone: bool = True  # urgent by itself; else only together with another
    unknown: bool = False  # not knowing is treated as yes until it is known


RISKS = {
    "threat": Risk(
        _("Was anybody threatened with harm, followed, or sought out at home?"),
        _("Threats to kill, to rape or to hurt are always for the police."),
        unknown=True,
    ),
    "afraid": Risk(
        _("Is somebody afraid for their safety now?"),
        _("The person it was directed at, their family, their staff."),
        unknown=True,
    ),
    "at_risk": Risk(
        _("Is a child or an adult at risk involved?"),
        _("Then the party’s safeguarding lead is told today."),
    ),
    "worse": Risk(
        _("Has it happened before, or is it getting worse?"),
        _("Ask the complainant; look at earlier cases."),
        alone=False,
    ),
    "soon": Risk(
        _("Will they meet in the coming days?"),
        _("At a meeting, a canvass, a count or an event."),
        alone=False,
    ),
}


def is_urgent(answers: dict[str, str]) -> bool:
    """One that is grave by itself, or both of those that are grave together."""
    grave = {code for code, risk in RISKS.items() if _counts(risk, answers.get(code, UNCLEAR))}
    together = {code for code, risk in RISKS.items() if not risk.alone}
    return bool(grave - together) or together <= grave


def _counts(risk, answer):
    return answer == YES or (answer == UNCLEAR and risk.unknown)
