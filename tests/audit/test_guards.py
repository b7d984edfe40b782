"""Does the database refuse to change the trail, whoever asks and however?"""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from partyconduct.audit import guards
from partyconduct.audit.models import AuditEvent
from partyconduct.audit.trail import record
from partyconduct.rlsdb import as_owner, policies
from tests.audit.conftest import PARTY

EVENTS = AuditEvent._meta.db_table
ON_POSTGRES = connection.vendor == "postgresql"
only_on = {
    vendor: pytest.mark.skipif(connection.vendor != vendor, reason=f"a matter of {vendor}")
    for vendor in ("sqlite", "postgresql")
}
COLUMNS = (
    "party_id, stream, seq, at, actor_kind, verb, subject_type, outcome, details,"
    " request_id, key_id, prev, mac"
)
COPY = f"INTO {EVENTS} ({COLUMNS}) SELECT {COLUMNS} FROM {EVENTS} WHERE party_id = {PARTY}"


def refused(sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def unchanged(chain):
    return list(AuditEvent.objects.filter(party_id=PARTY).order_by("seq")) == chain


STATEMENTS = [
    f"UPDATE {EVENTS} SET verb = 'nothing'",
    f"DELETE FROM {EVENTS}",
    f"INSERT {COPY} ON CONFLICT (party_id, stream, seq) DO UPDATE SET verb = 'nothing'",
]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_the_trail_is_neither_changed_nor_emptied(chain, sql):
    refused(sql)
    assert unchanged(chain)


@pytest.mark.parametrize(
    "sql", [*STATEMENTS, pytest.param(f"TRUNCATE {EVENTS}", marks=only_on["postgresql"])]
)
def test_its_owner_is_refused_as_well(chain, sql):
    connection.check_constraints()
    with as_owner():
        refused(sql)
    assert unchanged(chain)


@only_on["postgresql"]
@pytest.mark.parametrize("sql", STATEMENTS[:2])
def test_a_superuser_who_plays_replica_is_refused(chain, sql):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        refused(sql)
    assert unchanged(chain)


@only_on["postgresql"]
def test_the_runtime_role_holds_no_more_than_adding_and_reading(db):
    held = "SELECT has_table_privilege(%s, %s, %s)"
    with connection.cursor() as cursor:
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"):
            cursor.execute(held, [policies.ROLE, EVENTS, right])
            assert cursor.fetchone()[0] is (right in {"SELECT", "INSERT"})


@only_on["postgresql"]
@pytest.mark.parametrize(
    "sql",
    [
        f"TRUNCATE {EVENTS}",
        f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL",
        f"DROP TABLE {EVENTS}",
        "DELETE FROM audit_audithead",
        "UPDATE django_migrations SET name = 'x'",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_runtime_role_may_not(chain, sql):
    refused(sql)


@only_on["sqlite"]
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
def test_replacing_is_refused_whatever_the_triggers_recursion(chain, verb, recursive):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
        refused(f"{verb} {COPY}")
        cursor.execute("PRAGMA recursive_triggers = ON")
    assert unchanged(chain)


def test_an_account_that_acted_cannot_be_deleted_from_under_its_events(cast):
    record(cast.harbour_officer, "look", cast.harbour)
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.harbour_officer.delete()


def test_every_guard_stands_after_migrating(db):
    assert guards.check_guards() == []


def test_guards_of_other_apps_are_found(db):
    tables = {table for _name, table, _create, _drop in guards.every_guard(connection)}
    assert {"audit_auditevent", "codes_clause"} <= tables


def test_each_dropped_guard_is_missed_and_all_are_put_back(db):
    every = guards.every_guard(connection)
    with as_owner(), connection.cursor() as cursor:
        for number, (_name, _table, _create, drop) in enumerate(every, 1):
            cursor.execute(drop)
            assert len(guards.check_guards()) == number
        guards.install(connection)
    assert guards.check_guards() == []


@only_on["sqlite"]
def test_a_guard_with_weaker_words_is_missed(db):
    name, table, _create, drop = guards.every_guard(connection)[-1]
    with connection.cursor() as cursor:
        cursor.execute(drop)
        cursor.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN 0 BEGIN SELECT 1; END"
        )
    assert guards.check_guards() == [name]


@only_on["postgresql"]
@pytest.mark.parametrize(
    "sql",
    [
        f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL",
        f"ALTER TABLE {EVENTS} ENABLE TRIGGER {EVENTS}_row",
        f"CREATE OR REPLACE FUNCTION {guards.FUNCTION}() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_a_guard_switched_off_is_missed(db, sql):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(sql)
        assert guards.check_guards()
