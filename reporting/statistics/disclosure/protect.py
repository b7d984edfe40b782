"""What can be shown of a set of linked tables, and how coarse must each of them be?

A pattern of hidden cells is searched for all tables at once. Where there is none, or where it
takes more than half of a table, a table is made coarser along its own path, at the end left out,
and the search starts again. It fails closed: if the totals themselves point at people, or the
search cannot be finished, nothing is published.
"""

from dataclasses import dataclass, replace

from reporting.statistics.disclosure import primary
from reporting.statistics.disclosure.model import Model
from reporting.statistics.disclosure.result import Released, release
from reporting.statistics.disclosure.search import Search
from reporting.statistics.disclosure.system import Key, Sheet, System, Unprotectable

TOO_MANY_HIDDEN = 0.5
TOO_FEW = (
    "The total of the release is itself too small to publish: it would point at individual people."
)
LEFT_OUT = "It cannot be shown without pointing at individual people."


@dataclass(frozen=True)
class Pattern:
    """What to print and what to hide of it, and in numbers what that took."""

    sheets: tuple[Sheet, ...]
    left_out: dict[str, str]
    hidden: frozenset[Key]
    report: dict[str, int]


def pattern(system: System, salt: str = "") -> Pattern:
    """Makes tables coarser until a safe pattern is found."""
    programs = 0
    while True:
        model = Model(system)
        _refuse_if_too_few(model)
        if coarse := _plainly_too_fine(model):
            system = replace(system, sheets=coarse)
            continue
        search = Search(model, salt)
        search.run()
        programs += search.solver.solved
        hidden = frozenset(model.keys[i] for i in search.not_shown())
        stuck = _printed_near(model, search.stuck)
        sheets = _redesigned(model.system, hidden, stuck)
        if sheets is None:
            report = search.report() | {"programs": programs}
            return Pattern(model.system.sheets, system.left_out, hidden, report)
        gone = {s.id for s in system.sheets} - {s.id for s in sheets}
        left_out = system.left_out | dict.fromkeys(sorted(gone), LEFT_OUT)
        system = replace(system, sheets=sheets, left_out=left_out)


def released(system: System, found: Pattern) -> Released:
    """The release of a system: every figure true or hidden, no hidden one recoverable."""
    system = replace(system, sheets=found.sheets, left_out=found.left_out)
    return release(system, _cells(system, found.hidden))


def _refuse_if_too_few(model: Model) -> None:
    if any(model.always[cell] for reader in model.readers for cell in reader.unsafe):
        raise Unprotectable(TOO_FEW)


def _plainly_too_fine(model: Model) -> tuple[Sheet, ...]:
    """Tables of which most cells are unsafe by themselves need no search to be found too fine."""
    places = set().union(*(reader.unsafe for reader in model.readers))
    unsafe, system = frozenset(model.keys[i] for i in places), model.system
    sheets = tuple(
        s.coarser() or s if _share(system, s, unsafe) > TOO_MANY_HIDDEN else s
        for s in system.sheets
    )
    return sheets if sheets != system.sheets else ()


def _redesigned(
    system: System, hidden: frozenset[Key], stuck: set[Key]
) -> tuple[Sheet, ...] | None:
    """The sheets to try next; None when these can be published as they are."""
    if stuck:
        chosen = {_finest(system.sheets, cell) for cell in stuck}
    else:
        shares = {s.id: _share(system, s, hidden) for s in system.sheets if s.coarser()}
        chosen = {sheet for sheet, share in shares.items() if share > TOO_MANY_HIDDEN}
    if not chosen:
        return None
    coarser = [s if s.id not in chosen else s.coarser() or s.without(stuck) for s in system.sheets]
    if not any(coarser):
        raise Unprotectable("No table can be shown without pointing at individual people.")
    return tuple(sheet for sheet in coarser if sheet is not None)


def _printed_near(model: Model, stuck: set[int]) -> set[Key]:
    """Cells that cannot be protected; of those that are not printed, the sums that tell them."""
    cells = {model.keys[cell] for cell in stuck if cell < len(model.keys)}
    cells |= {model.keys[model.gaps[cell][0]] for cell in stuck if cell in model.gaps}
    printed = {k for sheet in model.system.sheets for k in sheet.cells()}
    while cells and not cells & printed:
        touching = [c for c in model.system.constraints if {k for k, _ in c.terms} & cells]
        wider = cells | {k for c in touching for k, _ in c.terms}
        if wider == cells:
            raise Unprotectable("A figure outside the tables could be worked out from them.")
        cells = wider
    return cells & printed


def _finest(sheets: tuple[Sheet, ...], cell: Key) -> str:
    """Of the tables that hold a cell, the one that can best be made coarser."""
    holding = [sheet for sheet in sheets if cell in sheet.cells()]
    return max(holding, key=lambda s: (s.coarser() is not None, len(s.grid), s.id)).id


def _share(system: System, sheet: Sheet, hidden: frozenset[Key]) -> float:
    cells = [k for k in sheet.cells() if k in system.truths]
    return sum(k in hidden for k in cells) / max(1, len(cells))


def _cells(system: System, hidden: frozenset[Key]) -> dict[Key, tuple[int | None, str]]:
    cells = {}
    for cell in sorted({k for sheet in system.sheets for k in sheet.cells()}):
        if cell in system.truths:
            value = system.truths[cell].count
            cells[cell] = (None, "c") if cell in hidden else (value, "")
        elif cell in system.estimates:
            base = cell._replace(measure="complaints")  # a median would tell of a hidden number
            cells[cell] = (None, "u") if base in hidden else _estimate(system.estimates[cell])
        else:
            cells[cell] = system.known.get(cell, (None, "x"))
    return cells


def _estimate(estimate) -> tuple[int | None, str]:
    if not estimate.events and not estimate.at_risk:
        return None, "z"  # nothing was under observation
    if primary.too_thin(estimate):
        return None, "u"
    return estimate.value, "over" if estimate.over else ""
