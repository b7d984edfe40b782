"""Figures that were really published, counted again from registers built to them, and protected.

R2 Labour's constitutional committee, January to June 2019; R3 its panels to early 2021; R4 its
figures of early 2023; R6 calls to Parliament's helpline. The sums of R1 and R5 stand among the
identities of `data/published-statistics.identities.csv` and are checked with the others.
"""

from collections import Counter

import pytest

from reporting.statistics import exports
from reporting.statistics.attack.report import report
from reporting.statistics.disclosure import (
    Column,
    Dimension,
    Node,
    Ref,
    Row,
    Sheet,
    System,
    Truth,
    key,
    protect,
)
from tests.reporting.test_attack import ABOUT, UNUSED

R2 = {"expelled": 8, "suspended": 3, "warning": 4, "no-action": 1, "left": 12}
R3 = {"expelled": 91, "warning": 58, "no-action": 15, "other": 123}
R4 = {"expelled": 11, "warning": 8, "no-action": 4}
R6 = {"Q3": 205, "Q4": 202, "Q1": 184, "Q2": 169}


def register(figures):
    """One record for each case: its number and its outcome, each about another person."""
    return [(f"{outcome}-{n}", outcome) for outcome, n in figures.items() for n in range(n)]


def counted(records) -> System:
    """Counts and percentages by outcome, as one table."""
    counts = Counter(outcome for _case, outcome in records)
    lines = {"": len(records)} | counts
    places = {o: key("closed/2023", "complaints", **({"outcome": o} if o else {})) for o in lines}
    nodes = tuple(Node(outcome, outcome.title()) for outcome in counts)
    unused = tuple(Dimension(name, name.title()) for name in (*UNUSED, "party"))
    system = System(dict(ABOUT), (*unused, Dimension("outcome", "Outcome", nodes)))
    for outcome, number in lines.items():
        system.cell(places[outcome], Truth(number, number, min(number, 1)))
    system.adds_up(places[""], [places[outcome] for outcome in counts])
    system.fixed = {places[""]}
    rows = tuple(Row(o.title() or "Total", int(bool(o)), o) for o in lines)
    columns = Column("Cases", "complaints"), Column("Percentage", "percent")
    grid = tuple((Ref((places[o],)), Ref((places[o],), (places[""],))) for o in lines)
    table = ("11", "Outcome", "Outcome", "closed", "2023", rows, columns, grid)
    system.sheets = (Sheet(*table, notes=("outcome",)),)
    system.notes = {"outcome": "Each case has one outcome."}
    return system


def shown(released) -> dict[str, list[str]]:
    return {row.code: [s.text for s in line] for row, line in released.lines(released.sheets[0])}


def attacked(released, place):
    for name, content in exports.tabular(released).items():
        (place / name).write_bytes(content)
    return report(place)


@pytest.mark.parametrize(("figures", "total"), [(R2, 28), (R3, 287), (R4, 23), (R6, 760)])
def test_the_published_figures_come_out_of_a_register_built_to_them(figures, total):
    system = counted(register(figures))
    found = {dict(cell.at).get("outcome", ""): t.count for cell, t in system.truths.items()}
    assert found == {"": total} | figures


def test_one_person_is_not_shown_again(tmp_path):
    """Behind the 1 stood somebody who said so in public on seeing the chart."""
    released = protect(counted(register(R2)))
    found = shown(released)
    assert [found[o][0] for o in ("suspended", "warning", "no-action")] == ["[c]"] * 3
    assert found[""][0] == "28"
    assert attacked(released, tmp_path)["passed"]


def test_percentages_are_whole_and_made_of_shown_figures():
    found = shown(protect(counted(register(R3))))
    assert [found[o][1] for o in ("expelled", "warning", "no-action")] == ["32%", "20%", "5%"]


def test_a_percentage_that_would_betray_four_people_is_withheld(tmp_path):
    released = protect(counted(register(R4)))
    found = shown(released)
    hidden = [outcome for outcome in R4 if found[outcome][0] == "[c]"]
    assert "no-action" in hidden
    assert len(hidden) >= 2
    assert [found[outcome][1] for outcome in hidden] == ["[c]"] * len(hidden)
    assert attacked(released, tmp_path)["passed"]


def test_quarters_make_the_year():
    found = shown(protect(counted(register(R6))))
    assert [found[q][0] for q in ("", *R6)] == ["760", "205", "202", "184", "169"]
