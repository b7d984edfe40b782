"""What can a reader with pencil and paper, or with a linear solver, work out of what is hidden?

Two attacks on the published figures. Elimination: a hidden cell is recovered exactly when the
equations alone fix it. Narrowing: every equation and bound is applied again and again until no
range shrinks; the reader is taken to know which hidden figures are not zero.
"""

from collections import defaultdict
from fractions import Fraction

from reporting.statistics.disclosure.system import Constraint, Key, System

Ranges = dict[Key, tuple[int, int]]
Piece = tuple[set[Key], list[Constraint]]
WIDTH_PRIMARY, WIDTH_OTHER, ROUNDS = 4, 3, 200


def components(touching: dict, cells: set[Key], hidden: set[Key]) -> list[Piece]:
    """The groups of hidden cells that share equations, as far as they hold one of `cells`."""
    left, found = set(cells) & hidden, []
    while left:
        piece = _connected(min(left), hidden, touching)
        left -= piece[0]
        found.append(piece)
    return found


def _connected(start: Key, hidden: set[Key], touching: dict) -> Piece:
    cells, constraints, todo = {start}, {}, [start]
    while todo:
        for constraint in touching[todo.pop()]:
            constraints[constraint] = None
            new = {k for k, _ in constraint.terms if k in hidden} - cells
            cells |= new
            todo += new
    return cells, list(constraints)


def recovered(system: System, hidden: set[Key], constraints: list[Constraint]) -> set[Key]:
    """The hidden cells that subtraction alone gives back exactly."""
    rows = []
    for constraint in constraints:
        row = {k: Fraction(c) for k, c in constraint.terms if k in hidden}
        if constraint.equal and row:
            rows.append(row)
    pivots: dict[Key, dict[Key, Fraction]] = {}
    for row in rows:
        _eliminate(row, pivots)
    return {cell for cell, row in pivots.items() if len(row) == 1}


def _eliminate(row: dict, pivots: dict) -> None:
    """Adds one equation to a reduced set, keeping every pivot out of all other equations."""
    for cell in [cell for cell in row if cell in pivots]:
        _subtract(row, pivots[cell], row[cell])
    if not row:
        return
    pivot = min(row)
    scale = row[pivot]
    row = {cell: value / scale for cell, value in row.items()}
    for other in pivots.values():
        if pivot in other:
            _subtract(other, row, other[pivot])
    pivots[pivot] = row


def _subtract(row: dict, other: dict, factor: Fraction) -> None:
    for cell, value in other.items():
        rest = row.get(cell, 0) - factor * value
        if rest:
            row[cell] = rest
        else:
            row.pop(cell, None)


def ranges(system: System, hidden: set[Key], constraints: list[Constraint]) -> Ranges:
    """What each hidden cell can still be, by narrowing; never wider than what a reader knows."""
    top = max((truth.count for truth in system.truths.values()), default=0)
    span = {cell: (1 if system.truths[cell].count else 0, top) for cell in hidden}
    rows = [_split(system, hidden, constraint) for constraint in constraints]
    for _ in range(ROUNDS):
        before = dict(span)
        for terms, constant, equal in rows:
            _narrow(span, terms, constant, equal)
        if span == before:
            break
    return span


def _split(system, hidden, constraint):
    terms = [(k, c) for k, c in constraint.terms if k in hidden]
    constant = sum(c * system.truths[k].count for k, c in constraint.terms if k not in hidden)
    return terms, constant, constraint.equal


def _narrow(span: Ranges, terms: list, constant: int, equal: bool) -> None:
    """One pass of `constant + sum(c * x) = 0` (or >= 0) over the ranges of its cells; c is +-1."""
    low = constant + sum(span[k][0] if c > 0 else -span[k][1] for k, c in terms)
    high = constant + sum(span[k][1] if c > 0 else -span[k][0] for k, c in terms)
    for cell, c in terms:
        lo, hi = span[cell]
        rest_low = low - (lo if c > 0 else -hi)
        rest_high = high - (hi if c > 0 else -lo)
        # x >= -rest_high when c is 1; x <= rest_high when c is -1; an equation gives both.
        if c > 0:
            lo = max(lo, -rest_high)
            hi = min(hi, -rest_low) if equal else hi
        else:
            hi = min(hi, rest_high)
            lo = max(lo, rest_low) if equal else lo
        old, span[cell] = span[cell], (lo, hi)
        low += (lo - old[0]) if c > 0 else (old[1] - hi)
        high += (hi - old[1]) if c > 0 else (old[0] - lo)


def floor_of(system: System) -> dict[Key, int]:
    """How low a cell must seem able to be: a sum of two figures above zero is at least 2."""
    parts = defaultdict(list)
    for constraint in system.constraints:
        if constraint.equal:
            whole = [k for k, c in constraint.terms if c < 0]
            if len(whole) == 1:
                parts[whole[0]].append([k for k, c in constraint.terms if c > 0])
    found: dict[Key, int] = {}

    def least(cell, seen=()):
        if cell not in found and cell not in seen:
            sums = [
                sum(least(p, (*seen, cell)) for p in ps if system.truths[p].count)
                for ps in parts[cell]
            ]
            found[cell] = max([1, *sums])
        return found.get(cell, 1)

    for cell in system.truths:
        least(cell)
    return found


def betrayed(
    system: System, unsafe: dict, hidden: set, floors: dict, pieces: list[Piece]
) -> dict[Key, str]:
    """Every hidden cell of the pieces whose true figure a reader comes too near, and how."""
    found = {}
    for cells, constraints in pieces:
        exact = recovered(system, hidden, constraints)
        span = ranges(system, cells, constraints)
        for cell in cells:
            if why := _objection(system, cell, unsafe, floors, _range(cell, span, exact)):
                found[cell] = why
    return found


def _range(cell, span, exact) -> tuple[int, int]:
    """A cell that elimination gives back has no range, however wide narrowing left it."""
    low, high = span[cell]
    return (low, low) if cell in exact else (low, high)


def _objection(system, cell, unsafe, floors, span) -> str:
    low, high = span
    if low == high:
        return "exact"
    if cell not in unsafe:
        return "narrow" if high - low < WIDTH_OTHER else ""
    count, threshold = system.truths[cell].count, system.thresholds.get(cell, 5)
    if high < max(count, threshold):
        return "proved small"
    if low > max(1, floors[cell]):
        return "proved not small"
    return "narrow" if high - low < WIDTH_PRIMARY else ""
