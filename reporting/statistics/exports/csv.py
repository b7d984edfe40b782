"""How does a release stand in plain tables for programs, with everything they need to know?

One observation a row. No column tells a figure hidden for its own sake from one hidden to protect
others. The hierarchies are published, so that anybody can repeat the attack on the hidden figures.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator

from reporting.statistics.disclosure import Key, Ref, Released, Sheet
from reporting.statistics.exports.only import only_released

FIRST = ("release_id", "table_id", "period_start", "period_end", "basis", "party", "category")
FIRST += ("clause", "stage", "outcome", "characteristic", "election_period")
LAST = ("measure", "unit", "value", "status")
TOTAL = "_T"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(released: Released) -> dict[str, bytes]:
    only_released(released)
    header = columns(released)
    tables = {sheet.id: list(observations(released, sheet)) for sheet in released.sheets}
    files = {"statistics.csv": _bytes(header, [row for rows in tables.values() for row in rows])}
    files |= {f"table_{name}.csv": _bytes(header, rows) for name, rows in tables.items()}
    files["hierarchies.csv"] = _bytes(HIERARCHY, hierarchies(released))
    for dimension in released.dimensions:
        files[f"codes_{dimension.id}.csv"] = _bytes(CODES, code_list(released, dimension))
    described = dict(files)
    files["statistics.csv-metadata.json"] = _json(csvw(released, header, described))
    files["datapackage.json"] = _json(datapackage(released, header, described))
    return files


# --- Observations ----------------------------------------------------------------------------


def dimensions(released: Released) -> list[str]:
    """The columns that narrow a figure: the fixed ones, then those this release adds."""
    fixed = FIRST[FIRST.index("party") :]
    return [*fixed, *(d.id for d in released.dimensions if d.id not in fixed)]


def columns(released: Released) -> list[str]:
    return [*FIRST[: FIRST.index("party")], *dimensions(released), *LAST]


def observations(released: Released, sheet: Sheet) -> Iterator[dict]:
    for refs in sheet.grid:
        for ref, column in zip(refs, sheet.columns, strict=True):
            if ref.keys:
                yield observation(released, sheet, ref, column.unit)


def observation(released: Released, sheet: Sheet, ref: Ref, unit: str) -> dict:
    cell, shown = ref.keys[0], released.show(ref, unit)
    at = dict(cell.at)
    start, end = _period(cell)
    return {
        "release_id": released.about["release_id"],
        "table_id": sheet.id,
        "period_start": start,
        "period_end": end,
        "basis": cell.population.partition("/")[0],
        **{name: at.get(name, TOTAL) for name in dimensions(released)},
        "measure": _measure(ref),
        "unit": shown.unit or cell.measure,
        "value": "" if shown.value is None else shown.value,
        "status": shown.status,
    }


def _measure(ref):
    if not ref.over:
        return ref.keys[0].measure
    return "uphold-rate" if len(ref.over) > 1 else "percentage"


def _period(cell: Key) -> tuple[str, str]:
    _, _, when = cell.population.partition("/")
    return (when, when) if "-" in when else (f"{when}-01-01", f"{when}-12-31")


HIERARCHY = ("dimension", "code", "parent", "label", "adds_up")
CODES = ("code", "label", "parent", "valid_from", "valid_to")


def hierarchies(released: Released) -> Iterator[dict]:
    for dimension in released.dimensions:
        adds_up = "yes" if dimension.additive else "no"
        for node in dimension.nodes:
            line = (dimension.id, node.code, node.parent or TOTAL, node.label, adds_up)
            yield dict(zip(HIERARCHY, line, strict=True))


def code_list(released: Released, dimension) -> Iterator[dict]:
    start = released.about["period_start"]
    yield dict(zip(CODES, (TOTAL, "Total", "", start, ""), strict=True))
    for node in dimension.nodes:
        line = (node.code, node.label, node.parent or TOTAL, start, "")
        yield dict(zip(CODES, line, strict=True))


def _bytes(header, rows) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode()


def _safe(value):
    """A cell that a spreadsheet would run as a formula is made text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _json(data) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


# --- Descriptions ----------------------------------------------------------------------------

DATATYPES = {"period_start": "date", "period_end": "date", "value": "integer"}
TITLES = {
    "release_id": "Release",
    "table_id": "Table",
    "period_start": "First day",
    "period_end": "Last day",
    "basis": "What is counted: received, closed, open",
    "election_period": "Election period",
    "measure": "Measure",
    "unit": "Unit",
    "value": "Value; empty when it is not shown",
    "status": "Why there is no value: c hidden, u too few, x not available, z cannot occur",
}


def _primary_key(released):
    return [*FIRST[: FIRST.index("party")], *dimensions(released), "measure"]


def csvw(released: Released, header, files) -> dict:
    """CSV on the Web: what each column of each file means."""
    about, titles = released.about, _titles(released)
    statistics = [name for name in files if name.startswith(("statistics", "table_"))]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": about["title"],
        "dc:publisher": about["publisher"],
        "dc:license": {"@id": LICENCE},
        "dc:issued": {"@value": about["as_at"], "@type": "xsd:date"},
        "tables": [
            *(_csvw_statistics(released, name, header, titles) for name in statistics),
            *(_csvw_list(name, CODES) for name in files if name.startswith("codes_")),
            _csvw_list("hierarchies.csv", HIERARCHY),
        ],
    }


def _csvw_statistics(released, name, header, titles):
    known = {d.id for d in released.dimensions}
    return {
        "url": name,
        "tableSchema": {
            "columns": [_csvw_column(column, titles) for column in header],
            "primaryKey": _primary_key(released),
            "foreignKeys": [
                {
                    "columnReference": dim,
                    "reference": {"resource": f"codes_{dim}.csv", "columnReference": "code"},
                }
                for dim in header
                if dim in known
            ],
        },
    }


def _csvw_column(name, titles):
    datatype = DATATYPES.get(name, "string")
    found = {"name": name, "titles": name, "dc:description": titles[name], "datatype": datatype}
    if name in ("value", "status"):
        return found | {"null": "", "required": False}
    return found | {"required": True}


def _csvw_list(name, header):
    key = ["dimension", "code"] if "dimension" in header else ["code"]
    optional = {"parent", "valid_to"}
    columns = [
        {
            "name": column,
            "titles": column,
            "datatype": "string",
            "required": column not in optional,
        }
        for column in header
    ]
    return {"url": name, "tableSchema": {"columns": columns, "primaryKey": key}}


def _titles(released):
    return TITLES | {d.id: d.title for d in released.dimensions}


def datapackage(released: Released, header, files) -> dict:
    """The same for Frictionless Data, with size and hash of each file."""
    about, titles = released.about, _titles(released)
    return {
        "profile": "tabular-data-package",
        "name": about["release_id"],
        "title": about["title"],
        "licenses": [{"name": "OGL-UK-3.0", "path": LICENCE}],
        "contributors": [{"title": about["publisher"], "role": "publisher"}],
        "created": f"{about['as_at']}T00:00:00Z",
        "resources": [
            _resource(released, name, content, header, titles) for name, content in files.items()
        ],
    }


def _resource(released, name, content, header, titles):
    return {
        "profile": "tabular-data-resource",
        "name": name.removesuffix(".csv").lower(),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(released, name, header, titles),
    }


def _schema(released, name, header, titles):
    if name.startswith("codes_"):
        return {"fields": [{"name": c, "type": "string"} for c in CODES], "primaryKey": "code"}
    if name == "hierarchies.csv":
        fields = [{"name": column, "type": "string"} for column in HIERARCHY]
        return {"fields": fields, "primaryKey": ["dimension", "code"]}
    known = {d.id for d in released.dimensions}
    types = {"date": "date", "integer": "integer", "string": "string"}
    return {
        "fields": [
            {"name": c, "title": titles[c], "type": types[DATATYPES.get(c, "string")]}
            for c in header
        ],
        "missingValues": [""],
        "primaryKey": _primary_key(released),
        "foreignKeys": [
            {"fields": dim, "reference": {"resource": f"codes_{dim}", "fields": "code"}}
            for dim in header
            if dim in known
        ],
    }
