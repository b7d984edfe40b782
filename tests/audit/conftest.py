"""A chain of its own for each test, and a hand that reaches underneath the application."""

import os
from pathlib import Path

import pytest
from django.db import connection

from partyconduct.audit.guards import lifted
from partyconduct.audit.trail import record

ROOT = Path(__file__).resolve().parent.parent.parent
PARTY = 990_001  # the trail keeps a plain number, so no party need exist


@pytest.fixture
def chain(db):
    """Five events in the write stream of a party that nobody else uses."""
    return [record(None, "look", None, party_id=PARTY, number=number) for number in range(1, 6)]


@pytest.fixture
def underneath(db):
    """Run SQL as the owner with the guards lifted: what a thief of the database could do."""

    def run(sql, *parameters):
        connection.check_constraints()  # PostgreSQL alters no table that has checks outstanding
        with lifted(connection), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            connection.check_constraints()

    return run


@pytest.fixture
def shared(django_db_setup, django_db_blocker, tmp_path):
    """How to start a process on a database of its own (SQLite: a copy) or on the test's."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "shared.sqlite3")])
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    if connection.vendor == "sqlite":
        url = f"sqlite://{tmp_path}/shared.sqlite3"
    ours = {"VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "partyconduct.settings"}
    return {"cwd": ROOT, "env": os.environ | ours | {"DATABASE_URL": url}}
