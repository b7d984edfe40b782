"""How many, and about how many different people? Counted by the database, one statement a source.

Every figure that any table needs of a source is asked for at once: the facts are laid out once
(`Fact`), worded, then grouped by respondent, so that each cell comes back with its units, its
distinct respondents and the units of its largest respondent.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db import connection
from django.db.models import Count, F

from partyconduct.dates.calendars import calendar_for
from reporting.statistics import axes, durations, sources, tables
from reporting.statistics.definitions import VERSION
from reporting.statistics.disclosure import Dimension, Key, Truth, key
from reporting.statistics.models import Fact
from reporting.statistics.sources import HELD, SOURCES, Period, Source

ROWS_AT_ONCE = 10_000
Level = tuple[str, int]  # a dimension and how fine: 1 groups, 2 leaves
Request = tuple[str, tuple[Level, ...]]  # a measure, and what it is broken down by


def population(source: str, period: Period) -> str:
    adjustment = source in tables.ADJUSTMENTS
    name = source + "/{year}" if adjustment else SOURCES[source].population
    return name.format(year=period.year, last=period.last, day_before=period.day_before)


# --- Counting --------------------------------------------------------------------------------


def column(source: Source, level: Level) -> str:
    dim, depth = level
    if axes.AXES[dim].depth == 2 and depth == 1:
        return f"{dim}_group"
    return source.named.get(dim, dim)


def count(party, source_name: str, requests: list[Request], period: Period) -> dict:
    """{(measure, ((dimension, node), ...)): Truth} for all requests on one source."""
    source = SOURCES[source_name]
    if not requests:
        return {}
    sql, params = _statement(source, requests, party, period)
    found: dict[tuple, Truth] = {}
    interpret()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for number, *nodes, units, people, largest in cursor.fetchall():
            measure, levels = requests[number]
            at = tuple(sorted((dim, node) for (dim, _), node in zip(levels, nodes, strict=False)))
            found[measure, at] = _truth(measure, units, people, largest)
    return found


def interpret() -> None:
    """PostgreSQL would compile each of these statements, for longer than it takes to run them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")


def _truth(measure, units, people, largest):
    if measure == "respondents":
        return Truth(people or 0, people or 0, 1 if people else 0)
    return Truth(int(units or 0), people or 0, largest or 0)


def _statement(source, requests, party, period):
    """One statement: the facts once, their words once, then one grouping for each request."""
    unit = {measure: source.unit(measure) for measure, _ in requests}
    columns = {column(source, level) for _, levels in requests for level in levels}
    held = [ask for ask, names in HELD.items() if set(names) & set(source.columns)]
    added = {name for ask in held for name in HELD[ask]}
    needed = {"complaints", "person", *source.columns, *unit.values()} - {source.person} - added
    needed |= {"person", *(["file"] if held else [])}
    taken = source.facts(party, period).order_by().values(*sorted(needed))
    worded = source.words(Fact.objects.order_by(), party, period)
    worded = worded.values(*sorted({source.person, *unit.values(), *columns}))
    words, words_params = worded.query.sql_with_params()
    facts, facts_params = _joined(taken, held, party, period)
    width = max(len(levels) for _, levels in requests)
    parts = [
        _grouping(source, number, unit[measure], levels, width)
        for number, (measure, levels) in enumerate(requests)
    ]
    sql = (
        f"WITH {Fact._meta.db_table} AS MATERIALIZED ({facts}), "
        f"worded AS MATERIALIZED ({words}) {' UNION ALL '.join(parts)}"
    )
    return sql, (*facts_params, *words_params)


def _joined(taken, held, party, period):
    """The facts, each with what its file holds: made once for all files and joined as a set."""
    sql, params = taken.query.sql_with_params()
    columns, joins = ["taken.*"], ""
    for ask in held:
        asked, more = ask(party, period).query.sql_with_params()
        alias = ask.__name__
        columns += [f"COALESCE({alias}.{name}, 0) AS {name}" for name in HELD[ask]]
        joins += f" LEFT JOIN ({asked}) {alias} ON {alias}.case_id = taken.file"
        params = (*params, *more)
    return f"SELECT {', '.join(columns)} FROM ({sql}) taken{joins}", params


def _grouping(source, number, unit, levels, width):
    """The names are those of the tables' own columns, never anybody's input."""
    nodes = [column(source, level) for level in levels]
    aliases = [f"node{i}" for i in range(len(nodes))]
    picked = "".join(f'"{name}" AS {alias}, ' for name, alias in zip(nodes, aliases, strict=True))
    padded = aliases + ["CAST(NULL AS text)"] * (width - len(nodes))
    keys = ", ".join([*(f'"{name}"' for name in nodes), f'"{source.person}"'])
    group_by = f" GROUP BY {', '.join(aliases)}" if aliases else ""
    return (
        f"SELECT {number}, {''.join(f'{p}, ' for p in padded)}"
        "SUM(n), SUM(CASE WHEN n > 0 THEN 1 ELSE 0 END), MAX(n) FROM "
        f'(SELECT {picked}COUNT(DISTINCT "{unit}") AS n FROM worded GROUP BY {keys}) counted'
        f"{group_by}"
    )


# --- Times -----------------------------------------------------------------------------------


def times(party, period: Period) -> dict[tuple, list[durations.Row]]:
    """{at: rows under observation} of all complaints of the year, and by category and stage.

    Alike rows are added up as they arrive, so that memory depends on the days, not the complaints.
    """
    interpret()
    whole, parts = (
        ask(party, period).order_by() for ask in (sources.at_risk, sources.at_risk_behaviours)
    )
    asked = {
        "": whole,
        "stage": whole.annotate(node=sources.renamed("reached", sources.PHASES)),
        "category": parts.annotate(node=sources.renamed("behaviour", sources.BEHAVIOUR_GROUPS)),
    }
    observed = _Observed(calendar_for(party.nation), period)
    found = defaultdict(Counter)
    for dimension, rows in asked.items():
        columns = (*(["node"] if dimension else []), "received_on", "closed_on")
        spans = rows.values_list(*columns).annotate(n=Count("pk", distinct=True))
        for *node, received_on, closed_on, number in spans.iterator(chunk_size=ROWS_AT_ONCE):
            row = observed.row(received_on, closed_on)
            found[tuple((dimension, code) for code in node)][row] += number
    return {at: [(*row, n) for row, n in alike.items()] for at, alike in found.items()}


class _Observed:
    """When complaints came under observation in the year and left it, in working days."""

    def __init__(self, calendar, period):
        self.period, self.start = period, date(1900, 1, 1)
        self.worked = cache(lambda day: calendar.between(self.start, day))
        self.is_working = cache(calendar.is_working)

    def row(self, received_on, closed_on) -> tuple[int, int, bool]:
        """From receipt, or from its age when the year began, until closing or the year's end."""
        period, came = self.period, self.worked(received_on)
        is_closed = closed_on is not None and closed_on <= period.last
        until = closed_on if is_closed else period.last
        entry = -1 if received_on >= period.first else self.worked(period.day_before) - came
        age = self.worked(until) - came
        if is_closed and not self.is_working(until):
            age += 1  # a closing on a day off counts on the next working day
        return entry, max(age, entry + is_closed), is_closed


# --- The whole release -----------------------------------------------------------------------


def needed(entries) -> dict[str, list[Request]]:
    """What each source is asked for: every combination of levels that a table can show."""
    asked: dict[str, dict[Request, None]] = defaultdict(dict)
    for table in entries:
        for source, measure, levels in tables_levels(table):
            for request in _combinations(levels):
                asked[source][measure, request] = None
    for terms in tables.LINKS.values():
        for cell, _ in terms:
            for request in _combinations(cell.depths):
                asked[cell.source][cell.measure, request] = None
    return {s: list(requests) for s, requests in asked.items() if s not in tables.ADJUSTMENTS}


def tables_levels(table):
    """(source, measure, the finest level of each dimension) of everything a table shows."""
    cells = [cell for line in table.lines for cell in (*line.cells, *line.over)]
    for cell in cells:
        if cell.measure not in tables.ESTIMATES and cell.source not in tables.ADJUSTMENTS:
            yield cell.source, cell.measure, cell.depths
    for cross in table.crosses:
        yield from _crossed_levels(table, cross)


def _crossed_levels(table, cross):
    """The parties are no dimension of a party's own counts."""
    levels = dict(axes.depths(table.at)) | {cross.rows: cross.depth, cross.columns: 1}
    asked = tuple(sorted((dim, n) for dim, n in levels.items() if dim in axes.AXES))
    for measure in table.measures_of(cross):
        if measure not in tables.ESTIMATES:
            yield table.source_of(cross, measure), measure, asked


def _combinations(levels) -> list[tuple[Level, ...]]:
    """Every choice of these dimensions at this level, at coarser ones, or left out."""
    found: list[tuple[Level, ...]] = [()]
    for dim, deepest in levels:
        found += [(*some, (dim, d)) for some in list(found) for d in range(1, deepest + 1)]
    return [tuple(sorted(some)) for some in found]


@dataclass(frozen=True)
class Counts:
    """Everything counted for one party, before protection. Never leaves the register as it is."""

    party: object
    period: Period
    truths: dict[Key, Truth]
    spans: dict[tuple, list[durations.Row]]
    dimensions: dict[str, Dimension]
    requests: dict[str, list[Request]]
    calendar_version: str
    days: dict[str, int]  # of the year, in an election period and not
    impossible: int = 0  # complaints closed before they were received
    differing: tuple[tuple[Key, int, int], ...] = ()  # one figure, counted in two ways
    definitions_version: str = VERSION


def everything(party, period: Period, entries=None) -> Counts:
    """All figures of one party's year. The caller has bound the party."""
    requests = needed(tables.TABLES if entries is None else entries)
    truths: dict[Key, Truth] = {}
    differing = []
    for source, asked in requests.items():
        for (measure, at), truth in count(party, source, asked, period).items():
            cell = key(population(source, period), measure, party=party.slug, **dict(at))
            if truths.setdefault(cell, truth) != truth:
                differing.append((cell, truths[cell].count, truth.count))
    return Counts(
        party,
        period,
        truths,
        times(party, period),
        {name: axis.of(party) for name, axis in axes.AXES.items()},
        requests,
        calendar_for(party.nation).version,
        sources.days_of(party, period),
        sources.complaints(party).filter(closed_on__lt=F("received_on")).count(),
        tuple(differing),
    )
