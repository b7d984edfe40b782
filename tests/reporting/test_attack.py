"""Does the attacker find what gives a hidden figure away, and nothing where nothing does?"""

import ast
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reporting.statistics import attack, exports, trial
from reporting.statistics.attack import solving
from reporting.statistics.attack.files import Unreadable
from reporting.statistics.attack.percentages import betrayed
from reporting.statistics.attack.report import report
from reporting.statistics.attack.solving import Failed
from reporting.statistics.disclosure import (
    Column,
    Dimension,
    Key,
    Node,
    Ref,
    Row,
    Sheet,
    System,
    Truth,
    key,
)
from reporting.statistics.disclosure.result import release

ALLOWED = {"argparse", "collections", "csv", "dataclasses", "decimal", "html", "io", "itertools"}
ALLOWED |= {"json", "math", "pathlib", "re", "sys", "typing", "zipfile"}
ALLOWED |= {"numpy", "scipy", "openpyxl"}

# The worked leak of the disclosure policy: three parties, four outcomes.
FIGURES = {
    "a": {"none": 30, "warning": 12, "suspended": 3, "expelled": 15},
    "b": {"none": 22, "warning": 18, "suspended": 11, "expelled": 9},
    "c": {"none": 14, "warning": 10, "suspended": 16, "expelled": 20},
}
SMALL = {("a", "suspended")}
SAFE = SMALL | {("a", "expelled"), ("b", "suspended"), ("b", "expelled")}
ABOUT = {
    "title": "Complaints about members, 2023",
    "publisher": "The parties",
    "slug": "joint",
    "release_id": "joint-2023-1",
    "number": 1,
    "note": "",
    "contact": "the publisher",
    "period_start": "2023-01-01",
    "period_end": "2023-12-31",
    "as_at": "2024-03-31",
    "year": 2023,
    "coverage": ["Party A", "Party B", "Party C"],
    "definitions_version": "1",
    "calendar_version": "1",
    "breaks": [],
    "did_not_report": [],
}
UNUSED = ("category", "clause", "stage", "characteristic")


def cell(party="", outcome="", year=2023) -> Key:
    at = {"party": party, "outcome": outcome}
    return key(f"closed/{year}", "complaints", **{d: n for d, n in at.items() if n})


def count(party="", outcome="", figures=FIGURES) -> int:
    return sum(
        number
        for p, line in figures.items()
        for o, number in line.items()
        if party in ("", p) and outcome in ("", o)
    )


def released(hidden, figures=FIGURES, number=1, title="Outcome of the complaints closed"):
    """A release of one table in which exactly these (party, outcome) are hidden."""
    parties, outcomes = ["", *figures], ["", *figures["a"]]
    places = [(p, o) for p in parties for o in outcomes]
    dimensions = (
        *(Dimension(name, name.title()) for name in UNUSED),
        Dimension("party", "Party", tuple(Node(p, f"Party {p.upper()}") for p in figures)),
        Dimension("outcome", "Outcome", tuple(Node(o, o.title()) for o in figures["a"])),
    )
    sheet = Sheet(
        "11",
        title,
        "Outcome",
        "closed",
        "2023",
        tuple(Row(o.title() or "Total", int(bool(o)), o) for o in outcomes),
        tuple(Column(f"Party {p.upper()}" if p else "All", "complaints", 0, p) for p in parties),
        tuple(tuple(Ref((cell(p, o),)) for p in parties) for o in outcomes),
        notes=("outcome",),
    )
    about = ABOUT | {"release_id": f"joint-2023-{number}", "number": number}
    system = System(about, dimensions, (sheet,), {"outcome": "One outcome for each complaint."})
    system.truths = {cell(*place): Truth(count(*place, figures), 9, 1) for place in places}
    shown = {
        cell(*place): (None, "c") if place in hidden else (count(*place, figures), "")
        for place in places
    }
    return release(system, shown)


@pytest.fixture
def publish(tmp_path):
    """Writes the files of a release, as they would be published, into a directory."""

    def published(hidden=SAFE, name="new", **how) -> Path:
        place = tmp_path / name
        place.mkdir()
        for file, content in exports.tabular(released(hidden, **how)).items():
            (place / file).write_bytes(content)
        return place

    return published


def figures_of(party, figures=FIGURES):
    """What a party knows: all its own figures, as the closed file holds them."""
    return [_line({"party": party, "outcome": o}, n) for o, n in figures[party].items()]


def _line(at, number):
    return ["closed", "2023-01-01", "2023-12-31", "complaints", at, number]


@pytest.fixture
def closed(tmp_path):
    def known(insiders=(), alone=()) -> Path:
        content = {"insiders": {p: figures_of(p) for p in insiders}, "alone": list(alone)}
        content["something"] = []
        (tmp_path / "known.json").write_text(json.dumps(content))
        return tmp_path / "known.json"

    return known


def lost(found) -> dict[str, tuple[int, int, int]]:
    return {
        name: (score["exact"], score["within_one"], score["proved_small"])
        for name, score in found["scenarios"].items()
        if not score["passed"]
    }


def test_the_attacker_imports_nothing_of_the_project_it_attacks():
    for path in Path(attack.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            ours = {n for n in names if not n.startswith("reporting.statistics.attack")}
            assert {name.partition(".")[0] for name in ours} <= ALLOWED, path.name


def test_a_protected_table_gives_nothing_away(publish):
    found = report(publish())
    assert (found["passed"], found["faults"], lost(found)) == (True, [], {})
    assert found["hidden"] == 4


def test_hiding_the_small_figure_alone_gives_it_back(publish):
    found = report(publish(SMALL))
    assert not found["passed"]
    assert lost(found)["A0"] == (1, 1, 1)


@pytest.mark.parametrize("shown", sorted(SAFE))
def test_showing_any_one_of_the_hidden_figures_is_found(publish, shown):
    assert lost(report(publish(SAFE - {shown})))["A0"][0] == 3


def test_a_true_total_in_a_caption_is_found(publish):
    found = report(publish(title="Outcome of complaints, 3 of them suspended in Party A"))
    assert any("not among the figures shown" in fault for fault in found["faults"])
    assert not found["passed"]


@pytest.mark.parametrize("file", ["statistics.json", "table_11.csv", "statistics.csv"])
def test_one_format_that_shows_a_hidden_figure_is_found(publish, file):
    place = publish()
    unsuppressed = exports.tabular(released(SAFE - {("a", "suspended")}))
    (place / file).write_bytes(unsuppressed[file])
    found = report(place)
    assert any("differ in table 11" in fault for fault in found["faults"])


def test_a_workbook_that_shows_a_hidden_figure_is_found(publish):
    place = publish()
    book = load_workbook(place / "statistics.xlsx")
    hidden = next(c for line in book["11"].iter_rows() for c in line if c.value == "[c]")
    hidden.value = 3
    book.save(place / "statistics.xlsx")
    assert "statistics.xlsx and statistics.csv differ in table 11." in report(place)["faults"]


def test_a_formula_is_found(publish):
    place = publish()
    book = load_workbook(place / "statistics.xlsx")
    book["11"]["B7"].value = "=SUM(C7:E7)"
    book.save(place / "statistics.xlsx")
    assert any("formula" in fault for fault in report(place)["faults"])


def test_a_percentage_with_decimals_gives_its_hidden_part_away(publish):
    place = publish()
    csv = place / "statistics.csv"
    line = next(x for x in csv.read_text().splitlines() if ",a," in x and "suspended" in x)
    csv.write_bytes(csv.read_bytes() + f"{line[: line.index('complaints')]}".encode())
    with csv.open("a", newline="") as file:
        file.write("percentage,percent,5.00,\r\n")
    found = report(place)
    assert lost(found)["A7"][0] == 4
    assert "A0" not in lost(found)


@pytest.mark.parametrize(
    ("percentages", "total"),
    [(("47.826", "34.783", "17.391"), 23), (("31.71", "20.21", "5.23"), 287)],
)
def test_really_published_percentages_tell_their_total(percentages, total):
    assert betrayed([Decimal(p) for p in percentages]) == total
    assert not betrayed([Decimal(round(Decimal(p))) for p in percentages])


def test_a_party_sees_through_a_pattern_that_keeps_outsiders_out(publish, closed):
    found = report(publish(), known=closed(insiders="b"))
    assert lost(found)["A4"] == (2, 2, 1)
    assert "A0" not in lost(found)


def test_a_party_is_kept_out_where_two_others_are_hidden(publish, closed):
    three = {(party, outcome) for party in FIGURES for outcome in ("suspended", "expelled")}
    figures = FIGURES | {"c": FIGURES["c"] | {"suspended": 9}}
    assert lost(report(publish(three, figures=figures), known=closed(insiders="b"))) == {}


def test_a_party_subtracts_its_own_part_from_the_figures_of_all(publish, closed):
    figures = {"a": FIGURES["a"], "b": FIGURES["b"]}
    parts = {(party, outcome) for party in figures for outcome in figures[party]}
    place = publish(parts, figures=figures)
    found = report(place, known=closed(insiders="b"))
    assert lost(found)["A4r"][0] >= 1


def test_whoever_is_alone_in_a_figure_sees_through_its_cover(publish, closed):
    figures = FIGURES | {"a": FIGURES["a"] | {"suspended": 1}}
    alone = [_line({"party": "a", "outcome": "suspended"}, 1)]
    found = report(publish(figures=figures), known=closed(alone=alone))
    assert lost(found)["A5"][0] == 3


def test_what_an_earlier_release_shows_is_not_hidden_later(publish):
    first = publish(SAFE - {("a", "suspended")}, "first")
    assert lost(report(publish(), [first]))["A6"][0] == 4
    assert lost(report(publish(name="again"), [publish(name="same")])) == {}


def test_a_correction_that_adds_two_complaints_shows_them(publish):
    late = FIGURES | {"b": FIGURES["b"] | {"none": 24}}
    second = publish(name="second", figures=late, number=2)
    found = report(second, [publish()])
    assert lost(found)["A6"][0] >= 2
    assert "A0" not in lost(found)


def test_a_missing_file_is_a_failed_attack(publish):
    place = publish()
    (place / "statistics.xlsx").unlink()
    with pytest.raises(Unreadable):
        report(place)


def test_a_program_that_is_not_solved_is_a_failed_attack(publish, monkeypatch):
    monkeypatch.setattr(solving, "OPTIMAL", -1)
    with pytest.raises(Failed):
        report(publish())


def test_from_a_shell_the_status_says_what_was_found(publish, tmp_path):
    def status(place):
        command = [sys.executable, "-m", attack.__name__, str(place), "--json"]
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        return done.returncode, json.loads(done.stdout)["passed"]

    assert status(publish()) == (0, True)
    assert status(publish(SMALL, "unsafe")) == (1, False)
    assert status(tmp_path / "nowhere") == (2, False)


def test_too_long_a_time_stops_a_release(publish, monkeypatch):
    monkeypatch.setattr(trial, "LONGEST", 0.01)
    verdict = trial.attack(publish())
    assert not verdict.passed
    assert "too long" in verdict.sentences()[0]


def test_a_publisher_is_told_how_many_were_found_and_never_which(publish):
    verdict = trial.attack(publish(SMALL))
    assert not verdict.passed
    assert "1 can be recovered exactly" in verdict.sentences()[0]
    assert "suspended" not in json.dumps(verdict.report)
