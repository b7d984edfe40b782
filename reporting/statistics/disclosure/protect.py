"""Which further cells must be hidden so that no hidden cell can be worked out?

First form: complementary suppression over all equations of all linked tables at once, repeated
until nothing changes, then thinned out, then attacked. It fails closed: a table that cannot be
protected is made coarser, then left out; if the totals themselves point at people, nothing is
published. The order is fixed by the figures and a keyed hash, never by time, so that the same
input gives the same pattern.
"""

import hashlib
import math
from dataclasses import replace

from reporting.statistics.disclosure import audit, primary
from reporting.statistics.disclosure.result import Released, release
from reporting.statistics.disclosure.system import Key, Sheet, System, Unprotectable

TOO_MANY_HIDDEN = 0.5
ZERO = 4  # a hidden zero takes more from readers than a small figure: it looks like one
PARTY_TOTAL = 1000  # the cost of hiding a total of a party


def protect(system: System, salt: str = "") -> Released:
    """The release of a system: every figure true or hidden, no hidden one recoverable."""
    while True:
        part = system.shown()
        _refuse_if_too_few(part)
        pattern = Pattern(part, salt)
        weak = pattern.search()
        sheets = _redesigned(part, pattern, weak)
        if sheets is None:
            return release(part, _cells(part, pattern.hidden))
        system = replace(system, sheets=sheets, left_out=dict(system.left_out))
        for sheet in {s.id for s in part.sheets} - {s.id for s in sheets}:
            system.left_out[sheet] = "It cannot be shown without pointing at individual people."


def _refuse_if_too_few(system: System) -> None:
    bad = set(primary.unsafe(system)) & system.fixed
    if bad:
        raise Unprotectable(
            "The total of the release is itself too small to publish: "
            "it would point at individual people."
        )


def _redesigned(system: System, pattern: "Pattern", weak: set[Key]) -> tuple[Sheet, ...] | None:
    """The sheets to try next; None when these can be published as they are."""
    crowded = [
        s for s in system.sheets if s.coarser() and pattern.share_hidden(s) > TOO_MANY_HIDDEN
    ]
    concerned = [sheet for sheet in system.sheets if sheet.cells() & weak]
    if not concerned and not crowded:
        if weak:
            raise Unprotectable("A figure outside the tables could be worked out from them.")
        return None
    # One table at a time, the finest first: its coarsening may already cure the others.
    chosen = max(concerned or crowded, key=lambda s: (s.coarser() is not None, len(s.grid), s.id))
    coarser = chosen.coarser()
    if coarser is None and len(system.sheets) == 1:
        raise Unprotectable("No table can be shown without pointing at individual people.")
    replaced = (coarser if s is chosen else s for s in system.sheets)
    return tuple(sheet for sheet in replaced if sheet is not None)


def _cells(system: System, hidden: set[Key]) -> dict[Key, tuple[int | None, str]]:
    printed = {k for sheet in system.sheets for k in sheet.cells()}
    cells = {}
    for cell in sorted(printed):
        if cell in system.truths:
            value = system.truths[cell].count
            cells[cell] = (None, "c") if cell in hidden else (value, "")
        elif cell in system.estimates:
            estimate = system.estimates[cell]
            cells[cell] = _estimate(estimate)
        else:
            cells[cell] = system.known.get(cell, (None, "x"))
    return cells


def _estimate(estimate) -> tuple[int | None, str]:
    if not estimate.events and not estimate.at_risk:
        return None, "z"  # nothing was under observation
    if primary.too_thin(estimate):
        return None, "u"
    return estimate.value, "over" if estimate.over else ""


class Pattern:
    """The hidden cells of one system, as they are being found."""

    def __init__(self, system: System, salt: str):
        self.system, self.salt = system, salt
        self.unsafe = primary.unsafe(system)
        self.unprinted = system.unprinted()
        # What an earlier release printed is known and stays printed.
        self.hidden = (set(self.unsafe) | self.unprinted) - system.fixed
        self.floors = audit.floor_of(system)
        self.touching = system.touching()

    def search(self) -> set[Key]:
        """Hides until no reader comes near a hidden figure; returns what stays unprotectable."""
        stuck: set[Key] = set()
        self._cover_lone_cells()
        while weak := sorted(set(self._weak()) - stuck):
            stuck |= {cell for cell in weak if not self._cover(cell)}
            self._cover_lone_cells()
        if not stuck:
            self._thin_out()
        return set(self._weak())

    def share_hidden(self, sheet: Sheet) -> float:
        cells = [k for k in sheet.cells() if k in self.system.truths]
        return sum(k in self.hidden for k in cells) / max(1, len(cells))

    def _weak(self, pieces=None) -> dict[Key, str]:
        if pieces is None:
            pieces = audit.components(self.touching, self.hidden, self.hidden)
        found = audit.betrayed(self.system, self.unsafe, self.hidden, self.floors, pieces)
        return {
            cell: why
            for cell, why in found.items()
            if cell in self.unsafe or cell not in self.unprinted
        }

    def _cover_lone_cells(self) -> None:
        """An equation with one hidden cell gives it back: hide another, everywhere, to the end."""
        again = True
        while again:
            again = False
            for constraint in self.system.constraints:
                inside = [k for k, _ in constraint.terms if k in self.hidden]
                if constraint.equal and len(inside) == 1:
                    again |= self._hide_one_of(constraint, inside[0])

    def _cover(self, cell: Key) -> bool:
        """Hides one more cell in the equation that says most about `cell`, or near it."""
        near = [c for c in self.touching[cell] if c.equal] or self.touching[cell]
        return self._hide_in(near, cell) or self._hide_in(self._around(cell), cell)

    def _around(self, cell: Key) -> list:
        """The equations of everything hidden that hangs together with `cell`."""
        return audit.components(self.touching, {cell}, self.hidden)[0][1]

    def _hide_in(self, equations, cell: Key) -> bool:
        slack = {c: sum(k in self.hidden for k, _ in c.terms) for c in equations}
        return any(
            self._hide_one_of(c, cell) for c in sorted(equations, key=lambda c: (slack[c], c))
        )

    def _hide_one_of(self, constraint, cell: Key) -> bool:
        free = [
            k for k, _ in constraint.terms if k not in self.hidden and k not in self.system.fixed
        ]
        if not free:
            return False
        self.hidden.add(min(free, key=lambda k: self._cost(k, cell)))
        return True

    def _cost(self, cover: Key, cell: Key):
        """A cover must be large enough, open no new gap, and take little from readers."""
        count = self.system.truths[cover].count
        threshold = self.system.thresholds.get(cell, 5)
        gaps = sum(
            not any(k in self.hidden for k, _ in c.terms) for c in self.touching[cover] if c.equal
        )
        too_small = count - 1 < threshold - self.system.truths[cell].count
        return not count, too_small, gaps, self.weight(cover), self._tie(cover)

    def weight(self, cell: Key) -> float:
        total = not [dim for dim, _ in cell.at if dim != "party"]
        count = self.system.truths[cell].count
        return (math.log1p(count) + 1 if count else ZERO) + PARTY_TOTAL * total

    def _tie(self, cell: Key) -> str:
        return hashlib.sha256(f"{self.salt}{cell}".encode()).hexdigest()

    def _thin_out(self) -> None:
        """Shows again, dearest first, every covering cell that is not needed after all."""
        for cell in sorted(self._covers(), key=lambda k: (-self.weight(k), self._tie(k))):
            if cell in self.hidden:
                self.hidden -= self._needless(cell)

    def _covers(self) -> set[Key]:
        return self.hidden - set(self.unsafe) - self.unprinted

    def _needless(self, cell: Key) -> set[Key]:
        """`cell` and the covers that served it alone; nothing if an unsafe one needs it."""
        before, covers, shown = self._piece_of(cell), self._covers(), {cell}
        kept = set(self.hidden)
        while shown <= covers:
            self.hidden = kept - shown
            rest = audit.components(self.touching, before - shown, self.hidden)
            weak = set(self._weak(rest))
            if not weak:
                break
            shown = shown | weak
        self.hidden = kept
        return shown if shown <= covers else set()

    def _piece_of(self, cell: Key) -> set[Key]:
        return audit.components(self.touching, {cell}, self.hidden)[0][0]
