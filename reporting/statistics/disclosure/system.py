"""Which cells do the tables of one release hold, and what does adding up tell about them?

A cell's identity is its predicate: population, measure, and the set of (dimension, node) that
narrows it, totals left out. The same predicate in two tables, or in two releases, is one cell;
that is the whole treatment of linked tables.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import NamedTuple


class Unprotectable(Exception):
    """The figures are too few for any pattern of hidden cells to protect the people in them."""


class Key(NamedTuple):
    """The predicate of a cell: `population` carries the basis and the period."""

    population: str
    measure: str
    at: tuple[tuple[str, str], ...] = ()


def key(population: str, measure: str, **at: str) -> Key:
    return Key(population, measure, tuple(sorted(at.items())))


class Truth(NamedTuple):
    """What was counted: units, distinct respondents, units of the largest respondent."""

    count: int
    people: int = 0
    largest: int = 0


class Estimate(NamedTuple):
    """A figure that does not add up (a median, a share by a day) and what it rests on."""

    value: int | None
    events: int
    at_risk: int
    step: int = 0  # closures since the estimate before it: 1-4 would be a small count
    over: bool = False  # not reached: the value is a lower limit
    given: bool = False  # printed before in a frozen release: nothing new is told


class Constraint(NamedTuple):
    """sum(coefficient * cell) = 0, or >= 0 where the parts do not add up exactly."""

    terms: tuple[tuple[Key, int], ...]
    equal: bool = True


@dataclass(frozen=True)
class Node:
    code: str
    label: str
    parent: str = ""


@dataclass(frozen=True)
class Dimension:
    id: str
    title: str
    nodes: tuple[Node, ...] = ()
    additive: bool = True  # False: one complaint may stand under several nodes

    def children(self, code: str = "") -> list[Node]:
        return [node for node in self.nodes if node.parent == code]


@dataclass(frozen=True)
class Ref:
    """What one place of a table shows: a cell, a percentage of cells, or why there is nothing."""

    keys: tuple[Key, ...] = ()
    over: tuple[Key, ...] = ()  # the denominator: a percentage when given
    missing: str = ""  # "z" not applicable, "x" not available


@dataclass(frozen=True)
class Row:
    label: str
    depth: int  # 0 the total, 1 a group, 2 a leaf
    code: str = ""


@dataclass(frozen=True)
class Column:
    label: str
    unit: str
    depth: int = 0
    code: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table as readers see it."""

    id: str
    title: str
    stub: str
    basis: str
    period: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    grid: tuple[tuple[Ref, ...], ...]
    notes: tuple[str, ...] = ()
    chart: str = ""
    coarsened: str = ""
    path: tuple[tuple[str, int], ...] = ()  # how it may become coarser: rows or columns, how fine

    def cells(self) -> set[Key]:
        return {k for line in self.grid for ref in line for k in ref.keys + ref.over}

    def coarser(self) -> "Sheet | None":
        """The same table one step further on its declared path; None at the end of it."""
        for at, (kind, depth) in enumerate(self.path):
            lines = self.rows if kind == "rows" else self.columns
            keep = [i for i, line in enumerate(lines) if line.depth <= depth]
            if len(keep) < len(lines):
                return replace(self._keeping(kind, keep), path=self.path[at + 1 :])
        return None

    def _keeping(self, kind: str, keep: list[int]) -> "Sheet":
        if kind == "rows":
            rows, grid = tuple(self.rows[i] for i in keep), tuple(self.grid[i] for i in keep)
            return replace(self, rows=rows, grid=grid, coarsened="rows")
        grid = tuple(tuple(line[i] for i in keep) for line in self.grid)
        columns = tuple(self.columns[i] for i in keep)
        return replace(self, columns=columns, grid=grid, coarsened="columns")


@dataclass
class System:
    """Everything that is counted for one release, and every sum a reader can form from it."""

    about: dict = field(default_factory=dict)
    dimensions: tuple[Dimension, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    truths: dict[Key, Truth] = field(default_factory=dict)
    estimates: dict[Key, Estimate] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)
    thresholds: dict[Key, int] = field(default_factory=dict)
    groups: list[tuple[Key, Key]] = field(default_factory=list)  # (sensitive cell, its row total)
    fixed: set[Key] = field(default_factory=set)  # totals that are always shown
    known: dict[Key, tuple[int | None, str]] = field(default_factory=dict)  # from earlier releases
    flagged: set[Key] = field(default_factory=set)  # by hand, for a case known from elsewhere
    impossible: set[Key] = field(default_factory=set)  # combinations that cannot occur
    left_out: dict[str, str] = field(default_factory=dict)

    def cell(self, cell: Key, truth: Truth, threshold: int = 5) -> None:
        """Adds a cell, or checks that its predicate was counted alike before."""
        if self.truths.setdefault(cell, truth) != truth:
            raise ValueError(
                f"{cell} was counted twice, differently: {self.truths[cell]}, {truth}"
            )
        self.thresholds[cell] = max(threshold, self.thresholds.get(cell, 0))

    def adds_up(self, whole: Key, parts: list[Key]) -> None:
        """whole = sum of parts. A single part makes two names of one number: both or neither."""
        self.constraints.append(Constraint((*((part, 1) for part in parts), (whole, -1))))

    def covers(self, whole: Key, parts: list[Key]) -> None:
        """Each part <= whole <= sum of parts: what readers know where answers may be several."""
        self.constraints += [Constraint(((whole, 1), (part, -1)), equal=False) for part in parts]
        terms = (*((part, 1) for part in parts), (whole, -1))
        self.constraints.append(Constraint(terms, equal=False))

    def at_most(self, smaller: Key, larger: Key) -> None:
        self.constraints.append(Constraint(((larger, 1), (smaller, -1)), equal=False))

    def with_truths(self, truths: dict[Key, Truth]) -> "System":
        return replace(self, truths=truths)

    def shown(self) -> "System":
        """The part of the system that its sheets print, and what subtraction adds to it.

        A sum of which one term is not printed still gives that term away, so it stays, as a cell
        nobody is shown. Where two or more are missing the sum tells no more than its total.
        """
        printed = {k for sheet in self.sheets for k in sheet.cells()}
        constraints = [c for c in self.constraints if _binds(c, printed)]
        kept = printed | {k for c in constraints for k, _ in c.terms}
        return replace(
            self,
            truths={k: truth for k, truth in self.truths.items() if k in kept},
            estimates={k: e for k, e in self.estimates.items() if k in printed},
            constraints=constraints,
            groups=[pair for pair in self.groups if set(pair) <= kept],
        )

    def unprinted(self) -> set[Key]:
        return set(self.truths) - {k for sheet in self.sheets for k in sheet.cells()}

    def touching(self) -> dict[Key, list[Constraint]]:
        found = defaultdict(list)
        for constraint in self.constraints:
            for cell, _ in constraint.terms:
                found[cell].append(constraint)
        return found


def _binds(constraint: Constraint, printed: set[Key]) -> bool:
    missing = sum(k not in printed for k, _ in constraint.terms)
    return missing == 0 or (missing == 1 and constraint.equal)
