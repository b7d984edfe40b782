"""A chain of its own for each test, and a hand that reaches underneath the application."""

import pytest
from django.db import connection

from partyconduct.audit.guards import lifted
from partyconduct.audit.trail import record

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
