"""What does a reader of a procedure see? One version, with all that stands beside it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.safestring import mark_safe

from complaints.models import Procedure
from complaints.procedures import diagram
from complaints.procedures.options import GROUPS


@dataclass(frozen=True)
class Reader:
    """One published version as seen on a day, among all of its party."""

    procedure: Procedure
    versions: list[Procedure]
    on: date

    @property
    def party(self):
        return self.procedure.party

    @property
    def current(self):
        return in_force(self.versions, self.on)

    @property
    def state(self):
        if self.procedure.in_force_from > self.on:
            return "coming"
        return "current" if self.procedure == self.current else "past"

    @property
    def previous(self):
        older = (v for v in self.versions if v.in_force_from < self.procedure.in_force_from)
        return next(older, None)

    @property
    def groups(self):
        return groups(self.procedure)

    @property
    def drawing(self):
        return drawing(self.procedure)

    @cached_property
    def moves(self):
        return diagram.moves(self.procedure)

    @property
    def early_ends(self):
        return diagram.early_ends(self.procedure)


def in_force(versions, on):
    return next((version for version in versions if version.in_force_from <= on), None)


def groups(procedure):
    """(heading, [(label, value)]) for the page, every value in words."""
    return [
        (group.heading, [(option.label, option.words(procedure)) for option in group.options])
        for group in GROUPS
    ]


def drawing(procedure):
    # Made from the table of steps and escaped label by label; nobody types any of it.
    return mark_safe(diagram.draw(procedure))
