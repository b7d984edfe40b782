"""Is the database told who acts: in every transaction, and never longer than that?"""

import contextlib
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from partyconduct.rlsdb import acting, as_owner, bind
from partyconduct.rlsdb.actor import current

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite keeps no settings"
)


def told():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('app.party', true), current_setting('app.person', true)"
        )
        return cursor.fetchone()


def role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_the_actor_is_remembered():
    bind(3, 7)
    assert current.get() == ("3", "7")


def test_acting_for_a_while_ends():
    bind(3, 7)
    with acting(4, None):
        assert current.get() == ("4", "")
    assert current.get() == ("3", "7")


def test_acting_ends_with_an_error_too():
    with pytest.raises(KeyError), acting(4, 8):
        raise KeyError
    assert current.get() == ("", "")


def test_another_thread_acts_for_nobody():
    bind(3, 7)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(current.get()))
    thread.start()
    thread.join()
    assert seen == [("", "")]


@on_postgresql
def test_a_change_inside_a_transaction_counts_at_once(db):
    bind(3, 7)
    assert told() == ("3", "7")
    bind(None, None)
    assert told() == ("", "")


@on_postgresql
def test_binding_the_same_again_asks_nothing(db, django_assert_num_queries):
    bind(3, 7)
    with django_assert_num_queries(0):
        bind(3, 7)


@on_postgresql
def test_a_rollback_to_a_savepoint_takes_no_binding_back(db):
    bind(3, 7)
    savepoint = transaction.savepoint()
    bind(4, 8)
    transaction.savepoint_rollback(savepoint)
    assert told() == ("4", "8")


@on_postgresql
def test_a_broken_statement_inside_a_savepoint_takes_no_binding_back(db):
    bind(3, 7)
    with contextlib.suppress(DatabaseError), transaction.atomic():
        bind(4, 8)
        connection.cursor().execute("SELECT * FROM nowhere")
    assert told() == ("4", "8")


@on_postgresql
def test_the_tests_work_as_the_runtime_role(db):
    assert role() == "partyconduct_runtime"
    with transaction.atomic():
        assert role() == "partyconduct_runtime"


@on_postgresql
def test_the_owner_works_only_as_long_as_asked(db):
    with as_owner():
        assert role() != "partyconduct_runtime"
    assert role() == "partyconduct_runtime"


@pytest.fixture
def outside(django_db_setup, django_db_blocker):
    """The database without a transaction around the test, which must leave no row behind."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@on_postgresql
def test_every_transaction_is_bound_and_nothing_outlives_it(outside):
    bind(3, 7)
    for _each in range(2):
        with transaction.atomic():
            assert told() == ("3", "7")
        assert set(told()) <= {"", None}
    bind(None, None)
    with transaction.atomic():
        assert told() == ("", "")


@on_postgresql
def test_a_session_poisoned_for_another_party_is_overruled(outside):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.party', '99', false)")
    with transaction.atomic():
        assert told()[0] == ""
