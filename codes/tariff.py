"""What may follow which breach? The catalogues of sanctions, behaviours and severities.

SANCTIONS is the ladder, mildest first; the order is the rank, so "most severe" is computable.
To add a sanction type, add one line: choices, limits, statistics and labels follow from it.
What a party's own code allows at each severity are the tariff lines of the edition.
Sources: the parties' published ladders; the Electoral Commission's candidate survey of May 2024
(behaviours); Equality Act 2010 (characteristics). Named prejudices and "additions" are choices.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """How long a sanction lasts, and which dates it therefore needs."""

    words: Any
    needs_end: bool = False
    needs_due: bool = False
    min_months: int = 0
    max_months: int | None = None


NONE = Term("")
EXPIRES = Term(_("expires"), needs_end=True)
DATES = Term(_("dates"), needs_end=True)
DUE = Term(_("due date"), needs_due=True)
YEAR = Term(_("up to 12 months"), needs_end=True, min_months=1, max_months=12)
LONGER = Term(_("over 12 months"), needs_end=True, min_months=13)
BAR = Term(_("2 or 5 years"), needs_end=True, min_months=24, max_months=60)

# The groups in which the yearly statistics count a case by its most severe sanction.
ADVICE = "reminder or advice"
TRAINING = "training"
WARNING = "formal warning"
FIXED_TERM = "suspension (fixed term)"
CANDIDACY = "removal of candidacy or whip"
EXPULSION = "expulsion"
OTHER = "other"
GROUPS = {
    ADVICE: _("Reminder or advice"),
    TRAINING: _("Training"),
    WARNING: _("Formal warning"),
    FIXED_TERM: _("Suspension (fixed term)"),
    CANDIDACY: _("Removal of candidacy or whip"),
    EXPULSION: _("Expulsion"),
    OTHER: _("Other"),
}


@dataclass(frozen=True)
class Sanction:
    """One rung; `known_as` are the words a code of conduct may use for it."""

    rank: int
    code: str
    name: Any
    length: Term
    group: str
    published_label: str
    known_as: tuple[str, ...]

    @property
    def is_sanction(self) -> bool:
        """No further action is an outcome, kept in the ladder so that it can be compared."""
        return self.rank > 0

    @property
    def term(self) -> Any:
        return self.length.words

    @property
    def min_months(self) -> int:
        return self.length.min_months

    @property
    def max_months(self) -> int | None:
        return self.length.max_months

    @property
    def needs_end(self) -> bool:
        return self.length.needs_end

    @property
    def needs_due(self) -> bool:
        return self.length.needs_due


# code, name, term, group in statistics, published label, words used in codes of conduct.
# "Removal of posts" is read as online content and never merged with removal from a party post.
_LADDER = [
    ("no-further-action", _("No further action"), NONE, OTHER, "", "no further action"),
    ("reminder-of-values", _("Reminder of values"), NONE, ADVICE, "", "reminder of values"),
    ("reminder-of-conduct", _("Reminder of conduct"), NONE, ADVICE, "", "reminder of conduct"),
    ("informal-warning", _("Informal warning"), EXPIRES, ADVICE, "", "informal warning"),
    ("apology", _("Apology required"), DUE, OTHER, "Apology", "apology"),
    (
        "content-removal",
        _("Removal of online content"),
        DUE,
        OTHER,
        "Removal of posts",
        "removal of online content|removal of online posts|removal of posts|removal of content",
    ),
    ("training", _("Training or education"), DUE, TRAINING, "Training", "training|education"),
    ("rebuke", _("Rebuke"), NONE, WARNING, "Rebuke", "rebuke"),
    ("formal-warning", _("Formal warning"), EXPIRES, WARNING, "", "formal warning"),
    (
        "severe-rebuke",
        _("Severe rebuke or final warning"),
        EXPIRES,
        WARNING,
        "Severe rebuke",
        "severe rebuke|final warning",
    ),
    (
        "removal-from-post",
        _("Removal from party post"),
        NONE,
        OTHER,
        "",
        "removal from a party post|removal from party post|removal from office",
    ),
    (
        "candidacy-bar",
        _("Bar from candidacy or office"),
        DATES,
        CANDIDACY,
        "Suspension of candidature/office",
        "bar from candidacy|suspension of candidature|suspension of office",
    ),
    (
        "suspension",
        _("Suspension of membership"),
        YEAR,
        FIXED_TERM,
        "Suspension (up to 12 months)",
        "suspension of membership|suspension",
    ),
    (
        "extended-suspension",
        _("Extended suspension"),
        LONGER,
        FIXED_TERM,
        "",
        "extended suspension",
    ),
    (
        "expulsion",
        _("Expulsion or revocation of membership"),
        NONE,
        EXPULSION,
        "Expulsion",
        "expulsion|revocation of membership",
    ),
    (
        "exclusion",
        _("Exclusion with bar on re-application"),
        BAR,
        EXPULSION,
        "",
        "exclusion with bar|exclusion",
    ),
]
SANCTIONS: dict[str, Sanction] = {
    code: Sanction(rank, code, name, term, group, label, tuple(words.split("|")))
    for rank, (code, name, term, group, label, words) in enumerate(_LADDER)
}


@dataclass(frozen=True)
class Severity:
    level: int
    name: Any


SEVERITIES: dict[int, Severity] = {
    level: Severity(level, name)
    for level, name in enumerate([_("Minor"), _("Moderate"), _("Serious"), _("Gravest")], start=1)
}


@dataclass(frozen=True)
class Behaviour:
    """One kind of conduct; `intimidatory` is the default of the statistics flag."""

    code: str
    name: Any
    group: str
    setting: str
    intimidatory: bool


_VIOLENCE, _ONLINE, _PROPERTY = "violence and threats", "online abuse", "property"
_OFFLINE, _HARASSMENT = "abuse offline", "harassment"
_DISCRIMINATION, _BREACH = "discrimination", "other breach"
BEHAVIOUR_GROUPS = {
    _VIOLENCE: _("Violence and threats"),
    _ONLINE: _("Online abuse"),
    _OFFLINE: _("Abuse offline"),
    _PROPERTY: _("Property"),
    _HARASSMENT: _("Harassment"),
    _DISCRIMINATION: _("Discrimination"),
    _BREACH: _("Other breach"),
}
BEHAVIOURS: dict[str, Behaviour] = {
    code: Behaviour(code, name, group, setting, group not in {_DISCRIMINATION, _BREACH})
    for code, name, group, setting in [
        ("PHYS", _("Physical attack, or an object thrown at a person"), _VIOLENCE, "in person"),
        ("THREAT", _("Threat of harm to a person, their family or staff"), _VIOLENCE, "any"),
        (
            "INTIM",
            _("Making a person feel unsafe on purpose, for example by following them"),
            _VIOLENCE,
            "any",
        ),
        (
            "PROP",
            _("Damage to or defacing of property or campaign assets"),
            _PROPERTY,
            "in person",
        ),
        ("ASSET", _("Tearing down or destroying campaign assets"), _PROPERTY, "in person"),
        ("SM-SEX", _("Social media: sexual content, or hate about gender"), _ONLINE, "online"),
        ("SM-RACE", _("Social media: hate about race or ethnicity"), _ONLINE, "online"),
        ("SM-REL", _("Social media: hate about religion"), _ONLINE, "online"),
        ("SM-OTH", _("Social media: other abuse, insult or threat"), _ONLINE, "online"),
        ("BELITTLE", _("Belittling or insulting a person in meetings"), _OFFLINE, "in person"),
        ("HARASS", _("Harassment: a course of unwanted conduct"), _HARASSMENT, "any"),
        ("STALK", _("Stalking"), _HARASSMENT, "any"),
        ("DOXX", _("Publishing private information"), _HARASSMENT, "online"),
        ("PILEON", _("Organised online attack by many on one"), _ONLINE, "online"),
        ("INCITE", _("Encouraging others to intimidate or abuse"), _VIOLENCE, "any"),
        ("SEXHAR", _("Sexual harassment"), _HARASSMENT, "any"),
        ("BULLY", _("Bullying"), _HARASSMENT, "any"),
        ("DISCRIM", _("Discrimination"), _DISCRIMINATION, "any"),
        (
            "VICTIM",
            _("Victimisation: punishing someone for a complaint or evidence"),
            _DISCRIMINATION,
            "any",
        ),
        ("DEFAME", _("Defamation"), _BREACH, "any"),
        ("MALICE", _("Malicious allegation"), _BREACH, "any"),
        ("LEAK", _("Breach of confidentiality"), _BREACH, "any"),
        ("OPPOSE", _("Standing or campaigning against the party"), _BREACH, "any"),
        ("OTHER", _("Other"), _BREACH, "any"),
    ]
}


@dataclass(frozen=True)
class Characteristic:
    """A protected characteristic (level 1) or a named prejudice under one (level 2)."""

    code: str
    name: Any

    @property
    def parent(self) -> str:
        return self.code.rpartition("/")[0]

    @property
    def level(self) -> int:
        return self.code.count("/") + 1

    @property
    def is_characteristic(self) -> bool:
        """The last two are values for counting, not characteristics."""
        return self.code not in {"none-cited", "not-known"}


CHARACTERISTICS: dict[str, Characteristic] = {
    code: Characteristic(code, name)
    for code, name in [
        ("age", _("Age")),
        ("age/ageism", _("Ageism")),
        ("disability", _("Disability")),
        ("disability/disablism", _("Disablism")),
        ("gender-reassignment", _("Gender reassignment")),
        ("gender-reassignment/transphobia", _("Transphobia")),
        ("marriage-and-civil-partnership", _("Marriage and civil partnership")),
        ("pregnancy-and-maternity", _("Pregnancy and maternity")),
        ("race", _("Race")),
        ("race/anti-black-racism", _("Anti-Black racism")),
        ("race/antisemitism", _("Antisemitism")),
        ("race/anti-gypsy-roma-traveller", _("Prejudice against Gypsies, Roma and Travellers")),
        ("religion", _("Religion or belief")),
        ("religion/islamophobia", _("Islamophobia")),
        ("religion/antisemitism", _("Antisemitism")),
        ("religion/anti-christian", _("Anti-Christian prejudice")),
        ("religion/anti-hindu", _("Anti-Hindu prejudice")),
        ("religion/anti-sikh", _("Anti-Sikh prejudice")),
        ("sex", _("Sex")),
        ("sex/sexism", _("Sexism")),
        ("sex/misogyny", _("Misogyny")),
        ("sexual-orientation", _("Sexual orientation")),
        ("sexual-orientation/homophobia", _("Homophobia")),
        ("sexual-orientation/biphobia", _("Biphobia")),
        ("none-cited", _("None cited")),
        ("not-known", _("Not known")),
    ]
}


@dataclass(frozen=True)
class Factor:
    """What makes a breach weigh more or less within its severity; each ticked one is kept."""

    code: str
    name: Any
    aggravates: bool


FACTORS: dict[str, Factor] = {
    code: Factor(code, name, aggravates)
    for code, name, aggravates in [
        ("planned", _("Planned or organised with others"), True),
        ("repeated", _("Repeated, or went on after being asked to stop"), True),
        ("standing-sanction", _("A sanction for like conduct was in force"), True),
        ("position", _("Abuse of a position of trust or power"), True),
        ("vulnerable", _("Aimed at somebody who was vulnerable or young"), True),
        ("hostility", _("Hostility because of a protected characteristic"), True),
        ("audience", _("Reached a large audience, or urged others to join in"), True),
        ("obstructed", _("Destroyed evidence, misled or pressed witnesses"), True),
        ("first", _("First breach in a long membership"), False),
        ("admitted", _("Admitted early"), False),
        ("put-right", _("Put right: apologised, removed, made good"), False),
        ("provoked", _("Provoked, without being justified"), False),
        ("health", _("Illness or distress at the time"), False),
        ("inexperience", _("Youth or inexperience"), False),
        ("brief", _("Brief, and reached few"), False),
        ("learnt", _("Has learnt from it, for example by a course taken since"), False),
    ]
}


def sanction_choices() -> list[tuple[str, Any]]:
    """What a panel may impose, mildest first."""
    return [(rung.code, rung.name) for rung in SANCTIONS.values() if rung.is_sanction]


def severity_choices() -> list[tuple[int, Any]]:
    return [(severity.level, severity.name) for severity in SEVERITIES.values()]


def in_order(codes: Iterable[str]) -> list[Sanction]:
    """The rungs of these codes, mildest first; a code no longer in the ladder is left out."""
    known = {code for code in codes if code in SANCTIONS}
    return [rung for code, rung in SANCTIONS.items() if code in known]


def most_severe(codes: Iterable[str]) -> Sanction | None:
    return (in_order(codes) or [None])[-1]


def range_for(lines: Iterable[Any], severity: int | None) -> list[Sanction]:
    """What this edition's tariff allows at one severity; empty when it sets no range there."""
    return in_order(code for line in lines if line.severity == severity for code in line.sanctions)


def outside_range(
    lines: Iterable[Any], severity: int | None, codes: Iterable[str]
) -> list[Sanction]:
    """The chosen sanctions that need a reason. An edition without a range excludes nothing."""
    allowed = range_for(lines, severity)
    return [
        rung for rung in in_order(codes) if allowed and rung.is_sanction and rung not in allowed
    ]


def sanctions_named(words: str) -> list[Sanction]:
    """The sanctions a sentence of a code names, mildest first.

    Longer names are taken out first, so "severe rebuke" is not read as "rebuke" as well.
    """
    left, found = " ".join(words.lower().split()), set()
    names = [(name, rung.code) for rung in SANCTIONS.values() for name in rung.known_as]
    for name, code in sorted(names, key=lambda pair: -len(pair[0])):
        left, times = re.subn(rf"\b{re.escape(name)}\b", " ", left)
        found |= {code} if times else set()
    return in_order(found)
