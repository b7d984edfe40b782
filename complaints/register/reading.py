"""Which rows does a spreadsheet hold, and under which headings?

Pure: an .xlsx or .csv goes in, a Sheet of raw cells comes out. The heading row is found by its
headings, never by its position. Rows are streamed, and what is too large is refused in a sentence.
"""

import csv
import io
import re
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import ParseError

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from complaints.register import tidying

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 60
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
HEADING_ROWS = 40  # the headings stand among the first rows


class Unreadable(ValidationError):
    """The file as a whole cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    also: tuple[str, ...] = ()
    needed: bool = False


COLUMNS = {
    column.key: column
    for column in (
        Column("ref", "Ref", ("reference", "our ref", "case ref")),
        Column("received", "Date rec’d", ("date received", "received", "date recd"), needed=True),
        Column("channel", "How rec’d", ("how received", "channel", "how recd")),
        Column("complainant", "Complainant", ("complainant name",)),
        Column("contact", "Contact", ("e-mail", "email", "complainant e-mail")),
        Column("kind", "T / 3P", ("t/3p", "complainant kind", "target / third party")),
        Column("respondent", "Respondent", ("respondent name",), needed=True),
        Column("member_no", "Memb. no.", ("membership no.", "membership number", "member no.")),
        Column("branch", "Branch"),
        Column("incident", "Incident ref", ("incident", "incident reference")),
        Column("happened", "Date of incident", ("incident date",)),
        Column("place", "Where", ("place", "platform")),
        Column("alleged", "What is alleged", ("allegation", "alleged", "statement"), needed=True),
        Column("characteristics", "Prot. char.", ("protected characteristic",)),
        Column("clauses", "Clause(s)", ("clause", "clauses")),
        Column("outcome", "Outcome", (), needed=True),
        Column("panel", "Panel", ("panel result",)),
        Column("sanctions", "Sanction(s)", ("sanction", "sanctions")),
        Column("closed", "Date closed", ("closed",)),
        Column("officer", "Officer", ("case officer",)),
        Column("notes", "Notes", ("remarks",)),
    )
}
KEYS = {
    tidying.folded(heading): column.key
    for column in COLUMNS.values()
    for heading in (column.heading, *column.also)
}


@dataclass
class Sheet:
    name: str
    header_row: int
    titles: list[str]
    rows: dict[int, dict]  # number of the row in the file -> key of the column -> raw cell
    keys: list[str] = field(default_factory=list)

    @property
    def last_row(self) -> int:
        return max((number for number, cells in self.rows.items() if cells), default=0)

    @property
    def closed_on(self) -> date | None:
        """The day the title rows say the figures were taken, if they do."""
        for title in self.titles:
            for found in re.findall(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2} \w+ \d{4}", title):
                if on := tidying.day(found):
                    return on
        return None


def read(content: bytes, name: str = "") -> Sheet:
    """The register in a file, whatever stands above its headings."""
    if objection := _too_large(content):
        raise Unreadable(objection)
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_old_or_locked(content))
    if b"\0" in content[:1000] and not content.startswith(UTF_16):
        raise Unreadable(_("This is not a workbook that can be read. Save it as .xlsx or .csv."))
    return _found([(name or "csv", _csv_rows(content))])


def _too_large(content) -> str:
    if not content:
        return _("The file is empty. Choose the spreadsheet again.")
    if len(content) > MAX_BYTES:
        return _("The file is larger than %d MB. Split it by year.") % (MAX_BYTES >> 20)
    return ""


def _old_or_locked(content) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _("The workbook is protected by a password. Save it without one and try again.")
    return _("This is an old .xls workbook. Open it and save it as .xlsx, then try again.")


# Workbooks ---------------------------------------------------------------------------------------
DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    NotImplementedError,
    EOFError,
    OSError,
)


def _workbook(content):
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(content)) as archive:
            warnings.simplefilter("ignore")  # openpyxl on drop-down lists it does not keep
            _refuse_a_bomb(archive)
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            return _found([(sheet.title, _sheet_rows(sheet)) for sheet in book.worksheets])
    except Unreadable:
        raise
    except DAMAGED as error:
        sentence = _("The workbook is damaged or is no workbook. Open it, save it as .xlsx again.")
        raise Unreadable(sentence) from error


def _refuse_a_bomb(archive):
    """By the archive's own list, before a million rows are unpacked into memory."""
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
        raise Unreadable(_too_many())


def _too_many() -> str:
    rows = f"{MAX_ROWS:,}"
    return _("The workbook holds more than %s rows' worth of cells. Split it by year.") % rows


def _sheet_rows(sheet):
    sheet.reset_dimensions()  # the stated size may be wrong
    yield from enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1)


# Comma-separated values --------------------------------------------------------------------------
def _csv_rows(content):
    text = _decoded(content)
    csv.field_size_limit(1_000_000)
    head = text[:20_000]
    delimiter = max(",;\t", key=head.count)
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
    except csv.Error as error:
        raise Unreadable(_("The file is not a table of comma-separated values.")) from error


def _decoded(content):
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


# Headings ----------------------------------------------------------------------------------------
def _found(sheets) -> Sheet:
    """The first sheet with a heading row; its rows below it, counted and limited."""
    missing = ""
    for name, rows in sheets:
        sheet = Sheet(name, 0, [], {})
        for number, cells in rows:
            if sheet.header_row:
                _take(sheet, number, cells)
            elif number > HEADING_ROWS:
                break
            else:
                missing = _look_for_headings(sheet, number, cells) or missing
        if sheet.header_row:
            return _cut(sheet)
    raise Unreadable(missing or _no_headings())


def _no_headings() -> str:
    names = ", ".join(f"“{column.heading}”" for column in COLUMNS.values() if column.needed)
    return _("No row with the headings %s was found among the first rows.") % names


def _look_for_headings(sheet, number, cells) -> str:
    """Take the row as headings when it is; a sentence when it nearly is."""
    keys = [KEYS.get(tidying.folded(cell)) for cell in cells]
    lacking = [c.heading for c in COLUMNS.values() if c.needed and c.key not in keys]
    if not lacking:
        sheet.header_row, sheet.keys = number, keys
        return ""
    sheet.titles += [tidying.joined(cell) for cell in cells if cell is not None]
    if sum(key is not None for key in keys) < 4:
        return ""
    names = ", ".join(f"“{heading}”" for heading in lacking)
    return _("Row %(row)d holds headings, but %(names)s is missing.") % {
        "row": number,
        "names": names,
    }


def _take(sheet, number, cells):
    row = {}
    for key, cell in zip(sheet.keys, cells, strict=False):
        if key and key not in row and tidying.joined(cell):
            # No database keeps NUL in text.
            row[key] = tidying.restored(cell.replace("\0", "")) if isinstance(cell, str) else cell
    if row:
        sheet.rows[number] = row
    if len(sheet.rows) > MAX_ROWS:
        raise Unreadable(_too_many())


def _cut(sheet):
    """Blank rows between the others are kept, so that every row is accounted for."""
    last = max(sheet.rows, default=sheet.header_row)
    if last - sheet.header_row > 2 * MAX_ROWS:
        raise Unreadable(_too_many())
    sheet.rows = {
        number: sheet.rows.get(number, {}) for number in range(sheet.header_row + 1, last + 1)
    }
    return sheet
