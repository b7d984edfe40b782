"""The figures that may leave: what exactly is a release?

Only this package makes a `Released`, either by protecting a system or by reading back the bytes
of one it made, checked against their SHA-256. It carries everything that is printed: figures,
labels, titles, notes. An exporter that holds one needs nothing else and can reach nothing else.
"""

import hashlib
import json
from dataclasses import asdict
from types import MappingProxyType
from typing import NamedTuple

from reporting.statistics.disclosure.system import (
    Column,
    Dimension,
    Key,
    Node,
    Ref,
    Row,
    Sheet,
    System,
)

FORMAT = 1
SMALLEST_BASE = 20  # below it a whole percentage gives the numbers behind it away
_TOKEN = object()

SHORTHAND = {
    "b": "counted by other rules: not to be compared with the other years",
    "c": "hidden to protect individuals; any number including 0",
    "u": "too few figures behind it to be shown",
    "x": "not available",
    "z": "not applicable: the combination cannot occur",
}


class Altered(Exception):
    """The stored bytes of a release are not the ones that were frozen."""


class Shown(NamedTuple):
    """What one place of a table shows: a number, or a mark that says why there is none."""

    value: int | None
    status: str
    unit: str = ""

    @property
    def text(self) -> str:
        if self.value is None:
            return f"[{self.status}]"
        number = f"{self.value:,}"
        number = f"more than {number}" if self.status == "over" else number
        return f"{number}%" if self.unit == "percent" else number


class Released:
    """Protected figures. Read-only; made by `protect` and `thaw` alone."""

    __slots__ = ("about", "cells", "dimensions", "left_out", "notes", "sheets")

    def __init__(self, token, parts: dict):
        if token is not _TOKEN:
            raise TypeError("Only disclosure control makes released figures.")
        for name in self.__slots__:
            object.__setattr__(self, name, parts[name])

    def __setattr__(self, name, value):
        raise AttributeError("Released figures do not change.")

    def __reduce__(self):
        raise TypeError("Released figures travel as their frozen bytes only.")

    def show(self, ref: Ref, unit: str = "") -> Shown:
        """The protected figure of one place; a percentage is made from protected figures only."""
        if ref.missing:
            return Shown(None, ref.missing, unit)
        if ref.over:
            return self._percentage(ref, unit or "percent")
        value, status = self.cells[ref.keys[0]]
        return Shown(value, status, unit)

    def _percentage(self, ref: Ref, unit: str) -> Shown:
        """For every hundred: of the whole, or of the days when the unit is a rate."""
        parts, base = ([self.cells[k] for k in keys] for keys in (ref.keys, ref.over))
        if any(value is None for value, _ in parts + base):
            return Shown(None, "c", unit)
        whole, part = sum(value for value, _ in base), sum(value for value, _ in parts)
        if whole == 0:
            return Shown(None, "z", unit)
        if whole < SMALLEST_BASE:
            return Shown(None, "u", unit)
        return Shown((200 * part + whole) // (2 * whole), "", unit)  # half rounds up

    def sheet(self, sheet_id: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def lines(self, sheet: Sheet):
        """The rows of a sheet with what each column shows."""
        for row, refs in zip(sheet.rows, sheet.grid, strict=True):
            yield row, [self.show(r, c.unit) for r, c in zip(refs, sheet.columns, strict=True)]

    def marks(self, sheet: Sheet) -> list[str]:
        """The shorthand that a sheet uses, in alphabetical order."""
        used = {shown.status for _, line in self.lines(sheet) for shown in line}
        breaks = {"b" for column in sheet.columns if column.label.endswith("[b]")}
        return sorted(used & set(SHORTHAND) | breaks)

    def frozen(self) -> str:
        """The bytes to keep: sorted, so that the same figures give the same bytes."""
        cells = [[*k, value, status] for k, (value, status) in sorted(self.cells.items())]
        places = {k: i for i, k in enumerate(sorted(self.cells))}
        parts = {
            "format": FORMAT,
            "about": self.about,
            "notes": self.notes,
            "left_out": self.left_out,
            "dimensions": [asdict(d) for d in self.dimensions],
            "cells": cells,
            "sheets": [_sheet_as_data(sheet, places) for sheet in self.sheets],
        }
        return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.frozen().encode()).hexdigest()


def release(system: System, cells: dict) -> Released:
    """For `protect` alone: the figures and everything printed with them, nothing of the truth."""
    return Released(
        _TOKEN,
        {
            "about": dict(system.about),
            "cells": MappingProxyType(dict(cells)),
            "dimensions": tuple(system.dimensions),
            "left_out": dict(system.left_out),
            "notes": dict(system.notes),
            "sheets": tuple(system.sheets),
        },
    )


def thaw(text: str, sha256: str) -> Released:
    """The release that was frozen as `text`; any other byte is refused."""
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise Altered("The stored figures of this release were altered after they were frozen.")
    parts = json.loads(text)
    rows = [(Key(p, m, tuple(map(tuple, at))), v, s) for p, m, at, v, s in parts["cells"]]
    places = [k for k, _, _ in rows]
    return Released(
        _TOKEN,
        {
            "about": parts["about"],
            "cells": MappingProxyType({k: (v, s) for k, v, s in rows}),
            "dimensions": tuple(_dimension(d) for d in parts["dimensions"]),
            "left_out": parts["left_out"],
            "notes": parts["notes"],
            "sheets": tuple(_sheet(data, places) for data in parts["sheets"]),
        },
    )


def _sheet_as_data(sheet: Sheet, places: dict[Key, int]) -> dict:
    grid = [
        [[[places[k] for k in r.keys], [places[k] for k in r.over], r.missing] for r in line]
        for line in sheet.grid
    ]
    return asdict(sheet) | {"grid": grid}


def _sheet(data: dict, places: list[Key]) -> Sheet:
    grid = tuple(
        tuple(
            Ref(tuple(places[i] for i in keys), tuple(places[i] for i in over), missing)
            for keys, over, missing in line
        )
        for line in data["grid"]
    )
    rows = tuple(Row(**row) for row in data["rows"])
    columns = tuple(Column(**column) for column in data["columns"])
    parts = {"rows": rows, "columns": columns, "grid": grid, "notes": tuple(data["notes"])}
    return Sheet(**data | parts | {"path": tuple(map(tuple, data.get("path", ())))})


def _dimension(data: dict) -> Dimension:
    return Dimension(**data | {"nodes": tuple(Node(**node) for node in data["nodes"])})
