"""How much server CPU does a page take at ten thousand cases, and does it grow from a hundred?

`make bench` prints the figures; nothing is asserted on time. One process, no network: the
difference between two runs is noise, the ratio within one run is not.
"""

import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.models import Case
from partyconduct.rlsdb import acting
from tests.performance.bench_register import say
from tests.test_access_matrix import BACKEND

TIMES = 40


def cpu(client, where):
    """Median milliseconds of this process's CPU, and the number of queries."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200, where
        asked = len(queries)
    taken = []
    for _time in range(TIMES):
        start = time.process_time()
        client.get(where)
        taken.append((time.process_time() - start) * 1000)
    return sorted(taken)[TIMES // 2], asked


@pytest.mark.parametrize("cases", [100, 10_000])
def test_figures(cast, cases):
    call_command("synthesise", parties=1, cases=cases, years="2024-2025", seed=1, verbosity=0)
    client = Client()
    client.force_login(cast.harbour_officer, backend=BACKEND)
    with acting(cast.harbour.pk, 0):
        some = Case.objects.filter(party=cast.harbour).order_by("pk")[cases // 2].reference
    pages = {
        "hello (the floor: all middleware)": "/roles/",
        "code of conduct": "/codes/harbour/",
        "my work": "/cases/",
        "all cases": "/cases/?all=1",
        "all cases, three filters": "/cases/?all=1&stage=closed&q=a&due=30",
        "one case": f"/cases/{some}/",
    }
    say(f"\n{cases} cases{'':<28}CPU ms  queries")
    for name, where in pages.items():
        took, queries = cpu(client, where)
        say(f"{name:<38}{took:8.1f}{queries:9d}")
