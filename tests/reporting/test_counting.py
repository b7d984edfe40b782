"""Do the year's tables reproduce what was published for 2023?"""

from datetime import date

import pytest

from reporting.statistics import assembly, checks, counting, releases, tables
from reporting.statistics.disclosure import Truth, key


def column(system, sheet_id, place=0):
    """{code: figure} of one column of a table, before protection; the total is ""."""
    sheet = next(s for s in system.sheets if s.id == sheet_id)
    lines = zip(sheet.rows, sheet.grid, strict=True)
    return {
        row.code: system.truths[refs[place].keys[0]].count
        for row, refs in lines
        if refs[place].keys[0] in system.truths
    }


def shown(found, *codes):
    return [found[code] for code in codes]


FUNNEL = ("", "dismissed", "withdrawn", "resolved-at-investigation", "ongoing")
LADDER = ("apology", "content-removal", "training", "rebuke", "severe-rebuke", "candidacy-bar")
LADDER += ("suspension", "expulsion")


def test_complaints_and_incidents_come_out_as_published(system):
    assert shown(column(system, "P1"), *FUNNEL) == [580, 474, 4, 75, 27]
    assert shown(column(system, "P1", 1), *FUNNEL) == [522, 424, 4, 68, 26]


def test_the_panel_comes_out_as_published(system):
    found = column(system, "P2")
    assert shown(found, "presented", "dismissed-or-no-action", "upheld") == [68, 16, 52]
    assert found["ongoing"] == 9  # outside the number presented


def test_the_most_severe_sanction_of_each_incident_comes_out_as_published(system):
    assert shown(column(system, "P3"), *LADDER) == [0, 0, 2, 2, 5, 2, 11, 30]


def test_counting_every_sanction_is_another_table(system):
    assert shown(column(system, "P3a"), *LADDER) == [4, 5, 11, 2, 5, 2, 11, 30]


def test_the_time_bands_come_out_as_published(system, released):
    assert list(column(system, "P4").values()) == [496, 322, 159, 15, 0]
    percentages = [line[1].text for _, line in released.lines(released.sheet("P4"))]
    assert percentages == ["100%", "65%", "32%", "3%", "0%"]


def test_allegations_stand_under_the_clause_they_charge(system):
    found = column(system, "4")
    assert found[""] == 652
    assert shown(found, "harbour-2.1", "harbour-3.3", "harbour-4.2") == [134, 156, 2]


def test_characteristics_are_counted_under_their_first_level(system):
    found = column(system, "9")
    assert shown(found, "race", "religion", "sex", "none-cited") == [40, 37, 38, 418]


def test_quarters_add_up_to_the_year(system):
    assert list(column(system, "6").values()) == [580, 126, 227, 132, 95]


def test_distinct_respondents_are_counted_behind_each_figure(system):
    assert system.truths[key("received/2023", "complaints", party="harbour")].people == 479


def test_every_sum_between_the_tables_holds(system, frame):
    assert all(result.passed for result in checks.run(system, frame))


def test_a_difference_is_named_with_table_line_and_size(system, frame):
    cell = key("received/2023", "complaints", party="harbour", quarter="Q2")
    system.truths[cell] = Truth(226, 226, 1)
    failed = [r for r in checks.run(system, frame) if not r.passed]
    assert failed[0].differences[0].words() == "Table 1, Complaints received: a difference of -1."


def test_adding_a_statistic_is_one_entry(register):
    """Complaints by quarter and whether they allege intimidation: nothing but the entry."""
    cross = tables.crossed("quarter", "intimidatory")
    entry = tables.Table("X", "By quarter", tables.Basis.FLOW, "received", crosses=(cross,))
    counts = counting.everything(register, counting.Period(2023, date(2024, 2, 28)), [entry])
    made = assembly.system(assembly.Frame([counts], {"slug": "harbour"}), [entry])
    assert list(column(made, "X").values()) == [580, 126, 227, 132, 95]


@pytest.mark.django_db
def test_a_year_without_cases_is_all_zero(cast):
    frame = releases.figures(cast.meadow, 2019, date(2020, 3, 31))
    made = assembly.system(frame)
    assert {truth.count for truth in made.truths.values()} == {0}
    assert all(result.passed for result in checks.run(made, frame))


def test_tables_have_an_id_and_a_title_each_once():
    ids = [table.id for table in tables.TABLES]
    assert len(ids) == len(set(ids))
    assert {*(str(n) for n in range(1, 24)), "Q1"} <= set(ids)
