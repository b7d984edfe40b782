"""How does a release stand in a workbook that everybody can read?

One worksheet for each table, laid out as the Government Analysis Function asks for accessible
spreadsheets: marked tables, no merged, empty or hidden cells, notes and shorthand in words above
the table, one header row, links that say where they lead. The bytes depend on the release only.
"""

import io
import math
import re
import zipfile
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo

from reporting.statistics import quality, wording
from reporting.statistics.assembly import day_words
from reporting.statistics.disclosure import Released, Sheet
from reporting.statistics.disclosure.result import SHORTHAND, Shown
from reporting.statistics.exports.only import only_released

FONT, BOLD = Font(name="Arial", size=12), Font(name="Arial", size=12, bold=True)
LINK = Font(name="Arial", size=12, color="1D70B8", underline="single")
HEADING = Font(name="Arial", size=16, bold=True)
LEFT, RIGHT = (
    Alignment(horizontal=side, vertical="top", wrap_text=True) for side in ("left", "right")
)
FIRST_TABLE_ROW, LINE = 6, 16
EPOCH = (1980, 1, 1, 0, 0, 0)
NUMBER_FORMATS = {"percent": "0%"}


def write(released: Released) -> bytes:
    only_released(released)
    book = Workbook()
    book.remove(book.active)
    numbers = note_numbers(released)
    _cover(book.create_sheet("Cover"), released)
    _contents(book.create_sheet("Contents"), released)
    _notes(book.create_sheet("Notes"), released, numbers)
    for sheet in released.sheets:
        _table_sheet(book.create_sheet(sheet.id), released, sheet, numbers)
    for page in book:
        _make_room(page)
    book.active = 0
    _properties(book, released)
    return _steady(book)


def note_numbers(released: Released) -> dict[str, int]:
    """Notes are numbered in the order in which the tables mention them."""
    mentioned = dict.fromkeys(note for sheet in released.sheets for note in sheet.notes)
    return {note: number for number, note in enumerate(mentioned, start=1)}


def marker(sheet: Sheet, numbers: dict[str, int]) -> str:
    return " ".join(f"[note {numbers[note]}]" for note in sheet.notes)


def _properties(book, released):
    moment = datetime.combine(date.fromisoformat(released.about["as_at"]), time())
    book.properties.title = released.about["title"]
    book.properties.creator = released.about["publisher"]
    book.properties.lastModifiedBy = released.about["publisher"]
    book.properties.language = "en-GB"
    book.properties.created = book.properties.modified = moment


# --- Front matter ----------------------------------------------------------------------------


def _cover(page, released):
    about = released.about
    shorthand = [f"[{mark}] means: {meaning}." for mark, meaning in sorted(SHORTHAND.items())]
    coverage = ", ".join(about["coverage"])
    lines = [
        about["title"],
        f"Published by {about['publisher']}.",
        f"Period: {_day(about['period_start'])} to {_day(about['period_end'])}.",
        f"The register was read on {_day(about['as_at'])}.",
        f"Parties covered: {coverage}.",
        *(
            f"{name} adheres to the joint code and did not report for this year."
            for name in about["did_not_report"]
        ),
        f"Release number {about['number']}. {about['note'] or 'This release corrects no other.'}",
        f"Contact: {about['contact']}.",
        "Licence: you may use these figures freely if you name the publisher "
        "(Open Government Licence version 3.0).",
        "These are not official statistics. The publisher voluntarily applies the Code of "
        "Practice for Statistics.",
        "Some figures are hidden so that nobody can be picked out. Nothing shows which were "
        "hidden for their own sake. Every figure that is shown is exact.",
        *shorthand,
        f"Counting rules: version {about['definitions_version']}. "
        f"Working days: calendar {about['calendar_version']}.",
        *(f"{heading}: {' '.join(sentences)}" for heading, sentences in quality.note(released)),
        *(f"Table {name} is left out. {why}" for name, why in sorted(released.left_out.items())),
    ]
    for row, line in enumerate(lines, start=1):
        _put(page, row, 1, line)
    _title(page)
    _link(page, len(lines) + 1, "Go to the list of tables", "Contents")
    page.column_dimensions["A"].width = 90


def _contents(page, released):
    _put(page, 1, 1, "Contents")
    _put(page, 2, 1, "This worksheet contains one table.")
    _put(page, 3, 1, "Each line of the table leads to one worksheet.")
    header = ["Worksheet", "Title", "Period", "Source"]
    rows = [["Notes", "Notes on how things are counted", "All", released.about["publisher"]]]
    rows += [[s.id, s.title, s.period, released.about["publisher"]] for s in released.sheets]
    _table(page, 4, header, rows, ("Contents_list", (40, 70, 45, 40)))
    for row, line in enumerate(rows, start=5):
        words = "Notes" if line[0] == "Notes" else f"Table {line[0]}"
        _link(page, row, words, line[0])
    _title(page)


def _notes(page, released, numbers):
    _put(page, 1, 1, "Notes")
    _put(page, 2, 1, "This worksheet contains one table.")
    header = ["Note number", "Note text"]
    rows = [[f"[note {n}]", released.notes[note]] for note, n in numbers.items()]
    _table(page, 3, header, rows, ("Notes_list", (40, 100)))
    _title(page)


# --- Tables ----------------------------------------------------------------------------------


def _table_sheet(page, released, sheet, numbers):
    marks = wording.marks_words(released, sheet)
    about = f"Basis: {sheet.basis}. Period: {sheet.period}. {wording.coarsened_words(sheet)}"
    _put(page, 1, 1, f"Table {sheet.id}: {sheet.title} {marker(sheet, numbers)}")
    _put(page, 2, 1, "This worksheet contains one table.")
    _put(page, 3, 1, f"{about.strip()} Notes are explained in the worksheet Notes.")
    _put(page, 4, 1, f"Shorthand: {marks}." if marks else "This table uses no shorthand.")
    _link(page, 5, f"Source: {released.about['publisher']}. Go to the list of tables", "Contents")
    header = [sheet.stub, *headings(sheet)]
    lines = list(released.lines(sheet))
    labels = row_labels(sheet)
    rows = [[label, *line] for label, (_row, line) in zip(labels, lines, strict=True)]
    name = f"Table_{sheet.id}"
    _table(page, FIRST_TABLE_ROW, header, rows, (name, (60, *[18] * len(sheet.columns))))
    _title(page)


def headings(sheet: Sheet) -> list[str]:
    """Column headings, each once: a second of the same name gets its unit."""
    seen: dict[str, int] = {}
    words = []
    for column in sheet.columns:
        seen[column.label] = seen.get(column.label, 0) + 1
        again = seen[column.label] > 1 or column.label == sheet.stub
        words.append(f"{column.label}, {column.unit}" if again else column.label)
    return words


def row_labels(sheet: Sheet) -> list[str]:
    """A leaf names its group, so that each line reads by itself."""
    labels, group = [], ""
    for row in sheet.rows:
        group = row.label if row.depth == 1 else group
        labels.append(f"{group}: {row.label}" if row.depth == 2 else row.label)
    return labels


def _table(page, top, header, rows, shape):
    name, widths = shape
    for column, words in enumerate(header, start=1):
        _put(page, top, column, words, RIGHT if column > 1 and _numeric(rows, column) else LEFT)
        page.cell(top, column).font = BOLD
        page.column_dimensions[get_column_letter(column)].width = widths[column - 1]
    for r, line in enumerate(rows, start=top + 1):
        for column, value in enumerate(line, start=1):
            _put(page, r, column, value)
    last = f"{get_column_letter(len(header))}{top + len(rows)}"
    table = Table(displayName=name, ref=f"A{top}:{last}")
    table.autoFilter = None
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table._initialise_columns()
    table.autoFilter = None
    for column, words in zip(table.tableColumns, header, strict=True):
        column.name = words
    page.add_table(table)


def _numeric(rows, column):
    return any(isinstance(line[column - 1], Shown) for line in rows)


def _put(page, row, column, value, alignment=LEFT):
    cell = page.cell(row, column)
    cell.font = FONT
    if isinstance(value, Shown):
        _put_figure(cell, value)
        return
    cell.value, cell.alignment = _clean(value), alignment
    cell.data_type = "s"  # a leading = is text here, never a formula


def _put_figure(cell, shown):
    cell.alignment = RIGHT
    if shown.value is None or shown.status:
        cell.value, cell.data_type = shown.text, "s"
        return
    cell.value = shown.value / 100 if shown.unit == "percent" else shown.value
    cell.number_format = NUMBER_FORMATS.get(shown.unit, "#,##0")


def _clean(words) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", str(words))


def _title(page):
    page["A1"].style = "Headline 1"
    page["A1"].font, page["A1"].alignment = HEADING, Alignment(wrap_text=False, vertical="top")
    page.sheet_view.selection[0].activeCell = page.sheet_view.selection[0].sqref = "A1"
    page.sheet_view.tabSelected = page.title == "Cover"


def _make_room(page):
    """Rows high enough for wrapped words, and paper as wide as the table."""
    for cells in page.iter_rows():
        lines = max(_lines(page, cell) for cell in cells)
        page.row_dimensions[cells[0].row].height = LINE * lines + 4
    page.row_dimensions[1].height = 26
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _lines(page, cell) -> int:
    width = page.column_dimensions[cell.column_letter].width
    return max(1, math.ceil(len(str(cell.value or "")) * 1.15 / width))


def _link(page, row, words, target):
    _put(page, row, 1, words)
    cell = page.cell(row, 1)
    cell.font = LINK
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1", display=words)


def _day(iso):
    return day_words(date.fromisoformat(iso))


def _steady(book) -> bytes:
    """The workbook with nothing of the moment in it: fixed times, files in order."""
    raw, steady = io.BytesIO(), io.BytesIO()
    book.save(raw)
    when = f"{book.properties.created:%Y-%m-%dT%H:%M:%SZ}".encode()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + when, content)
            target.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()
