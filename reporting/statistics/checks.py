"""Do the year's figures agree with themselves? Any difference blocks the release.

Each check is one entry of CHECKS; what it finds names the table, the line and the difference.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from reporting.statistics import tables
from reporting.statistics.assembly import Frame
from reporting.statistics.disclosure import Constraint, Key, Released, System
from reporting.statistics.exports import html


@dataclass(frozen=True)
class Difference:
    """Where two figures do not agree."""

    table: str
    line: str
    difference: int

    def words(self) -> str:
        return _("%(table)s, %(line)s: a difference of %(n)s.") % {
            "table": self.table,
            "line": self.line,
            "n": f"{self.difference:+d}",
        }


@dataclass(frozen=True)
class Check:
    id: str
    title: object
    find: Callable[[System, Frame], Iterator[Difference]]


@dataclass(frozen=True)
class Result:
    id: str
    title: str
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        return not self.differences

    def as_data(self) -> dict:
        words = [difference.words() for difference in self.differences[:20]]
        return {"id": self.id, "title": self.title, "passed": self.passed, "differences": words}


def run(system: System, frame: Frame) -> list[Result]:
    """Every check on what was counted, before anything is protected or written."""
    return [Result(c.id, str(c.title), tuple(c.find(system, frame))) for c in CHECKS]


# --- Places ----------------------------------------------------------------------------------


def place(system: System, cell: Key) -> tuple[str, str]:
    """The table and the line in which a cell stands, for a person who has to find it."""
    for sheet in system.sheets:
        for row, refs in zip(sheet.rows, sheet.grid, strict=True):
            if any(cell in ref.keys for ref in refs):
                return _("Table %(id)s") % {"id": sheet.id}, row.label
    return _("Outside the tables"), " ".join([cell.population, *(node for _dim, node in cell.at)])


def _sum(system: System, constraint: Constraint) -> int:
    return sum(sign * system.truths[cell].count for cell, sign in constraint.terms)


def _broken(system: System, constraints) -> Iterator[Difference]:
    for constraint in constraints:
        total = _sum(system, constraint)
        if total and (constraint.equal or total < 0):
            whole = [cell for cell, sign in constraint.terms if sign < 0][-1]
            yield Difference(*place(system, whole), total)


# --- Checks ----------------------------------------------------------------------------------


def _links(*names):
    """A sum over several populations, for each party and for all together."""

    def find(system, frame):
        for name in names:
            yield from _broken(system, _linked(frame, tables.LINKS[name]))

    return find


def _linked(frame, terms, *, equal=True):
    parties = ["", *(p.slug for p in frame.parties)] if frame.joint else [frame.whole]
    for party in parties:
        yield Constraint(tuple((frame.cell(cell, party), sign) for cell, sign in terms), equal)


def _carried_over(system, frame):
    """What was open at the start is what the last release left open, or stands as adjustment."""
    last = next(iter(frame.earlier), None)
    start = frame.cell(tables.OPEN_START)
    published = last.cells.get(start, (None, ""))[0] if last else None
    if published is not None and system.truths[start].count != published:
        table, line = _("Table %(id)s") % {"id": "2"}, _("Open at the start of the year")
        yield Difference(table, line, system.truths[start].count - published)


def _sums(system, frame):
    return _broken(system, (c for c in system.constraints if c.equal and not _of_parties(c)))


def _joint(system, frame):
    return _broken(system, (c for c in system.constraints if c.equal and _of_parties(c)))


def _of_parties(constraint) -> bool:
    """The whole is of all parties, every part of one."""
    with_party = ["party" in dict(cell.at) for cell, _sign in constraint.terms]
    return any(with_party) and not all(with_party)


def _between_tables(system, frame):
    """The same complaints, told by different tables: one number, or one within the other."""
    yield from _links(*tables.BETWEEN_TABLES)(system, frame)
    for part, whole in tables.SUBSETS:
        terms = ((whole, 1), (part, -1))
        yield from _broken(system, _linked(frame, terms, equal=False))
    for counts in frame.counts:
        for cell, once, again in counts.differing:
            yield Difference(*place(system, cell), again - once)


def _bounds(system, frame):
    return _broken(system, (c for c in system.constraints if not c.equal))


def _closed_first(system, frame):
    found = sum(counts.impossible for counts in frame.counts)
    if found:
        yield Difference(_("Register"), _("complaints closed before they were received"), found)


def _headings(system, frame):
    """Every counted figure stands under a heading: a word of no catalogue would vanish."""
    for counts in frame.counts:
        for cell in set(counts.truths) - set(system.truths):
            if counts.truths[cell].count:
                yield Difference(*place(system, cell), counts.truths[cell].count)


def _definitions(system, frame):
    """Each party was counted by the rules that the release prints."""
    printed = system.about["definitions_version"]
    for counts in frame.counts:
        if counts.definitions_version != printed:
            words = _("counting rules of %(party)s, version") % {"party": counts.party.name}
            yield Difference(_("Notes"), words, int(counts.definitions_version) - int(printed))


CHECKS = [
    Check(
        "flow",
        gettext_lazy("Open at the start, and what came, less what ended, is open at the end"),
        _links(*tables.FLOWS),
    ),
    Check(
        "carried-over",
        gettext_lazy("The year starts where the last release ended, or says why not"),
        _carried_over,
    ),
    Check(
        "sums", gettext_lazy("Categories, outcomes, stages and quarters add up to totals"), _sums
    ),
    Check("between", gettext_lazy("Tables about the same complaints agree"), _between_tables),
    Check(
        "bounds",
        gettext_lazy("No part exceeds its whole; respondents, cases, complaints in that order"),
        _bounds,
    ),
    Check("dates", gettext_lazy("Nothing was closed before it was received"), _closed_first),
    Check("joint", gettext_lazy("The parties add up to all parties"), _joint),
    Check("headings", gettext_lazy("Every figure stands under a heading"), _headings),
    Check("definitions", gettext_lazy("All parties counted by the same rules"), _definitions),
]


# --- After protection ------------------------------------------------------------------------


def percentages_hold(released: Released) -> Result:
    """Every percentage can be worked out again from figures that are printed beside it."""
    printed = {ref.keys[0] for _s, _r, ref, _u in _places(released) if ref.keys and not ref.over}
    found = []
    for sheet, row, ref, unit in _places(released):
        shown = released.show(ref, unit)
        again = _percentage_again(released, ref, printed) if ref.over else shown.value
        if shown.value is not None and again != shown.value:
            table = _("Table %(id)s") % {"id": sheet.id}
            found.append(Difference(table, row.label, shown.value - (again or 0)))
    return Result("percentages", _("Every percentage follows from printed figures"), tuple(found))


def _places(released):
    for sheet in released.sheets:
        for row, refs in zip(sheet.rows, sheet.grid, strict=True):
            for ref, column in zip(refs, sheet.columns, strict=True):
                yield sheet, row, ref, column.unit


def _percentage_again(released, ref, printed):
    """By the reader's arithmetic: half rounds up; nothing where a number is not printed."""
    if not {*ref.keys, *ref.over} <= printed:
        return None
    values = [[released.cells[k][0] for k in keys] for keys in (ref.keys, ref.over)]
    if None in values[0] + values[1] or not sum(values[1]):
        return None
    part, whole = map(sum, values)
    return int((Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP))


# --- After writing ---------------------------------------------------------------------------


def formats_agree(released: Released, files: dict[str, bytes]) -> Result:
    """Each file is read back: every figure in it is the released one."""
    found = [*_xlsx_differs(released, files), *_csv_differs(released, files)]
    found += [*_json_differs(released, files), *_html_differs(released, files)]
    return Result("formats", _("Every format holds the same figures"), tuple(found))


def _xlsx_differs(released, files):
    book = load_workbook(io.BytesIO(files["statistics.xlsx"]), read_only=True)
    for sheet in released.sheets:
        rows = list(book[sheet.id].iter_rows(min_row=7, values_only=True))
        for (row, line), written in zip(released.lines(sheet), rows, strict=True):
            for shown, value in zip(line, written[1 : len(line) + 1], strict=True):
                if value != _in_workbook(shown):
                    yield Difference(f"{sheet.id}.xlsx", row.label, 1)


def _in_workbook(shown):
    if shown.value is None or shown.status:
        return shown.text
    return shown.value / 100 if shown.unit == "percent" else shown.value


def _csv_differs(released, files):
    rows = list(csv.DictReader(io.StringIO(files["statistics.csv"].decode(), newline="")))
    expected = [
        shown
        for sheet in released.sheets
        for refs in sheet.grid
        for ref, column in zip(refs, sheet.columns, strict=True)
        if ref.keys
        for shown in [released.show(ref, column.unit)]
    ]
    if len(rows) != len(expected):
        yield Difference("statistics.csv", _("rows"), len(rows) - len(expected))
        return
    for row, shown in zip(rows, expected, strict=True):
        value = "" if shown.value is None else str(shown.value)
        if (row["value"], row["status"]) != (value, shown.status):
            yield Difference("statistics.csv", row["table_id"], 1)


def _json_differs(released, files):
    content = json.loads(files["statistics.json"])
    for sheet, table in zip(released.sheets, content["tables"], strict=True):
        for (row, line), written in zip(released.lines(sheet), table["rows"], strict=True):
            if [[s.value, s.status] for s in line] != [
                [figure["value"], figure["status"]] for figure in written["figures"]
            ]:
                yield Difference("statistics.json", row.label, 1)


class _Figures(HTMLParser):
    """The figures of each table of a page, line by line."""

    def __init__(self):
        super().__init__()
        self.tables, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag == "td":
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "td"

    def handle_data(self, data):
        if self.inside:
            self.tables[-1][-1][-1] += data


def _html_differs(released, files):
    """The page for keeping, of which the PDF is laid out."""
    page = _Figures()
    page.feed(files["statistics.html"].decode())
    for sheet, table in zip(released.sheets, page.tables, strict=True):
        written = [line for line in table if line]
        for (row, line), texts in zip(html.lines(released, sheet), written, strict=True):
            if [shown.text for shown in line] != texts:
                yield Difference("statistics.html", row.label, 1)
