"""What is the cheapest change of the figures that moves one of them? HiGHS answers, or we stop.

One linear program for one system: each cell has two columns, how far it goes up and how far down,
each table's sums are rows. It is solved again and again from the last basis with other bounds and
costs. Every status is read after every run: a solver that fails quietly leaves the old answer
behind, which would pass for a new one.
"""

from typing import NamedTuple

import highspy
import numpy as np
from scipy import sparse

from reporting.statistics.disclosure.system import Unprotectable

MOST_ITERATIONS = 200_000  # of one program; counted, never timed, so that a run can be repeated
NEAR = 1e-6
Change = tuple[np.ndarray, np.ndarray]  # the cells that move, and how far


class Sums(NamedTuple):
    """What adds up: each row of the matrix changes by nothing, or falls by `slack` at most."""

    matrix: sparse.csr_matrix
    equal: np.ndarray
    slack: np.ndarray


class Stopped(Unprotectable):
    """The protection could not be computed to its end. Nothing may be shown of such a system."""


class Solver:
    """Changes of the figures that keep every sum, within what each cell may still be."""

    def __init__(self, sums: Sums, most: int):
        self.cells = sums.matrix.shape[1]
        self.left, self.solved = most, 0
        self.sums = sums
        self._highs = _loaded(sums)
        self._index = np.arange(2 * self.cells, dtype=np.int32)
        self._upper = np.zeros(2 * self.cells)

    def allow(self, up: np.ndarray, down: np.ndarray) -> None:
        """How far each cell may go up and down."""
        self._set_bounds(np.concatenate([up, down]))

    def _set_bounds(self, upper: np.ndarray) -> None:
        changed = self._index[upper != self._upper]
        if len(changed):
            zeros = np.zeros(len(changed))
            _ok(self._highs.changeColsBounds(len(changed), changed, zeros, upper[changed]))
        self._upper = upper

    def price(self, costs: np.ndarray) -> None:
        both = np.concatenate([costs, costs])
        _ok(self._highs.changeColsCost(2 * self.cells, self._index, both))

    def reprice(self, cells: np.ndarray, costs: np.ndarray) -> None:
        for cell, cost in zip(cells.tolist(), costs.tolist(), strict=True):
            _ok(self._highs.changeColCost(cell, cost))
            _ok(self._highs.changeColCost(cell + self.cells, cost))

    def cheapest(self, cell: int, sign: int, amount: float) -> Change | None:
        """The cheapest change that moves `cell` by exactly so much; None when there is none."""
        moved, still = (cell, cell + self.cells) if sign > 0 else (cell + self.cells, cell)
        if self._upper[moved] < amount - NEAR:
            return None
        _ok(self._highs.changeColBounds(moved, amount, amount))
        _ok(self._highs.changeColBounds(still, 0.0, 0.0))
        found = self._run()
        _ok(self._highs.changeColBounds(moved, 0.0, self._upper[moved]))
        _ok(self._highs.changeColBounds(still, 0.0, self._upper[still]))
        return found

    def _run(self) -> Change | None:
        if self.left <= 0:
            raise Stopped("Protecting these figures takes more steps than are allowed.")
        self.left -= 1
        self.solved += 1
        _ok(self._highs.run())
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            words = self._highs.modelStatusToString(status)
            raise Stopped(f"The solver did not finish: {words}. Nothing is published.")
        return self._change()

    def _change(self) -> Change:
        values = np.asarray(self._highs.getSolution().col_value)
        change = values[: self.cells] - values[self.cells :]
        whole = np.round(change)
        change = np.where(np.abs(change - whole) < NEAR, whole, change)
        self._prove(change)
        cells = np.flatnonzero(change)
        return cells, change[cells]

    def _prove(self, change: np.ndarray) -> None:
        """The answer is not believed: every sum and every bound is recomputed."""
        totals, sums = self.sums.matrix @ change, self.sums
        if (totals < -sums.slack - NEAR).any() or (totals[sums.equal] > NEAR).any():
            raise Stopped("The solver gave figures that do not add up. Nothing is published.")


def _loaded(sums: Sums) -> highspy.Highs:
    both = sparse.hstack([sums.matrix, -sums.matrix]).tocsc()
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = both.shape
    program.col_cost_ = np.zeros(both.shape[1])
    program.col_lower_ = program.col_upper_ = np.zeros(both.shape[1])
    program.row_lower_ = -sums.slack
    program.row_upper_ = np.where(sums.equal, 0.0, highspy.kHighsInf)
    program.a_matrix_.start_, program.a_matrix_.index_ = both.indptr, both.indices
    program.a_matrix_.value_ = both.data.astype(float)
    highs = highspy.Highs()
    highs.silent()
    for option, value in OPTIONS.items():
        _ok(highs.setOptionValue(option, value))
    _ok(highs.passModel(program))
    return highs


OPTIONS = {
    "threads": 1,
    "presolve": "off",
    "random_seed": 0,
    "simplex_iteration_limit": MOST_ITERATIONS,
}


def _ok(status) -> None:
    if status != highspy.HighsStatus.kOk:
        raise Stopped(f"The solver refused a step ({status}). Nothing is published.")
