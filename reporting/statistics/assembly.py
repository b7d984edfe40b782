"""How do counts become the linked tables of one release? Sheets, and every sum between them."""

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from reporting.statistics import durations, tables
from reporting.statistics.counting import Counts, population
from reporting.statistics.definitions import DEFINITIONS, VERSION
from reporting.statistics.disclosure import (
    Column,
    Constraint,
    Dimension,
    Estimate,
    Key,
    Node,
    Ref,
    Released,
    Row,
    Sheet,
    System,
    Truth,
    key,
)

NOTHING = Truth(0, 0, 0)
EVERYBODY = ""  # the parties together


@dataclass
class Frame:
    """What a release is about: one party, or several side by side, with what came before."""

    counts: list[Counts]
    about: dict
    joint: bool = False
    earlier: list[Released] = field(default_factory=list)  # one of each year, newest first

    @property
    def period(self):
        return self.counts[0].period

    @property
    def parties(self) -> list:
        return [counts.party for counts in self.counts]

    @property
    def whole(self) -> str:
        """The party whose figures fill a table by default."""
        return EVERYBODY if self.joint else self.parties[0].slug

    def cell(self, cell: tables.Cell, party: str | None = None, year: int | None = None) -> Key:
        return self.key(cell.source, cell.measure, dict(cell.at), party, year)

    def key(self, source, measure, at, party=None, year=None) -> Key:
        slug = self.whole if party is None else party
        period = self.period if year is None else type(self.period)(year, self.period.as_at)
        return key(population(source, period), measure, **at, **({"party": slug} if slug else {}))


def system(frame: Frame, entries=None) -> System:
    """Everything of one release in one system, as it is to be protected and printed."""
    entries = tables.TABLES if entries is None else entries
    with override("en-gb"):
        made = System(about=frame.about | _about(frame), dimensions=_dimensions(frame))
        _add_counts(made, frame)
        _add_adjustments(made, frame)
        _add_times(made, frame)
        _add_links(made, frame)
        made.sheets = tuple(_sheet(table, made, frame) for table in entries)
        _mark(made, frame, entries)
        used = {note for table in entries for note in table.notes}
        made.notes = {name: str(text) for name, text in DEFINITIONS.items() if name in used}
    return made


def unprotected(made: System) -> list[dict]:
    """Each sheet with the true figures, for the publisher's checks only; no exporter takes it."""

    def figure(ref):
        cell = ref.keys[0] if ref.keys and not ref.over else None
        if cell in made.truths:
            return made.truths[cell].count
        return made.estimates[cell].value if cell in made.estimates else ""

    return [
        {"sheet": s, "lines": [(r, [figure(ref) for ref in refs]) for r, refs in _lines(s)]}
        for s in made.sheets
    ]


def _lines(sheet):
    return zip(sheet.rows, sheet.grid, strict=True)


def inputs_sha256(frame: Frame) -> str:
    """Names everything that was counted: the same inputs give the same release."""
    inputs = [
        [c.party.slug, sorted(c.truths.items()), sorted(map(str, c.spans.items()))]
        for c in frame.counts
    ]
    return hashlib.sha256(json.dumps(inputs, default=str).encode()).hexdigest()


def _about(frame):
    return {
        "period_start": frame.period.first.isoformat(),
        "period_end": frame.period.last.isoformat(),
        "as_at": frame.period.as_at.isoformat(),
        "year": frame.period.year,
        "coverage": [party.name for party in frame.parties],
        "definitions_version": VERSION,
        "calendar_version": " ".join(c.calendar_version for c in frame.counts),
        "breaks": [
            str(_("Figures before %(year)s were counted by other rules and must not be compared."))
            % {"year": earlier.about["year"] + 1}
            for earlier in frame.earlier
            if earlier.about["definitions_version"] != VERSION
        ],
    }


def _dimensions(frame) -> tuple[Dimension, ...]:
    """Each dimension with the nodes of all parties; and the parties themselves."""
    found = {}
    for counts in frame.counts:
        for name, dimension in counts.dimensions.items():
            nodes = dict.fromkeys(
                (*found[name].nodes, *dimension.nodes) if name in found else dimension.nodes
            )
            found[name] = Dimension(name, dimension.title, tuple(nodes), dimension.additive)
    parties = tuple(Node(party.slug, party.name) for party in frame.parties)
    return (*found.values(), Dimension("party", str(_("Party")), parties))


def nodes_at(dimension: Dimension, depth: int) -> list[Node]:
    """The nodes that together make the total: groups, or leaves and groups without any."""
    tops = dimension.children()
    if depth == 1:
        return tops
    return [leaf for top in tops for leaf in (dimension.children(top.code) or [top])]


# --- Cells and sums ------------------------------------------------------------------------------


def _add_counts(made: System, frame: Frame) -> None:
    dimensions = {dimension.id: dimension for dimension in made.dimensions}
    for source, requests in frame.counts[0].requests.items():
        for measure, levels in requests:
            for at in _places(dimensions, levels):
                _add_cell(made, frame, source, measure, at)
            for party in _everyone(frame):
                _add_sums(made, dimensions, frame, (source, measure, levels, party))
    for cell in list(made.truths):
        people = cell._replace(measure="respondents")
        if cell.measure == "complaints" and people in made.truths:
            made.at_most(people, cell)


def _everyone(frame) -> list[str]:
    slugs = [party.slug for party in frame.parties]
    return [EVERYBODY, *slugs] if frame.joint else slugs


def _places(dimensions, levels) -> Iterator[dict[str, str]]:
    names = [dim for dim, _ in levels]
    nodes = [[node.code for node in nodes_at(dimensions[dim], depth)] for dim, depth in levels]
    for combination in itertools.product(*nodes):
        yield dict(zip(names, combination, strict=True))


def _add_cell(made, frame, source, measure, at):
    """The cell of each party, and of all together in a joint release: their sum."""
    parts = []
    for counts in frame.counts:
        cell = frame.key(source, measure, at, counts.party.slug)
        truth = counts.truths.get(cell, NOTHING)
        made.cell(cell, truth)
        parts.append((cell, truth))
    if frame.joint:
        whole = frame.key(source, measure, at, EVERYBODY)
        _add_sum_of_parties(made, whole, parts)


def _add_sum_of_parties(made, whole, parts):
    truths = [truth for _, truth in parts]
    total = Truth(
        sum(t.count for t in truths), sum(t.people for t in truths), max(t.largest for t in truths)
    )
    if whole not in made.truths:
        made.cell(whole, total)
        made.adds_up(whole, [cell for cell, _ in parts])


def _add_sums(made, dimensions, frame, asked):
    """Every parent and its children, for every choice of the other coordinates."""
    source, measure, levels, party = asked
    for dim, depth in levels:
        others = [level for level in levels if level[0] != dim]
        dimension = dimensions[dim]
        additive = dimension.additive and measure != "respondents"
        join = made.adds_up if additive else made.covers
        for at in _places(dimensions, others):
            for parent, children in _families(dimension, depth):
                above = at | ({dim: parent} if parent else {})
                whole = frame.key(source, measure, above, party)
                parts = [
                    frame.key(source, measure, at | {dim: child.code}, party) for child in children
                ]
                join(whole, parts)


def _families(dimension, depth):
    if depth == 1:
        return [("", dimension.children())] if dimension.children() else []
    tops = [top.code for top in dimension.children()]
    return [(top, dimension.children(top)) for top in tops if dimension.children(top)]


def _add_adjustments(made, frame):
    """The year starts where the last release ended; what differs from the recount is shown."""
    last = next(iter(frame.earlier), None)
    for party in _everyone(frame):
        start = frame.cell(tables.OPEN_START, party)
        recount = made.truths[start].count
        published = last.cells.get(start, (None, ""))[0] if last else None
        change = recount - published if published is not None else 0
        if published is not None:
            made.truths[start] = made.truths[start]._replace(count=published)
            made.fixed.add(start)
        for cell, size in ((tables.ADDED, max(change, 0)), (tables.REMOVED, max(-change, 0))):
            made.cell(frame.cell(cell, party), Truth(size, size, min(size, 1)))


def _add_times(made, frame):
    """In a joint release the curve of all parties is made from all their rows."""
    rows: dict[tuple, list] = {}
    for counts in frame.counts:
        for at, some in counts.spans.items():
            rows[counts.party.slug, at] = some
            if frame.joint:
                rows.setdefault((EVERYBODY, at), []).extend(some)
    for (party, at), some in rows.items():
        for measure, estimate in durations.estimates(some).items():
            made.estimates[frame.key("time", measure, dict(at), party)] = estimate


def _add_links(made, frame):
    for terms in tables.LINKS.values():
        for party in _everyone(frame):
            linked = tuple((frame.cell(cell, party), sign) for cell, sign in terms)
            made.constraints.append(Constraint(linked))


def _mark(made, frame, entries):
    """Thresholds, rows that harm as a whole, and the totals that are always shown."""
    for table, sheet in zip(entries, made.sheets, strict=True):
        for cell in sheet.cells():
            made.thresholds[cell] = max(table.threshold, made.thresholds.get(cell, 0))
        harmful = [i for i, column in enumerate(sheet.columns) if column.code in table.sensitive]
        pairs = [(line[i].keys[0], line[0].keys[0]) for line in sheet.grid for i in harmful]
        made.groups += [pair for pair in pairs if set(pair) <= set(made.truths)]
    made.fixed |= {frame.cell(tables.RECEIVED), frame.cell(tables.CLOSED)}


# --- Sheets --------------------------------------------------------------------------------------


def _sheet(table: tables.Table, made: System, frame: Frame) -> Sheet:
    parts = _listed(table, frame, made) if table.lines else _crossed(table, made, frame)
    stub, rows, columns, grid = parts
    return Sheet(
        table.id,
        str(table.title),
        stub,
        str(tables.BASES[table.basis]),
        _period_words(table, frame.period),
        tuple(rows),
        tuple(columns),
        tuple(map(tuple, grid)),
        table.notes,
        table.chart,
    )


def _period_words(table, period):
    if table.period == "end":
        return _("31 December %(year)s") % {"year": period.year}
    if table.basis == tables.Basis.COHORT and table.source != "time":
        words = _("received in %(year)s, as at %(day)s")
        return words % {"year": period.year, "day": day_words(period.as_at)}
    return str(period.year)


def day_words(day):
    return f"{day.day} {day:%B %Y}"


def _listed(table, frame, made):
    """Lines that name their own figures; columns are years, or parties side by side."""
    columns, places = [], []
    if frame.joint:
        columns.append(Column(_("All parties"), "", 0, ""))
        columns += [Column(party.name, "", 1, party.slug) for party in frame.parties]
        places = [(None, c.code) for c in columns]
    else:
        years = [frame.period.year, *(e.about["year"] for e in frame.earlier)]
        years = years if table.chart == "headline" else years[:1]
        columns = [Column(str(year), "", 0, str(year)) for year in years]
        places = [(year, None) for year in years]
    rows = [Row(str(line.label), 1, f"line-{i}") for i, line in enumerate(table.lines, start=1)]
    grid = [
        [_line_ref(line, frame, made, year, party) for year, party in places]
        for line in table.lines
    ]
    return _("Measure"), rows, columns, grid


def _line_ref(line, frame, made, year, party):
    keys, over = (
        tuple(frame.cell(cell, party, year) for cell in cells) for cells in (line.cells, line.over)
    )
    if year not in (None, frame.period.year):
        known = next(e for e in frame.earlier if e.about["year"] == year).cells
        if not set(keys + over) <= set(known):
            return Ref(missing="x")
        made.known |= {k: known[k] for k in keys + over}
    elif not set(keys + over) <= set(made.truths) | set(made.estimates):
        return Ref(missing="x")
    return Ref(keys, over)


@dataclass(frozen=True)
class _Place:
    """One column of a crossed table: which measure, which party, narrowed how."""

    column: Column
    measure: str
    at: tuple = ()
    party: str | None = None
    percent: bool = False
    rate: bool = False


def _crossed(table, made, frame):
    dimensions = {dimension.id: dimension for dimension in made.dimensions}
    rows = list(_rows(table, dimensions[table.rows], made, frame))
    places = [p for p in _columns(table, dimensions, frame) if not _unused(p, table, made, frame)]
    grid = [[_ref(table, frame, made, row, place) for place in places] for row in rows]
    title = dimensions[table.rows].title
    return title, rows, [place.column for place in places], grid


def _rows(table, dimension, made, frame):
    yield Row(_("Total"), 0, table.within)
    above = table.within
    for top in dimension.children(above):
        leaves = dimension.children(top.code) if table.depth > 1 and not above else []
        row = Row(top.label, 1, top.code)
        if top.code not in table.omit and not _is_idle(top.code, table.rows, table, made, frame):
            yield row
            yield from (Row(leaf.label, 2, leaf.code) for leaf in leaves)


def _is_idle(code, dimension, table, made, frame):
    """ "Not recorded" is a line only where something is not recorded."""
    if code != tables.NOT_RECORDED:
        return False
    measure = next(m for m in table.measures if m not in tables.ESTIMATES)
    cell = frame.key(table.source_of(measure), measure, dict(table.at) | {dimension: code})
    return not made.truths[cell].count


def _unused(place, table, made, frame):
    return _is_idle(place.column.code, table.columns, table, made, frame)


def _columns(table, dimensions, frame) -> Iterator[_Place]:
    first = table.measures[0]
    if table.columns:
        yield from _by_node(first, dimensions[table.columns])
    elif frame.joint and table.by_party:
        yield from _by_party(first, frame.parties)
    else:
        yield from map(_by_measure, table.measures)
    if table.percent:
        yield _Place(Column(_("Percentage"), "percent"), first, percent=True)
    if table.rate:
        yield _Place(Column(_("Uphold rate"), "percent"), first, rate=True)


def _by_node(measure, dimension):
    unit = str(tables.MEASURES[measure]).lower()
    yield _Place(Column(_("All %(unit)s") % {"unit": unit}, measure), measure)
    for node in dimension.children():
        column = Column(node.label, measure, 1, node.code)
        yield _Place(column, measure, ((dimension.id, node.code),))


def _by_party(measure, parties):
    yield _Place(Column(_("All parties"), measure), measure)
    for party in parties:
        yield _Place(Column(party.name, measure, 1, party.slug), measure, party=party.slug)


def _by_measure(measure):
    unit = tables.UNITS.get(measure, measure)
    day = measure.removeprefix("closed-by-") if unit == "percent" else ""
    return _Place(Column(str(tables.MEASURES[measure]), unit, code=day), measure)


def _ref(table, frame, made, row, place):
    at = dict(table.at) | dict(place.at)
    here = at | ({table.rows: row.code} if row.code else {})
    cell = frame.key(table.source_of(place.measure), place.measure, here, place.party)
    if place.percent:
        total = at | ({table.rows: table.within} if table.within else {})
        return Ref((cell,), (frame.key(table.source, place.measure, total, place.party),))
    if place.rate:
        upheld, not_upheld = (
            frame.key(table.source, place.measure, here | {"outcome": node})
            for node in ("upheld", "not-upheld")
        )
        return Ref((upheld,), (upheld, not_upheld))
    if place.measure in tables.ESTIMATES:
        made.estimates.setdefault(cell, Estimate(None, 0, 0))
    return Ref((cell,))
