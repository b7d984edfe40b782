"""Do the guards survive migrations, and are tables made at once the ones that migrations make?"""

import json
import subprocess
import sys

import pytest
from django.db import connection

# Naming an app first takes the long way, migration by migration, and so does going back.
STEP_BY_STEP = """
import json, django; django.setup()
from django.core.management import call_command
from partyconduct.audit.guards import check_guards
from tests.audit.test_migrate import tables
for target in ["parties"], [], ["statistics", "zero"], []:
    call_command("migrate", *target, verbosity=0)
    assert target or check_guards() == []
print(json.dumps(tables()))
"""


def tables():
    """Each table's columns, foreign keys, indexes and checks, whatever their order."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        for name, sql in cursor.fetchall():
            parts = [
                cursor.execute(f'PRAGMA {about}("{name}")').fetchall()
                for about in ("table_info", "foreign_key_list", "index_list")
            ]
            columns = sorted([row[1], row[2].lower(), row[3], row[5]] for row in parts[0])
            keys = sorted([row[2], row[3], row[4]] for row in parts[1])
            indexes = sorted(
                [row[2], *(r[2] for r in cursor.execute(f'PRAGMA index_info("{row[1]}")'))]
                for row in parts[2]
            )
            found[name] = [columns, keys, indexes, (sql or "").count(" CHECK ")]
    return found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps a table’s triggers")
def test_migrating_step_by_step_makes_the_same_tables_and_leaves_every_guard(shared, db, tmp_path):
    shared["env"]["DATABASE_URL"] = f"sqlite://{tmp_path}/empty.sqlite3"
    done = subprocess.run(
        [sys.executable, "-c", STEP_BY_STEP], check=False, capture_output=True, text=True, **shared
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(json.dumps(tables()))
