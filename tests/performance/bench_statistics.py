"""How long do the year's figures of ten thousand cases take, and every file made of them?

`pytest tests/performance/bench_statistics.py -s` prints the figures; nothing is asserted on time.
"""

from datetime import date

from django.core.management import call_command

from reporting.statistics import assembly, counting, exports, releases
from reporting.statistics.disclosure import protect
from tests.performance.bench_register import say, timed

PERIOD = counting.Period(2024, date(2025, 3, 31))


def test_figures(cast):
    call_command("synthesise", parties=2, cases=20_000, years="2023-2024", seed=1, verbosity=0)
    say("")
    with timed("count the year's tables, 10,000 cases (aim 3 s)"):
        frame = releases.figures(cast.harbour, PERIOD.year, PERIOD.as_at)
    with timed("assemble the linked tables"):
        system = assembly.system(frame)
    with timed(f"protect {len(system.truths)} cells, {len(system.constraints)} sums"):
        released = protect(system)
    with timed("XLSX, CSV and JSON (aim 5 s)"):
        exports.tabular(released)
    with timed("PDF, in a background task"):
        exports.pdf.write(released)
    with timed("count and protect both parties together, 20,000 cases"):
        joint = releases.figures(cast.joint, PERIOD.year, PERIOD.as_at)
        both = protect(assembly.system(joint))
    for name, made in (("one party", released), ("both parties", both)):
        hidden = sum(status == "c" for _, status in made.cells.values())
        say(f"{name}: {len(made.cells)} figures, {hidden} hidden, left out: {len(made.left_out)}")
