"""Is every statistic of the specification one complete entry?"""

import pytest

from reporting.statistics import axes, tables
from reporting.statistics.definitions import DEFINITIONS
from reporting.statistics.sources import SOURCES
from reporting.statistics.tables import PARTY, TABLES

CROSSES = [(table, cross) for table in TABLES for cross in table.crosses]


def test_every_table_of_the_specification_is_one_entry():
    ids = [table.id for table in TABLES]
    assert len(ids) == len(set(ids))
    assert {*(str(n) for n in range(1, 24)), "Q1"} <= set(ids)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_an_entry_has_a_basis_a_threshold_and_rules_that_are_printed(table):
    assert table.basis in tables.BASES
    assert table.threshold >= 5
    assert table.notes
    assert set(table.notes) <= set(DEFINITIONS)
    assert bool(table.lines) != bool(table.crosses)


@pytest.mark.parametrize(("table", "cross"), CROSSES)
def test_a_crossing_becomes_coarser_until_it_is_a_total_or_one_of_all_parties(table, cross):
    """Leaf, group, then a dimension goes: no step is finer than the one before it."""
    assert {cross.rows, cross.columns} <= {"", PARTY, *axes.AXES}
    assert {dimension for dimension, _depth in cross.path} <= {cross.rows, cross.columns}
    for dimension in (cross.rows, cross.columns):
        steps = [depth for name, depth in cross.path if name == dimension]
        assert steps == sorted(set(steps), reverse=True)
    assert cross.path[-1][1] == 0


@pytest.mark.parametrize(("table", "cross"), CROSSES)
def test_what_a_crossing_counts_has_a_source(table, cross):
    sources = {table.source_of(cross, measure) for measure in table.measures_of(cross)}
    assert sources <= set(SOURCES)


def test_characteristics_have_the_higher_threshold_and_never_meet_an_outcome_and_a_party():
    about = [table for table, cross in CROSSES if "characteristic" in (cross.rows, cross.columns)]
    assert {table.threshold for table in about} == {10}
    assert {cross.columns for _t, cross in CROSSES if cross.rows == "characteristic"} == {PARTY}


def test_without_parties_no_row_is_shown_twice():
    ten = next(table for table in TABLES if table.id == "10")
    assert [cross.columns for cross in ten.crossed(joint=False)] == ["stage"]
    assert [cross.columns for cross in ten.crossed(joint=True)] == ["stage", PARTY]
