"""Which figures does a release publish, and how do they hang together?

The tidy CSV names each figure by its predicate: basis, period, measure, and the nodes that narrow
it. The hierarchies say which nodes add up to which.
"""

import csv
import io
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

TOTAL = "_T"
FIRST = ("release_id", "table_id", "period_start", "period_end", "basis")
LAST = ("measure", "unit", "value", "status")
ABSENT = {"x", "z"}  # places without a figure of their own have no line in the CSV


class Unreadable(Exception):
    """A file is missing or is not what its name says: no attack can be made."""


class Predicate(NamedTuple):
    """What a figure counts. The same predicate in two tables or releases is one unknown."""

    basis: str
    start: str
    end: str
    measure: str
    at: tuple[tuple[str, str], ...] = ()
    version: str = ""  # the release, where it corrects an earlier figure


class Figure(NamedTuple):
    """One line of the tidy CSV."""

    table: str
    predicate: Predicate
    unit: str
    value: Decimal | None
    status: str

    @property
    def is_count(self) -> bool:
        """Rates and times do not add up."""
        return self.unit not in {
            "percent",
            "days",
            "rate",
        } and not self.predicate.measure.endswith("days")


class Node(NamedTuple):
    code: str
    parent: str
    label: str


@dataclass
class Dimension:
    adds_up: bool
    nodes: list[Node] = field(default_factory=list)

    def children(self, code: str) -> list[str]:
        return [node.code for node in self.nodes if node.parent == code]


@dataclass
class Publication:
    """The files of one release, read."""

    name: str
    figures: list[Figure]
    dimensions: dict[str, Dimension]
    faults: list[str] = field(default_factory=list)

    def counts(self) -> dict[Predicate, Decimal | None]:
        """Each count that is printed; None where it is hidden. A value anywhere is known."""
        found: dict[Predicate, Decimal | None] = {}
        for figure in self.figures:
            if figure.is_count and figure.status not in ABSENT:
                found[figure.predicate] = found.get(figure.predicate, figure.value)
        return found


def read(directory: Path) -> Publication:
    """The figures alone, as the tidy CSV and the hierarchies give them."""
    rows = lines(directory / "statistics.csv")
    if not rows:
        raise Unreadable("statistics.csv holds no figures.")
    figures = [figure_of(row) for row in rows]
    dimensions = _dimensions(directory)
    found = Publication(rows[0]["release_id"], figures, dimensions)
    printed: dict[Predicate, set] = {}
    for figure in figures:
        printed.setdefault(figure.predicate, set()).add((figure.value, figure.status))
    found.faults += [
        f"statistics.csv gives {predicate.measure} of {predicate.basis} twice, differently."
        for predicate, values in printed.items()
        if len(values) > 1
    ]
    return found


def lines(path: Path) -> list[dict]:
    try:
        return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise Unreadable(f"{path.name} cannot be read.") from fault


def figure_of(row: dict) -> Figure:
    try:
        at = {k: v for k, v in row.items() if k not in FIRST + LAST and v != TOTAL}
        where = (row["basis"], row["period_start"], row["period_end"], row["measure"])
        predicate = Predicate(*where, tuple(sorted(at.items())))
        value = Decimal(row["value"]) if row["value"] else None
    except (KeyError, InvalidOperation, TypeError) as fault:
        raise Unreadable("statistics.csv has a line that is no figure.") from fault
    return Figure(row["table_id"], predicate, row["unit"], value, row["status"])


def _dimensions(directory: Path) -> dict[str, Dimension]:
    found: dict[str, Dimension] = {}
    for row in lines(directory / "hierarchies.csv"):
        dimension = found.setdefault(row["dimension"], Dimension(row["adds_up"] == "yes"))
        dimension.nodes.append(Node(row["code"], row["parent"], row["label"]))
    return found
