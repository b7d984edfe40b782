"""Do the figures of a published table add up? Checks its identities and names each that fails.

The identities stand in `data/published-statistics.identities.csv`. A term is `unit.measure`,
optionally `@period`; terms are joined by + or -; `sum(unit.prefix*)` adds all measures that begin
so; a bare number is itself. A figure that was not published makes its identity unanswerable, and
is never taken for zero.
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.utils.translation import gettext as _

PUBLISHED = Path(__file__).parent / "data" / "published-statistics.csv"
IDENTITIES = PUBLISHED.with_name("published-statistics.identities.csv")
NEEDED = {"source", "period", "unit", "measure", "value"}
RULE = "counting rule: "


class Unreadable(Exception):
    """The file is no table of published figures; the sentence says what it lacks."""


@dataclass(frozen=True)
class Answer:
    """One identity with what the figures make of it."""

    id: str
    source: str
    period: str
    statement: str
    difference: int | None  # left minus right; None when a figure was not published
    holds: bool
    explanation: str


@dataclass(frozen=True)
class Report:
    answers: list[Answer]
    comparability: list[str]

    @property
    def flagged(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.holds]


def reconcile(path: Path, identities: Path = IDENTITIES) -> Report:
    rows = _rows(path)
    figures = {(r["period"], r["unit"], r["measure"]): _number(r["value"]) for r in rows}
    present = {r["source"] for r in rows}
    asked = [line for line in _rows(identities, set()) if line["source"] in present]
    return Report([_answer(line, figures) for line in asked], _comparability(rows))


def _rows(path: Path, needed=NEEDED) -> list[dict]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = needed - set(reader.fieldnames or ())
            if missing:
                words = _("%(file)s has no column %(columns)s.")
                raise Unreadable(
                    words % {"file": path.name, "columns": ", ".join(sorted(missing))}
                )
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise Unreadable(
            _("%(file)s cannot be read as a CSV file.") % {"file": path.name}
        ) from fault


def _number(words: str) -> int | None:
    if not words.strip():
        return None
    try:
        return int(words.replace(",", ""))
    except ValueError as fault:
        raise Unreadable(_("“%(words)s” is not a whole number.") % {"words": words}) from fault


# --- Identities ------------------------------------------------------------------------------


def _answer(line: dict, figures: dict) -> Answer:
    left, right = (_value(line[side], line["period"], figures) for side in ("left", "right"))
    difference = None if left is None or right is None else left - right
    holds = difference is None or difference == 0 or (line["relation"] == ">=" and difference > 0)
    return Answer(
        line["id"],
        line["source"],
        line["period"],
        f"{line['left']} {line['relation']} {line['right']}",
        difference,
        holds,
        line["explanation"],
    )


def _value(expression: str, period: str, figures: dict) -> int | None:
    total = 0
    for sign, term in re.findall(r"(?:^| ([+-]) )((?:(?! [+-] ).)+)", expression):
        value = _term(term.strip(), period, figures)
        if value is None:
            return None
        total += -value if sign == "-" else value
    return total


def _term(term: str, period: str, figures: dict) -> int | None:
    if term.isdigit():
        return int(term)
    if every := re.fullmatch(r"sum\((.+)\.([^.]*)\*\)", term):
        unit, prefix = every.groups()
        found = [
            v
            for (p, u, m), v in figures.items()
            if (p, u) == (period, unit) and m.startswith(prefix)
        ]
        return None if None in found else sum(found)
    name, _at, other = term.partition("@")
    unit, _dot, measure = name.rpartition(".")
    return figures.get((other or period, unit, measure))


# --- Comparability ---------------------------------------------------------------------------


def _comparability(rows: list[dict]) -> list[str]:
    """A counting rule that differs between two periods of one source forbids comparing them."""
    rules: dict[tuple, dict[str, str]] = defaultdict(dict)
    for row in rows:
        note = row.get("note") or ""
        if RULE in note:
            rule = note.partition(RULE)[2].split(";")[0].strip()
            rules[row["source"], row["unit"]][row["period"]] = rule
    return [warning for (_s, unit), by in rules.items() for warning in _warnings(unit, by)]


def _warnings(unit: str, by_period: dict[str, str]):
    periods = sorted(by_period)
    for earlier, later in pairwise(periods):
        if by_period[earlier] != by_period[later]:
            words = _(
                "Do not compare the %(unit)s of %(a)s with those of %(b)s: in %(a)s %(rule_a)s, "
                "in %(b)s %(rule_b)s."
            )
            yield words % {
                "unit": unit,
                "a": earlier,
                "b": later,
                "rule_a": by_period[earlier],
                "rule_b": by_period[later],
            }


# --- What was published before -------------------------------------------------------------------


@dataclass(frozen=True)
class Past:
    """What one publisher gave for one period, as it was given, and what of it adds up."""

    source: str
    period: str
    lines: list[dict]
    answers: list[Answer]

    @property
    def flagged(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.holds]


def history(path: Path = PUBLISHED) -> tuple[list[Past], list[str]]:
    """Read-only releases of earlier years, the newest first; and which must not be compared."""
    report, releases = reconcile(path), defaultdict(list)
    for row in _rows(path):
        releases[row["source"], row["period"]].append(row)
    past = [
        Past(source, period, lines, _of(report, source, period))
        for (source, period), lines in releases.items()
    ]
    return sorted(past, key=lambda each: each.period, reverse=True), report.comparability


def _of(report: Report, source: str, period: str) -> list[Answer]:
    return [a for a in report.answers if (a.source, a.period) == (source, period)]
