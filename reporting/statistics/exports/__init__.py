"""In which files does a release leave? Each writer accepts released figures and nothing else.

Every number, label, sentence and alternative text in every file is taken from the same
`Released`; the same release gives the same bytes.
"""

import hashlib

from reporting.statistics.exports import csv, data, pdf, xlsx
from reporting.statistics.exports.only import only_released

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}

TABULAR = {
    "statistics.xlsx": xlsx.write,
    "statistics.json": data.write,
    "statistics.html": pdf.page,
}


def tabular(released) -> dict[str, bytes]:
    """Everything but the PDF, which takes longer and is made apart."""
    only_released(released)
    files = {name: write(released) for name, write in TABULAR.items()}
    return files | csv.write(released)


def everything(released) -> dict[str, bytes]:
    files = tabular(released) | {"statistics.pdf": pdf.write(released)}
    return files | {"sha256sums.txt": sums(files)}


def sums(files: dict[str, bytes]) -> bytes:
    """A line for each file, as `sha256sum --check` reads it."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def content_type(name: str) -> str:
    return CONTENT_TYPES[name.rpartition(".")[2]]
