"""How many, and about how many different people? Counted by the database, one statement a source.

A source is a query whose rows are units (complaints, allegations, incidents) with one column for
each level of each dimension. Every figure that any table needs of a source is asked for at once:
the facts are laid out once (`Fact`), worded, then grouped by respondent, so that each cell comes
back with its units, its distinct respondents and the units of its largest respondent. No row
about a person leaves the database.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Concat, ExtractQuarter, Lower

from codes.tariff import BEHAVIOURS, CHARACTERISTICS, SANCTIONS
from complaints.models import AllegedBehaviour, Complaint, Finding, Sanction
from complaints.outcomes import CLOSING_REASONS, DECIDED, UPHELD
from complaints.workflow import Stage
from partyconduct.dates.calendars import calendar_for
from reporting.statistics import durations, tables
from reporting.statistics.disclosure import Dimension, Key, Truth, key
from reporting.statistics.models import Fact

Level = tuple[str, int]  # a dimension and how fine: 1 groups, 2 leaves
Request = tuple[str, tuple[Level, ...]]  # a measure, and what it is broken down by
NOT_RECORDED = tables.NOT_RECORDED
RANKS = {rung.rank: code for code, rung in SANCTIONS.items()}
STATUS_RANKS = {status: rank for rank, status in enumerate(tables.STATUSES)}
AT_PANEL = (Stage.PANEL, Stage.REVIEW)


@dataclass(frozen=True)
class Period:
    """A calendar year, and the day on which the register was read."""

    year: int
    as_at: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def day_before(self) -> date:
        return self.first - timedelta(days=1)


# --- Columns ---------------------------------------------------------------------------------


def _of_file(name):
    """A fact of the case; a case joined to another takes it from that one."""
    return Case(
        When(case__joined_to=None, then=F(f"case__{name}")), default=F(f"case__joined_to__{name}")
    )


def _words(pairs, default=NOT_RECORDED):
    """CASE over (condition, word) pairs."""
    whens = [When(condition, then=Value(word)) for condition, word in pairs]
    return Case(*whens, default=Value(default), output_field=CharField())


def _renamed(source, words: dict, default=NOT_RECORDED):
    """The word for each value of a column; `words` maps word -> values."""
    pairs = [(Q(**{f"{source}__in": list(values)}), word) for word, values in words.items()]
    return _words([pair for pair in pairs if pair], default)


def _grouped(entries, group):
    found = defaultdict(list)
    for name, entry in entries.items():
        found[group(entry)].append(name)
    return found


REASONS = _grouped(CLOSING_REASONS, lambda e: tables.code(e.published))
REASON_GROUPS = _grouped(CLOSING_REASONS, lambda e: tables.code(e.group))
SANCTION_GROUPS = _grouped(
    {s.rank: s for s in SANCTIONS.values() if s.is_sanction}, lambda s: tables.code(s.group)
)
BEHAVIOUR_GROUPS = _grouped(BEHAVIOURS, lambda b: tables.code(b.group))
INTIMIDATORY = [name for name, b in BEHAVIOURS.items() if b.intimidatory]
STATUS_OF_REASON = {
    "dismissed": ("dismissed-at-assessment", "dismissed-with-warning"),
    "withdrawn": ("complainant-withdrew",),
    "resolved-at-investigation": (
        "decided-by-panel",
        "resolved-at-investigation",
        "resolved-informally",
    ),
}


def _of_case(model, **conditions):
    return model.objects.filter(case=OuterRef("file"), **conditions)


def _found(as_at):
    """Findings and sanctions of the file that stood on a day."""
    standing = Q(imposed_on__lte=as_at) & (Q(lifted_on=None) | Q(lifted_on__gt=as_at))
    rank = Case(
        *(When(sanction=name, then=Value(rung.rank)) for name, rung in SANCTIONS.items()),
        output_field=IntegerField(),
    )
    imposed = _of_case(Sanction).filter(standing).annotate(rank=rank).order_by("-rank")
    return {
        "severest_rank": Coalesce(Subquery(imposed.values("rank")[:1]), 0),
        "is_upheld": Exists(_of_case(Finding, finding__in=UPHELD)),
        "is_undetermined": Exists(_of_case(Finding, finding="not-determined")),
        "is_refused": Exists(_of_case(Finding, finding__in=("not-upheld", "not-proven"))),
    }


PROVEN = Q(is_upheld=True) | Q(severest_rank__gt=0)
NO_DECISION = ~Q(reason__in=[name for name, e in CLOSING_REASONS.items() if e.group == DECIDED])
UNDECIDED = Q(reason="resolved-informally") | Q(is_undetermined=True, is_refused=False)


def _outcome():
    """One outcome per closed complaint, the highest."""
    leaves = [
        (NO_DECISION, "no-decision"),
        (PROVEN & Q(severest_rank=0), "no-sanction"),
        *((PROVEN & Q(severest_rank__in=ranks), word) for word, ranks in SANCTION_GROUPS.items()),
        (UNDECIDED, "without-finding"),
    ]
    groups = [(NO_DECISION, "no-finding"), (PROVEN, "upheld"), (UNDECIDED, "no-finding")]
    return {
        "outcome": _words(leaves, "not-upheld"),
        "outcome_group": _words(groups, "not-upheld"),
        "sanctioned": _words([(~NO_DECISION & PROVEN & Q(severest_rank__gt=0), "yes")], "no"),
    }


def _category():
    """One row for each behaviour alleged in the file, or one that says none is recorded."""
    return {
        "category": Coalesce(Lower("behaviour"), Value(NOT_RECORDED)),
        "category_group": _renamed("behaviour", BEHAVIOUR_GROUPS),
    }


def _clause():
    part = Case(
        When(clause_level=1, then=Value("whole")),
        When(clause_level=2, then=Concat(Value("part-"), "clause_parent")),
        default=Concat(Value("part-"), "clause_grandparent"),
        output_field=CharField(),
    )
    return {
        "clause": _clause_or_none(Concat("clause_code", Value("-"), "clause_number")),
        "clause_group": _clause_or_none(Concat("clause_code", Value("-"), part)),
    }


def _clause_or_none(words):
    known = When(clause_level__isnull=False, then=words)
    return Case(known, default=Value(NOT_RECORDED), output_field=CharField())


def _characteristic():
    parents = _grouped({code: code for code in CHARACTERISTICS}, lambda c: c.partition("/")[0])
    return {
        "characteristic": Coalesce("cited", Value("none-cited")),
        "characteristic_group": _renamed("cited", parents, "none-cited"),
    }


def _age(party, day):
    """Bands of working days, as days of receipt: the older the complaint, the earlier it came."""
    calendar, bands = calendar_for(party.nation), []
    for band, most in tables.AGE_BANDS.items():
        oldest = calendar.add(day, -most) if most else date.min
        while most and calendar.between(oldest - timedelta(days=1), day) <= most:
            oldest -= timedelta(days=1)
        bands.append((Q(received_on__gte=oldest), band))
    return _words(bands)


# --- Facts: rows of one party, taken from the register -------------------------------------------


def _complaints(party):
    """Every complaint of a party once, with the facts it takes from its case."""
    return (
        Complaint.objects.filter(party=party)
        .annotate(
            file=Coalesce("case__joined_to", "case"),
            complaints=F("pk"),
            incidents=F("incident"),
            person=Coalesce(_of_file("respondent__identity"), Value("")),
            membership=_of_file("respondent__is_member"),
            reason=_of_file("closing_reason"),
            closed_on=_of_file("closed_on"),
            reopened_on=_of_file("reopened_on"),
        )
        .exclude(reason="duplicate")
    )


NOT_A_MEMBER = Q(membership="no") | Q(reason="not-a-member")


def _members(party):
    return _complaints(party).exclude(NOT_A_MEMBER)


def _intimidatory():
    return Exists(_of_case(AllegedBehaviour, code__in=INTIMIDATORY))


def received(party, period):
    rows = _members(party).filter(received_on__range=(period.first, period.last))
    return rows.annotate(is_intimidatory=_intimidatory())


def non_members(party, period):
    rows = _complaints(party).filter(NOT_A_MEMBER)
    return rows.filter(received_on__range=(period.first, period.last))


def closed(party, period):
    rows = _members(party).filter(closed_on__range=(period.first, period.last))
    return rows.annotate(
        **_found(period.as_at),
        closed_from=_of_file("closed_from"),
        is_intimidatory=_intimidatory(),
    )


def _open_on(party, day):
    """Open at the end of a day; what was set back after it had been closed before."""
    rows = _members(party).filter(received_on__lte=day)
    return rows.filter(Q(closed_on=None) | Q(closed_on__gt=day)).exclude(
        Q(reopened_on__isnull=False) & Q(reopened_on__gt=day)
    )


def open_start(party, period):
    return _open_on(party, period.day_before)


def open_end(party, period):
    return _open_on(party, period.last)


def reopened(party, period):
    """Set back in the year, received before it; such a complaint is not open at its start."""
    rows = _members(party).filter(received_on__lt=period.first)
    return rows.filter(reopened_on__range=(period.first, period.last))


def at_risk(party, period):
    """Under observation in the year: received by its end, not closed before its start."""
    rows = _members(party).filter(received_on__lte=period.last)
    return (
        rows.filter(Q(closed_on=None) | Q(closed_on__gte=period.first))
        .exclude(Q(reopened_on__isnull=False) & Q(reopened_on__gt=period.last))
        .annotate(behaviour=_of_file("allegations__behaviours__code"))
    )


def register(party, period):
    rows = received(party, period)
    return rows.annotate(**_found(period.as_at), case_stage=_of_file("stage"))


def register_sanctions(party, period):
    return register(party, period).annotate(
        imposed=_of_file("sanctions__sanction"), lifted_on=_of_file("sanctions__lifted_on")
    )


def _with_behaviours(rows):
    return rows.annotate(
        behaviour=_of_file("allegations__behaviours__code"), allegations=_charge()
    )


def _charge():
    """An allegation charges a clause: one that only holds a result of an old register is none."""
    return Case(
        When(~Q(case__joined_to=None), then=_charged("case__joined_to__")),
        default=_charged("case__"),
    )


def _charged(case):
    clause = Q(**{f"{case}allegations__clause__isnull": False})
    return Case(When(clause, then=F(f"{case}allegations__pk")))


def received_behaviours(party, period):
    return _with_behaviours(received(party, period))


def closed_behaviours(party, period):
    return _with_behaviours(closed(party, period))


def received_characteristics(party, period):
    return received(party, period).annotate(cited=F("characteristics__code"))


def allegations(party, period):
    clause = "allegations__clause__"
    return (
        received(party, period)
        .annotate(
            allegations=_charge(),
            clause_code=_of_file(f"{clause}edition__code__party__slug"),
            clause_number=_of_file(f"{clause}number"),
            clause_level=_of_file(f"{clause}level"),
            clause_parent=_of_file(f"{clause}parent__number"),
            clause_grandparent=_of_file(f"{clause}parent__parent__number"),
        )
        .filter(allegations__isnull=False)
    )


# --- Words: the nodes under which each fact stands -----------------------------------------------


def _plain(facts, party, period):
    return facts


def _receipt(facts, party, period):
    quarter = Concat(Value("Q"), ExtractQuarter("received_on"), output_field=CharField())
    return facts.annotate(quarter=quarter, intimidatory=_yes(Q(is_intimidatory=True)))


def _yes(condition):
    return _words([(condition, "yes")], "no")


def _closing(facts, party, period):
    return facts.annotate(
        **_outcome(),
        reason_leaf=_renamed("reason", REASONS),
        reason_group=_renamed("reason", REASON_GROUPS),
        stage=_renamed("closed_from", {k: s for k, (_w, s) in tables.PHASES.items() if s}),
        intimidatory=_yes(Q(is_intimidatory=True)),
    )


def _standing(facts, party, period):
    return facts.annotate(age=_age(party, period.last))


def _categories(facts, party, period):
    return facts.annotate(**_category())


def _categories_and_closing(facts, party, period):
    return _closing(facts, party, period).annotate(**_category())


def _clauses(facts, party, period):
    return facts.annotate(**_clause())


def _characteristics(facts, party, period):
    return facts.annotate(**_characteristic())


def _status(facts, party, period):
    """What had become of each complaint on the day of extraction, and what the panel said."""
    still_open = Q(closed_on=None) | Q(closed_on__gt=period.as_at)
    presented = ~still_open & Q(reason="decided-by-panel")
    status = [
        (still_open, "ongoing"),
        *((Q(reason__in=names), word) for word, names in STATUS_OF_REASON.items()),
    ]
    panel = [
        (presented & PROVEN, "upheld"),
        (presented, "dismissed-or-no-action"),
        (still_open & Q(case_stage__in=AT_PANEL), "ongoing"),
    ]
    return facts.annotate(
        status=_words(status, "otherwise-closed"),
        panel=_words(panel, "not-presented"),
        panel_group=_words([(presented, "presented"), panel[-1]], "not-presented"),
    )


def _incidents(facts, party, period):
    """One row for each incident of the year, from all complaints about it taken together."""
    rows = _status(facts, party, period).values("incidents")
    rows = rows.annotate(
        first_person=Min("person"),
        worst=Max(_ranked("status", STATUS_RANKS)),
        result=Max(_ranked("panel", PANEL_RANKS)),
        rank=Max("severest_rank"),
        taken=ExpressionWrapper(Max("closed_on") - Min("received_on"), DurationField()),
    )
    bands = [(Q(taken__lte=timedelta(days=n)), band) for band, n in tables.DAY_BANDS.items() if n]
    return rows.annotate(
        ended=_words([(Q(worst=STATUS_RANKS["ongoing"]), "no")], "yes"),
        incident_status=_from_rank("worst", STATUS_RANKS),
        panel=_from_rank("result", PANEL_RANKS),
        panel_group=_words(
            [(Q(result__gte=2), "presented"), (Q(result=1), "ongoing")], "not-presented"
        ),
        severest=_from_rank("rank", {word: rank for rank, word in RANKS.items() if rank}, "none"),
        days=_words(bands, "over-365"),
    )


def _ranked(source, ranks):
    whens = [When(**{source: word}, then=Value(rank)) for word, rank in ranks.items()]
    return Case(*whens, output_field=IntegerField())


def _from_rank(source, ranks, default=NOT_RECORDED):
    return _words([(Q(**{source: rank}), word) for word, rank in ranks.items()], default)


def _every_sanction(facts, party, period):
    """One row for each standing sanction; an incident may stand under several.

    The incident's first respondent stands for it, so that it is counted once under each.
    """
    standing = Q(imposed__isnull=False) & (Q(lifted_on=None) | Q(lifted_on__gt=period.as_at))
    return _status(facts, party, period).annotate(
        first_person=Window(Min("person"), partition_by=[F("incidents")]),
        sanction=Case(
            When(standing, then=F("imposed")), default=Value("none"), output_field=CharField()
        ),
    )


PANEL_RANKS = {"not-presented": 0, "ongoing": 1, "dismissed-or-no-action": 2, "upheld": 3}


@dataclass(frozen=True)
class Source:
    """Where a figure comes from; `population` names it in the identity of its cells."""

    facts: Callable
    words: Callable
    population: str
    columns: tuple[str, ...] = ()  # what the words need of the facts
    named: dict[str, str] = field(default_factory=dict)  # dimensions whose column is named apart
    person: str = "person"


FINDINGS = ("reason", "severest_rank", "is_upheld", "is_undetermined", "is_refused")
CLOSING = (*FINDINGS, "closed_from", "is_intimidatory")
STATUS = (*FINDINGS, "incidents", "received_on", "closed_on", "case_stage")
CLAUSE = ("clause_code", "clause_number", "clause_level", "clause_parent", "clause_grandparent")
REASON = {"reason": "reason_leaf"}
SOURCES = {
    "received": Source(received, _receipt, "received/{year}", ("received_on", "is_intimidatory")),
    "received_behaviours": Source(
        received_behaviours, _categories, "received/{year}", ("behaviour", "allegations")
    ),
    "received_characteristics": Source(
        received_characteristics, _characteristics, "received/{year}", ("cited",)
    ),
    "allegations": Source(allegations, _clauses, "received/{year}", ("allegations", *CLAUSE)),
    "non_members": Source(non_members, _plain, "non-members/{year}"),
    "closed": Source(closed, _closing, "closed/{year}", CLOSING, REASON),
    "closed_behaviours": Source(
        closed_behaviours,
        _categories_and_closing,
        "closed/{year}",
        (*CLOSING, "behaviour"),
        REASON,
    ),
    "open_start": Source(open_start, _plain, "open/{day_before}"),
    "open_end": Source(open_end, _standing, "open/{last}", ("received_on",)),
    "reopened": Source(reopened, _plain, "reopened/{year}"),
    "time": Source(at_risk, _categories, "at-risk/{year}", ("behaviour",)),
    "register": Source(register, _status, "received/{year}", STATUS, {"became": "status"}),
    "incidents": Source(
        register,
        _incidents,
        "received/{year}",
        STATUS,
        {"became": "incident_status"},
        person="first_person",
    ),
    "incident_sanctions": Source(
        register_sanctions,
        _every_sanction,
        "received/{year}",
        (*STATUS, "imposed", "lifted_on"),
        person="first_person",
    ),
}


def population(source: str, period: Period) -> str:
    adjustment = source in tables.ADJUSTMENTS
    name = source + "/{year}" if adjustment else SOURCES[source].population
    return name.format(year=period.year, last=period.last, day_before=period.day_before)


# --- Counting --------------------------------------------------------------------------------


def column(source: Source, level: Level) -> str:
    dim, depth = level
    if tables.AXES[dim].depth == 2 and depth == 1:
        return f"{dim}_group"
    return source.named.get(dim, dim)


def count(party, source_name: str, requests: list[Request], period: Period) -> dict:
    """{(measure, ((dimension, node), ...)): Truth} for all requests on one source."""
    source = SOURCES[source_name]
    if not requests:
        return {}
    sql, params = _statement(source, requests, party, period)
    found: dict[tuple, Truth] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for number, *nodes, units, people, largest in cursor.fetchall():
            measure, levels = requests[number]
            at = tuple(sorted((dim, node) for (dim, _), node in zip(levels, nodes, strict=False)))
            found[measure, at] = _truth(measure, units, people, largest)
    return found


def _truth(measure, units, people, largest):
    if measure == "respondents":
        return Truth(people or 0, people or 0, 1 if people else 0)
    return Truth(int(units or 0), people or 0, largest or 0)


def _statement(source, requests, party, period):
    """One statement: the facts once, their words once, then one grouping for each request."""
    unit = {
        measure: "complaints" if measure == "respondents" else measure for measure, _ in requests
    }
    columns = {column(source, level) for _, levels in requests for level in levels}
    taken = source.facts(party, period).order_by().values("complaints", "person", *source.columns)
    worded = source.words(Fact.objects.order_by(), party, period)
    worded = worded.values(*sorted({source.person, *unit.values(), *columns}))
    facts, facts_params = taken.query.sql_with_params()
    words, words_params = worded.query.sql_with_params()
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
    """{at: rows under observation} for all complaints of the year, and for each category."""
    calendar = calendar_for(party.nation)
    rows = at_risk(party, period).order_by()
    rows = rows.annotate(category_group=_renamed("behaviour", BEHAVIOUR_GROUPS))
    spans, number = ("received_on", "closed_on"), Count("pk", distinct=True)
    found = defaultdict(list)
    for span in rows.values_list(*spans).annotate(n=number):
        found[()].append(_observed(calendar, period, *span))
    for group, *span in rows.values_list("category_group", *spans).annotate(n=number):
        found[("category", group),].append(_observed(calendar, period, *span))
    return dict(found)


def _observed(calendar, period, received_on, closed_on, number):
    """From receipt, or from its age when the year began, until closing or the end of the year."""
    is_closed = closed_on is not None and closed_on <= period.last
    until = closed_on if is_closed else period.last
    entry = -1 if received_on >= period.first else calendar.between(received_on, period.day_before)
    age = calendar.between(received_on, until)
    if is_closed and not calendar.is_working(until):
        age += 1  # a closing on a day off counts on the next working day
    return entry, max(age, entry + is_closed), is_closed, number


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
    if table.rows:
        yield from _crossed_levels(table)


def _crossed_levels(table):
    axis = tables.AXES[table.rows]
    levels = dict(tables.depths(table.at)) | {table.rows: min(table.depth, axis.depth)}
    if table.columns:
        levels[table.columns] = table.column_depth
    for measure in table.measures:
        if measure not in tables.ESTIMATES:
            yield table.source_of(measure), measure, tuple(sorted(levels.items()))


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
    impossible: int = 0  # complaints closed before they were received


def everything(party, period: Period, entries=None) -> Counts:
    """All figures of one party's year. The caller has bound the party."""
    requests = needed(tables.TABLES if entries is None else entries)
    truths: dict[Key, Truth] = {}
    for source, asked in requests.items():
        for (measure, at), truth in count(party, source, asked, period).items():
            cell = key(population(source, period), measure, party=party.slug, **dict(at))
            if truths.setdefault(cell, truth) != truth:
                raise ValueError(f"{cell}: {truth} from {source}, {truths[cell]} before")
    return Counts(
        party,
        period,
        truths,
        times(party, period),
        {name: axis.of(party) for name, axis in tables.AXES.items()},
        requests,
        calendar_for(party.nation).version,
        _complaints(party).filter(closed_on__lt=F("received_on")).count(),
    )
