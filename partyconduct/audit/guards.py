"""Which triggers must stand in the database, and do they?

An app that wants a rule kept below Python has a module `guards` or `standing` with
`guards(connection) -> [(name, table, create_sql, drop_sql), …]`. The `migrate` command installs
all of them afresh after every run, because on SQLite they would not survive it; `audit verify`,
/readyz and check_install ask whether any is missing.

The trail's own guard is `append_only`. On PostgreSQL the triggers also fire under
session_replication_role=replica (ENABLE ALWAYS); the owner of the table can still switch them
off, which `check_guards` reports. On SQLite INSERT OR REPLACE removes a row without firing the
DELETE trigger, hence the third one.
"""

from contextlib import contextmanager
from importlib import import_module

from django.apps import apps
from django.db import connection, transaction
from django.utils.module_loading import module_has_submodule

from partyconduct.rlsdb import as_owner, policies

FUNCTION = "partyconduct_no_change"
# PostgreSQL keeps the body letter for letter, and check_guards compares it.
BODY = "BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = 'insufficient_privilege'; END"
CREATE_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"
)
POSTGRES = (
    ("row", "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"),
    ("truncate", "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"),
)
SQLITE = (
    ("update", "BEFORE UPDATE ON {table}"),
    ("delete", "BEFORE DELETE ON {table}"),
    (
        "insert",
        "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key})",
    ),
)

HOMES = ("guards", "standing")


def guards(connection):
    return append_only(connection, "audit_auditevent", key=("party_id", "stream", "seq"))


def append_only(connection, table, *, key):
    """The triggers that let rows of a table be added and never changed or removed."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    if connection.vendor == "postgresql":
        events, action = POSTGRES, f"EXECUTE FUNCTION {FUNCTION}()"
    else:
        events, action = SQLITE, "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    for suffix, event in events:
        name = f"{table}_{suffix}"
        yield (
            name,
            table,
            f"CREATE TRIGGER {name} {event.format(table=table, key=same)} {action}",
            drop_trigger(connection, name, table),
        )


def refused_on_sqlite(table, conditions, refusal):
    """The triggers that refuse, in these words, what each verb's condition describes."""
    for verb, condition in conditions.items():
        name = f"{table}_stands_{verb}"
        create = (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb.upper()} ON {table} "
            f"WHEN {condition.format(table=table)} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )
        yield name, table, create, f"DROP TRIGGER IF EXISTS {name}"


def drop_trigger(connection, name, table):
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {name}{on}"


def every_guard(connection):
    """What all installed apps ask for, as far as their tables exist yet."""
    tables = set(connection.introspection.table_names())
    makers = [
        policies.guards,
        *(maker for app in apps.get_app_configs() for maker in _makers(app)),
    ]
    return [guard for maker in makers for guard in maker(connection) if guard[1] in tables]


def _makers(app):
    modules = [name for name in HOMES if module_has_submodule(app.module, name)]
    makers = (getattr(import_module(f"{app.name}.{name}"), "guards", None) for name in modules)
    return filter(None, makers)


def install(connection):
    """Put every guard in place as this version of the program words it."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(CREATE_FUNCTION)
        for name, table, create, drop in every_guard(connection):
            cursor.execute(drop)
            cursor.execute(create)
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


@contextmanager
def lifted(connection):
    """The owner's way past the guards: to empty a test database or rebuild the demonstration."""
    with as_owner():
        with transaction.atomic(), connection.cursor() as cursor:
            for _name, _table, _create, drop in every_guard(connection):
                cursor.execute(drop)
        try:
            yield
        finally:
            install(connection)


def make_way(connection):
    """Take the triggers out of the way of migrations, on the database that needs it.

    SQLite refuses to rename a table while some trigger, also one of an earlier version of the
    program, names it; and every change of a column there renames one.
    """
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(drop_trigger(connection, name, None))


def check_guards() -> list[str]:
    """The names of the guards that are missing, switched off or not worded as they should be."""
    standing = _standing()
    missing = [
        name
        for name, table, create, _drop in every_guard(connection)
        if standing.get(name) not in ((table, _kept(create)), (table, True))
    ]
    return missing + ([] if standing.get(FUNCTION, True) else [FUNCTION])


def _kept(create):
    """SQLite keeps the wording of a trigger, but not the words IF NOT EXISTS."""
    return create.replace("CREATE TRIGGER IF NOT EXISTS", "CREATE TRIGGER")


def _standing():
    """By name: the table and the wording (SQLite), or the table and whether it always fires."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, relname, tgenabled = 'A' FROM pg_trigger"
                " JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
            )
            standing = {name: (table, always) for name, table, always in cursor.fetchall()}
            cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [FUNCTION])
            return standing | {FUNCTION: cursor.fetchall() == [(BODY,)]}
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: (table, sql) for name, table, sql in cursor.fetchall()}
