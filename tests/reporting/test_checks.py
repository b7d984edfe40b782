"""Does each check of a release find what was broken on purpose, and name it?"""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from complaints.models import Case
from reporting.statistics import assembly, checks, counting, releases, tables, wording
from reporting.statistics.disclosure import key, thaw

HARBOUR = {"party": "harbour"}
RECEIVED, CLOSED, OPEN = "received/2023", "closed/2023", "open/2023-12-31"


def add(system, cell, number=1):
    truth = system.truths[cell]
    system.truths[cell] = truth._replace(count=truth.count + number)


def sentences(system, frame, check):
    found = next(result for result in checks.run(system, frame) if result.id == check)
    return [difference.words() for difference in found.differences]


BROKEN = {
    "flow": (
        key(OPEN, "complaints", **HARBOUR),
        "Table 1, Complaints open at the end of the year: a difference of -1.",
    ),
    "sums": (
        key(RECEIVED, "complaints", quarter="Q2", **HARBOUR),
        "Table 1, Complaints received: a difference of +1.",
    ),
    "between": (
        key(CLOSED, "complaints", outcome="no-decision", **HARBOUR),
        "Table 11, Closed without a decision: a difference of -1.",
    ),
}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_figure_is_named_with_table_line_and_difference(check, system, frame):
    cell, sentence = BROKEN[check]
    add(system, cell)
    assert sentence in sentences(system, frame, check)


def test_what_is_whole_passes_every_check(system, frame):
    assert [r.id for r in checks.run(system, frame) if not r.passed] == []


def test_a_year_starts_where_the_last_release_ended(frame, released):
    year = replace(frame, earlier=[released])
    year.counts = [replace(year.counts[0], period=counting.Period(2024, date(2025, 3, 31)))]
    system = assembly.system(year)
    assert sentences(system, year, "carried-over") == []
    add(system, year.cell(tables.OPEN_START), 2)
    found = sentences(system, year, "carried-over")
    assert found == ["Table 2, Open at the start of the year: a difference of +2."]


def test_sanctions_about_intimidation_are_among_all_sanctions(system, frame):
    add(system, key(CLOSED, "complaints", outcome="upheld", intimidatory="yes", **HARBOUR), 500)
    (sentence,) = sentences(system, frame, "between")
    assert sentence.startswith("Table 14, Total: a difference of -")


def test_a_figure_that_two_sources_count_differently_is_named(system, frame):
    cell = key(RECEIVED, "complaints", **HARBOUR)
    counts = replace(frame.counts[0], differing=((cell, 580, 577),))
    found = sentences(system, replace(frame, counts=[counts]), "between")
    assert found == ["Table 1, Complaints received: a difference of -3."]


def test_more_people_than_complaints_are_named(system, frame):
    add(system, key(RECEIVED, "respondents", **HARBOUR), 200)
    assert any(
        "Table 1, Complaints received" in s for s in sentences(system, frame, "bounds")
    ) or (any("Table 7, Total" in s for s in sentences(system, frame, "bounds")))


def test_a_part_that_exceeds_its_whole_is_named(system, frame):
    add(system, key(RECEIVED, "complaints", characteristic="race", **HARBOUR), 1000)
    assert any("-460" in s for s in sentences(system, frame, "bounds"))


def test_complaints_closed_before_they_came_are_named(system, frame):
    counts = replace(frame.counts[0], impossible=1)
    found = sentences(system, replace(frame, counts=[counts]), "dates")
    assert found == ["Register, complaints closed before they were received: a difference of +1."]


def test_parties_add_up_to_all_parties(frame, cast):
    meadow = counting.everything(cast.meadow, frame.period)
    joint = replace(frame, counts=[*frame.counts, meadow], joint=True)
    system = assembly.system(joint)
    assert sentences(system, joint, "joint") == []
    add(system, key(RECEIVED, "complaints"), 4)
    assert sentences(system, joint, "joint") == [
        "Table 1, Complaints received: a difference of -4."
    ]


def test_a_party_counted_by_other_rules_is_named(system, frame):
    counts = replace(frame.counts[0], definitions_version="3")
    (sentence,) = sentences(system, replace(frame, counts=[counts]), "definitions")
    assert "Harbour Party" in sentence
    assert "+2" in sentence


def test_a_percentage_of_what_is_not_printed_is_named(released):
    assert checks.percentages_hold(released).passed
    parts = json.loads(released.frozen())
    sheet = next(sheet for sheet in parts["sheets"] if sheet["id"] == "P4")
    sheet["grid"][1][0] = [[], [], "x"]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    less = thaw(text, sha256(text.encode()).hexdigest())
    (difference,) = checks.percentages_hold(less).differences
    assert difference.words() == "Table P4, 0 to 90 days: a difference of +65."


def test_a_register_that_breaks_an_identity_is_told_in_a_sentence(register):
    """Set back after the year it was closed in, and never opened: the flow has one too many."""
    case = Case.objects.filter(party=register, closed_on__year=2023).order_by("pk").first()
    Case.objects.filter(pk=case.pk).update(reopened_on=date(2024, 2, 1))
    frame = releases.figures(register, 2024, date(2025, 3, 31))
    with pytest.raises(releases.Failed, match=r"Table (1|2|16a), ") as fault:
        releases.make(frame)
    assert all(sentence.endswith(".") for sentence in fault.value.sentences)


def test_a_year_without_cases_says_so(cast):
    frame = releases.figures(cast.meadow, 2019, date(2020, 3, 31))
    made = releases.make(frame)
    sheet = made.released.sheet("1")
    said = wording.headline(made.released, sheet)
    assert said == "No complaints were received or closed in 2019, and none was open"


def test_rules_that_changed_print_a_break(frame, released):
    """A release that knows another version of a rule stands beside this one."""
    parts = json.loads(released.frozen())
    parts["about"] |= {"year": 2022, "rules": parts["about"]["rules"] | {"upheld": 7}}
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    earlier = thaw(text, sha256(text.encode()).hexdigest())
    system = assembly.system(replace(frame, earlier=[earlier]))
    headline = system.sheets[0]
    assert [column.label for column in headline.columns] == ["2023", "2022 [b]"]
    (sentence,) = system.about["breaks"]
    assert "in tables 1, 11 were counted by another version of the rules on upheld" in sentence
