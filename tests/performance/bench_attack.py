"""What does the attacker find in the releases of invented registers, and in simple suppression?

`pytest tests/performance/bench_attack.py -s` prints a line for each register: figures, unsafe,
hidden, share shown of figures and of counts, seconds; then what the attacker recovers exactly,
within one and proves small, in all scenarios together; beside it the same for the figures below
the threshold hidden alone. SIZES="300x2x1 3000x5x2" chooses cases, parties and seed. Any success
on what was protected fails.
"""

import os
import time
from datetime import date

import pytest
from django.core.management import call_command

from partyconduct.parties.models import Party
from reporting.statistics import assembly, exports, releases, trial
from reporting.statistics.disclosure import primary, protect
from reporting.statistics.disclosure.result import release
from tests.performance.bench_register import say

SEEDS = 10
SIZES = os.environ.get("SIZES", "").split() or [
    f"{cases}x{parties}x{seed}"
    for cases in (300, 3_000, 30_000)
    for parties in (2, 5, 12)
    for seed in range(1, SEEDS + 1)
]
HEADINGS = "register, publisher, figures, unsafe, hidden, % figures, % counts, s, attack s"
FOUND = ("exact", "within_one", "proved_small")


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_found(cast, size):
    cases, parties, seed = map(int, size.split("x"))
    call_command(
        "synthesise", parties=parties, cases=cases, years="2023-2024", seed=seed, verbosity=0
    )
    say("\n" + HEADINGS)
    one = Party.objects.filter(kind=Party.Kind.PARTY).order_by("pk").first()
    assert [_line(size, party, seed) for party in (cast.joint, one)] == [True, True]


def _line(size, party, seed) -> bool:
    frame = releases.figures(party, 2024, date(2025, 3, 31))
    system = assembly.system(frame)
    began = time.perf_counter()
    made = protect(system, str(seed))
    protected = time.perf_counter()
    closed = trial.closed(system, frame.counts if frame.joint else ())
    verdict = trial.attacked(made, exports.tabular(made), [], closed)
    seconds = f"{protected - began:.1f}, {time.perf_counter() - protected:.1f}"
    simple = _threshold_only(system, made)
    found = trial.attacked(simple, exports.tabular(simple), [], closed)
    say(f"{size}, {party.slug}, {_shares(system, made)}, {seconds}; found {_found(verdict)}")
    say(
        f"{size}, {party.slug}, {_shares(system, simple)}; found {_found(found)} by threshold only"
    )
    return verdict.passed


def _threshold_only(system, made):
    """The same tables with nothing hidden but the figures below their threshold."""
    cells = {
        cell: (value if cell not in system.truths else system.truths[cell].count, status)
        for cell, (value, status) in made.cells.items()
    }
    for cell in cells.keys() & system.truths.keys():
        is_small = 0 < system.truths[cell].count < system.thresholds.get(cell, 5)
        cells[cell] = (None, "c") if is_small else (system.truths[cell].count, "")
    sheets = {"sheets": made.sheets, "left_out": made.left_out}
    return release(type(system)(**(vars(system) | sheets)), cells)


def _shares(system, made) -> str:
    counts = [cell for cell in made.cells if cell in system.truths]
    shown = [cell for cell in counts if made.cells[cell][0] is not None]
    whole, part = (sum(system.truths[c].count for c in cells) for cells in (counts, shown))
    unsafe = len(primary.unsafe(system).keys() & set(counts))
    share = 100 * len(shown) / len(counts), 100 * part / whole
    hidden = len(counts) - len(shown)
    return f"{len(counts)}, {unsafe}, {hidden}, {share[0]:.1f}, {share[1]:.1f}"


def _found(verdict) -> str:
    if "failed" in verdict.report:
        return verdict.report["failed"]
    scores = verdict.report["scenarios"]
    numbers = "/".join(str(sum(score[n] for score in scores.values())) for n in FOUND)
    lost = [name for name, score in scores.items() if not score["passed"]]
    return f"{numbers} {' '.join(lost)} {len(verdict.report['faults'])} faults"
