"""The officer's workbook is read as it is, and what cannot be read is refused in a sentence."""

import csv
import io
import json
import zipfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.writer.excel import save_workbook

from complaints.register import grouping, reading, tidying
from complaints.register.judging import judge
from complaints.register.reading import Unreadable, read

DATA = Path(__file__).resolve().parents[1] / "data"
WORKBOOK = DATA / "officer-register-2023.xlsx"
NOON = datetime(2023, 4, 3, 12)  # noqa: DTZ001  a cell of a workbook has no zone
HEADINGS = [column.heading for column in reading.COLUMNS.values()]


@pytest.fixture(scope="module")
def expected():
    return json.loads((DATA / "officer-register-2023.expected.json").read_text())


@pytest.fixture(scope="module")
def verdict():
    sheet = read(WORKBOOK.read_bytes(), WORKBOOK.name)
    return judge(sheet, tidying.spellings(), sheet.closed_on)


def judged(*rows, headings=HEADINGS, closed_on=date(2024, 2, 28)):
    """A small sheet of our own, as the officer would keep it."""
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return judge(read(text.getvalue().encode(), "x.csv"), tidying.spellings(), closed_on)


def row(**cells):
    """A row that is accepted, with the cells that are to be different."""
    usual = {
        "ref": "R1",
        "received": "3/4/23",
        "kind": "T",
        "respondent": "Alder Quarrymore",
        "alleged": "Said that.",
        "outcome": "Dismissed",
        "closed": "4/4/23",
    }
    return [(usual | cells).get(key, "") for key in reading.COLUMNS]


def problems(**cells):
    return [found.problem for _entry, each in judged(row(**cells)).rejected for found in each]


# The workbook ------------------------------------------------------------------------------------
def test_the_headings_are_found_below_the_titles(verdict, expected):
    sheet = verdict.sheet
    assert (sheet.name, sheet.header_row) == (expected["sheet"], expected["header_row"])
    assert sheet.last_row == expected["last_row_with_content"]
    assert sheet.closed_on == date.fromisoformat(expected["register_closed_on"])


def test_every_row_is_accepted_recognised_or_rejected(verdict, expected):
    counts = (verdict.accepted, verdict.duplicates, verdict.rejected)
    assert [len(each) for each in counts] == [
        expected["rows"][name] for name in ("accepted", "duplicates", "rejected")
    ]
    assert sum(map(len, counts)) == expected["rows"]["entered"]
    assert verdict.neither == expected["not_complaints"]


def test_duplicates_name_the_row_they_repeat(verdict, expected):
    found = [{"row": e.row, "ref": e.ref, "same_as_row": same} for e, same in verdict.duplicates]
    assert found == expected["duplicates"]


def test_rejected_rows_carry_every_reason(verdict, expected):
    found = [
        {"row": entry.row, "ref": entry.ref, "problems": [asdict(each) for each in each_problem]}
        for entry, each_problem in verdict.rejected
    ]
    assert found == expected["rejected"]


def test_unusual_rows_are_accepted(verdict, expected):
    accepted = {entry.row: entry for entry in verdict.accepted}
    unusual = expected["accepted_although_unusual"]
    worded = [row for row, entry in accepted.items() if entry.happened_words]
    assert worded == unusual["date_of_incident_in_words"]
    assert set(unusual["same_wording_on_different_dates"]) <= accepted.keys()
    begins = [row for row, entry in accepted.items() if entry.statement[0] in "=+-@"]
    assert begins == unusual["text_begins_with_formula_character"]


@pytest.fixture(scope="module")
def expected_rows():
    with open(DATA / "officer-register-2023.expected-rows.csv", newline="") as file:
        return list(csv.DictReader(file))


def clean(entry):
    """An accepted row as the answer file writes it."""
    days = (entry.closed - entry.received).days if entry.closed else ""
    codes = [code for code, _months in entry.sanctions]
    lengths = [f"{code} {months}" for code, months in entry.sanctions if months]
    lists = {"characteristics": entry.characteristics, "clauses": entry.clauses}
    lists |= {"sanctions": codes, "months": lengths, "most_severe": codes[-1:]}
    plain = asdict(entry) | {"closed": entry.closed or "", "days": days}
    return {k: str(v) for k, v in (plain | {k: "; ".join(v) for k, v in lists.items()}).items()}


def test_all_580_rows_are_as_in_the_answer_file(verdict, expected_rows):
    assert [
        {key: clean(entry)[key] for key in line}
        for entry, line in zip(verdict.accepted, expected_rows, strict=True)
    ] == expected_rows


def test_the_totals_are_those_published(verdict, expected):
    found = grouping.totals(verdict.accepted)
    for name, value in expected["totals"].items():
        if name != "time_bands_percent":
            nothing = dict.fromkeys(value, 0) if isinstance(value, dict) else None
            assert (nothing | found[name] if nothing else found[name]) == value, name


# Cells -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "written",
    [
        "3/4/23", "03/04/2023 ", "3 April 2023", "3rd April 2023", "03-Apr-23", "2023-04-03",
        "03.04.2023", "3 Apr 2023", 45019, 45019.0, "45019", NOON,
        date(2023, 4, 3), "2023-04-03 00:00:00",
    ],
)  # fmt: skip
def test_every_form_of_date_is_read_with_the_day_first(written):
    assert tidying.day(written) == date(2023, 4, 3)


@pytest.mark.parametrize(
    "written",
    ["31/02/2023", "mid April", "", None, "4/13/23", 3.3, "about 6/1/23", "3 Foo 2023"],
)
def test_what_is_no_date_is_not_guessed(written):
    assert tidying.day(written) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Quarrymore, Alder", "Alder Quarrymore"),
        ("Alder  QUARRYMORE\xa0", "Alder Quarrymore"),
        ("O’SHINGLE, Sable", "Sable O’Shingle"),
        ("Alder Quarrymore", "Alder Quarrymore"),
        ("Jo de la Mer", "Jo de la Mer"),
    ],
)
def test_names_are_written_first_name_first(written, name):
    assert tidying.name(written) == name


def test_membership_numbers_take_the_prefix_of_the_register():
    verdict = judged(row(member_no="hp-1"), row(member_no="133573", alleged="Another."))
    assert [entry.member_no for entry in verdict.accepted] == ["HP-1", "HP-133573"]


@pytest.mark.parametrize("text", ["=SUM(A1)", "+1", "-x", "@me", "'=a", "\tx", "plain", "'tis"])
def test_text_that_looks_like_a_formula_survives_export_and_import(text):
    assert tidying.restored(tidying.neutralised(text)) == text
    assert tidying.neutralised(text)[0] not in "=+-@\t"


# Rules -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"respondent": " TBC "}, "no respondent"),
        ({"received": "soon"}, "date received cannot be read"),
        ({"received": "1/3/24", "closed": "2/3/24"}, "received after the register was closed"),
        ({"closed": "2/4/23"}, "closed before it was received"),
        ({"closed": "whenever"}, "date closed cannot be read"),
        ({"closed": ""}, "closed without a date"),
        ({"outcome": "Ongoing"}, "ongoing, yet closed on a date"),
        ({"outcome": "see email"}, "outcome not known"),
        ({"panel": "perhaps"}, "panel result not known"),
        ({"sanctions": "Expulsion"}, "sanction without an upheld result"),
        ({"panel": "Upheld", "sanctions": "expulsion; frown"}, "sanction not known"),
    ],
)
def test_a_row_is_rejected_with_its_reason(cells, reason):
    assert [found.partition(" (")[0] for found in problems(**cells)] == [reason]


def test_all_reasons_of_a_row_are_given():
    assert len(problems(respondent="?", received="soon", outcome="who knows")) == 3


def test_a_duplicate_without_outcome_is_recognised_not_rejected():
    verdict = judged(row(), row(received="2023-04-03", alleged="said  THAT.", outcome=""))
    assert [same for _entry, same in verdict.duplicates] == [2]
    assert not verdict.rejected


def test_the_complete_row_is_kept_when_the_first_of_two_is_rejected():
    verdict = judged(row(outcome=""), row())
    assert [entry.row for entry in verdict.accepted] == [3]


def test_rows_without_text_are_never_duplicates_of_each_other():
    assert len(judged(row(alleged=""), row(alleged="")).accepted) == 2


def test_a_suspension_over_a_year_is_an_extended_one():
    verdict = judged(row(outcome="RAI", panel="upheld", sanctions="Suspended 18m & apology"))
    assert verdict.accepted[0].sanctions == (("apology", None), ("extended-suspension", 18))


def test_what_is_left_out_of_an_accepted_row_is_remarked():
    verdict = judged(row(channel="pigeon", characteristics="sex, sloth", place="Mars"))
    assert [remark.value for _row, remark in verdict.remarks] == ["pigeon", "Mars", "sloth"]


def test_the_officers_own_spellings_come_first(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("column,as_written,meaning\nOutcome,binned,dismissed\n", encoding="utf-8")
    sheet = read(_csv(row(outcome="Binned")), "x.csv")
    verdict = judge(sheet, tidying.spellings(own), date(2024, 1, 1))
    assert verdict.accepted[0].outcome == "dismissed"


def _csv(*rows, headings=HEADINGS):
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


# Files that are refused --------------------------------------------------------------------------
def _xlsx(*rows):
    book = openpyxl.Workbook()
    for each in rows:
        book.active.append(each)
    held = io.BytesIO()
    save_workbook(book, held)
    return held.getvalue()


def _huge():
    """A workbook whose one sheet would unpack to half a gigabyte."""
    held = io.BytesIO()
    held.write(_xlsx(HEADINGS))
    archive = zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open("xl/worksheets/sheet2.xml", "w") as sheet:
        for _each in range(200):
            sheet.write(b"<row/>" * 150_000)
    return held.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04 nothing", "damaged"),
        (WORKBOOK.read_bytes()[:60_000], "damaged"),
        (LOCKED, "protected by a password"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .xls"),
        (b"%PDF-1.7 \0\0", "Save it as .xlsx or .csv"),
        (_xlsx(["Name", "Age"], ["Reed", 3]), "No row with the headings"),
        (_xlsx(), "No row with the headings"),
        (_xlsx([h for h in HEADINGS if h != "Respondent"]), "“Respondent” is missing"),
        (_huge(), "more than 50,000 rows"),
        (_csv(*[["x"]] * 50_001), "more than 50,000 rows"),
        (b"a,b\n1,2\n", "No row with the headings"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Unreadable) as refusal:
        read(content, "register")
    assert sentence in refusal.value.message


def test_a_formula_cell_is_text():
    verdict = judge(read(_xlsx(HEADINGS, row(alleged='=HYPERLINK("x")'))), tidying.spellings(),
                    date(2024, 1, 1))  # fmt: skip
    assert verdict.accepted[0].statement == '=HYPERLINK("x")'


def test_headings_may_stand_in_any_order_and_spelling():
    headings = [f" {heading.upper()} ".replace("’", "'") for heading in reversed(HEADINGS)]
    assert len(judged(row()[::-1], headings=headings).accepted) == 1


def test_semicolons_and_an_older_encoding_are_understood():
    text = _csv(row(respondent="Siân Wŷn")).decode().replace(",", ";").replace("ŷ", "y")
    sheet = read(text.encode("cp1252"), "x.csv")
    assert judge(sheet, tidying.spellings(), date(2024, 1, 1)).accepted[0].respondent == "Siân Wyn"
