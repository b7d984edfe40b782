"""Do all files of a release say the same, and nothing more?

Workbook, JSON, page and single tables repeat the figures of the tidy CSV in its order. Words and
drawings hold no number that is not a shown figure, and nothing is computed, hidden or kept beside.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from reporting.statistics.attack.files import ABSENT, Publication, Unreadable, figure_of, lines

PAGES = ("page.html", "statistics.html")  # as it stands on the web, and to keep
NEEDED = ("statistics.json", "statistics.xlsx")


def faults(found: Publication, directory: Path) -> list[str]:
    """Every place where a format says something else, or more."""
    missing = [name for name in NEEDED if not (directory / name).is_file()]
    if missing:
        raise Unreadable(f"There is no {missing[0]}.")
    every = [_formats, _workbook_parts, _stray_numbers]
    return list(dict.fromkeys(fault for find in every for fault in find(found, directory)))


# --- Figures -------------------------------------------------------------------------------------


def _formats(found: Publication, directory: Path) -> Iterator[str]:
    """Each format holds, table by table, the figures of the CSV in their order."""
    expected: dict[str, list[str]] = {}
    for figure in found.figures:
        if figure.status not in ABSENT:
            expected.setdefault(figure.table, []).append(_plain(figure.value, figure.status))
    for name, tables in _other_formats(directory):
        everything = expected if name.startswith(("statistics", "page")) else tables
        same = _same_but_noughts if name in PAGES else list.__eq__
        for table in sorted({*everything, *tables}):
            if not same(tables.get(table, []), expected.get(table, [])):
                yield f"{name} and statistics.csv differ in table {table}."


def _other_formats(directory: Path) -> Iterator[tuple[str, dict[str, list[str]]]]:
    yield "statistics.json", _json_tables(_json(directory))
    yield "statistics.xlsx", _workbook_tables(directory / "statistics.xlsx")
    for path in sorted(directory.glob("table_*.csv")):
        tables: dict[str, list[str]] = {}
        for figure in map(figure_of, lines(path)):
            shown = tables.setdefault(figure.table, [])
            if figure.status not in ABSENT:
                shown.append(_plain(figure.value, figure.status))
        yield path.name, tables
    for page in _pages(directory):
        yield page.name, page.tables


def _pages(directory: Path) -> list["Page"]:
    return [Page(directory / name) for name in PAGES if (directory / name).is_file()]


def _same_but_noughts(page: list[str], expected: list[str]) -> bool:
    """A page may leave out lines of noughts; every other figure stands on it, in order."""
    rest = iter(expected)
    for text in page:
        if next((other for other in rest if other == text or other != "0"), None) != text:
            return False
    return all(other == "0" for other in rest)


def _plain(value, status: str) -> str:
    """How a figure reads, whatever the format: `12`, `c`, `12 over`."""
    if value is None:
        return status
    number = Decimal(str(value)).normalize()
    number = number.quantize(Decimal(1)) if number == number.to_integral() else number
    return f"{number} {status}".strip()


def _from_words(words: str) -> str:
    """`[c]`, `1,234`, `48%` or `more than 90` as `_plain` writes it."""
    if mark := re.fullmatch(r"\[(\w+)\]", words.strip()):
        return mark[1]
    number = re.search(r"\d[\d,.]*", words)
    if number is None:
        return words.strip()
    status = "over" if words.strip().startswith("more than") else ""
    return _plain(number[0].replace(",", ""), status)


def _present(figures: Iterable[str]) -> list[str]:
    return [figure for figure in figures if figure not in ABSENT]


def _json(directory: Path) -> dict:
    try:
        return json.loads((directory / "statistics.json").read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise Unreadable("statistics.json cannot be read.") from fault


def _json_tables(content: dict) -> dict[str, list[str]]:
    return {
        table["id"]: _present(
            _plain(figure["value"], figure["status"])
            for row in table["rows"]
            for figure in row["figures"]
        )
        for table in content["tables"]
    }


# --- The workbook --------------------------------------------------------------------------------

FRONT = {"Cover", "Contents", "Notes"}
FIRST_LINE = 7
BETRAYING = {  # parts of a workbook that may hold more than the page shows
    "xl/pivotCache": "a pivot cache",
    "customXml": "custom data",
    "docProps/custom": "custom properties",
    "xl/comments": "comments",
    "xl/externalLinks": "links to other files",
    "xl/vbaProject": "a macro",
    "xl/media": "an image",
}


def _workbook_tables(path: Path) -> dict[str, list[str]]:
    book = _workbook(path)
    return {
        page.title: _present(
            _from_cell(cell)
            for line in page.iter_rows(min_row=FIRST_LINE, min_col=2)
            for cell in line
            if cell.value is not None
        )
        for page in book
        if page.title not in FRONT
    }


def _from_cell(cell) -> str:
    if isinstance(cell.value, str):
        return _from_words(cell.value)
    value = Decimal(repr(cell.value))
    return _plain(value * 100 if "%" in cell.number_format else value, "")


def _workbook(path: Path):
    try:
        return load_workbook(path)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as fault:
        raise Unreadable(f"{path.name} is no workbook.") from fault


def _workbook_parts(found: Publication, directory: Path) -> Iterator[str]:
    """Nothing in the workbook is computed, hidden or kept beside what is seen."""
    name = "statistics.xlsx"
    with zipfile.ZipFile(directory / name) as archive:
        for part in archive.namelist():
            yield from (f"{name} holds {w}." for p, w in BETRAYING.items() if part.startswith(p))
            if part.endswith(".xml") and re.search(rb"<f[ >]|<definedName ", archive.read(part)):
                yield f"{name} holds a formula or a defined name ({part})."
    for page in _workbook(directory / name):
        lines = [*page.row_dimensions.values(), *page.column_dimensions.values()]
        if page.sheet_state != "visible" or any(line.hidden for line in lines):
            yield f"{name} hides something in worksheet {page.title}."


# --- Words ---------------------------------------------------------------------------------------


class Words(NamedTuple):
    """Something said in one format, about one table or about the release."""

    file: str
    table: str
    text: str
    is_chart: bool = False


class Page(HTMLParser):
    """The figures of each table of a page, and its words by the table they stand with."""

    def __init__(self, path: Path):
        super().__init__(convert_charrefs=True)
        self.name = path.name
        self.tables: dict[str, list[str]] = {}
        self.words: list[Words] = []
        self._table, self._cell, self._in_chart = "", None, False
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "section" and (values.get("id") or "").startswith("table-"):
            self._table = values["id"].removeprefix("table-")
            self.tables[self._table] = []
        if tag == "td" and self._table:
            self._cell = ""
        self._in_chart = self._in_chart or tag == "svg"
        for name in ("aria-label", "alt", "title"):
            if values.get(name):
                self._say(values[name])

    def handle_endtag(self, tag):
        if tag == "section":
            self._table = ""
        if tag == "svg":
            self._in_chart = False
        if tag == "td" and self._cell is not None:
            self.tables[self._table] += _present([_from_words(self._cell)])
            self._cell = None

    def handle_data(self, words):
        if self._cell is not None:
            self._cell += words
        elif words.strip() and self.lasttag not in ("style", "script"):
            self._say(words)

    def _say(self, words):
        self.words.append(Words(self.name, self._table, words, self._in_chart))


# Numbers that tell nothing of the figures: dates, years, places, and what the methods page says.
SAID = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) \d{4}\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d{2}\b"
    r"|\b[Tt]able \w+\b|\[note \d+\]|\bversion [\d.]+|\bnumber \d+\b"
    r"|\b95 per cent\b|\bOf 10 complaints\b|\bday 0\b|\bincluding 0\b|\bbelow (?:5|10|20)\b"
    r"|\bbegins 25 working days\b|\bevery 100 days\b|\bmore than 10 days after\b"
    r"|\babout \d+ months?\b|\bcalendar [0-9a-f ]+"
)
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?!\w)")
TICKS = {"0", "25", "50", "75", "100"}


def _stray_numbers(found: Publication, directory: Path) -> Iterator[str]:
    """A number in words is one of the shown figures of its table, or stands in a label."""
    content = _json(directory)
    labels = _labels(found, content)
    for words in _all_words(directory, content):
        known = _known(found, words) | (labels.keys() if words.is_chart else set())
        text = "" if words.text.strip() in labels else words.text  # a row called 1, a column 30
        for label in labels.get("", ()):
            text = text.replace(label, " ")
        for number in NUMBER.findall(SAID.sub(" ", text)):
            if _plain(number.replace(",", "").rstrip("."), "") not in known:
                where = f"table {words.table}" if words.table else "the text"
                yield f"{words.file}: a number in {where} is not among the figures shown."
                break


def _known(found: Publication, words: Words) -> set[str]:
    """The numbers that may be said there: shown figures, and how many are hidden."""
    here = [f for f in found.figures if words.table in ("", f.table)]
    known = {_plain(f.value, "") for f in here if f.value is not None}
    known.add(str(sum(f.status == "c" for f in here)))
    if not words.table:
        known |= {str(round(f.value / 10)) for f in here if f.unit == "percent" and f.value}
        known |= {day for f in here for day in re.findall(r"\d+", f.predicate.measure)}
    return known | TICKS | _sums(here) if words.is_chart else known


def _sums(figures) -> set[str]:
    """A rate in a chart is drawn with the number behind it: the sum of two shown counts."""
    counts = [f.value for f in figures if f.is_count and f.value is not None]
    return {_plain(a + b, "") for a, b in pairwise(counts)}


def _labels(found: Publication, content: dict) -> dict[str, list[str]]:
    """Labels with a number in them: in words only those that say something besides."""
    labels = {node.label for d in found.dimensions.values() for node in d.nodes}
    for table in content["tables"]:
        labels |= {line["label"] for line in table["rows"] + table["columns"]}
    labels |= {f"{code}" for table in content["tables"] for code in _codes(table)}
    numbered = sorted(filter(re.compile(r"\d").search, labels), key=len, reverse=True)
    found_labels = {label: [] for label in numbered if label.isdigit()}
    return found_labels | {"": [label for label in numbered if not label.isdigit()]}


def _codes(table: dict) -> list[str]:
    return [column["code"] for column in table["columns"]]


def _all_words(directory: Path, content: dict) -> Iterator[Words]:
    said = {"title", "note", "contact", "publisher", "coverage", "breaks"}
    about = {key: value for key, value in content["about"].items() if key in said}
    for part in (about, content["notes"], content["left_out"], content["shorthand"]):
        yield from (Words("statistics.json", "", str(text)) for text in part.values())
    for table in content["tables"]:
        yield Words("statistics.json", table["id"], f"{table['title']}. {table['headline']}")
    for page in _workbook(directory / "statistics.xlsx"):
        table = "" if page.title in FRONT else page.title
        for line in page.iter_rows(max_row=FIRST_LINE - 2 if table else None, values_only=True):
            yield from (Words("statistics.xlsx", table, str(v)) for v in line if v is not None)
    for page in _pages(directory):
        yield from page.words
