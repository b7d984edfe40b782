"""Does every file give exactly the clauses it holds?"""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from codes.importing import Unreadable, anchor_of, read

FILES = Path(__file__).parent.parent / "data" / "codes"
LINES = (FILES / "expected-clauses.csv").read_text(encoding="utf-8").splitlines()
EXPECTED = list(csv.DictReader(LINES))


def found(name):
    return read(name, (FILES / name).read_bytes())


def markdown(text):
    return read("code.md", text.encode())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("harbour", "harbour-code-of-conduct.docx"),
        ("harbour", "harbour-code-of-conduct.md"),
        ("meadow", "meadow-code-of-conduct.docx"),
        ("meadow", "meadow-code-of-conduct.md"),
        ("joint", "joint-election-code.md"),
    ],
)
def test_a_file_gives_exactly_the_clauses_that_are_expected(code, name):
    columns = ["number", "parent", "level", "heading", "text", "has_table"]
    expected = [[row[column] for column in columns] for row in EXPECTED if row["code"] == code]
    clauses = [
        [c.number, c.parent, str(c.level), c.heading, c.text, "yes" if c.table else "no"]
        for c in found(name).clauses
    ]
    assert clauses == expected


def test_the_status_line_gives_edition_date_and_who_adopted_it():
    harbour = found("harbour-code-of-conduct.docx")
    said = (harbour.title, harbour.number, str(harbour.in_force_from), harbour.adopted_by)
    title = "Harbour Party: Code of Conduct for Members"
    assert said == (title, 2, "2022-01-01", "the Harbour Party conference")


@pytest.mark.parametrize("ending", ["docx", "md"])
def test_the_table_of_consequences_becomes_the_tariff(ending):
    lines = found(f"harbour-code-of-conduct.{ending}").tariff
    assert [(line.severity, line.name, line.sanctions) for line in lines] == [
        (1, "Minor", ["apology", "content-removal", "training"]),
        (2, "Moderate", ["content-removal", "training", "rebuke"]),
        (3, "Serious", ["severe-rebuke", "candidacy-bar", "suspension"]),
        (4, "Gravest", ["suspension", "expulsion"]),
    ]
    assert not any(line.not_known for line in lines)


def test_a_code_with_a_list_instead_of_a_table_has_no_tariff_yet():
    assert found("meadow-code-of-conduct.docx").tariff == []


def test_words_of_the_table_that_are_no_sanction_are_named():
    text = "**1.1** So.\n\n| a | b | c |\n|---|---|---|\n| 1 Minor | x | apology; a stern look |\n"
    assert markdown(text).tariff[0].not_known == ["a stern look"]


def test_a_figure_in_the_text_is_not_a_clause_number():
    clauses = markdown("## 1. Rules\n\n**1.1** It lasts\n\n12 months or less.").clauses
    assert [(c.number, c.text) for c in clauses][-1] == ("1.1", "It lasts\n12 months or less.")


def test_roman_numbers_stand_below_the_letter_above_them():
    text = "**1.1** No:\n\n- (h) x;\n- (i) y;\n\n**1.2** No:\n\n- (a) z:\n- (i) p;\n- (ii) q."
    numbers = [c.number for c in markdown(text).clauses]
    assert numbers == ["1.1", "1.1(h)", "1.1(i)", "1.2", "1.2(a)", "1.2(a)(i)", "1.2(a)(ii)"]


def test_text_before_the_first_clause_is_reported_as_left_out():
    assert markdown("# T\n\nFirst edition.\n\nA preface.\n\n**1.1** A.").left_out == ["A preface."]


def test_an_anchor_is_made_of_the_number():
    made = [anchor_of(number) for number in ("3.2", "3.2(a)", "J1")]
    assert made == ["clause-3-2", "clause-3-2-a", "clause-j1"]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LIST = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def numbered(*paragraphs, start="1"):
    """A Word file whose paragraphs, (level, words), are numbered by a list of Word's."""
    said = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{words}</w:t></w:r></w:p>"
        for level, words in paragraphs
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<w:d {W}><w:body>{said}</w:body></w:d>")
        archive.writestr("word/numbering.xml", f"<w:n {W}>{LIST.format(start=start)}</w:n>")
    return [clause.number for clause in read("a.docx", file.getvalue()).clauses]


def test_words_own_numbers_begin_again_below_each_clause():
    assert numbered((0, "A"), (1, "a"), (1, "b"), (0, "B"), (1, "a")) == [
        "1",
        "1(a)",
        "1(b)",
        "2",
        "2(a)",
    ]


def test_a_list_that_starts_elsewhere_is_counted_from_there():
    assert numbered((0, "A"), (0, "B"), start="7") == ["7", "8"]


@pytest.mark.parametrize("start", ["999999999", "x", "-1"])
def test_a_list_that_starts_nowhere_sensible_is_counted_from_one(start):
    assert numbered((0, "A"), start=start) == ["1"]


def packed(document, name="word/document.xml"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, document)
    return file.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
BAD = {
    "an empty file": ("a.docx", b"", "empty"),
    "another kind": ("a.pdf", b"%PDF-1.7", "Word document"),
    "not a docx": ("a.docx", b"hello", "not a Word document"),
    "another zip": ("a.docx", packed("x", "other.xml"), "not a Word document"),
    "broken XML": ("a.docx", packed("<x"), "not a Word document"),
    "an external entity": ("a.docx", packed(ENTITY), "not a Word document"),
    "deep nesting": ("a.docx", packed("<a>" * 5000 + "</a>" * 5000), "not a Word document"),
    "an encrypted one": ("a.docx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "password"),
    "a zip bomb": ("a.docx", packed(" " * 21_000_000), "far more"),
    "a large file": ("a.md", b"x" * 5_000_001, "larger than 5 MB"),
    "no text": ("a.md", b"\xff\xfe\x00", "plain text"),
    "no numbers": ("a.md", b"# Code\n\nBe kind.", "No numbered clauses"),
    "a number twice": ("a.md", b"**1.1** A\n\n**1.1** B", "1.1 stands in the document twice"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_cannot_be_read_is_answered_with_what_to_do(case):
    name, content, sentence = BAD[case]
    with pytest.raises(Unreadable, match=sentence):
        read(name, content)
