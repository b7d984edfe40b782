"""From which bytes can a release be made again? What was counted, and all that it depends on.

Pure. The same inputs give the same bytes, and the same bytes give the same release, to the last
file; a byte that was altered is refused. These are figures before protection: they never leave.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import override

from reporting.statistics import durations, tables
from reporting.statistics.assembly import Frame
from reporting.statistics.counting import Counts, Period
from reporting.statistics.disclosure import (
    Altered,
    Constraint,
    Dimension,
    Earlier,
    Key,
    Node,
    Released,
    Truth,
    thaw,
)
from reporting.statistics.disclosure.primary import ENOUGH_EVENTS, FEW_PEOPLE
from reporting.statistics.disclosure.protect import TOO_MANY_HIDDEN
from reporting.statistics.disclosure.result import SMALLEST_BASE

HERE = Path(__file__).parent
PAPER = HERE.parents[1] / "templates" / "statistics" / "print.html"

# A change of one is a recorded decision; each release keeps those it was made under.
PARAMETERS = {
    "hidden_below": {table.id: table.threshold for table in tables.TABLES},
    "too_few_people": FEW_PEOPLE,
    "share_hidden_that_makes_a_table_coarser": TOO_MANY_HIDDEN,
    "smallest_base_of_a_percentage": SMALLEST_BASE,
    "fewest_closed_and_at_risk_for_a_time": ENOUGH_EVENTS,
    "median_rounded_below_sample": durations.SMALL_SAMPLE,
    "median_rounded_to": durations.ROUND_TO,
}


@cache
def code_version() -> str:
    """Names the rules that make figures and files: this package and what stands on paper."""
    sources = [PAPER, *HERE.rglob("*.py"), *HERE.rglob("*.css")]
    digest = hashlib.sha256()
    for path in sorted(path for path in sources if "migrations" not in path.parts):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


KINDS = {
    kind.__name__: kind
    for kind in (Frame, Counts, Period, Dimension, Node, Key, Truth, Earlier, Constraint)
}


class Party:
    """Of a party, what its figures need: the register may rename it later."""

    def __init__(self, slug, name):
        self.slug, self.name = slug, name


def freeze(frame: Frame) -> bytes:
    with override("en-gb"):
        counts = [
            replace(
                each,
                party=Party(each.party.slug, each.party.name),
                truths=dict(sorted(each.truths.items())),
                spans={at: sorted(rows) for at, rows in sorted(each.spans.items())},
            )
            for each in frame.counts
        ]
        data = _plain(replace(frame, counts=counts))
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def melt(content: bytes, sha256: str) -> Frame:
    """The frame that was frozen; any other byte is refused."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Altered("What was counted for this release was altered after it was frozen.")
    return _live(json.loads(content))


def _plain(value):
    """JSON of a value: [kind, content] for whatever is more than a number or a word."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Promise):
        return str(value)
    for kind, write in WRITE.items():
        if isinstance(value, kind):
            return write(value)
    return [type(value).__name__, [_plain(part) for part in _parts(value)]]


def _parts(value):
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if type(value).__name__ in KINDS:
        return list(value)
    raise TypeError(f"A {type(value).__name__} cannot be frozen.")


def _tuple(value):
    if type(value).__name__ in KINDS:
        return [type(value).__name__, [_plain(part) for part in value]]
    return ["tuple", [_plain(part) for part in value]]


WRITE = {
    date: lambda v: ["date", v.isoformat()],
    list: lambda v: ["list", [_plain(part) for part in v]],
    tuple: _tuple,
    dict: lambda v: ["dict", [[_plain(key), _plain(each)] for key, each in v.items()]],
    Party: lambda v: ["Party", [v.slug, v.name]],
    Released: lambda v: ["Released", [v.frozen(), v.sha256]],
}
READ = {
    "date": date.fromisoformat,
    "list": lambda v: [_live(part) for part in v],
    "tuple": lambda v: tuple(_live(part) for part in v),
    "dict": lambda v: {_live(key): _live(each) for key, each in v},
    "Party": lambda v: Party(*v),
    "Released": lambda v: thaw(*v),
}


def _live(value):
    if not isinstance(value, list):
        return value
    kind, content = value
    if kind in READ:
        return READ[kind](content)
    return KINDS[kind](*(_live(part) for part in content))
