"""Does every file of a release hold the same protected figures and nothing else?"""

import csv
import hashlib
import io
import json

import pikepdf
import pytest
from csvw import CSVW, TableGroup
from frictionless import validate

from reporting.statistics import checks, exports, tables, wording
from reporting.statistics.disclosure import protect
from reporting.statistics.exports import csv as tidy
from reporting.statistics.exports import data, html, pdf, xlsx


@pytest.fixture
def rows(files):
    return list(csv.DictReader(io.StringIO(files["statistics.csv"].decode(), newline="")))


@pytest.mark.parametrize("write", [xlsx.write, tidy.write, data.write, pdf.write, html.context])
def test_a_writer_refuses_what_was_not_released(write, system):
    with pytest.raises(TypeError, match="Only released figures"):
        write(system)


def test_every_format_holds_the_same_figures(released, files):
    assert checks.formats_agree(released, files).passed


def test_a_figure_that_differs_in_one_format_is_found(released, files):
    altered = files["statistics.csv"].replace(b",580,", b",581,", 1)
    found = checks.formats_agree(released, files | {"statistics.csv": altered})
    assert not found.passed


def test_a_figure_that_differs_on_the_page_is_found(released, files):
    altered = files["statistics.html"].replace(
        b'<td class="numeric">580<', b'<td class="numeric">581<', 1
    )
    assert not checks.formats_agree(released, files | {"statistics.html": altered}).passed


def test_two_builds_are_the_same_bytes(released, files):
    made = exports.everything(released)
    assert made == {name: files[name] for name in made}
    assert set(files) - set(made) == {"audit.json"}  # what the attack says of them


def test_a_hidden_figure_has_no_value_and_says_nothing_of_why(rows):
    hidden = [row for row in rows if row["status"] == "c"]
    assert hidden
    assert {row["value"] for row in hidden} == {""}
    assert not {"primary", "secondary", "why"} & set(rows[0])


def test_one_observation_has_one_row(rows, files):
    described = json.loads(files["datapackage.json"])["resources"]
    names = next(r for r in described if r["path"] == "statistics.csv")["schema"]["primaryKey"]
    keys = [tuple(row[name] for name in names) for row in rows]
    assert len(keys) == len(set(keys))


def test_lines_end_as_the_standard_for_csv_asks(files):
    content = files["statistics.csv"]
    assert content.count(b"\r\n") == content.count(b"\n")
    assert not content.startswith(b"\xef\xbb\xbf")


def test_every_code_in_the_figures_stands_in_its_code_list(rows, files, released):
    for dimension in released.dimensions:
        listed = csv.DictReader(io.StringIO(files[f"codes_{dimension.id}.csv"].decode()))
        assert {row[dimension.id] for row in rows} <= {line["code"] for line in listed}


def test_each_resource_is_described_with_its_size_and_hash(files):
    for resource in json.loads(files["datapackage.json"])["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_metadata_describes_every_column_of_every_file(files):
    for table in json.loads(files["statistics.csv-metadata.json"])["tables"]:
        header = files[table["url"]].decode().split("\r\n")[0].split(",")
        assert [column["name"] for column in table["tableSchema"]["columns"]] == header


@pytest.fixture
def folder(files, tmp_path):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_the_metadata_is_valid_csv_on_the_web(folder):
    found = CSVW(str(folder / "statistics.csv-metadata.json"), validate=True)
    assert found.is_valid
    assert found.warnings == []
    group = TableGroup.from_file(folder / "statistics.csv-metadata.json")
    group.check_referential_integrity()
    assert all(table.check_primary_key() for table in group.tables)


def test_the_data_package_is_valid(folder):
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


@pytest.mark.parametrize(("old", "new"), [(b"received", b"never-seen"), (b"580", b"many")])
def test_the_validators_see_a_broken_file(folder, old, new):
    table = folder / "table_2.csv"
    table.write_bytes(table.read_bytes().replace(b",1,580,", b",1,many,").replace(old, new))
    assert not validate(str(folder / "datapackage.json")).valid


def test_the_list_of_hashes_is_one_that_sha256sum_reads(files):
    lines = files["sha256sums.txt"].decode().splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    assert listed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name not in {"sha256sums.txt", "audit.json"}
    }


def test_hierarchies_let_anybody_repeat_the_attack(files):
    lines = list(csv.DictReader(io.StringIO(files["hierarchies.csv"].decode())))
    assert {"dimension": "outcome", "code": "training", "parent": "upheld"}.items() <= next(
        line for line in lines if (line["dimension"], line["code"]) == ("outcome", "training")
    ).items()


def test_the_pdf_is_tagged_with_title_language_and_alternative_texts(files, released):
    document = pikepdf.open(io.BytesIO(files["statistics.pdf"]))
    assert str(document.Root.Lang) == "en-GB"
    assert document.Root.MarkInfo.Marked
    assert str(document.docinfo.Title) == released.about["title"]
    figures = [node for node in nodes(document.Root.StructTreeRoot) if node.get("/S") == "/Figure"]
    assert figures
    assert all(str(node.Alt).endswith(".") for node in figures)
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def nodes(tree):
    if not isinstance(tree, pikepdf.Dictionary):
        return
    yield tree
    children = tree.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from nodes(child)


def test_no_sentence_names_a_hidden_figure(system, frame):
    """The sentence about outcomes needs the number upheld; where that is hidden it is not said."""
    system.flagged = {frame.cell(tables.UPHELD)}
    released = protect(system)
    sheet = released.sheet("11")
    assert released.cells[frame.cell(tables.UPHELD)] == (None, "c")
    assert wording.headline(released, sheet) == sheet.title


def test_time_to_conclude_is_said_in_plain_words(released):
    first, *_rest = wording.time_sentences(released)
    assert first.startswith("Half of complaints were concluded within")
