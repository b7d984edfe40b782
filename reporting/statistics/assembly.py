"""How do counts become the linked tables of one release? Sheets, and every sum between them."""

import itertools
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from reporting.statistics import durations, tables
from reporting.statistics.axes import AXES, NOT_RECORDED
from reporting.statistics.counting import Counts, population
from reporting.statistics.definitions import DEFINITIONS, VERSION, VERSIONS, changed
from reporting.statistics.disclosure import (
    Column,
    Constraint,
    Dimension,
    Earlier,
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
ONE_EACH = ("cases_each",)  # where each respondent stands in one line only
EVERYBODY = ""  # the parties together


@dataclass
class Frame:
    """What a release is about: one party, or several side by side, with what came before."""

    counts: list[Counts]
    about: dict
    joint: bool = False
    earlier: list[Released] = field(default_factory=list)  # one of each year, newest first
    salt: str = ""  # breaks ties between covers
    held: list[Earlier] = field(default_factory=list)  # what readers have of this year already
    beside: list[int] = field(default_factory=list)  # all releases they can lay beside this one

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
        made = System(about=frame.about | _about(frame, entries), dimensions=_dimensions(frame))
        _add_counts(made, frame)
        _add_adjustments(made, frame)
        _add_times(made, frame)
        _add_links(made, frame)
        _add_days(made, frame)
        pairs = [(table, s) for table in entries for s in _sheets(table, made, frame)]
        made.sheets = tuple(sheet for _table, sheet in pairs)
        _mark(made, frame, pairs)
        made.earlier = tuple(frame.held)
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


def _about(frame, entries):
    return {
        "period_start": frame.period.first.isoformat(),
        "period_end": frame.period.last.isoformat(),
        "as_at": frame.period.as_at.isoformat(),
        "year": frame.period.year,
        "coverage": [party.name for party in frame.parties],
        "definitions_version": VERSION,
        "calendar_version": " ".join(c.calendar_version for c in frame.counts),
        "rules": VERSIONS,
        "breaks": list(_breaks(frame, entries)),
    }


def _breaks(frame, entries) -> Iterator[str]:
    """What may not be compared with an earlier year, and why."""
    words = _(
        "Figures of %(year)s in tables %(tables)s were counted by another version of the rules on "
        "%(rules)s. They must not be compared with those of %(this)s."
    )
    for earlier in frame.earlier:
        if rules := changed(earlier.about.get("rules", {}), DEFINITIONS):
            concerned = [table.id for table in entries if set(rules) & set(table.notes)]
            yield words % {
                "year": earlier.about["year"],
                "tables": ", ".join(concerned),
                "rules": ", ".join(rules),
                "this": frame.period.year,
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
    _add_bounds(made)


def _add_bounds(made: System) -> None:
    for smaller, larger in tables.AT_MOST:
        for cell in [cell for cell in made.truths if cell.measure == larger]:
            fewer = cell._replace(measure=smaller)
            if fewer in made.truths:
                made.at_most(fewer, cell)


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
        additive = dimension.additive and (measure != "respondents" or dim in ONE_EACH)
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


def _add_days(made, frame):
    """How long the election periods of the year were: public, so never hidden."""
    same = len({tuple(counts.days.items()) for counts in frame.counts}) == 1
    for counts in frame.counts:
        _add_days_of(made, frame, counts.party.slug, counts.days)
    if same:
        _add_days_of(made, frame, frame.whole, frame.counts[0].days)


def _add_days_of(made, frame, party, days):
    of_kinds = [({"election_period": kind}, number) for kind, number in days.items()]
    for at, number in [({}, sum(days.values())), *of_kinds]:
        cell = _days_key(frame, at, party)
        made.estimates[cell] = Estimate(number, number, number, given=True)


def _days_key(frame, at, party):
    narrowed = at | ({"party": party} if party else {})
    return key(f"days/{frame.period.year}", "days", **narrowed)


def _mark(made, frame, pairs):
    """Thresholds, rows that harm as a whole, and the totals that are always shown."""
    for table, sheet in pairs:
        for cell in sheet.cells():
            made.thresholds[cell] = max(table.threshold, made.thresholds.get(cell, 0))
        harmful = [i for i, column in enumerate(sheet.columns) if column.code in table.sensitive]
        pairs = [(line[i].keys[0], line[0].keys[0]) for line in sheet.grid for i in harmful]
        made.groups += [pair for pair in pairs if set(pair) <= set(made.truths)]
    made.fixed |= {frame.cell(tables.RECEIVED), frame.cell(tables.CLOSED)}
    _mark_nothing(made)


def _mark_nothing(made):
    """Noughts that a reader knows, so that they cover nothing.

    "Not recorded" is printed only where it holds something; where one measure is nothing, all are.
    """
    printed = {cell for sheet in made.sheets for cell in sheet.cells()}
    nothing = {cell for cell, truth in made.truths.items() if not truth.count}
    measures = Counter((cell.population, cell.at) for cell in nothing & printed)
    made.impossible |= {
        cell
        for cell in nothing
        if NOT_RECORDED in dict(cell.at).values() or measures[cell.population, cell.at] > 1
    }


# --- Sheets --------------------------------------------------------------------------------------


def _sheets(table: tables.Table, made: System, frame: Frame) -> Iterator[Sheet]:
    """One sheet for each crossing of an entry; a letter tells several apart."""
    if table.lines:
        yield _sheet(table, table.id, frame, _listed(table, frame, made))
        return
    crosses = table.crossed(frame.joint)
    for letter, cross in zip(string.ascii_lowercase, crosses, strict=False):
        name = table.id + (letter if len(crosses) > 1 else "")
        yield _sheet(table, name, frame, _crossed(table, cross, made, frame), cross)


def _sheet(table, name, frame, parts, cross=None) -> Sheet:
    stub, rows, columns, grid = parts
    title = str(table.title)
    if name != table.id:
        title = _("%(title)s: by %(rows)s") % {"title": title, "rows": _axes_words(cross, stub)}
    return Sheet(
        name,
        title,
        stub,
        str(tables.BASES[table.basis]),
        _period_words(table, frame.period),
        tuple(rows),
        tuple(columns),
        tuple(map(tuple, grid)),
        table.notes,
        table.chart,
        path=_path(cross) if cross else (("columns", 0),),
    )


def _axes_words(cross, stub):
    words = [stub.lower()]
    if cross.columns == tables.PARTY:
        words.append(_("party"))
    elif cross.columns:
        words.append(str(AXES[cross.columns].title).lower())
    return _(" and ").join(words)


def _path(cross) -> tuple[tuple[str, int], ...]:
    """The declared path as steps of this sheet: its rows or its columns, and how fine at most."""
    return tuple(
        ("rows" if dimension == cross.rows else "columns", depth)
        for dimension, depth in cross.path
    )


def _period_words(table, period):
    if table.period == "end":
        return _("31 December %(year)s") % {"year": period.year}
    if table.basis == tables.Basis.COHORT and table.source not in ("time", "deadlines"):
        words = _("received in %(year)s, as at %(day)s")
        return words % {"year": period.year, "day": day_words(period.as_at)}
    return str(period.year)


def day_words(day):
    return f"{day.day} {day:%B %Y}"


def _listed(table, frame, made):
    """Lines that name their own figures; columns are years, or parties side by side."""
    columns, places = _side_by_side(frame) if frame.joint else _years(table, frame)
    rows = [Row(str(line.label), 1, f"line-{i}") for i, line in enumerate(table.lines, start=1)]
    shares = [_percentage_column(column, places) for column in columns if table.percent]
    grid = [
        [
            *(_line_ref(line, frame, made, at, plain=table.percent) for at in places),
            *(_share_ref(line, frame, made, at) for at in places[: len(shares)]),
        ]
        for line in table.lines
    ]
    return _("Measure"), rows, [*columns, *shares], grid


def _side_by_side(frame):
    columns = [Column(_("All parties"), "", 0, "")]
    columns += [Column(party.name, "", 1, party.slug) for party in frame.parties]
    return columns, [(None, column.code) for column in columns]


def _years(table, frame):
    """The headline figures stand beside those of earlier releases, a break in the rules marked."""
    labels = {frame.period.year: str(frame.period.year)}
    if table.chart == "headline":
        for earlier in frame.earlier:
            is_other = changed(earlier.about.get("rules", {}), table.notes)
            year = earlier.about["year"]
            labels[year] = f"{year} [b]" if is_other else str(year)
    columns = [Column(label, "", 0, str(year)) for year, label in labels.items()]
    return columns, [(year, None) for year in labels]


def _percentage_column(column, places):
    words = _("Percentage, %(column)s") % {"column": column.label}
    label = words if len(places) > 1 else _("Percentage")
    return replace(column, label=label, unit="percent")


def _share_ref(line, frame, made, place):
    return _line_ref(line, frame, made, place) if line.over else Ref(missing="z")


def _line_ref(line, frame, made, place, *, plain=False):
    """A figure of a line; `plain` where its percentage stands in a column of its own."""
    year, party = place
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
    return Ref(keys, () if plain else over)


@dataclass(frozen=True)
class _Place:
    """One column of a crossed table: which measure, which party, narrowed how."""

    column: Column
    measure: str
    at: tuple = ()
    party: str | None = None
    over: str = ""  # of what it is a percentage: "total", "rate", "days"; "" for a count


@dataclass(frozen=True)
class _Crossing:
    """A crossing of an entry in one release: everything its rows, columns and cells ask for."""

    table: tables.Table
    cross: tables.Cross
    made: System
    frame: Frame

    def key(self, measure, at, party=None) -> Key:
        """A row that is a party narrows to that party."""
        narrowed = dict(self.table.at) | at
        party = narrowed.pop(tables.PARTY, party)
        return self.frame.key(self.table.source_of(self.cross, measure), measure, narrowed, party)

    @property
    def measures(self):
        return self.table.measures_of(self.cross)

    def dimension(self, name) -> Dimension:
        return next(d for d in self.made.dimensions if d.id == name)

    def is_idle(self, dimension, code) -> bool:
        """ "Not recorded" is a line only where something is not recorded."""
        if code != NOT_RECORDED:
            return False
        measure = next(m for m in self.measures if m not in tables.ESTIMATES)
        return not self.made.truths[self.key(measure, {dimension: code})].count


def _crossed(table, cross, made, frame):
    asked = _Crossing(table, cross, made, frame)
    rows = list(_rows(asked))
    places = list(_columns(asked))
    grid = [[_ref(asked, row, place) for place in places] for row in rows]
    title = asked.dimension(cross.rows).title
    return title, rows, [place.column for place in places], grid


def _rows(asked):
    table, dimension = asked.table, asked.dimension(asked.cross.rows)
    yield Row(_("Total"), 0, table.within)
    above = table.within
    for top in dimension.children(above):
        leaves = dimension.children(top.code) if asked.cross.depth > 1 and not above else []
        if top.code not in table.omit and not asked.is_idle(dimension.id, top.code):
            yield Row(top.label, 1, top.code)
            yield from (Row(leaf.label, 2, leaf.code) for leaf in leaves)


def _columns(asked) -> Iterator[_Place]:
    table, cross = asked.table, asked.cross
    first, *others = asked.measures
    parties = asked.frame.parties if asked.frame.joint and cross.columns == tables.PARTY else []
    if cross.columns not in ("", tables.PARTY):
        yield from _by_node(first, asked)
    elif parties:
        yield from _by_party(first, parties)
        yield from map(_by_measure, others)
    else:
        yield from map(_by_measure, asked.measures)
    if table.percent:
        yield from _percentages(first, parties)
    if table.rate and cross.columns == table.rate.dimension:
        yield _Place(Column(str(table.rate.label), "percent"), first, over="rate")
    if cross.days:
        yield _Place(Column(_("Days"), "days"), "days", over="")
        yield _Place(Column(_("Complaints for every 100 days"), "rate"), first, over="days")


def _by_node(measure, asked):
    dimension = asked.dimension(asked.cross.columns)
    unit = str(tables.MEASURES[measure]).lower()
    yield _Place(Column(_("All %(unit)s") % {"unit": unit}, measure), measure)
    for node in dimension.children():
        if not asked.is_idle(dimension.id, node.code):
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


def _percentages(measure, parties):
    yield _Place(Column(_("Percentage"), "percent"), measure, over="total")
    for party in parties:
        words = _("Percentage, %(party)s") % {"party": party.name}
        column = Column(words, "percent", 1, party.slug)
        yield _Place(column, measure, party=party.slug, over="total")


def _ref(asked, row, place):
    here = dict(place.at) | ({asked.cross.rows: row.code} if row.code else {})
    if place.measure == "days":
        return _days_ref(asked, here, ())
    cell = asked.key(place.measure, here, place.party)
    if place.over == "days":
        return _days_ref(asked, here, (cell,))
    if place.over:
        return Ref(*_SHARES[place.over](asked, cell, here, place))
    if place.measure in tables.ESTIMATES:
        asked.made.estimates.setdefault(cell, Estimate(None, 0, 0))
    return Ref((cell,))


def _of_total(asked, cell, here, place):
    within = asked.table.within
    total = dict(place.at) | ({asked.cross.rows: within} if within else {})
    return (cell,), (asked.key(place.measure, total, place.party),)


def _of_rate(asked, cell, here, place):
    rate = asked.table.rate
    parts = {
        node: asked.key(place.measure, here | {rate.dimension: node}, place.party)
        for node in rate.whole
    }
    return (parts[rate.part],), tuple(parts.values())


_SHARES = {"total": _of_total, "rate": _of_rate}


def _days_ref(asked, here, counted):
    """The days of a row; or, for every 100 of them, what was counted."""
    days = _days_key(asked.frame, here, asked.frame.whole)
    if days not in asked.made.estimates:
        return Ref(missing="x")
    return Ref(counted, (days,)) if counted else Ref((days,))
