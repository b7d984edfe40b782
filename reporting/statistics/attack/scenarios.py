"""Who attacks, knowing what, and how far do they come?

Each scenario is one entry of SCENARIOS. A figure is lost when it is recovered exactly, known to
within one, or proved to be smaller than its threshold; a figure that no table prints is lost when
it is proved to be small and yet not nothing. Scores hold counts only: ranges would tell.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix

from reporting.statistics.attack.equations import Knowledge
from reporting.statistics.attack.files import Predicate, Publication
from reporting.statistics.attack.percentages import betrayed_totals
from reporting.statistics.attack.solving import Failed, Impossible, Problem, Target, groups, search

NARROW, MOST_NARROW = 6, 20


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

    def as_data(self) -> dict:
        counts = ("attacked", "exact", "within_one", "proved_small", "programs")
        return {name: getattr(self, name) for name in counts} | {"passed": not self.lost}


@dataclass(frozen=True)
class Attacker:
    """How one reader goes about it, beyond knowing what is published."""

    words: str
    least: int = 0  # what the reader takes every hidden figure to be at least
    rates: bool = True  # uses percentages, too
    whole: bool = False  # solves the narrowest again in whole numbers


SCENARIOS = {
    "A0": Attacker("somebody who adds and subtracts", rates=False),
    "A1": Attacker("somebody who takes every hidden figure to be at least 1", least=1),
    "A3": Attacker("somebody who knows that figures are whole numbers", whole=True),
    "A7": Attacker("somebody who works back from percentages"),
}


def run(reader: Knowledge, found: Publication) -> dict[str, Score]:
    scores = {name: attack(reader, attacker) for name, attacker in SCENARIOS.items()}
    for predicate, total in betrayed_totals(found):
        scores["A7"].add(predicate, total, total, 0)
    return scores


def attack(reader: Knowledge, attacker: Attacker) -> Score:
    """Attacks every unknown figure, one group of connected unknowns after the other."""
    unknowns = sorted(reader.hidden | reader.derived)
    score = Score(attacked=len(reader.hidden))
    rows = reader.rows + (reader.rates if attacker.rates else [])
    matrix, low, high = _matrix(reader, rows, unknowns)
    floor, ceiling = _bounds(reader, unknowns)
    guess = np.array([attacker.least * (u in reader.hidden) for u in unknowns])
    for lines, columns in groups(matrix):
        here = [unknowns[i] for i in columns]
        part = (matrix[lines][:, columns], low[lines], high[lines])
        guessed = np.maximum(floor, guess)[columns]
        for floors in (guessed, floor[columns]):
            try:
                _search(score, reader, here, Problem(*part, floors, ceiling[columns]), attacker)
                break
            except Impossible:  # one of them is nothing after all: attack without the guess
                if floors is not guessed or not attacker.least:
                    raise Failed("The published figures contradict one another.") from None
    return score


def _search(score, reader, here, problem, attacker):
    targets = {
        i: Target(reader.threshold(predicate), predicate in reader.hidden)
        for i, predicate in enumerate(here)
    }
    found = search(problem, targets, MOST_NARROW * attacker.whole, NARROW)
    score.programs += problem.solved
    for i, (low, high) in found.items():
        score.add(here[i], low, high, targets[i].threshold)


def _matrix(reader: Knowledge, rows, unknowns):
    """The sums as a matrix over the unknowns, what is known moved to the other side."""
    place = {predicate: i for i, predicate in enumerate(unknowns)}
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
    matrix = csr_matrix((data, (lines, columns)), shape=(len(low), len(unknowns)))
    matrix.sum_duplicates()
    return matrix, np.array(low), np.array(high)


def _bounds(reader: Knowledge, unknowns):
    """Where one measure is nothing every measure is; where one is not, none is."""
    floor, ceiling = np.zeros(len(unknowns)), np.full(len(unknowns), reader.top)
    signs: dict[Predicate, bool] = {}
    for predicate, value in reader.known.items():
        signs[predicate._replace(measure="")] = value > 0
    for i, predicate in enumerate(unknowns):
        sign = signs.get(predicate._replace(measure=""))
        if sign is not None:
            floor[i], ceiling[i] = (1, reader.top) if sign else (0, 0)
    return floor, ceiling
