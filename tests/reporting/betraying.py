"""What can each reader work out of what is hidden? The engine's own attack, cell by cell.

For every hidden figure the lowest and the highest value that the published rest allows, for every
reader of the model. It takes many more programs than finding the pattern and proves nothing that
the certificates do not: for whoever changes the search.
"""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from reporting.statistics.disclosure.model import WIDTH_OTHER, Model, Reader
from reporting.statistics.disclosure.system import Key, System

NEAR = 1e-6


def betrayed(system: System, hidden: set[Key]) -> dict[tuple[str, Key], str]:
    """Every hidden figure that a reader comes too near to, with who and how."""
    model = Model(system)
    gone = np.array([k in hidden for k in model.keys])
    told = model.printed & ~gone & ~model.held
    found = {}
    for reader in model.readers:
        up, down, width = model.required(reader)
        for cell, low, high in ranges(model, gone, reader):
            count = model.counts[cell]
            wanted = count - down[cell], count + up[cell], width[cell] or WIDTH_OTHER
            if cell not in reader.own and (why := _objection(low, high, wanted)):
                found[reader.name, model.keys[cell]] = why
        for cell in set(reader.unsafe) - set(reader.knows.tolist()):
            if told[cell]:
                found[reader.name, model.keys[cell]] = "shown"
    return found


def _objection(low: float, high: float, wanted: tuple[float, float, float]) -> str:
    lowest, highest, width = wanted
    tests = {
        "exact": high - low < 1 - NEAR,
        "proved small": high < highest - NEAR,
        "proved not small": low > lowest + NEAR,
        "narrow": high - low < width - NEAR,
    }
    return next((why for why, fails in tests.items() if fails), "")


def ranges(model: Model, gone: np.ndarray, reader: Reader) -> Iterator[tuple[int, float, float]]:
    """(cell, lowest, highest) of everything printed as hidden that the reader does not know."""
    real = len(model.keys)
    moving = np.append(gone | ~model.printed, np.ones(model.size - real, bool))
    moving[:real] &= ~model.fixed
    moving[reader.knows] = False
    low = np.append(reader.low - model.counts, np.zeros(model.size - real))
    high = np.append(model.top - model.counts, np.full(model.size - real, model.top))
    for cells, programs in _pieces(model, moving):
        bounds = np.stack([low[cells], high[cells]], axis=1)
        for at, cell in enumerate(cells):
            if cell < real and model.printed[cell]:
                ends = [_furthest(programs, bounds, at, sign) for sign in (1, -1)]
                yield int(cell), *(model.counts[cell] + end for end in ends)


def _pieces(model: Model, moving: np.ndarray):
    """Cells that share no sum with each other cannot tell of each other."""
    sums = model.sums
    places = np.flatnonzero(moving)
    part = sums.matrix[:, places]
    number, label = connected_components(part.T @ part)
    for piece in range(number):
        cells = places[label == piece]
        rows = np.unique(sums.matrix[:, cells].nonzero()[0])
        matrix, equal = sums.matrix[rows][:, cells], sums.equal[rows]
        limits = {"A_eq": matrix[equal], "b_eq": np.zeros(equal.sum())} if equal.any() else {}
        if not equal.all():
            limits |= {"A_ub": -matrix[~equal], "b_ub": sums.slack[rows][~equal]}
        yield cells, limits


def _furthest(programs: dict, bounds: np.ndarray, at: int, sign: int) -> float:
    goal = np.zeros(len(bounds))
    goal[at] = sign
    found = linprog(goal, bounds=bounds, method="highs", **programs)
    if found.status != 0:
        raise RuntimeError(f"The attack did not finish: {found.message}")
    return sign * found.fun
