"""Can anybody work a hidden figure out of what is released?"""

import itertools
from dataclasses import replace
from types import SimpleNamespace

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.statistics.disclosure import (
    Altered,
    Column,
    Ref,
    Released,
    Row,
    Sheet,
    Stopped,
    System,
    Truth,
    Unprotectable,
    apart,
    key,
    primary,
    solver,
    thaw,
)
from reporting.statistics.disclosure.model import Model
from reporting.statistics.disclosure.protect import pattern, released
from reporting.statistics.disclosure.search import Search
from tests.reporting import betraying


def grid(figures, people=None, sheet_id="1", name="row"):
    """A system of one table with totals, from its inner figures."""
    system = System(about={"title": "Figures"})
    height, width = len(figures), len(figures[0])
    rows = ["_T", *(f"r{i}" for i in range(height))]
    columns = ["_T", *(f"c{i}" for i in range(width))]

    def at(r, c):
        return key(
            "closed",
            "complaints",
            **{name: r} if r != "_T" else {},
            **{"col": c} if c != "_T" else {},
        )

    def total(r, c, source):
        over_rows = range(height) if r == "_T" else [int(r[1:])]
        over_columns = range(width) if c == "_T" else [int(c[1:])]
        return sum(source[i][j] for i in over_rows for j in over_columns)

    for r, c in itertools.product(rows, columns):
        count = total(r, c, figures)
        system.cell(at(r, c), Truth(count, total(r, c, people) if people else count, 1))
    for r in rows:
        system.adds_up(at(r, "_T"), [at(r, c) for c in columns[1:]])
    for c in columns:
        system.adds_up(at("_T", c), [at(r, c) for r in rows[1:]])
    system.fixed = {at("_T", "_T")}
    system.sheets = (
        Sheet(
            sheet_id,
            "Table",
            "Row",
            "F",
            "2023",
            tuple(Row(r, int(r != "_T"), r) for r in rows),
            tuple(Column(c, "complaints", int(c != "_T"), c) for c in columns),
            tuple(tuple(Ref((at(r, c),)) for c in columns) for r in rows),
        ),
    )
    return system


def hidden(out):
    return {cell for cell, (value, _) in out.cells.items() if value is None}


def protect(system, salt=""):
    """As the engine does it, but in this process."""
    return released(system, pattern(system, salt))


def attack(system, out):
    """The engine's own attack, on the finished release."""
    return betraying.betrayed(replace(system, sheets=out.sheets), hidden(out))


def at(row, column):
    return key("closed", "complaints", row=f"r{row}", col=f"c{column}")


WORKED_LEAK = [[30, 12, 3, 15], [22, 18, 11, 9], [14, 10, 16, 20]]


def test_the_worked_leak_is_closed_with_four_hidden_cells():
    system = grid(WORKED_LEAK)
    out = protect(system)
    assert len(hidden(out)) == 4
    assert not attack(system, out)


def test_the_ranges_of_the_worked_leak_are_those_of_the_specification():
    system = grid(WORKED_LEAK)
    model = Model(system)
    gone = {at(0, 2), at(0, 3), at(1, 2), at(1, 3)}
    outsider = next(reader for reader in model.readers if reader.name == "outsider")
    found = betraying.ranges(model, np.array([k in gone for k in model.keys]), outsider)
    assert {model.keys[cell]: (low, high) for cell, low, high in found} == {
        at(0, 2): (1, 13),
        at(0, 3): (5, 17),
        at(1, 2): (1, 13),
        at(1, 3): (7, 19),
    }


def test_hiding_the_small_figure_alone_is_found_out():
    found = betraying.betrayed(grid(WORKED_LEAK), {at(0, 2)})
    assert found == {("outsider", at(0, 2)): "exact"}


def test_a_cell_between_two_covered_blocks_is_found_out():
    """Every row and column has two hidden cells, and yet one of them is fixed by subtraction."""
    places = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (2, 3)]
    found = betraying.betrayed(grid([[9] * 5] * 5), {at(r, c) for r, c in places})
    assert found["outsider", at(2, 1)] == "exact"


def test_twelve_complaints_about_one_person_are_hidden():
    assert primary.reason(key("p", "complaints"), Truth(12, 1, 12), 5) == "people"


def test_the_largest_respondent_cannot_subtract_the_own_complaints():
    assert primary.reason(key("p", "complaints"), Truth(12, 5, 8), 5) == "largest"


def test_characteristics_are_hidden_below_ten():
    truth = Truth(9, 9, 1)
    assert not primary.reason(key("p", "complaints"), truth, 5)
    assert primary.reason(key("p", "complaints"), truth, 10) == "count"


def test_zero_is_shown():
    system = grid([[0, 40], [30, 20]])
    assert not hidden(protect(system))


def test_a_whole_small_row_in_a_harmful_outcome_is_hidden():
    system = grid([[7, 0], [30, 40]])
    cell, whole = (
        key("closed", "complaints", row="r0", col="c0"),
        key("closed", "complaints", row="r0"),
    )
    system.groups = [(cell, whole)]
    assert cell in hidden(protect(system))


def test_a_total_of_four_is_not_published_at_all():
    with pytest.raises(Unprotectable, match="too small to publish"):
        protect(grid([[3, 1]]))


def test_linked_tables_are_protected_as_one_system():
    """A margin hidden in one table would be printed by the other if each stood alone."""
    system = grid(WORKED_LEAK)
    other = grid([[30, 30], [30, 30], [21, 39]], sheet_id="2")
    for cell, truth in other.truths.items():
        renamed = cell._replace(at=tuple((d.replace("col", "quarter"), n) for d, n in cell.at))
        system.cell(renamed, truth)
    assert len(system.truths) == 20 + 12 - 4  # row totals and the grand total are shared


def test_a_table_protected_alone_prints_what_another_hides():
    """4, 1 and 1 need their total of 6 hidden, too; a second table alone would print it."""
    outcomes = grid([[4, 1, 1], [20, 30, 40], [25, 35, 45]])
    quarters = grid([[6, 0], [50, 40], [55, 50]])
    total = key("closed", "complaints", row="r0")
    assert total in pattern(outcomes).hidden
    assert total not in pattern(quarters).hidden


def test_a_predicate_counted_differently_is_refused():
    system = grid(WORKED_LEAK)
    with pytest.raises(ValueError, match="counted twice"):
        system.cell(key("closed", "complaints"), Truth(181, 181, 1))


def test_nobody_else_makes_released_figures():
    with pytest.raises(TypeError, match="Only disclosure control"):
        Released(object(), {})


def test_released_figures_do_not_change():
    out = protect(grid(WORKED_LEAK))
    with pytest.raises(TypeError):
        out.cells[key("closed", "complaints")] = (1, "")
    with pytest.raises(AttributeError):
        out.cells = {}


def test_frozen_figures_come_back_the_same():
    out = protect(grid(WORKED_LEAK))
    assert thaw(out.frozen(), out.sha256).frozen() == out.frozen()


def test_an_altered_byte_is_refused():
    out = protect(grid(WORKED_LEAK))
    with pytest.raises(Altered):
        thaw(out.frozen().replace("30", "31", 1), out.sha256)


def test_a_percentage_of_a_hidden_figure_is_hidden():
    out = protect(grid(WORKED_LEAK))
    part, whole = (
        key("closed", "complaints", row="r0", col="c2"),
        key("closed", "complaints", row="r0"),
    )
    assert out.show(Ref((part,), (whole,))).text == "[c]"


def test_a_percentage_of_fewer_than_twenty_is_withheld():
    out = protect(grid([[8, 11], [30, 40]]))
    part, whole = (
        key("closed", "complaints", row="r0", col="c0"),
        key("closed", "complaints", row="r0"),
    )
    assert out.show(Ref((part,), (whole,))).text == "[u]"


def test_percentages_are_whole_numbers():
    """Two decimals of 287 give 287, 91, 58 and 15 away: we print 32, 20 and 5 per cent."""
    system = grid([[91, 58, 15, 123]])
    out, whole = protect(system), key("closed", "complaints")
    parts = [key("closed", "complaints", col=f"c{i}") for i in range(3)]
    assert [out.show(Ref((p,), (whole,))).text for p in parts] == ["32%", "20%", "5%"]


def test_panel_figures_of_28_hide_what_is_below_five():
    out = protect(grid([[8, 3, 4, 1, 12]]))
    shown = [out.cells[key("closed", "complaints", col=f"c{i}")][0] for i in range(5)]
    assert shown == [8, None, None, None, 12]


def test_four_of_23_takes_a_second_figure_with_it():
    out = protect(grid([[11, 8, 4]]))
    assert sum(value is None for value, _ in out.cells.values()) >= 2


def test_the_same_figures_give_the_same_bytes_in_any_process():
    system = grid(WORKED_LEAK)
    assert apart.protect(system, "key").frozen() == protect(system, "key").frozen()


def test_a_refusal_comes_back_from_the_other_process():
    with pytest.raises(Unprotectable, match="too small to publish"):
        apart.protect(grid([[3, 1]]))


def test_a_process_that_dies_publishes_nothing(monkeypatch):
    monkeypatch.setattr(apart, "COMMAND", ["false"])
    with pytest.raises(Stopped, match="did not finish"):
        apart.protect(grid(WORKED_LEAK))


def test_a_process_that_is_not_back_in_time_publishes_nothing(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(Stopped, match="did not finish"):
        apart.protect(grid(WORKED_LEAK))


STATUSES = [
    status
    for name, status in highspy.HighsModelStatus.__members__.items()
    if name not in ("kOptimal", "kInfeasible")
]


@pytest.mark.parametrize("status", STATUSES, ids=str)
def test_any_other_status_than_solved_or_impossible_stops(monkeypatch, status):
    monkeypatch.setattr(highspy.Highs, "getModelStatus", lambda highs: status)
    with pytest.raises(Stopped):
        protect(grid(WORKED_LEAK))


def test_a_step_the_solver_refuses_stops(monkeypatch):
    monkeypatch.setattr(highspy.Highs, "run", lambda highs: highspy.HighsStatus.kError)
    with pytest.raises(Stopped, match="refused a step"):
        protect(grid(WORKED_LEAK))


def test_a_warning_is_not_good_enough(monkeypatch):
    monkeypatch.setattr(highspy.Highs, "run", lambda highs: highspy.HighsStatus.kWarning)
    with pytest.raises(Stopped, match="refused a step"):
        protect(grid(WORKED_LEAK))


def test_iterations_that_run_out_stop(monkeypatch):
    monkeypatch.setitem(solver.OPTIONS, "simplex_iteration_limit", 0)
    with pytest.raises(Stopped, match=r"did not finish|refused a step"):
        protect(grid(WORKED_LEAK))


def test_programs_that_run_out_stop():
    with pytest.raises(Stopped, match="more steps than are allowed"):
        Search(Model(grid(WORKED_LEAK)), "", most=1).run()


def test_an_old_answer_left_behind_is_not_taken_for_a_new_one(monkeypatch):
    """A solver that says it solved and did not: its figures do not add up."""
    answer = highspy.Highs.getSolution
    monkeypatch.setattr(highspy.Highs, "getSolution", lambda highs: _shifted(answer(highs)))
    with pytest.raises(Stopped, match="do not add up"):
        protect(grid(WORKED_LEAK))


def _shifted(solution):
    values = list(solution.col_value)
    values[0] += 1
    return SimpleNamespace(col_value=values)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(
            st.lists(
                st.sampled_from([0, 0, 1, 2, 3, 5, 8, 13, 40]), min_size=width, max_size=width
            ),
            min_size=2,
            max_size=6,
        )
    )
)
def test_no_random_table_gives_a_hidden_figure_away(figures):
    system = grid(figures)
    try:
        out = protect(system)
    except Unprotectable:
        return
    assert not attack(system, out)
