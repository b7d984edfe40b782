"""Is the workbook one that everybody can read? The Analysis Function's checklist, item by item."""

import io
import re
import shutil
import subprocess
import zipfile

import pikepdf
import pytest
from openpyxl import load_workbook

from reporting.statistics.exports import xlsx

FRONT = ("Cover", "Contents", "Notes")


@pytest.fixture
def content(files):
    return files["statistics.xlsx"]


@pytest.fixture
def book(content):
    return load_workbook(io.BytesIO(content))


@pytest.fixture
def pages(book):
    return [page for page in book if page.title not in FRONT]


@pytest.fixture
def archive(content):
    return zipfile.ZipFile(io.BytesIO(content))


def table_of(page):
    (table,) = page.tables.values()
    return table


def cells_of(page):
    return page[table_of(page).ref]


def words_of(book):
    return [str(c.value) for page in book for row in page.iter_rows() for c in row if c.value]


def test_x1_every_table_is_marked_as_one(book):
    assert all(len(page.tables) == 1 for page in book if page.title != "Cover")


def test_x2_tables_have_unique_names_that_say_which(book, pages):
    names = [table_of(page).displayName for page in pages]
    assert names == [f"Table_{page.title}" for page in pages]
    assert len(set(names)) == len(names)


def test_x3_no_cell_is_merged(book):
    assert not any(page.merged_cells.ranges for page in book)


def test_x4_no_row_or_column_of_a_table_is_blank(pages):
    for page in pages:
        rows = [[cell.value for cell in row] for row in cells_of(page)]
        assert all(any(v is not None for v in line) for line in [*rows, *zip(*rows, strict=True)])


def test_x5_one_header_row_names_every_column_once(pages):
    for page in pages:
        header = [cell.value for cell in cells_of(page)[0]]
        assert all(header)
        assert len(set(header)) == len(header)
        assert header == [column.name for column in table_of(page).tableColumns]


def test_x6_words_wrap(pages):
    assert all(
        cell.alignment.wrap_text for page in pages for row in cells_of(page) for cell in row
    )


def test_x7_nothing_is_filtered_or_frozen(book):
    for page in book:
        assert page.freeze_panes is None
        assert page.auto_filter.ref is None
        assert all(table.autoFilter is None for table in page.tables.values())


def test_x8_no_figure_is_left_empty_and_each_mark_is_explained(pages):
    for page in pages:
        values = [cell.value for row in cells_of(page) for cell in row]
        assert None not in values
        marks = {v for v in values if isinstance(v, str) and re.fullmatch(r"\[\w\]", v)}
        assert all(mark in page["A4"].value for mark in marks)


def test_x9_to_x12_nothing_is_hidden_commented_or_said_by_a_border(book):
    for page in book:
        assert page.sheet_state == "visible"
        assert not any(d.hidden for d in page.row_dimensions.values())
        assert not any(d.hidden for d in page.column_dimensions.values())
        assert all(d.width >= 10 for d in page.column_dimensions.values())
        assert not any(cell.comment for row in page.iter_rows() for cell in row)


def test_x13_and_x14_notes_are_marked_by_the_word_note(pages):
    noted = [page["A1"].value for page in pages]
    assert all(re.search(r"\[note \d+\]", title) for title in noted)
    assert not any(re.search(r"[*†‡¹²³]", title) for title in noted)


def test_x15_no_note_stands_among_the_figures(pages):
    for page in pages:
        body = [str(cell.value) for row in cells_of(page)[1:] for cell in row]
        assert not any("[note" in words for words in body)


def test_x16_every_note_is_defined_and_every_definition_used(book, pages):
    defined = [row[0].value for row in cells_of(book["Notes"])[1:]]
    used = re.findall(r"\[note \d+\]", " ".join(page["A1"].value for page in pages))
    assert list(dict.fromkeys(used)) == defined


def test_x17_and_x18_links_say_where_they_lead(book):
    links = [c for page in book for row in page.iter_rows() for c in row if c.hyperlink]
    assert links
    assert not any("http" in str(cell.value) for cell in links)
    assert {c.hyperlink.location.strip("'").split("'!")[0] for c in links} <= set(book.sheetnames)


def test_x19_the_type_is_plain_and_large_enough(book):
    fonts = [c.font for page in book for row in page.iter_rows() for c in row if c.value]
    assert {font.name for font in fonts} == {"Arial"}
    assert min(font.size for font in fonts) >= 12


def test_x20_each_sheet_has_its_title_in_a1_as_a_heading(book):
    assert all(page["A1"].value and page["A1"].style == "Headline 1" for page in book)


def test_x21_words_carry_no_symbols(book):
    assert not any(re.search(r"[►●■✓✗→]", words) for words in words_of(book))


def test_x22_no_headers_footers_or_text_boxes(book, archive):
    for page in book:
        assert not page.oddHeader.center.text
        assert not page.oddFooter.center.text
    assert not [name for name in archive.namelist() if "drawing" in name]


def test_x23_and_x24_colour_says_nothing(pages):
    fills = {cell.fill.fill_type for page in pages for row in cells_of(page) for cell in row}
    assert fills == {None}


def test_x25_and_x26_no_images_and_no_macros(archive):
    assert not [n for n in archive.namelist() if "media" in n or "vba" in n.lower()]


def test_x27_numbers_are_numbers_to_the_right_with_one_format_a_column(pages):
    for page in pages:
        for column in list(zip(*cells_of(page)[1:], strict=True))[1:]:
            numbers = [cell for cell in column if cell.data_type == "n"]
            assert len({cell.number_format for cell in numbers}) <= 1
            assert all(cell.alignment.horizontal == "right" for cell in column)


def test_x28_sheet_names_are_short_unique_and_without_spaces(book):
    assert book.sheetnames[:3] == list(FRONT)
    assert all(len(name) <= 12 and " " not in name for name in book.sheetnames)


def test_x29_no_sheet_is_blank(book):
    assert all(page.max_row > 1 for page in book)


def test_x30_what_stands_above_each_table(pages):
    for page in pages:
        assert page["A2"].value == "This worksheet contains one table."
        assert "Notes" in page["A3"].value
        assert "horthand" in page["A4"].value
        assert page["A5"].value.startswith("Source:")
        assert page["A5"].hyperlink.location == "'Contents'!A1"


def test_x31_to_x33_one_table_flush_left_with_nothing_below(pages):
    for page in pages:
        assert table_of(page).ref.startswith("A6:")
        assert table_of(page).ref.endswith(str(page.max_row))


def test_x35_no_table_is_split_over_sheets(pages, released):
    assert [page.title for page in pages] == [sheet.id for sheet in released.sheets]
    for page, sheet in zip(pages, released.sheets, strict=True):
        assert len(cells_of(page)) == len(sheet.rows) + 1


def test_x34_totals_come_first(pages, released):
    for sheet in released.sheets:
        depths = [row.depth for row in sheet.rows]
        assert 0 not in depths[1:]


def test_x36_and_x37_who_signs_says_that_words_and_access_were_checked(cast, built, sign_in):
    address = f"/statistics/drafts/{built.pk}/"
    browser = sign_in(cast.harbour_publisher)
    page = browser.post(f"{address}sign/", {}, follow=True).text
    assert "Tick this when the spelling has been checked" in page
    browser.post(f"{address}sign/", {"spelling": "on", "accessibility": "on"})
    built.refresh_from_db()
    assert {"spelling", "accessibility"} <= {check["id"] for check in built.checks}


def test_x38_the_workbook_says_what_it_is(book):
    properties = book.properties
    assert properties.title == "Complaints about members: Harbour Party, 2023"
    assert properties.creator == "Harbour Party"
    assert properties.language == "en-GB"


def test_x39_it_opens_on_the_cover_at_the_first_cell(book):
    assert book.active.title == "Cover"
    assert {page.sheet_view.selection[0].activeCell for page in book} == {"A1"}


def test_x40_an_open_format_stands_beside_it(files):
    assert {"statistics.csv", "statistics.json", "datapackage.json"} <= set(files)


def test_x41_nothing_is_left_in_the_file_but_what_is_seen(archive):
    names = archive.namelist()
    assert not [n for n in names if "pivot" in n or "customXml" in n or "custom.xml" in n]
    text = b"".join(archive.read(name) for name in names)
    assert b"<f>" not in text
    assert b"<definedName " not in text


def test_x42_two_builds_are_the_same_bytes(content, released):
    assert xlsx.write(released) == content


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(content, book, tmp_path):
    (tmp_path / "statistics.xlsx").write_bytes(content)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), f"{tmp_path}/statistics.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with pikepdf.open(tmp_path / "statistics.pdf") as printed:
        assert len(printed.pages) >= len(book.sheetnames)
