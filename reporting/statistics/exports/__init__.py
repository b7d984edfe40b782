"""In which files does a release leave? Each writer accepts released figures and nothing else.

Every number, label, sentence and alternative text in every file is taken from the same
`Released`; the same release gives the same bytes.
"""

from reporting.statistics.exports import csv, data, pdf, xlsx
from reporting.statistics.exports.only import only_released

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
}

TABULAR = {"statistics.xlsx": xlsx.write, "statistics.json": data.write}


def tabular(released) -> dict[str, bytes]:
    """Everything but the PDF, which takes longer and is made apart."""
    only_released(released)
    files = {name: write(released) for name, write in TABULAR.items()}
    return files | csv.write(released)


def everything(released) -> dict[str, bytes]:
    return tabular(released) | {"statistics.pdf": pdf.write(released)}


def content_type(name: str) -> str:
    return CONTENT_TYPES[name.rpartition(".")[2]]
