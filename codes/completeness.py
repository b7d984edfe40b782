"""Does an edition do what the report asks of a code? Each check is one entry of CHECKS.

The Committee on Standards in Public Life (2017) asks parties for a code that specifically
prohibits intimidation, offline and online, whose consequences are clear, and that members are
made familiar with. A failing check that `blocks` keeps the edition from being put in force; the
others advise. The checks read words: they find what is missing, a person judges what is there.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from codes.tariff import SEVERITIES, sanctions_named


@dataclass(frozen=True)
class Rule:
    """A clause as the checks read it: its own words after those of the clauses it stands in."""

    number: str
    words: str


@dataclass(frozen=True)
class Text:
    rules: tuple[Rule, ...]
    severities: frozenset[int]
    is_joint: bool


THE_TARIFF = _("the tariff")
HOME_PARTY = _("each party’s own code")


@dataclass(frozen=True)
class Check:
    """`finds` answers what meets the check (mostly a clause's number), "" when nothing does."""

    key: str
    asks: Any
    remedy: Any
    finds: Callable[[Text], str]
    blocks: bool = True


@dataclass(frozen=True)
class Result:
    check: Check
    met_by: str

    @property
    def met(self):
        return bool(self.met_by)


def says(*patterns):
    """The first clause in which every pattern is found."""
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]

    def finds(text):
        for rule in text.rules:
            if all(pattern.search(rule.words) for pattern in compiled):
                return rule.number
        return ""

    return finds


def names_consequences(text):
    """A clause that announces consequences, and the sanctions in it, below it or in the tariff."""
    for rule in text.rules:
        if re.search(CONSEQUENCE, rule.words, re.IGNORECASE):
            below = " ".join(r.words for r in text.rules if r.number.startswith(rule.number))
            if text.severities or len(sanctions_named(below)) > 1:
                return rule.number
    return ""


def has_whole_tariff(text):
    return THE_TARIFF if text.severities == frozenset(SEVERITIES) else ""


def unless_joint(finds):
    """Sanctions and appeals are the home party's, under its own code: the joint code has none."""
    return lambda text: HOME_PARTY if text.is_joint else finds(text)


FORBIDS = r"\b(not|never|no|nobody|prohibit\w*|forbid\w*|forbidden|banned|applies)\b"
INTIMIDATION = (
    r"\bintimidation\b[^.]{0,40}\b(prohibited|forbidden|banned|not (allowed|tolerated|permitted))"
    r"|\b(prohibits?|forbids?|bans?)\b[^.]{0,40}\bintimidation\b"
    r"|\bno (form of )?intimidation\b"
    r"|\b(must|shall|may|will|do|does) (not|never)\b[^.]{0,30}\bintimidate "
    r"(anyone|anybody|any person|others|another|people)\b"
)
# A home address is private information; going to a home is conduct.
OFFLINE = (
    r"\b(offline|in person|face to face|doorsteps?|meetings|street)\b"
    r"|\b(to|at)( \S+){0,2} homes?\b(?! address)"
)
ONLINE = r"\b(online|on-line|social media|internet|digital|direct messages|post or share)\b"
CONSEQUENCE = r"\b(consequences?|may follow|may impose|may order|may lead to|sanctions are)\b"
TRAINED = (
    r"\b(complet\w+|receiv\w+|attend\w*|offer\w*|provid\w+|given)\b[^.;]{0,60}\btraining\b"
    r"|\btraining on\b|\b(is|are) trained\b|\btakes? a course\b"
)

CHECKS: list[Check] = [
    Check(
        "prohibits",
        _("Intimidation is prohibited in so many words"),
        _("Add a clause that says that intimidation is prohibited."),
        says(INTIMIDATION),
    ),
    Check(
        "definition",
        _("It says what intimidation is"),
        _(
            "Add a clause that says what intimidation is: words or behaviour intended or likely "
            "to deter a person from public life."
        ),
        says(r"\b(words|behaviour|conduct|acts?)\b", r"\b(deter|discourage|silence|withdraw)\w*"),
    ),
    Check(
        "offline",
        _("It covers intimidation offline"),
        _("Add a clause on intimidation in person: at meetings, on doorsteps, at homes."),
        says(OFFLINE, FORBIDS),
    ),
    Check(
        "online",
        _("It covers intimidation online"),
        _("Add a clause on intimidation online: in posts, messages and groups."),
        says(ONLINE, FORBIDS),
    ),
    Check(
        "consequences",
        _("It states the consequences of a breach"),
        _("Add a clause that says what may follow a breach, and fill in the tariff."),
        names_consequences,
    ),
    Check(
        "complain",
        _("It says how to complain"),
        _("Add a clause that says who may complain, to whom and how."),
        says(r"\b(may|can) complain\b|\bcomplain (to|in writing|by)\b|\bcomplaints? form\b"),
    ),
    Check(
        "training",
        _("It says how members learn of it"),
        _("Add a clause on training: who is trained on the code, and when."),
        says(TRAINED),
    ),
    Check(
        "acknowledgement",
        _("It says how soon a complaint is acknowledged"),
        _("Add a clause that says within how many working days a complaint is acknowledged."),
        says(r"\backnowledg\w+\b", r"\bwithin\b[^.]{0,30}\b(days?|hours?)\b"),
    ),
    Check(
        "tariff",
        _("The tariff has a line for every severity"),
        _("Fill in the tariff, so that members see what may follow at each of the four levels."),
        unless_joint(has_whole_tariff),
        blocks=False,
    ),
    Check(
        "appeal",
        _("It says who may appeal"),
        _("Add a clause on appeals: who may appeal, within what time, on which grounds."),
        unless_joint(says(r"\bappeal\b")),
        blocks=False,
    ),
    Check(
        "danger",
        _("It says what to do in danger"),
        _("Add a clause that says to call 999 in danger and to report crimes to the police."),
        says(r"\b(999|police)\b"),
        blocks=False,
    ),
]


def text_of(clauses: Iterable[Any], severities: Iterable[int], *, is_joint: bool) -> Text:
    """Reads clauses in order; `parent_number` is "" or the number of the clause above."""
    whole: dict[str, str] = {}
    for clause in clauses:
        above = whole.get(clause.parent_number, "") if clause.level > 2 else ""
        whole[clause.number] = f"{above} {clause.text}".strip()
    rules = tuple(Rule(number, words) for number, words in whole.items() if words)
    return Text(rules, frozenset(severities), is_joint)


def checklist(text: Text) -> list[Result]:
    return [Result(check, check.finds(text)) for check in CHECKS]


def objections(text: Text) -> list[Any]:
    """Why this edition may not be put in force yet, a sentence for each failing item."""
    failing = [result.check for result in checklist(text) if not result.met]
    return [check.remedy for check in failing if check.blocks]
