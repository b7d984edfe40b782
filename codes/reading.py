"""What does a reader of a code see? One edition with all that stands beside it.

Built from the published editions alone, so every page and every export says the same. Three
queries for a page, four for the joint code, however long the code.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from codes.completeness import names_consequences, text_of
from codes.models import Adherence, Edition

WELSH = "cy"


def editions_of(slug: str) -> list[Edition]:
    """Every published edition of a party's code, the newest first, each with its last day."""
    editions = list(Edition.objects.published().of(slug).newest_first())
    following = None
    for edition in editions:
        edition.until = following and following - timedelta(days=1)
        following = edition.in_force_from
    return editions


@dataclass(frozen=True)
class Section:
    """Clauses under one heading; `clause` is the numbered heading itself, when it is a clause."""

    anchor: str
    number: str
    heading: str
    heading_cy: str
    clauses: list[Any]


@dataclass(frozen=True)
class Reader:
    """One edition as seen on a day, in English or (where a text stands in it) in Welsh."""

    edition: Edition
    editions: list[Edition]
    on: date
    language: str = "en"

    @property
    def code(self):
        return self.edition.code

    @property
    def party(self):
        return self.edition.code.party

    @property
    def in_welsh(self):
        return self.language == WELSH

    @property
    def current(self):
        """The edition in force on the day of reading, if one is."""
        return in_force(self.editions, self.on)

    @property
    def state(self):
        if self.edition.in_force_from and self.edition.in_force_from > self.on:
            return "coming"
        return "current" if self.edition == self.current else "past"

    @property
    def previous(self):
        """The edition before this one, which a reader compares it with."""
        if not self.edition.in_force_from:
            return None
        older = (e for e in self.editions if e.in_force_from < self.edition.in_force_from)
        return next(older, None)

    @cached_property
    def clauses(self):
        clauses = list(self.edition.clauses.all())
        known = {clause.pk: clause for clause in clauses}
        for clause in clauses:
            clause.parent = known.get(clause.parent_id)
        return clauses

    @cached_property
    def has_welsh(self):
        return any(clause.text_cy or clause.heading_cy for clause in self.clauses)

    @cached_property
    def lines(self):
        return list(self.edition.tariff_lines.all())

    @cached_property
    def consequences(self):
        """Without a tariff: the clause that says what may follow, if one does."""
        severities = {line.severity for line in self.lines}
        text = text_of(self.clauses, severities, is_joint=self.code.is_joint)
        number = names_consequences(text)
        return next((clause for clause in self.clauses if clause.number == number), None)

    @cached_property
    def adherences(self):
        """Where each party stands on this edition of the joint code, as on the day of reading."""
        if not self.code.is_joint:
            return []
        begun = Adherence.objects.visible_to(None).filter(
            edition=self.edition, from_on__lte=self.on
        )
        latest = {row.party_id: row for row in begun.order_by("from_on")}
        return sorted(latest.values(), key=lambda row: row.party.name)

    @cached_property
    def sections(self):
        """Contents: a numbered heading with its clauses, or a heading over several clauses."""
        return [
            section
            for key, group in groupby(self.clauses, _heading())
            for section in [_section(list(group))]
        ]

    @property
    def modified(self):
        """When the page last changed by publishing; None where adherence changes it as well."""
        return None if self.code.is_joint else max(e.published_at for e in self.editions)


def in_force(editions, on):
    return next((e for e in editions if e.in_force_from <= on), None)


def _heading():
    """A key that changes wherever a new heading begins."""
    state = {"at": 0, "heading": None}

    def key(clause):
        if clause.level == 1 and (not clause.text or clause.heading != state["heading"]):
            state["at"] += 1
            state["heading"] = clause.heading if clause.text else None
        return state["at"]

    return key


def _section(clauses):
    first = clauses[0]
    is_heading = first.level == 1 and first.heading and not first.text
    return Section(
        anchor=first.anchor if is_heading else f"section-{first.anchor}",
        number=first.number if is_heading else "",
        heading=first.heading,
        heading_cy=first.heading_cy,
        clauses=clauses[1:] if is_heading else clauses,
    )
