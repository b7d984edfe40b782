"""Can a hidden mark be taken away anywhere without a test noticing?

Every mark in every file, one after the other; and every number that stands in a sentence, an
alternative text or a chart is one that its table shows.
"""

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from reporting.statistics import charts, checks, wording
from reporting.statistics.disclosure import Altered, thaw

pytestmark = pytest.mark.django_db  # so that the register is there, whichever test comes first
EVERY_TENTH = 10  # of the formats that are slow to read back


def hidden_rows(content):
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    return rows, [n for n, row in enumerate(rows) if row["status"] == "c"]


def test_a_mark_taken_out_of_the_csv_is_noticed(released, files):
    rows, places = hidden_rows(files["statistics.csv"])
    assert places
    for place in places:
        altered = [dict(row) for row in rows]
        altered[place] |= {"value": "7", "status": ""}
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, altered[0], lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(altered)
        found = {"statistics.csv": out.getvalue().encode()}
        assert list(checks._csv_differs(released, found)), rows[place]


def figures_of(content):
    return [
        figure
        for table in content["tables"]
        for row in table["rows"]
        for figure in row["figures"]
        if figure["status"] == "c"
    ]


def test_a_mark_taken_out_of_the_json_is_noticed(released, files):
    number = len(figures_of(json.loads(files["statistics.json"])))
    for place in range(number):
        content = json.loads(files["statistics.json"])
        figures_of(content)[place] |= {"value": 7, "status": ""}
        found = {"statistics.json": json.dumps(content).encode()}
        assert list(checks._json_differs(released, found)), place


def test_a_mark_taken_out_of_the_page_is_noticed(released, files):
    """The PDF is laid out of these very bytes."""
    page = files["statistics.html"].decode()
    marks = [found.start() for found in re.finditer(r'(?<=<td class="numeric">)\[c\]', page)]
    assert marks
    for at in marks[::EVERY_TENTH]:
        altered = page[:at] + "7" + page[at + 3 :]
        assert list(checks._html_differs(released, {"statistics.html": altered.encode()})), at


def test_a_mark_taken_out_of_the_workbook_is_noticed(released, files):
    book = load_workbook(io.BytesIO(files["statistics.xlsx"]))
    marks = [cell for page in book for row in page.iter_rows() for cell in row]
    marks = [cell for cell in marks if cell.value == "[c]"]
    assert marks
    for cell in marks[:: EVERY_TENTH * 5]:
        cell.value = 7
        out = io.BytesIO()
        book.save(out)
        assert list(checks._xlsx_differs(released, {"statistics.xlsx": out.getvalue()}))
        cell.value = "[c]"


def test_a_mark_taken_out_of_what_is_frozen_is_refused(released):
    text = released.frozen()
    for found in list(re.finditer(r'null,"c"', text))[::EVERY_TENTH]:
        altered = f'{text[: found.start()]}7,""{text[found.end() :]}'
        with pytest.raises(Altered):
            thaw(altered, released.sha256)


def numbers(words):
    return {found.replace(",", "") for found in re.findall(r"\d+(?:,\d{3})*", words)}


def allowed(released, sheet):
    """What a table shows, what its labels say, and what follows from the two by rule."""
    lines = list(released.lines(sheet))
    shown = {figure.value for _row, line in lines for figure in line if figure.value is not None}
    labels = [sheet.id, sheet.title, sheet.period, *(row.label for row in sheet.rows)]
    labels += [word for column in sheet.columns for word in (column.label, column.code)]
    bases = {sum(values) for values in _bases(released, sheet) if None not in values}
    months = {round(value / wording.MONTH) for value in shown}
    hidden = sum(figure.status == "c" for _row, line in lines for figure in line)
    return numbers(" ".join(labels)) | {str(n) for n in shown | bases | months | {hidden}}


def _bases(released, sheet):
    """What stands behind each percentage: its base may be the sum of two shown figures."""
    for line in sheet.grid:
        yield from ([released.cells[k][0] for k in ref.over] for ref in line if ref.over)


AXES = {"0", "25", "50", "75", "100", "10", "95"}  # ticks, of ten complaints, per cent ranges


def test_every_number_in_words_and_charts_is_one_the_table_shows(released):
    for sheet in released.sheets:
        words = [wording.headline(released, sheet), wording.alt(released, sheet)]
        chart = charts.draw(released, sheet)
        words += re.findall(r"<text[^>]*>([^<]*)<", chart.svg) if chart else []
        stray = numbers(" ".join(words)) - allowed(released, sheet) - AXES
        assert not stray, (sheet.id, stray)


def test_a_chart_draws_as_many_gaps_as_its_figures_are_hidden(released):
    drawn = 0
    for sheet in released.sheets:
        chart = charts.draw(released, sheet)
        if chart and sheet.chart == "bars":
            first = wording.first_column(released, sheet)
            gaps = chart.svg.count("[c] hidden")
            assert gaps == sum(shown.status == "c" for _label, shown in first), sheet.id
            drawn += gaps
    assert drawn
