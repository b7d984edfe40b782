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
        return set().union(*map(_cells_of, self.grid))

    def coarser(self) -> "Sheet | None":
        """The same table one step further on its declared path; None at the end of it."""
        for at, (kind, depth) in enumerate(self.path):
            lines = self.rows if kind == "rows" else self.columns
            keep = [i for i, line in enumerate(lines) if line.depth <= depth]
            if len(keep) < len(lines):
                return replace(self._keeping(kind, keep), path=self.path[at + 1 :])
        return None

    def without(self, cells: set[Key]) -> "Sheet | None":
        """A list of single lines without those that hold one of the cells; other tables: None."""
        if not all(row.code.startswith("line-") for row in self.rows):
            return None
        keep = [i for i, line in enumerate(self.grid) if not _cells_of(line) & cells]
        return self._keeping("rows", keep) if len(keep) > 1 else None

    def _keeping(self, kind: str, keep: list[int]) -> "Sheet":
        if kind == "rows":
            rows, grid = tuple(self.rows[i] for i in keep), tuple(self.grid[i] for i in keep)
            return replace(self, rows=rows, grid=grid, coarsened="rows")
        plain = {k for line in self.grid for i in keep for k in line[i].keys if not line[i].over}
        keep = [i for i in keep if self.columns[i].unit != "percent" or self._over(i) <= plain]
        grid = tuple(tuple(line[i] for i in keep) for line in self.grid)
        columns = tuple(self.columns[i] for i in keep)
        return replace(self, columns=columns, grid=grid, coarsened="columns")

    def _over(self, column: int) -> set[Key]:
        return {k for line in self.grid for k in line[column].over}


@dataclass(frozen=True)
class Earlier:
    """What readers hold already: a release as it was counted and shown, or a figure given out."""

    name: str
    truths: dict[Key, Truth]
    cells: dict[Key, int | None]  # the figure that was shown; None where it was hidden
    constraints: tuple[Constraint, ...] = ()

    @classmethod
    def of(cls, name: str, system: "System", cells: dict) -> "Earlier":
        """From the system of an earlier release, and the cells it showed: (value, status)."""
        part = system.shown()
        shown = {k: value for k, (value, _) in cells.items() if k in part.truths}
        return cls(name, part.truths, shown, tuple(part.constraints))


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
    earlier: tuple["Earlier", ...] = ()  # releases and figures that readers hold already
    held: dict[Key, bool] = field(default_factory=dict)  # their cells: shown (True) or hidden
    changes: set[Key] = field(default_factory=set)  # differences to them, in the cells' own names

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
        """The part of the system that readers hold, and what subtraction adds to it.

        A sum of which one term is not printed gives that term away, so it stays, as a cell nobody
        is shown, and may give the next one away. Where two or more parts are missing, the others
        are at most their total.
        """
        printed = set(self.held).union(*(sheet.cells() for sheet in self.sheets))
        told = self._told(printed & set(self.truths))
        constraints = [c for c in (_as_told(c, told) for c in self.constraints) if c]
        return replace(
            self,
            truths={k: truth for k, truth in self.truths.items() if k in told},
            estimates={k: e for k, e in self.estimates.items() if k in printed},
            constraints=constraints,
            groups=[pair for pair in self.groups if set(pair) <= told],
        )

    def _told(self, told: set[Key]) -> set[Key]:
        touching = self.touching()
        todo = list(dict.fromkeys(c for k in sorted(told) for c in touching[k]))
        while todo:
            constraint = todo.pop()
            missing = [k for k, _ in constraint.terms if k not in told]
            if constraint.equal and len(missing) == 1:
                told.add(missing[0])
                todo += touching[missing[0]]
        return told

    def touching(self) -> dict[Key, list[Constraint]]:
        found = defaultdict(list)
        for constraint in self.constraints:
            for cell, _ in constraint.terms:
                found[cell].append(constraint)
        return found


def _cells_of(line: tuple[Ref, ...]) -> set[Key]:
    return {k for ref in line for k in ref.keys + ref.over}


def _as_told(constraint: Constraint, told: set[Key]) -> Constraint | None:
    """The sum itself where all of it is told; a bound where only parts of one side are missing."""
    signs = {c > 0 for k, c in constraint.terms if k not in told}
    if not signs:
        return constraint
    rest = tuple((k, c) for k, c in constraint.terms if k in told)
    if not constraint.equal or len(signs) == 2 or len(rest) < 2:
        return None
    return Constraint(tuple((k, -c) for k, c in rest) if True in signs else rest, equal=False)
