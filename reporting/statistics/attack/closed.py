"""What do insiders know that is not published? The one input that is no published file.

A party knows all its own figures; whoever is the only person in a figure knows it; a reader may
have guessed rightly which hidden figures are not nothing. The file stays in the closed area: it is
made for the attack and removed after it.
"""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from reporting.statistics.attack.files import Predicate, Unreadable

Figures = dict[Predicate, Decimal]


@dataclass(frozen=True)
class Closed:
    """Figures by the party that knows them, and figures that are one person alone."""

    insiders: dict[str, Figures] = field(default_factory=dict)
    alone: Figures = field(default_factory=dict)
    something: frozenset[Predicate] | None = None  # figures that are not nothing


def read(path: Path | None) -> Closed:
    if path is None:
        return Closed()
    try:
        content = json.loads(path.read_text("utf-8"))
        insiders = {party: _figures(lines) for party, lines in content["insiders"].items()}
        something = frozenset(_figures([[*line, 1] for line in content["something"]]))
        return Closed(insiders, _figures(content["alone"]), something)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise Unreadable("The file of what insiders know cannot be read.") from fault


def _figures(lines: list) -> Figures:
    """Each line is basis, first day, last day, measure, {dimension: node}, value."""
    return {
        Predicate(basis, start, end, measure, tuple(sorted(at.items()))): Decimal(value)
        for basis, start, end, measure, at, value in lines
    }
