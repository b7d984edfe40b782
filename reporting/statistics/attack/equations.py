"""What does adding up tell about figures that are hidden, or that no table prints?

Equations are made from the published hierarchies and from the identities the methods page states.
A sum of which one part is not printed gives that part away, so that part becomes an unknown, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from reporting.statistics.attack.files import Dimension, Predicate, Publication

THRESHOLD, THRESHOLDS = 5, {"characteristic": 10}
NOTHING_WHERE_ABSENT = {"not-recorded"}  # such a line is printed only where it holds something
COUNTED_ONCE = {"party", "cases_each"}  # where each respondent stands under one node
SMALLER = (
    ("respondents", "complaints"),
    ("respondents", "cases"),
    ("cases", "complaints"),
    ("incidents", "complaints"),
)
INFINITE = float("inf")

# Sums over several populations: sign, basis, which day ("year", "before", "end"), narrowed how.
_IN_FORCE = tuple(
    (
        (1, "in-force", "before", kind),
        (1, "imposed", "year", kind),
        (-1, "ended", "year", kind),
        (-1, "in-force", "end", kind),
    )
    for kind in ({}, {"interim": "restriction"}, {"interim": "suspension"})
)
IDENTITIES = (
    *_IN_FORCE,
    (
        (1, "appeals-open", "before", {}),
        (1, "lodged", "year", {}),
        (-1, "appealed", "year", {}),
        (-1, "appeals-open", "end", {}),
    ),
    (
        (1, "received", "year", {"became": "ongoing"}),
        (-1, "received", "year", {"result": "still-open"}),
    ),
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
    opened: set[Predicate] = field(default_factory=set)  # hidden in one release, shown in another
    rows: list[Row] = field(default_factory=list)
    rates: list[Row] = field(default_factory=list)

    @property
    def top(self) -> float:
        return float(max(self.known.values(), default=0))

    def threshold(self, predicate: Predicate) -> int:
        return max([THRESHOLD, *(THRESHOLDS.get(d, 0) for d, _node in predicate.at)])

    def told(self, more: dict[Predicate, Decimal]) -> "Knowledge":
        """The same reader, knowing these as well."""
        known = self.known | more
        hidden, derived = self.hidden - more.keys(), self.derived - more.keys()
        return replace(self, known=known, hidden=hidden, derived=derived)


def knowledge(publications: Iterable[Publication]) -> Knowledge:
    """Everything a reader of these releases knows, the oldest first, and what follows of it."""
    found = Knowledge()
    dimensions: dict[str, Dimension] = {}
    for publication in publications:
        dimensions |= publication.dimensions
        as_read = _as_version(publication, found.known)
        counts = as_read.counts()
        found.known = {p: v for p, v in counts.items() if v is not None} | found.known
        found.hidden |= {p for p, value in counts.items() if value is None}
        found.rates += _rates(as_read, counts.keys())
    printed = found.known.keys() | found.hidden
    found.opened = found.hidden & found.known.keys()
    found.hidden -= found.opened
    found.rows = [*_sums(printed, dimensions), *_identities(printed), *_measures(printed)]
    found.rows += _changes(printed, found.known)
    found.derived = {p for row in found.rows + found.rates for p, _ in row.terms} - printed
    return found


# --- Releases that correct one another -----------------------------------------------------------


def _as_version(publication: Publication, known: dict) -> Publication:
    """Where one figure of a year differs from an earlier release, all of that year do."""
    counts = publication.counts()
    if all(value is None or known.get(p, value) == value for p, value in counts.items()):
        return publication
    latest = max(p.end for p in counts)
    figures = [
        figure._replace(predicate=figure.predicate._replace(version=publication.name))
        if figure.predicate.end == latest
        else figure
        for figure in publication.figures
    ]
    return replace(publication, figures=figures)


def _changes(printed, known) -> Iterator[Row]:
    """new - old = change, for each figure that stands in two versions.

    Where no shown figure went down, none is taken to have gone down.
    """
    pairs = [(p._replace(version=""), p) for p in sorted(printed) if p.version]
    pairs = [(old, new) for old, new in pairs if old in printed]
    both = [(old, new) for old, new in pairs if old in known and new in known]
    grows = all(known[new] >= known[old] for old, new in both)
    for old, new in pairs:
        change = new._replace(basis=f"change of {new.basis}")
        terms = ((new, Decimal(1)), (old, Decimal(-1)), (change, Decimal(-1)))
        if grows:
            yield Row(terms)


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
    places = {(p.start, p.end, p.measure, _party(p), p.version) for p in printed}
    for *place, party, version in sorted(places):
        for identity in IDENTITIES:
            party_at = {"party": party} if party else {}
            terms = tuple(
                (_term(basis, day, place, at | party_at, version), Decimal(sign))
                for sign, basis, day, at in identity
            )
            if sum(term not in printed for term, _ in terms) <= 1:
                yield Row(terms)


def _party(predicate: Predicate) -> str:
    return dict(predicate.at).get("party", "")


def _term(basis, day, place, at, version) -> Predicate:
    start, end, measure = place
    before = f"{int(start[:4]) - 1}-12-31"
    days = {"year": (start, end), "before": (before, before), "end": (end, end)}[day]
    where = tuple(sorted(at.items()))
    return Predicate(basis, *days, measure, where, "" if day == "before" else version)


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
        if figure.value is None or figure.predicate.measure not in RATES:
            continue
        half = Decimal(1).scaleb(figure.value.as_tuple().exponent) / 2
        shares = [(figure.value + sign * half) / 100 for sign in (-1, 1)]
        if figure.unit == "rate":
            yield from _for_days(publication, figure, shares, printed)
            continue
        part, whole = RATES[figure.predicate.measure](publication, figure)
        if part in printed and whole and set(whole) <= printed:
            for share, low, high in zip(shares, (0, -INFINITE), (INFINITE, 0), strict=True):
                terms = {part: Decimal(1)}
                for term in whole:
                    terms[term] = terms.get(term, Decimal(0)) - share
                yield Row(tuple(terms.items()), low, high)


def _for_days(publication, figure, shares, printed) -> Iterator[Row]:
    """For every hundred days; how many days there were is public."""
    at, part = figure.predicate.at, figure.predicate._replace(measure="complaints")
    days = (f.value for f in publication.figures if (f.unit, f.predicate.at) == ("days", at))
    number = next((day for day in days if day), None)
    if number and part in printed:
        low, high = (float(share * number) for share in shares)
        yield Row(((part, Decimal(1)),), low, high)


def _of_total(publication, figure):
    """Of the first line of its table that counts the same of the same party."""
    table = [f for f in publication.figures if f.table == figure.table and f.is_count]
    here = [f.predicate for f in table if f.predicate.at == figure.predicate.at]
    if not here:
        return None, []
    same = [f.predicate for f in table if f.predicate.measure == here[0].measure]
    party = _party(figure.predicate)
    return here[0], [next(p for p in same if _party(p) == party)]


def _of_both(publication, figure):
    """Of the same and its opposite, wherever they are shown: upheld or not, on time or not."""
    here = figure.predicate._replace(measure="")
    every = (f.predicate for f in publication.figures if f.is_count)
    part = next((p for p in every if p._replace(measure="") == here), None)
    if part is None:
        return None, []
    found = {d: n for d, n in part.at if (d, n) in OPPOSITES}
    return part, [part, *(_without(part, d, OPPOSITES[d, n]) for d, n in found.items())]


OPPOSITES = {("outcome", "upheld"): "not-upheld", ("met", "yes"): "no"}
RATES = {"percentage": _of_total, "uphold-rate": _of_both}
