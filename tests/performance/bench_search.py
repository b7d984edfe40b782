"""How long does the first page of a search take in 100,000 cases of a party? (PostgreSQL)

`tests/postgres.py -- pytest tests/performance/bench_search.py -s` prints the figures; nothing is
asserted on time. The aim is 50 ms. Words are as uneven as in a language: few stand everywhere.
"""

import time

import pytest
from django.db import connection

from complaints.actions.searching import found_in
from complaints.models import Case
from complaints.paging import page_of
from complaints.views.work import COLUMNS
from partyconduct.rlsdb import acting, as_owner
from tests import walk
from tests.performance.bench_register import say, timed

CASES, WORDS = 100_000, 40
ASKED = {
    "a word of one case": "rare77777",
    "a word of 1 in 1,000": "w9000",
    "a word of most cases": "w0",
    "three common words": "w0 w1 w2",
    "a common and a rare word": "w0 rare77777",
    "a word that nobody wrote": "nothing",
}
COPY = """
INSERT INTO complaints_case ({columns})
SELECT {values} FROM complaints_case c, generate_series(1, {n}) g WHERE c.id = {pk}
"""
FILL = """
INSERT INTO complaints_searchword (party_id, word, case_id, whose)
SELECT c.party_id, 'w' || floor(power(random(), 3) * 20000)::int, c.id, g % 2
  FROM complaints_case c, generate_series(1, {words}) g
UNION ALL SELECT party_id, 'rare' || id, id, 0 FROM complaints_case
UNION ALL SELECT party_id, 'rare' || 77777, max(id), 0 FROM complaints_case GROUP BY party_id
ON CONFLICT DO NOTHING
"""


def fill(case):
    names = [field.column for field in Case._meta.local_fields if field.name != "id"]
    made = {
        "reference": "'HAR-' || g",
        "received_on": "c.received_on - (g % 1500)",
    }
    values = ", ".join(made.get(name, f"c.{name}") for name in names)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(COPY.format(columns=", ".join(names), values=values, n=CASES, pk=case.pk))
        cursor.execute(FILL.format(words=WORDS))
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE complaints_case")
        cursor.execute("ANALYZE complaints_searchword")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the aim is for PostgreSQL")
def test_figures(cast):
    say("")
    with timed(f"fill {CASES} cases"):
        fill(walk.make_case(cast))
    for officer in (cast.harbour_officer, cast.harbour_adjudicator1):
        with acting(cast.harbour.pk, officer.person_id):
            for what, text in ASKED.items():
                say(f"{what:<40}{officer.email:<32}{median(officer, text):8.1f} ms")


def median(user, text):
    taken = []
    for _time in range(9):
        start = time.perf_counter()
        page_of(found_in(Case.objects.visible_to(user), user, text), *COLUMNS)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)[4]
