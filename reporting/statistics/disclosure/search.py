"""Which cells must be hidden so that no reader comes too near any hidden figure?

One linear program after another asks for the cheapest change of the whole release that moves a
hidden figure as far as it must seem able to go; the cells that move with it are hidden, too. Such
a change is a certificate: it proves that another release is possible, so it serves every cell it
moves and every reader who knows none of them. When all requirements have their certificates, the
covering cells are tried one by one, the dearest first, and shown again if new certificates can be
found without them. Nothing depends on time or on the order of the input, ties go by a keyed hash.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from reporting.statistics.disclosure.model import NOBODY, WIDTH_OTHER, Model, Reader
from reporting.statistics.disclosure.solver import NEAR, Change, Solver, Stopped

PARTY_TOTAL = 1000  # the cost of hiding a total of a party
FREE = 0.001  # moving what is hidden already costs next to nothing; fewer cells are better
MOST_PROGRAMS = 60_000
UP, DOWN = 1, -1


class Reach:
    """How far the certificates found so far let each cell seem to go, for each reader."""

    def __init__(self, cells: int, readers: list[Reader], counts: np.ndarray):
        self.up = np.zeros((cells, len(readers)), np.float32)
        self.down = np.zeros((cells, len(readers)), np.float32)
        self.certificates: dict[int, tuple[Change, np.ndarray]] = {}
        self.of_cell: dict[int, set[int]] = defaultdict(set)
        self._knows = np.zeros((cells, len(readers)), bool)
        for number, reader in enumerate(readers):
            self._knows[reader.knows, number] = True
        real = len(counts)
        self._floor = np.full((cells, len(readers)), -np.inf, np.float32)
        for number, reader in enumerate(readers):
            self._floor[:real, number] = reader.low - counts - NEAR
        self._floor[real:] = -NEAR
        self._next = 0

    def add(self, change: Change) -> int:
        cells, moves = change
        holds = ~self._knows[cells].any(axis=0)
        holds &= (moves[:, None] >= self._floor[cells]).all(axis=0)
        number, self._next = self._next, self._next + 1
        self.certificates[number] = change, holds
        for cell in cells.tolist():
            self.of_cell[cell].add(number)
        self._count(change, holds)
        return number

    def _count(self, change, holds, rows=slice(None)):
        cells, moves = change
        cells, moves = cells[rows], moves[rows]
        up = np.maximum(moves, 0)[:, None] * holds
        down = np.maximum(-moves, 0)[:, None] * holds
        self.up[cells] = np.maximum(self.up[cells], up)
        self.down[cells] = np.maximum(self.down[cells], down)

    def drop(self, numbers: set[int]) -> dict:
        """Takes certificates away; returns what undoes this."""
        gone = {number: self.certificates.pop(number) for number in numbers}
        moved = [change[0] for change, _ in gone.values()]
        touched = np.unique(np.concatenate([NOBODY, *moved]))
        undo = {"gone": gone, "cells": touched, "up": self.up[touched], "down": self.down[touched]}
        for number, (change, _) in gone.items():
            for cell in change[0].tolist():
                self.of_cell[cell].discard(number)
        self.up[touched] = self.down[touched] = 0
        is_touched = np.zeros(len(self.up), bool)
        is_touched[touched] = True
        for number in set().union(*(self.of_cell[cell] for cell in touched.tolist())):
            change, holds = self.certificates[number]
            self._count(change, holds, is_touched[change[0]])
        return undo

    def restore(self, undo: dict) -> None:
        """Undoes `drop` and the certificates that were added after it."""
        self.drop(set(undo["added"]))
        for number, kept in undo["gone"].items():
            self.certificates[number] = kept
            for cell in kept[0][0].tolist():
                self.of_cell[cell].add(number)
        self.up[undo["cells"]], self.down[undo["cells"]] = undo["up"], undo["down"]


class Search:
    """The hidden cells of one system, as they are being found."""

    def __init__(self, model: Model, salt: str, most: int = MOST_PROGRAMS):
        self.model, self.readers = model, model.readers
        self.solver = Solver(model.sums, most)
        self.reach = Reach(model.size, self.readers, model.counts)
        wanted = [model.required(reader) for reader in self.readers]
        self.up, self.down, self.width = (np.stack(w, axis=1) for w in zip(*wanted, strict=True))
        self.unsafe = np.zeros(model.size, bool)
        self.unsafe[sorted(set().union(*(reader.unsafe for reader in self.readers)))] = True
        self.free = np.ones(model.size, bool)  # nobody is shown them, so hiding them costs nothing
        self.free[: len(model.keys)] = ~model.printed
        self.still = np.zeros(model.size, bool)
        self.still[: len(model.keys)] = model.fixed
        self.spared = np.zeros_like(self.up, bool)
        for number, reader in enumerate(self.readers):
            self.spared[reader.knows, number] = self.spared[reader.own, number] = True
        self.kept = self.unsafe.copy()
        self.kept[: len(model.keys)] |= model.kept
        self.hidden = (self.kept | self.free) & ~self.still
        self.stuck: set[int] = set()
        self.added: list[int] = []  # certificates found since a cell was last tried
        self.tie = np.array([_tie(salt, name) for name in self._names()])
        self.weights = self._weights()

    def _names(self):
        gaps = [f"gap {self.model.keys[c]}" for c, _ in self.model.gaps.values()]
        return [*map(str, self.model.keys), *gaps]

    def _weights(self) -> np.ndarray:
        """A large figure is missed more than a small one, a total of a party most."""
        counts = np.append(self.model.counts, np.zeros(len(self.model.gaps)))
        weights = np.log1p(counts) + 1
        for cell, key in enumerate(self.model.keys):
            if not [dim for dim, _ in key.at if dim != "party"]:
                weights[cell] += PARTY_TOTAL
        return weights * (1 + 0.01 * self.tie)

    # --- Hiding ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Hides until every requirement has its certificates, then shows what is not needed."""
        self._price()
        for number in range(len(self.readers)):
            self._serve(number)
        while not self.stuck and self._lacking().any():
            for number in np.flatnonzero(self._lacking().any(axis=0)).tolist():
                self._serve(number)
        if not self.stuck:
            self._show_needless()
            self._prove()

    def _prove(self) -> None:
        """The end is not believed either: everything is counted again from the certificates."""
        found = self.reach.certificates.values()
        self.reach = Reach(self.model.size, self.readers, self.model.counts)
        for change, _ in found:
            if not self.hidden[change[0]].all():
                raise Stopped(
                    "A figure that is shown was taken for a cover. Nothing is published."
                )
            self.reach.add(change)
        if self._lacking().any():
            raise Stopped("A hidden figure is not covered. Nothing is published.")

    def _price(self) -> None:
        alone = np.zeros(self.model.size)
        for reader in self.readers:
            if len(reader.knows) == 1:
                alone[reader.knows] = 4 * FREE
        self.low_costs = FREE * (1 + self.tie) + alone
        self.solver.price(np.where(self.hidden, self.low_costs, self.weights))

    def _allow(self, reader: Reader, only: np.ndarray | None = None) -> None:
        """Known cells stay as they are; no cell falls below what the reader knows of it."""
        model, real = self.model, len(self.model.keys)
        up, down = np.full(model.size, float(model.top)), np.zeros(model.size)
        up[:real] -= model.counts
        down[:real] = model.counts - reader.low
        stays = self.still.copy()
        stays[reader.knows] = True
        if only is not None:
            stays |= ~only
        up[stays] = down[stays] = 0
        self.solver.allow(up, down)

    def _serve(self, number: int, only: np.ndarray | None = None) -> int | None:
        """Finds what this reader's requirements lack; the first cell that cannot be served.

        While hiding (no `only`) such cells are noted and the next ones are served.
        """
        self._allow(self.readers[number], only)
        for cell in self._unserved(number):
            if only is not None:
                return cell
            self.stuck.add(cell)
        return None

    def _unserved(self, number: int) -> Iterator[int]:
        for cell, sign in self._asked(number):
            wanted = (self.up if sign == UP else self.down)[cell, number]
            reached = (self.reach.up if sign == UP else self.reach.down)[cell, number]
            if reached < wanted - NEAR and not self._move(cell, sign, wanted):
                yield cell
        for cell in np.flatnonzero(self._narrow()[:, number]).tolist():
            if cell not in self.stuck and not self._widen(cell, number):
                yield cell

    def _asked(self, number: int) -> list[tuple[int, int]]:
        """The large figures first: what covers them covers many small ones."""
        cells = np.flatnonzero(self.up[:, number] + self.down[:, number] > 0)
        counts = np.append(self.readers[number].counts, np.zeros(len(self.model.gaps)))
        order = sorted(cells.tolist(), key=lambda c: (-counts[c], self.tie[c]))
        return [(cell, sign) for cell in order for sign in (UP, DOWN)]

    def _move(self, cell: int, sign: int, amount: float) -> bool:
        change = self.solver.cheapest(cell, sign, float(amount))
        if change is None:
            return False
        self._keep(change)
        return True

    def _keep(self, change: Change) -> None:
        self.added.append(self.reach.add(change))
        new = change[0][~self.hidden[change[0]]]
        if len(new):
            self.hidden[new] = True
            self.solver.reprice(new, self.low_costs[new])

    def _widen(self, cell: int, number: int) -> bool:
        """A hidden figure must not be told to within a few, whichever way it is found out."""
        width = self._wanted_width(cell)[number]
        up, down = self.reach.up[cell, number], self.reach.down[cell, number]
        if up + down >= width - NEAR:
            return True
        ways = [
            self.solver.cheapest(cell, UP, np.ceil(width - down - NEAR)),
            self.solver.cheapest(cell, DOWN, np.ceil(width - up - NEAR)),
        ]
        if found := [way for way in ways if way is not None]:
            self._keep(min(found, key=self._cost))
            return True
        steps = [n for n in (1, 2, 3) if up < n < width]
        return any(self._move(cell, UP, n) and self._move(cell, DOWN, width - n) for n in steps)

    def _cost(self, change: Change) -> float:
        cells, moves = change
        costs = np.where(self.hidden[cells], self.low_costs[cells], self.weights[cells])
        return float(costs @ np.abs(moves))

    def _wanted_width(self, cells=slice(None)) -> np.ndarray:
        every = (self.hidden & ~self.free)[cells][..., None] & ~self.spared[cells]
        return np.maximum(self.width[cells], np.where(every, WIDTH_OTHER, 0))

    def _narrow(self, cells=slice(None)) -> np.ndarray:
        reached = self.reach.up[cells] + self.reach.down[cells]
        return reached < self._wanted_width(cells) - NEAR

    def _lacking(self, cells=slice(None)) -> np.ndarray:
        short = self.reach.up[cells] < self.up[cells] - NEAR
        return short | (self.reach.down[cells] < self.down[cells] - NEAR) | self._narrow(cells)

    def not_shown(self) -> list[int]:
        """Hidden, and what is unsafe and known already: it is not printed once more."""
        known = np.append(self.model.held, np.zeros(len(self.model.gaps), bool))
        cells = np.flatnonzero(self.hidden | (self.unsafe & known))
        return [cell for cell in cells.tolist() if cell < len(self.model.keys)]

    def report(self) -> dict[str, int]:
        """What the pattern took, in numbers that name no cell."""
        printed = ~self.free
        return {
            "cells": int(printed.sum()),
            "unsafe": int((self.unsafe & printed).sum()),
            "hidden": int((self.hidden & printed).sum()),
            "readers": len(self.readers),
        }

    # --- Showing again ---------------------------------------------------------------------------

    def _show_needless(self) -> None:
        covers = np.flatnonzero(self.hidden & ~self.kept & ~self.free)
        for cell in sorted(covers.tolist(), key=lambda c: (-self.weights[c], self.tie[c])):
            self._try_to_show(cell)

    def _try_to_show(self, cell: int) -> None:
        """Shows it, with the covers that served it alone; not where an unsafe figure needs it."""
        shown, done, failing = [], [], cell
        while failing is not None and self.hidden[failing] and not self.kept[failing]:
            self.hidden[failing] = False
            shown.append(failing)
            done.append(self._without(failing))
            failing = self._served_without(done[-1])
        if failing is None:
            return
        for undo in reversed(done):
            self.reach.restore(undo)
        self.hidden[shown] = True

    def _without(self, cell: int) -> dict:
        self.added = []
        return self.reach.drop(set(self.reach.of_cell[cell])) | {"added": self.added}

    def _served_without(self, undo: dict) -> int | None:
        lacking = self._lacking().any(axis=0)
        readers = np.flatnonzero(lacking).tolist()
        failed = (self._serve(number, self.hidden) for number in readers)
        return next((cell for cell in failed if cell is not None), None)


def _tie(salt: str, name: str) -> float:
    digest = hmac.new(salt.encode(), name.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
