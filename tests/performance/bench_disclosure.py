"""What does protection cost, in hidden figures and in time, beside hiding small figures alone?

`pytest tests/performance/bench_disclosure.py -s` prints one line for each system: the linked
tables of the specification's section 6, measured as its prototype was (outsider only, figures may
be 0) and as releases are protected; then releases of invented registers. Seconds are those of the
processor, since others may share it; memory is the peak of the process so far.
"""

import resource
import time
from dataclasses import replace

import numpy as np
import pytest

from reporting.statistics import assembly
from reporting.statistics.disclosure import Unprotectable
from reporting.statistics.disclosure.model import NOBODY, Model, Reader
from reporting.statistics.disclosure.protect import pattern
from reporting.statistics.disclosure.search import Search
from tests.performance.bench_register import say
from tests.registers import Register
from tests.reporting import betraying, linked

HEAD = (
    f"{'system':32} {'cells':>6} {'unsafe':>6} {'hidden':>6} {'cells':>7} {'counts':>7} "
    f"{'cpu s':>6} {'MiB':>5} | small figures alone: {'cells':>6}  exact / below 5"
)
SYSTEMS = ("one table", "three linked", "45 pairs")
REGISTERS = [Register(300, 2, 1), Register(3000, 5, 1), Register(3000, 12, 1)]


def outsider_only(system) -> Model:
    """The prototype's measure: nobody has figures of their own, hidden ones may be nothing."""
    model = Model(system)
    outsider = next(reader for reader in model.readers if reader.name == "outsider")
    low, counts = np.zeros_like(outsider.low), model.counts
    model.readers = [Reader("outsider", NOBODY, low, outsider.unsafe, counts, NOBODY)]
    return model


def line(name, model, gone, seconds):
    """Cells and counts shown, and what is left of them when only small figures are hidden."""
    printed = model.printed
    unsafe = np.zeros(len(model.keys), bool)
    unsafe[[c for c in model.readers[0].unsafe if c < len(unsafe)]] = True
    exact, below = told(model, unsafe & printed)
    counts, shown = model.counts * printed, printed & ~gone
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(
        f"{name:32} {printed.sum():6} {(unsafe & printed).sum():6} {(gone & printed).sum():6} "
        f"{shown.sum() / printed.sum():7.1%} {counts[shown].sum() / counts.sum():7.1%} "
        f"{seconds:6.1f} {peak:5} | {(printed & ~unsafe).sum() / printed.sum():27.1%}  "
        f"{exact} / {below}"
    )


def told(model, unsafe) -> tuple[int, int]:
    """What the outsider recovers when only the unsafe figures are hidden."""
    outsider = next(reader for reader in model.readers if reader.name == "outsider")
    exact = below = 0
    for cell, low, high in betraying.ranges(model, unsafe, outsider):
        exact += high - low < 1
        below += high < model.thresholds[cell]
    return exact, below


@pytest.mark.parametrize("name", SYSTEMS)
def test_systems_of_section_6(name):
    say("")
    say(HEAD)
    for words, build in (("outsider", outsider_only), ("every reader", Model)):
        shape = linked.shapes("p" if build is outsider_only else "party")[name]
        model = build(shape.build())
        started = time.process_time()
        search = Search(model, "key")
        search.run()
        gone = np.zeros(len(model.keys), bool)
        gone[search.not_shown()] = True
        line(f"{name}, {words}", model, gone, time.process_time() - started)


@pytest.mark.parametrize("register", REGISTERS, ids=str)
def test_releases(register, db):
    register.fill()
    say("")
    say(HEAD)
    frames = register.frames()
    for publisher in ("joint", "harbour"):
        system = assembly.system(frames[publisher])
        started = time.process_time()
        try:
            found = pattern(system, "key")
        except Unprotectable as refusal:
            say(f"{register} {publisher}: nothing is published. {refusal}")
            continue
        seconds = time.process_time() - started
        model = Model(replace(system, sheets=found.sheets))
        gone = np.array([k in found.hidden for k in model.keys])
        line(f"{register} {publisher}", model, gone, seconds)
        coarser = " ".join(sheet.id for sheet in found.sheets if sheet.coarsened)
        say(f"    coarser: {coarser or '-'}; left out: {' '.join(found.left_out) or '-'}")
