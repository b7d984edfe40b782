"""Between which values must each unknown lie? Linear programs, solved by scipy.

Unknowns that share no sum are independent, so each connected group is attacked by itself. Every
vertex a program finds is a possible table, and so a witness for all unknowns of its group: only
unknowns that no witness clears get programs of their own.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

NEAR = 1e-6
POOLED = 6  # rounds in which all unknowns that are not cleared are pushed together
OPTIMAL, INFEASIBLE = 0, 2


class Failed(Exception):
    """A program was not solved: the attack says nothing, and so the release is stopped."""


class Impossible(Exception):
    """What the reader assumed cannot be: no table agrees with it."""


@dataclass
class Problem:
    """One group of unknowns: low <= matrix @ x <= high, floor <= x <= ceiling."""

    matrix: csr_matrix
    low: np.ndarray
    high: np.ndarray
    floor: np.ndarray
    ceiling: np.ndarray
    solved: int = 0
    lowest: np.ndarray = field(init=False)
    highest: np.ndarray = field(init=False)

    def __post_init__(self):
        size = self.matrix.shape[1]
        self.lowest, self.highest = np.full(size, np.inf), np.full(size, -np.inf)
        equal = self.low == self.high
        self._equal, self._values = self.matrix[equal], self.low[equal]
        above, below = ~equal & np.isfinite(self.low), ~equal & np.isfinite(self.high)
        self._less = vstack([self.matrix[below], -self.matrix[above]]).tocsr()
        self._bounds = np.concatenate([self.high[below], -self.low[above]])

    def push(self, weights: np.ndarray) -> np.ndarray:
        """The possible table that is furthest in one direction; kept as a witness."""
        self.solved += 1
        done = linprog(
            -weights,
            A_ub=self._less if len(self._bounds) else None,
            b_ub=self._bounds if len(self._bounds) else None,
            A_eq=self._equal if len(self._values) else None,
            b_eq=self._values if len(self._values) else None,
            bounds=np.column_stack([self.floor, self.ceiling]),
            method="highs",
        )
        return self._witness(done)

    def push_whole(self, weights: np.ndarray) -> np.ndarray:
        """The same among tables of whole numbers."""
        self.solved += 1
        done = milp(
            -weights,
            integrality=np.ones(len(weights)),
            bounds=Bounds(self.floor, self.ceiling),
            constraints=LinearConstraint(self.matrix, self.low, self.high),
        )
        return self._witness(done)

    def _witness(self, done) -> np.ndarray:
        if done.status == INFEASIBLE:
            raise Impossible
        if done.status != OPTIMAL:
            raise Failed(f"A linear program ended with status {done.status}.")
        self.lowest = np.minimum(self.lowest, done.x)
        self.highest = np.maximum(self.highest, done.x)
        return done.x

    def clears(self, i: int, target: "Target") -> bool:
        return bool(np.isfinite(self.lowest[i])) and target.is_safe(*self.range(i))

    def width(self, i: int) -> int:
        if not np.isfinite(self.lowest[i]):
            return 0
        low, high = self.range(i)
        return high - low

    def range(self, i: int) -> tuple[int, int]:
        """The whole numbers that witnesses have shown to be possible, at least."""
        return math.ceil(self.lowest[i] - NEAR), math.floor(self.highest[i] + NEAR)


def groups(matrix: csr_matrix) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows and columns of each set of unknowns that hang together."""
    touching = (matrix != 0).astype(int)
    count, labels = connected_components(touching.T @ touching, directed=False)
    rows = labels[matrix.indices[matrix.indptr[:-1]]]
    return [(np.flatnonzero(rows == n), np.flatnonzero(labels == n)) for n in range(count)]


@dataclass(frozen=True)
class Target:
    """Where an unknown has to reach to be safe; what no table prints may be nothing instead."""

    threshold: int
    printed: bool = True

    def is_safe(self, low: int, high: int) -> bool:
        if not self.printed:
            return high >= self.threshold or low < 1
        return high >= self.threshold and high - low > 2


def search(problem: Problem, targets: dict[int, Target], most: int, narrow: int) -> dict:
    """The range of each target that no possible table clears.

    `most` of the cleared ones that stayed narrow are tried again in whole numbers.
    """
    chance = np.random.default_rng(7)
    for _ in range(POOLED):
        for sign in (1, -1):
            if left := _uncleared(problem, targets):
                _push(problem, left, sign * chance.uniform(0.2, 1, len(left)))
    for i in _uncleared(problem, targets):
        _stretch(problem, targets, i, problem.push)
    again = sorted((problem.width(i), i) for i in targets if problem.width(i) <= narrow)[:most]
    for _width, i in again:
        _again(problem, targets, i)
    return {i: problem.range(i) for i in _uncleared(problem, targets)}


def _push(problem, unknowns, weights, by=None):
    every = np.zeros(problem.matrix.shape[1])
    every[unknowns] = weights
    (by or problem.push)(every)


def _stretch(problem, targets, i, by):
    for sign in (1, -1):
        if not problem.clears(i, targets[i]):
            _push(problem, [i], sign, by)


def _again(problem, targets, i):
    """Forgets what fractions have shown of one unknown, and stretches it in whole numbers."""
    problem.lowest[i], problem.highest[i] = np.inf, -np.inf
    for sign in (1, -1):
        _push(problem, [i], sign, problem.push_whole)


def _uncleared(problem: Problem, targets: dict[int, Target]) -> list[int]:
    return [i for i in targets if not problem.clears(i, targets[i])]
