"""How long does counting every table of a year take, beside SQL written by hand for the same?

`python tests/postgres.py -- python -m pytest tests/performance/bench_counting.py -s` prints both,
from one run over the same rows; CASES=1000000 chooses how many. The figures must be equal; their
times are printed and asserted on nothing but the aim: 1.5 times at most.
"""

import os
import time
import tracemalloc
from datetime import date

import pytest
from django.db import connection, models

from codes.models import Clause
from complaints.models import (
    Allegation,
    AllegedBehaviour,
    Case,
    CitedCharacteristic,
    Clock,
    Complaint,
    Finding,
    Incident,
    Procedure,
    Respondent,
    Sanction,
)
from partyconduct.rlsdb import as_owner, bind
from reporting.statistics import counting, sources, tables
from tests.performance.bench_register import say

PERIOD = counting.Period(2024, date(2025, 3, 31))
CASES = int(os.environ.get("CASES", "200000"))
AIM = 1.5


# --- A register of so many cases, made by the database -------------------------------------------


def fill(model, rows, **columns):
    """INSERT … SELECT; a column that is not named is empty."""
    fields = [f for f in model._meta.concrete_fields if f.name in columns or not f.primary_key]
    values = [columns.get(field.name, empty(field)) for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        into = f'INSERT INTO "{model._meta.db_table}" ({names})'
        cursor.execute(f"{into} SELECT {', '.join(values)} FROM {rows}")


def empty(field):
    if field.null:
        return "NULL"
    if isinstance(field, models.DateTimeField):
        return "now()"
    if isinstance(field, models.BooleanField):
        return "false"
    if isinstance(field, (models.CharField, models.TextField)):
        return "''"
    return "1"


REASONS = "(ARRAY['dismissed-at-assessment', 'decided-by-panel', 'complainant-withdrew', "
REASONS += "'resolved-informally', 'out-of-scope', 'dismissed-at-assessment'])[1 + n % 6]"
BEHAVIOUR = "(ARRAY['THREAT', 'SM-OTH', 'BELITTLE', 'HARASS', 'DISCRIM', 'LEAK', 'INTIM'])"
STAGES = "(ARRAY['assessment', 'panel', 'investigation', 'informal', 'assessment'])"


DAY = "DATE '2022-07-01' + (n % 913 * 7919 % 913)::int"


def load(party, number):
    """Three years of cases; a fifth is still open, a tenth has two complaints."""
    rows = f"(SELECT n, (n % 5) = 0 AS is_open FROM generate_series(1, {number}) n) rows"
    own = {"party": str(party.pk)}
    procedure = Procedure.objects.filter(party=party).first().pk
    fill(
        Case,
        rows,
        **own,
        id="n",
        reference="'HAR-' || n",
        procedure=str(procedure),
        received_on=DAY,
        stage=f"CASE WHEN is_open THEN {STAGES}[1 + n % 5] ELSE 'closed' END",
        closing_reason=f"CASE WHEN is_open THEN '' ELSE {REASONS} END",
        closed_on=f"CASE WHEN is_open THEN NULL ELSE {DAY} + (n % 1000 * 131 % 250)::int END",
        closed_from=f"CASE WHEN is_open THEN '' ELSE {STAGES}[1 + n % 5] END",
    )
    fill(Incident, rows, **own, id="n", label="'I' || n")
    of = own | {"case": "n"}
    load_people(rows, number, of)
    load_allegations(party, rows, number, of)
    load_endings(rows, of)


def load_people(rows, number, of):
    who = f"'m' || (n * 31 % {number * 9 // 10})"
    roles = "(ARRAY['member', 'councillor', 'candidate', 'branch-officer'])[1 + n % 4]"
    fill(Respondent, rows, **of, id="n", identity=who, is_member="'yes'", role=roles)
    channels = "(ARRAY['email', 'public-form', 'letter', 'telephone'])[1 + n % 4]"
    media = "(ARRAY['social-media-post', 'email', 'public-meeting', 'leaflet-or-print'])"
    complaint = of | {"received_on": DAY, "channel": channels, "medium": f"{media}[1 + n % 4]"}
    complaint |= {"incident": "n", "kind": "'target'"}
    fill(Complaint, rows, **complaint, id="n", reference="'HAR-C-' || n")
    again = f"(SELECT * FROM {rows} WHERE n % 10 = 0) tenth"
    fill(Complaint, again, **complaint, id=f"{number} + n", reference="'HAR-D-' || n")
    third = f"(SELECT * FROM {rows} WHERE n % 3 = 0) third"
    cited = "(ARRAY['race', 'sex', 'disability', 'religion/islamophobia'])[1 + n % 4]"
    fill(CitedCharacteristic, third, **of, id="n", complaint="n", code=cited)


def load_allegations(party, rows, number, of):
    clauses = list(Clause.objects.filter(edition__code__party=party).values_list("pk", flat=True))
    clause = f"(ARRAY{clauses})[1 + n % {len(clauses)}]"
    fill(Allegation, rows, **of, id="n", incident="n", position="1", clause=clause)
    behaviour = of | {"allegation": "n", "code": f"{BEHAVIOUR}[1 + n % 7]"}
    fill(AllegedBehaviour, rows, **behaviour, id="n")
    third = f"(SELECT * FROM {rows} WHERE n % 3 = 0) third"
    second = behaviour | {"code": f"{BEHAVIOUR}[1 + (n + 1) % 7]"}
    fill(AllegedBehaviour, third, **second, id=f"{number} + n")


def load_endings(rows, of):
    decided = f"(SELECT * FROM {rows} WHERE NOT is_open AND n % 6 = 1) decided"
    found = "(ARRAY['upheld', 'not-upheld', 'partly-upheld'])[1 + n % 3]"
    fill(Finding, decided, **of, id="n", allegation="n", finding=found, found_on=DAY)
    upheld = f"(SELECT * FROM {decided} WHERE n % 3 <> 1) upheld"
    imposed = "(ARRAY['training', 'suspension', 'expulsion', 'apology'])[1 + n % 4]"
    fill(Sanction, upheld, **of, id="n", sanction=imposed, imposed_on=DAY)
    clock = {"kind": "'assess'", "starts_on": DAY, "due_on": f"{DAY} + 28"}
    clock |= {"stopped_on": f"CASE WHEN n % 4 = 0 THEN NULL ELSE {DAY} + (n % 50)::int END"}
    fill(Clock, rows, **of, id="n", **clock)


# --- The same figures by hand --------------------------------------------------------------------

FILE = """
    FROM complaints_complaint c
    JOIN complaints_case own ON own.id = c.case_id
    JOIN complaints_case f ON f.id = COALESCE(own.joined_to_id, own.id)
    LEFT JOIN complaints_respondent r ON r.case_id = f.id
"""
MEMBERS = """
    c.party_id = %(party)s AND f.closing_reason NOT IN ('duplicate', 'not-a-member')
    AND r.is_member IS DISTINCT FROM 'no'
"""
IN_YEAR = "BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'"
INTIMIDATORY = """
    EXISTS (SELECT FROM complaints_allegedbehaviour b
            WHERE b.case_id = f.id AND b.code = ANY(%(intimidatory)s))
"""
GROUP = "CASE b.code " + " ".join(
    f"WHEN '{code}' THEN '{word}'"
    for word, codes in sources.BEHAVIOUR_GROUPS.items()
    for code in codes
)
GROUP += " ELSE 'not-recorded' END"
BEHAVIOURS = """
    LEFT JOIN complaints_allegation a ON a.case_id = f.id
    LEFT JOIN complaints_allegedbehaviour b ON b.allegation_id = a.id
"""

# source: the rows with a person, a unit and the columns; the sets of columns that are asked for.
BY_HAND = {
    "received": (
        f"""SELECT r.identity AS person, c.id AS unit,
            'Q' || EXTRACT(QUARTER FROM c.received_on) AS quarter,
            CASE WHEN {INTIMIDATORY} THEN 'yes' ELSE 'no' END AS intimidatory
        {FILE} WHERE {MEMBERS} AND c.received_on {IN_YEAR}""",
        ((), ("quarter",), ("intimidatory",)),
    ),
    "received_behaviours": (
        f"""SELECT r.identity AS person, c.id AS unit, LOWER(b.code) AS category,
            {GROUP} AS category_group
        {FILE} {BEHAVIOURS} WHERE {MEMBERS} AND c.received_on {IN_YEAR}""",
        ((), ("category",), ("category_group",)),
    ),
    "received_characteristics": (
        f"""SELECT r.identity AS person, c.id AS unit,
            COALESCE(SPLIT_PART(x.code, '/', 1), 'none-cited') AS characteristic_group
        {FILE} LEFT JOIN complaints_citedcharacteristic x ON x.complaint_id = c.id
        WHERE {MEMBERS} AND c.received_on {IN_YEAR}""",
        ((), ("characteristic_group",)),
    ),
    "closed": (
        f"""SELECT r.identity AS person, c.id AS unit,
            CASE WHEN {INTIMIDATORY} THEN 'yes' ELSE 'no' END AS intimidatory,
            CASE WHEN f.closing_reason IN ('complainant-withdrew', 'out-of-scope')
                 THEN 'no-finding'
                 WHEN s.imposed OR u.upheld THEN 'upheld'
                 WHEN f.closing_reason = 'resolved-informally' THEN 'no-finding'
                 ELSE 'not-upheld' END AS outcome_group
        {FILE}
        LEFT JOIN LATERAL (SELECT true AS imposed FROM complaints_sanction s
            WHERE s.case_id = f.id AND s.lifted_on IS NULL LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT true AS upheld FROM complaints_finding u
            WHERE u.case_id = f.id AND u.finding IN ('upheld', 'partly-upheld') LIMIT 1) u ON true
        WHERE {MEMBERS} AND f.closed_on {IN_YEAR}""",
        ((), ("outcome_group",), ("intimidatory", "outcome_group")),
    ),
    "open_end": (
        f"""SELECT r.identity AS person, c.id AS unit
        {FILE} WHERE {MEMBERS} AND c.received_on <= DATE '2024-12-31'
        AND (f.closed_on IS NULL OR f.closed_on > DATE '2024-12-31')
        AND (f.reopened_on IS NULL OR f.reopened_on <= DATE '2024-12-31')""",
        ((),),
    ),
}


def by_hand(source, party):
    """Rows once, grouped by respondent in one pass over all sets, then added up."""
    rows, sets = BY_HAND[source]
    columns = sorted({name for names in sets for name in names})
    listed = "".join(f", {name}" for name in columns)
    each = ", ".join(f"({', '.join(('person', *names))})" for names in sets)
    marks = f"GROUPING({', '.join(columns)})" if columns else "0"
    statement = f"""
        WITH facts AS MATERIALIZED ({rows}),
        persons AS (SELECT {marks} AS place{listed}, COUNT(DISTINCT unit) AS n
                    FROM facts GROUP BY GROUPING SETS ({each}))
        SELECT place{listed}, SUM(n), COUNT(*), MAX(n) FROM persons GROUP BY place{listed}
    """
    given = {"party": party.pk, "intimidatory": sources.INTIMIDATORY}
    counting.interpret()
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return sorted(
            (tuple(filter(None, nodes)), int(units), people, largest)
            for _place, *nodes, units, people, largest in cursor.fetchall()
        )


def by_register(source, party):
    """What `counting` gives for the same sets, in the same form."""
    levels = {"category_group": ("category", 1), "category": ("category", 2)}
    levels |= {"outcome_group": ("outcome", 1), "characteristic_group": ("characteristic", 1)}
    requests = [
        ("complaints", tuple(levels.get(name, (name, 1)) for name in names))
        for names in BY_HAND[source][1]
    ]
    found = counting.count(party, source, requests, PERIOD)
    return sorted(
        (tuple(node for _dim, node in at), t.count, t.people, t.largest)
        for (_measure, at), t in found.items()
    )


def timed(ask, *given):
    start = time.perf_counter()
    found = ask(*given)
    return found, time.perf_counter() - start


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="counts on PostgreSQL")
def test_figures(cast):
    party = cast.harbour
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows, no trail
        _none, seconds = timed(load, party, CASES)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    bind(party.pk, cast.harbour_officer.person_id)
    say(f"\n{CASES:,} cases loaded in {seconds:.1f} s")
    ours = theirs = 0.0
    for source in BY_HAND:
        hand, by_hands = timed(by_hand, source, party)
        register, by_registers = timed(by_register, source, party)
        assert register == hand
        ours, theirs = ours + by_registers, theirs + by_hands
        say(f"{source:<28}{len(hand):>5} figures {by_registers:8.2f} s, by hand {by_hands:8.2f} s")
    say(f"together {ours:.2f} s, by hand {theirs:.2f} s: {ours / theirs:.2f} times")
    for source, requests in counting.needed(tables.TABLES).items():
        _found, seconds = timed(counting.count, party, source, requests, PERIOD)
        say(f"{source:<28}{len(requests):>5} breakdowns {seconds:6.2f} s")
    tracemalloc.start()
    counts, seconds = timed(counting.everything, party, PERIOD)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    number = len(counts.truths)
    say(f"all tables, {number} figures: {seconds:.1f} s, {peak:.1f} MiB in this process")
    assert ours <= AIM * theirs
