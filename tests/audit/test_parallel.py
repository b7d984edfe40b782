"""Does a chain stay whole when several processes write into it at once?"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
PARTY, WRITERS, EACH = 990_003, 4, 50
WRITE = f"""
import django; django.setup()
from partyconduct.audit.trail import record
for number in range({EACH}): record(None, "look", None, party_id={PARTY}, number=number)
"""


@pytest.fixture
def shared(django_db_setup, django_db_blocker, tmp_path):
    """The address of a database that other processes can open: a copy, or the test's own."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "shared.sqlite3")])
            return f"sqlite://{tmp_path}/shared.sqlite3"
        return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
            **connection.settings_dict
        )


def test_two_hundred_parallel_writes_leave_no_gap(shared, tmp_path):
    environment = os.environ | {
        "DATABASE_URL": shared,
        "VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "partyconduct.settings",
    }
    python = {"cwd": ROOT, "env": environment}
    writers = [subprocess.Popen([sys.executable, "-c", WRITE], **python) for _n in range(WRITERS)]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    verify = [sys.executable, "manage.py", "audit", "verify", "--json"]
    done = subprocess.run(verify, capture_output=True, text=True, check=False, **python)
    said = json.loads(done.stdout)
    (chain,) = (chain for chain in said["chains"] if chain["party"] == PARTY)
    assert (said["faults"], chain["last"]) == ([], WRITERS * EACH)
