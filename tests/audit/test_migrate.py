"""Do the guards survive migrations, which on SQLite remake and rename tables?"""

import json
import subprocess
import sys

import pytest
from django.db import connection


def manage(shared, *words):
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        capture_output=True,
        text=True,
        check=False,
        **shared,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps a table’s triggers")
def test_every_guard_stands_again_after_going_back_and_forth(shared):
    for words in (["complaints", "zero"], []):
        assert manage(shared, "migrate", "-v0", "--skip-checks", *words)[0] == 0
        status, said = manage(shared, "audit", "verify", "--json")
        assert (status, json.loads(said)["faults"]) == (0, [])
