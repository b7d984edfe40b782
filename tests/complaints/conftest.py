"""The officer's workbook, imported once for all tests of a module and undone after them."""

import pytest
from django.db import transaction

from complaints.register import writing
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import bind
from tests.complaints.registered import verdict_on, verdict_on_rows
from tests.complaints.test_register_reading import WORKBOOK


@pytest.fixture(scope="session")
def verdict():
    return verdict_on(WORKBOOK.read_bytes())


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker, verdict):
    """What the import of the 580 rows by Harbour's officer did."""
    with django_db_blocker.unblock(), transaction.atomic():
        harbour = Party.objects.get(slug="harbour")
        officer = User.objects.get(email="officer@harbour.example").act_for(harbour)
        yield writing.write(harbour, by=officer, verdict=verdict)
        transaction.set_rollback(True)


@pytest.fixture
def imported(once, cast):
    """The same, seen by Harbour's officer."""
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    return once


@pytest.fixture
def put(cast):
    """Import a few rows of our own."""

    def put_rows(*rows):
        verdict = verdict_on_rows(*rows)
        done = writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict)
        bind(cast.harbour.pk, cast.harbour_officer.person_id)
        return done

    return put_rows
