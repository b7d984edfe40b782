"""Who knows what of these figures, and what must each of them be unable to tell?

The linked tables in numbers. Each reader the figures are protected against is one column: the
outsider, each party (which knows all its own figures, printed or not, and so the rest of every
total), each person who stands alone in a cell (and knows it). All are taken to know which hidden
figures are not zero. A requirement says how far up and down the figure of a cell must seem able
to go for a reader, counted from the truth.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from reporting.statistics.disclosure import primary
from reporting.statistics.disclosure.solver import Sums
from reporting.statistics.disclosure.stacking import stacked
from reporting.statistics.disclosure.system import Constraint, Key, System, Truth

WIDTH_PRIMARY, WIDTH_OTHER = 4, 3
PARTY = "party"
NOTHING = Truth(0, 0, 0)
NOBODY = np.zeros(0, dtype=int)


@dataclass(frozen=True)
class Reader:
    """One who knows some cells, and how low every other one can be for them."""

    name: str
    knows: np.ndarray  # cells, as places
    low: np.ndarray
    unsafe: dict[int, str]
    counts: np.ndarray  # what is left for them to find out of each cell
    own: np.ndarray  # cells about nobody but the reader


class Model:
    """The part of a system that is printed, as arrays. Cells stand in the order of their keys."""

    def __init__(self, system: System):
        self._whole = whole = stacked(system)
        self.system = part = whole.shown()
        self.keys = sorted(part.truths)
        self.place = {k: i for i, k in enumerate(self.keys)}
        printed = set(part.held).union(*(sheet.cells() for sheet in part.sheets))
        self.printed = self._where(lambda k: k in printed)
        self.held = self._where(lambda k: part.held.get(k, False))  # readers know them already
        self.kept = self._where(lambda k: not part.held.get(k, True))  # hidden then, and now
        self.changes = self._where(lambda k: k in part.changes)
        self.always = self._where(lambda k: k in part.fixed)
        self.fixed = self.always | self.held | self._where(lambda k: k in part.impossible)
        self.counts = self._of(lambda k: part.truths[k].count)
        self.thresholds = self._of(lambda k: part.thresholds.get(k, 5))
        self.top = max(self.counts, default=0)
        self.gaps = self._gaps()

    def _where(self, true) -> np.ndarray:
        return np.array([true(k) for k in self.keys], dtype=bool)

    def _of(self, value) -> np.ndarray:
        return np.array([value(k) for k in self.keys], dtype=np.int64)

    # --- What adds up ----------------------------------------------------------------------------

    @cached_property
    def sums(self) -> Sums:
        """Every sum of the tables, and one for each gap between a row's total and one cell."""
        rows, columns, values, equal, slack = [], [], [], [], []
        for row, constraint in enumerate(self.system.constraints):
            rows += [row] * len(constraint.terms)
            columns += [self.place[k] for k, _ in constraint.terms]
            values += [c for _, c in constraint.terms]
            equal.append(constraint.equal)
            total = sum(c * self.system.truths[k].count for k, c in constraint.terms)
            slack.append(0 if constraint.equal else total)
        for row, (gap, (cell, total)) in enumerate(self.gaps.items(), start=len(equal)):
            rows += [row] * 3
            columns += [gap, cell, total]
            values += [1, 1, -1]
            equal.append(True)
            slack.append(0)
        shape = len(equal), self.size
        matrix = sparse.coo_matrix((values, (rows, columns)), shape=shape, dtype=float)
        return Sums(matrix.tocsr(), np.array(equal, bool), np.array(slack, float))

    def _gaps(self) -> dict[int, tuple[int, int]]:
        """total - cell, for each cell that would name a whole group: a variable of its own."""
        pairs = [(self.place[c], self.place[t]) for c, t in self.system.groups]
        pairs = [(c, t) for c, t in pairs if c != t and self.counts[c] == self.counts[t] > 0]
        return dict(enumerate(dict.fromkeys(pairs), start=len(self.keys)))

    @property
    def size(self) -> int:
        return len(self.keys) + len(self.gaps)

    # --- Readers ---------------------------------------------------------------------------------

    @cached_property
    def parties(self) -> list[str]:
        found = {n for k in self._whole.truths for d, n in k.at if d == PARTY}
        return sorted(found) if len(found) > 1 else []

    @cached_property
    def readers(self) -> list[Reader]:
        """Parties first: what protects against them mostly protects against the others, too."""
        everybody = [*map(self._party, self.parties), self._outsider()]
        return everybody + self._alone(everybody[-1])

    def _outsider(self) -> Reader:
        unsafe = {self.place[k]: why for k, why in primary.unsafe(self.system).items()}
        low = np.where(self.printed, np.minimum(self.counts, 1), 0)
        low[self.changes] = -self.top
        return Reader("outsider", NOBODY, low, unsafe, self.counts, NOBODY)

    def _party(self, party: str) -> Reader:
        """Of a figure of all parties it knows its own part: what is left are the others."""
        rests = {k: self._rest(k, party) for k in self.keys}
        others = primary.unsafe(self.system.with_truths(rests))
        own = {k for k in self.keys if (PARTY, party) in k.at}
        left = self._of(lambda k: rests[k].count)
        low = self.counts - left + np.where(self.printed, np.minimum(left, 1), 0)
        low[self.changes] = -self.top
        unsafe = {self.place[k]: why for k, why in others.items() if k not in own}
        knows = np.array([self.place[k] for k in sorted(own)], int)
        return Reader(party, knows, low, unsafe, left, NOBODY)

    def _rest(self, cell: Key, party: str) -> Truth:
        is_part = PARTY in dict(cell.at) or cell in self.system.changes
        if is_part or _of_party(cell, party) not in self._whole.truths:
            return self.system.truths[cell]
        parts = [self._whole.truths.get(_of_party(cell, p), NOTHING) for p in self.parties]
        own = parts.pop(self.parties.index(party))
        return Truth(
            self.system.truths[cell].count - own.count,
            sum(truth.people for truth in parts),
            max((truth.largest for truth in parts), default=0),
        )

    def _alone(self, outsider: Reader) -> list[Reader]:
        """Whoever is the only respondent of a cell knows its figure."""
        cells = defaultdict(list)
        for i, k in enumerate(self.keys):
            cells[k.population].append((i, set(k.at), self._with_groups(k)))
        return [
            self._person(cell, outsider, cells[self.keys[cell].population])
            for cell in sorted(outsider.unsafe)
            if self.system.truths[self.keys[cell]].people == 1 and self.printed[cell]
        ]

    def _with_groups(self, key: Key) -> set[tuple[str, str]]:
        """The nodes of a cell and all groups they belong to."""
        found, todo = set(), list(key.at)
        while todo:
            dim, node = todo.pop()
            found.add((dim, node))
            todo += [(dim, up) for up in [self._group_of.get((dim, node))] if up]
        return found

    @cached_property
    def _group_of(self) -> dict[tuple[str, str], str]:
        return {(d.id, n.code): n.parent for d in self.system.dimensions for n in d.nodes}

    def _person(self, cell: int, outsider: Reader, cells: list) -> Reader:
        """They know their part of every figure above; what lies within is no secret to them."""
        key, at, groups = (
            self.keys[cell],
            set(self.keys[cell].at),
            self._with_groups(self.keys[cell]),
        )
        above = [i for i, nodes, _ in cells if nodes <= groups]
        lone = [i for i in above if self.system.truths[self.keys[i]].people == 1]
        within = [i for i, _, nodes in cells if at <= nodes and self._is_at_most_one(i)]
        parts = [i for i in above if self.keys[i].measure == key.measure]
        left, low = self.counts.copy(), outsider.low.copy()
        left[parts] -= self.counts[cell]
        low[parts] = np.maximum(low[parts], self.counts[cell] + np.minimum(left[parts], 1))
        own = np.array(sorted({*lone, *within}), int)
        return Reader(f"alone in {cell}", np.array([cell]), low, outsider.unsafe, left, own)

    def _is_at_most_one(self, cell: int) -> bool:
        return self.system.truths[self.keys[cell]].people <= 1

    # --- What is required ------------------------------------------------------------------------

    def required(self, reader: Reader) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """How far up, how far down, and how wide each cell must seem to this reader."""
        up, down, width = (np.zeros(self.size) for _ in range(3))
        least = floors(self.system.constraints, self.place, reader.counts)
        for cell, why in reader.unsafe.items():
            count = reader.counts[cell]
            if why != "group":
                up[cell] = max(count, self.thresholds[cell]) - count
                down[cell] = count - min(count, max(1, least[cell]))
                width[cell] = WIDTH_PRIMARY
        small = np.flatnonzero(self.changes & (up[: len(self.keys)] > 0))
        down[small] = reader.counts[small]  # as if nothing had changed
        for gap, (cell, total) in self.gaps.items():
            if reader.unsafe.get(cell) == "group":
                up[gap] = max(1, -(-int(reader.counts[total]) // 10))
        for wanted in (up, down, width):
            wanted[reader.knows] = wanted[reader.own] = 0
            wanted[np.flatnonzero(self.held)] = 0
        return up, down, width


def _of_party(cell: Key, party: str) -> Key:
    return cell._replace(at=tuple(sorted((*cell.at, (PARTY, party)))))


def floors(constraints: list[Constraint], place: dict[Key, int], counts: np.ndarray) -> dict:
    """How low a cell must seem able to be: a sum of two figures above zero is at least 2."""
    sums = defaultdict(list)
    for constraint in constraints:
        wholes = [k for k, c in constraint.terms if c < 0]
        if constraint.equal and len(wholes) == 1:
            parts = [place[k] for k, c in constraint.terms if c > 0]
            sums[place[wholes[0]]].append([p for p in parts if counts[p]])
    found: dict[int, int] = {}

    def least(cell: int, above=()) -> int:
        if cell not in found and cell not in above:
            within = (*above, cell)
            found[cell] = max([1, *(sum(least(p, within) for p in ps) for ps in sums[cell])])
        return found.get(cell, 1)

    return {cell: least(cell) for cell in place.values()}
