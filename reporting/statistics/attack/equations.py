"""What does adding up tell about figures that are hidden, or that no table prints?

Equations are made from the published hierarchies and from the identities the methods page states.
A sum of which one part is not printed gives that part away, so that part becomes an unknown, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from reporting.statistics.attack.files import Predicate, Publication

THRESHOLD, THRESHOLDS = 5, {"characteristic": 10}
NOTHING_WHERE_ABSENT = {"not-recorded"}  # such a line is printed only where it holds something
COUNTED_ONCE = {"party"}  # a person is a respondent of one party
SMALLER = (
    ("respondents", "complaints"),
    ("respondents", "cases"),
    ("cases", "complaints"),
    ("incidents", "complaints"),
)
INFINITE = float("inf")

# Sums over several populations: sign, basis, which day ("year", "before", "end"), narrowed how.
IDENTITIES = (
    (
        (1, "open", "before", {}),
        (1, "received", "year", {}),
        (1, "reopened", "year", {}),
        (1, "added", "year", {}),
        (-1, "removed", "year", {}),
        (-1, "closed", "year", {}),
        (-1, "open", "end", {}),
    ),
    (
        (1, "open", "before", {}),
        (1, "received", "year", {}),
        (1, "reopened", "year", {}),
        (1, "added", "year", {}),
        (-1, "removed", "year", {}),
        (-1, "at-risk", "year", {}),
    ),
    (
        (1, "closed", "year", {"reason": "no-jurisdiction"}),
        (1, "closed", "year", {"reason": "ended-without-decision"}),
        (-1, "closed", "year", {"outcome": "no-decision"}),
    ),
    (
        (1, "closed", "year", {"outcome": "no-sanction"}),
        (1, "closed", "year", {"sanctioned": "yes"}),
        (-1, "closed", "year", {"outcome": "upheld"}),
    ),
    (
        (1, "received", "year", {"ended": "yes"}),
        (1, "received", "year", {"became": "ongoing"}),
        (-1, "received", "year", {}),
    ),
)


class Row(NamedTuple):
    """low <= sum(coefficient * figure) <= high."""

    terms: tuple[tuple[Predicate, Decimal], ...]
    low: float = 0
    high: float = 0


@dataclass
class Knowledge:
    """What one reader knows: figures that are known, unknowns with bounds, and every sum."""

    known: dict[Predicate, Decimal] = field(default_factory=dict)
    hidden: set[Predicate] = field(default_factory=set)
    derived: set[Predicate] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    rates: list[Row] = field(default_factory=list)

    @property
    def top(self) -> float:
        return float(max(self.known.values(), default=0))

    def threshold(self, predicate: Predicate) -> int:
        return max([THRESHOLD, *(THRESHOLDS.get(d, 0) for d, _node in predicate.at)])


def knowledge(publications: Iterable[Publication]) -> Knowledge:
    """Everything a reader of these releases knows, and everything that follows by adding up."""
    publications, found = list(publications), Knowledge()
    for publication in publications:
        for predicate, value in publication.counts().items():
            if value is not None:
                found.known[predicate] = value
    for publication in publications:
        found.hidden |= publication.counts().keys() - found.known.keys()
    dimensions = {}
    for publication in reversed(publications):
        dimensions |= publication.dimensions
    printed = found.known.keys() | found.hidden
    found.rows = [
        *_sums(printed, dimensions),
        *_identities(printed),
        *_measures(printed),
    ]
    found.rates = [row for p in publications for row in _rates(p, printed)]
    found.derived = {p for row in found.rows for p, _ in row.terms} - printed
    return found


# --- Sums along the hierarchies ------------------------------------------------------------------


def _without(predicate: Predicate, dimension: str, node: str = "") -> Predicate:
    at = {d: n for d, n in predicate.at if d != dimension}
    return predicate._replace(at=tuple(sorted((at | ({dimension: node} if node else {})).items())))


def _sums(printed, dimensions) -> Iterator[Row]:
    """Every parent with its children, for every choice of the other coordinates."""
    parents = {
        (name, node.code): node.parent for name, d in dimensions.items() for node in d.nodes
    }
    families = {
        (_without(predicate, name), name, parents[name, node])
        for predicate in printed
        for name, node in predicate.at
        if (name, node) in parents
    }
    for context, name, parent in sorted(families):
        children = dimensions[name].children(parent)
        whole = _without(context, name, "" if parent == "_T" else parent)
        parts = [_without(context, name, child) for child in children]
        parts = [p for p, c in zip(parts, children, strict=True) if _may_be(p, c, printed)]
        if whole in printed and any(part in printed for part in parts):
            once = context.measure == "respondents" and name not in COUNTED_ONCE
            yield from _family(whole, parts, printed, dimensions[name].adds_up and not once)


def _may_be(part, code, printed) -> bool:
    return part in printed or code not in NOTHING_WHERE_ABSENT


def _family(whole, parts, printed, adds_up) -> Iterator[Row]:
    shown = [part for part in parts if part in printed]
    missing = len(parts) - len(shown)
    if adds_up and missing <= 1:
        yield _sum(whole, parts)
    elif adds_up:
        yield _sum(whole, shown, low=-INFINITE)
    else:
        yield from (_sum(whole, [part], low=-INFINITE) for part in shown)
        if not missing:
            yield _sum(whole, shown, high=INFINITE)


def _sum(whole, parts, low: float = 0, high: float = 0) -> Row:
    """sum(parts) - whole between two bounds."""
    return Row((*((part, Decimal(1)) for part in parts), (whole, Decimal(-1))), low, high)


# --- Sums between populations and measures -------------------------------------------------------


def _identities(printed) -> Iterator[Row]:
    places = {(p.start, p.end, p.measure, _party(p)) for p in printed if p.start != p.end}
    for start, end, measure, party in sorted(places):
        for identity in IDENTITIES:
            terms = tuple(
                (_term(basis, day, (start, end, measure), at | party_at), Decimal(sign))
                for party_at in [{"party": party} if party else {}]
                for sign, basis, day, at in identity
            )
            if sum(term not in printed for term, _ in terms) <= 1:
                yield Row(terms)


def _party(predicate: Predicate) -> str:
    return dict(predicate.at).get("party", "")


def _term(basis, day, place, at) -> Predicate:
    start, end, measure = place
    before = f"{int(start[:4]) - 1}-12-31"
    days = {"year": (start, end), "before": (before, before), "end": (end, end)}[day]
    return Predicate(basis, *days, measure, tuple(sorted(at.items())))


def _measures(printed) -> Iterator[Row]:
    for predicate in sorted(printed):
        for smaller, larger in SMALLER:
            other = predicate._replace(measure=larger)
            if predicate.measure == smaller and other in printed:
                yield _sum(other, [predicate], low=-INFINITE)


# --- Percentages ---------------------------------------------------------------------------------


def _rates(publication: Publication, printed) -> Iterator[Row]:
    """(v - h) % of the whole <= the part <= (v + h) %, h being half a printed unit."""
    for figure in publication.figures:
        parts = RATES.get(figure.predicate.measure)
        if parts is None or figure.value is None:
            continue
        part, whole = parts(publication, figure)
        if part in printed and whole and set(whole) <= printed:
            half = Decimal(1).scaleb(figure.value.as_tuple().exponent) / 2
            for sign in (-1, 1):
                share = (figure.value + sign * half) / 100
                terms = {part: Decimal(1)}
                for term in whole:
                    terms[term] = terms.get(term, Decimal(0)) - share
                bounds = (0, INFINITE) if sign < 0 else (-INFINITE, 0)
                yield Row(tuple(terms.items()), *bounds)


def _of_total(publication, figure):
    """Of the first line of its table that counts the same of the same party."""
    table = [f for f in publication.figures if f.table == figure.table and f.is_count]
    here = [f.predicate for f in table if f.predicate.at == figure.predicate.at]
    if not here:
        return None, []
    same = [f.predicate for f in table if f.predicate.measure == here[0].measure]
    party = _party(figure.predicate)
    return here[0], [next(p for p in same if _party(p) == party)]


def _of_decided(publication, figure):
    part = figure.predicate._replace(measure="complaints")
    return part, [part, _without(part, "outcome", "not-upheld")]


RATES = {"percentage": _of_total, "uphold-rate": _of_decided}
