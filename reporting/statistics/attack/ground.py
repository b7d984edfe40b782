"""How far does one reader come?

A figure is lost when it is recovered exactly, known to within one, or proved to be smaller than
its threshold; a figure that no table prints is lost when it is proved to be small and yet not
nothing. Scores hold counts only: the ranges would tell.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix

from reporting.statistics.attack.equations import Knowledge
from reporting.statistics.attack.files import Predicate
from reporting.statistics.attack.solving import Failed, Impossible, Problem, Target, groups, search

NARROW, MOST_NARROW = 6, 20
ABOUT_ONE_CASE = {"complaints", "cases", "respondents", "incidents"}  # none without the others
FAR = 1000  # times the largest figure: no figure goes beyond, whatever it counts


@dataclass
class Score:
    """What one attacker found."""

    attacked: int = 0
    exact: int = 0
    within_one: int = 0
    proved_small: int = 0
    programs: int = 0
    lost: set[Predicate] = field(default_factory=set, repr=False)

    def add(self, predicate: Predicate, low: int, high: int, threshold: int) -> None:
        self.lost.add(predicate)
        self.exact += low == high
        self.within_one += high - low <= 2
        self.proved_small += high < threshold

    def merge(self, other: "Score") -> None:
        """Adds what another reader of the same kind found."""
        for name in ("attacked", "exact", "within_one", "proved_small", "programs"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.lost |= other.lost

    def as_data(self) -> dict:
        counts = ("attacked", "exact", "within_one", "proved_small", "programs")
        return {name: getattr(self, name) for name in counts} | {"passed": not self.lost}


@dataclass(frozen=True)
class Attacker:
    """How a reader goes about it, beyond knowing what is published."""

    least: int = 0  # what the reader takes every hidden figure to be at least
    rates: bool = True  # uses percentages, too
    whole: bool = False  # solves the narrowest again in whole numbers


class Ground:
    """The unknowns of one reader as groups that hang together, ready to be attacked."""

    def __init__(self, reader: Knowledge, *, rates: bool = True):
        self.reader = reader
        self.unknowns = sorted(reader.hidden | reader.derived)
        self.place = {predicate: i for i, predicate in enumerate(self.unknowns)}
        rows = reader.rows + (reader.rates if rates else [])
        self.matrix, self.low, self.high = _matrix(reader, rows, self.place)
        self.floor, self.ceiling = _bounds(reader, self.unknowns)
        self.groups = groups(self.matrix)

    def attack(self, attacker, told=None, no_secret=frozenset(), guessed=None) -> Score:
        """One group after the other; with something told, only the groups it belongs to.

        `guessed` are the figures rightly taken to be at least something; without them, all are.
        """
        score = Score(attacked=len(self.reader.hidden))
        floor, ceiling = self.floor.copy(), self.ceiling.copy()
        for predicate, value in (told or {}).items():
            floor[self.place[predicate]] = ceiling[self.place[predicate]] = float(value)
        taken = self.reader.hidden if guessed is None else self.reader.hidden & guessed
        guess = np.maximum(floor, [attacker.least * (u in taken) for u in self.unknowns])
        places = {self.place[predicate] for predicate in told or {}}
        for lines, columns in self.groups:
            if told is None or places & set(columns.tolist()):
                part = self.matrix[lines][:, columns], self.low[lines], self.high[lines]
                for floors in (guess, floor):
                    problem = Problem(*part, floors[columns], ceiling[columns])
                    try:
                        self._search(score, columns, problem, attacker, no_secret)
                        break
                    except Impossible:  # a figure guessed to be one is nothing after all
                        if floors is floor or not attacker.least:
                            raise Failed("The published figures contradict one another.") from None
        return score

    def _search(self, score, columns, problem, attacker, no_secret):
        here = [self.unknowns[i] for i in columns]
        targets = {
            i: Target(self.reader.threshold(predicate), predicate in self.reader.hidden)
            for i, predicate in enumerate(here)
            if predicate not in no_secret
        }
        found = search(problem, targets, MOST_NARROW * attacker.whole, NARROW)
        score.programs += problem.solved
        for i, (low, high) in found.items():
            score.add(here[i], low, high, targets[i].threshold)


def _matrix(reader: Knowledge, rows, place):
    """The sums as a matrix over the unknowns, what is known moved to the other side."""
    data, lines, columns, low, high = [], [], [], [], []
    for row in rows:
        inside = [(place[p], c) for p, c in row.terms if p in place]
        rest = float(sum(c * reader.known[p] for p, c in row.terms if p not in place))
        if not inside:
            if not row.low - 1e-6 <= rest <= row.high + 1e-6:
                raise Failed("The published figures do not add up.")
            continue
        for column, coefficient in inside:
            data.append(float(coefficient))
            lines.append(len(low))
            columns.append(column)
        low.append(row.low - rest)
        high.append(row.high - rest)
    matrix = csr_matrix((data, (lines, columns)), shape=(len(low), len(place)))
    matrix.sum_duplicates()
    return matrix, np.array(low), np.array(high)


def _bounds(reader: Knowledge, unknowns):
    """Of what is about one case: where one measure is nothing, all are."""
    most = FAR * max(reader.top, 1)
    floor, ceiling = np.zeros(len(unknowns)), np.full(len(unknowns), most)
    signs: dict[Predicate, bool] = {}
    for predicate, value in reader.known.items():
        if predicate.measure in ABOUT_ONE_CASE:
            signs[predicate._replace(measure="")] = value > 0
    for i, predicate in enumerate(unknowns):
        sign = signs.get(predicate._replace(measure=""))
        if sign is not None and predicate.measure in ABOUT_ONE_CASE:
            floor[i], ceiling[i] = (1, most) if sign else (0, 0)
    return floor, ceiling
