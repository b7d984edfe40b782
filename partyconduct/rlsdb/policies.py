"""Which rows does the database itself keep from which party and person?

On PostgreSQL every table of `complaints` that has a party is under row-level security, for its
owner too. The tenant policy shows a party its own rows; the wall policy takes a case and all that
hangs on it away from a person behind a wall. A transaction in which nobody acts sees nothing.
Foreign keys are not bound by policies, so each one between these tables also compares the party.
SQLite has no policies; there triggers compare the party, and the application alone hides rows.

This is a net under a forgotten filter, not a defence against injected SQL, which could bind
itself. The role that migrates owns the tables; the processes work as `partyconduct_runtime` or as
a login that is a member of it, which may neither change the schema nor the trail. Whoever dumps
the database needs BYPASSRLS: a dump without it succeeds and is empty.
"""

from typing import NamedTuple

from django.apps import apps
from django.db import connection, transaction

ROLE = "partyconduct_runtime"
APPS = {"complaints", "statistics"}
WALLS = "complaints_wall"

# Tables that hold a party, or belong to complaints, and stand outside: each a reviewed decision.
EXEMPT = {
    "audit_auditevent": "opaque; one role verifies the chains of all parties",
    "audit_audithead": "opaque; locked before the party's own rows are",
    "codes_adherence": "which party stands by the joint code is public",
    "codes_historicaladherence": "as the adherence itself",
    "codes_code": "codes are public",
    "codes_historicalcode": "codes are public",
    "complaints_attempt": "counts of wrong tries under keyed hashes; belongs to no party",
    "complaints_outboxmessage": "one worker sends for all parties; says only that there is news",
    "complaints_unsentcomplaint": "what is typed belongs to no party until it is sent",
    "complaints_procedure": "how a party handles complaints is public; views keep the drafts",
    "complaints_historicalprocedure": "as the procedure itself",
    "complaints_invitationkey": "finds the party of an invitation before any party is bound",
    "complaints_receipt": "finds the party of a reference before any party is bound",
    "parties_membership": "tells for which party a person may be bound",
    "parties_historicalmembership": "as the memberships themselves",
    "statistics_announcement": "the calendar of releases is public",
    "statistics_historicalannouncement": "as the announcement itself",
    "statistics_release": "holds figures made safe to show; most are public",
    "statistics_historicalrelease": "as the release itself",
    "parties_registration": "a copy of a public register",
    "parties_historicalregistration": "a copy of a public register",
}

OWN = {  # what the runtime role may do, where that is not everything
    "audit_auditevent": "SELECT, INSERT",
    "audit_audithead": "SELECT, INSERT, UPDATE",
    "django_migrations": "SELECT",
}

FUNCTIONS = """
CREATE OR REPLACE FUNCTION current_party() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.party', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION current_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.person', true), '')::bigint $$;
"""
# (SELECT f()) is evaluated once a query, f() once a row.
TENANT = "party_id = (SELECT current_party())"
# Without a person no wall would match, so a person is demanded.
WALL = f"""(SELECT current_person()) IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM {WALLS} w WHERE w.case_id = {{table}}.{{column}}
     AND w.person_id = (SELECT current_person()) AND w.lifted_at IS NULL)"""
SECURE = f"""
ALTER TABLE {{table}} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {{table}} FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant ON {{table}};
DROP POLICY IF EXISTS wall ON {{table}};
CREATE POLICY tenant ON {{table}} USING ({TENANT}) WITH CHECK ({TENANT});
"""
OPEN = """
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant ON {table};
DROP POLICY IF EXISTS wall ON {table};
"""  # an earlier version of the program may have secured it
WALLED = f"CREATE POLICY wall ON {{table}} AS RESTRICTIVE USING ({WALL});"
SAME_PARTY = """
CREATE UNIQUE INDEX IF NOT EXISTS {parent}_of_party ON {parent} (party_id, id);
ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name};
ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (party_id, {column})
  REFERENCES {parent} (party_id, id) DEFERRABLE INITIALLY IMMEDIATE;
"""
CREATE_ROLE = f"""
DO $$ BEGIN
  CREATE ROLE {ROLE} NOLOGIN NOBYPASSRLS;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
      RAISE EXCEPTION 'Let a superuser run: CREATE ROLE {ROLE} NOLOGIN';
    END IF;
END $$
"""
GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {ROLE};
"""


class Table(NamedTuple):
    """A table under row-level security, and what its rows hang on."""

    name: str
    case_column: str  # where a wall is looked up; empty: no wall
    parents: tuple[tuple[str, str], ...]  # (column, table): same party by constraint


def tables() -> list[Table]:
    """Every model of the walled apps that has a party, and the history of each."""
    return [_table(model) for model in _models() if model._meta.db_table not in EXEMPT]


def _models():
    owned = (model for model in apps.get_models() if model._meta.app_label in APPS)
    return [m for m in owned if "party" in {field.name for field in m._meta.local_fields}]


def _table(model):
    owned, history = set(_models()), _is_history(model)
    keys = [field for field in model._meta.local_fields if field.is_relation]
    parents = tuple(
        (key.column, key.related_model._meta.db_table)
        # A history outlives what it points at, and is written from a row that was compared.
        for key in keys if key.related_model in owned and not history
    )  # fmt: skip
    return Table(model._meta.db_table, _case_column(model), parents)


def _is_history(model):
    return hasattr(model, "history_type")


def _case_column(model):
    name = model._meta.model_name.removeprefix("historical" if _is_history(model) else "")
    columns = {"case": "id", "wall": ""}  # the policy reads walls, so none may be hidden from it
    held = {field.name for field in model._meta.local_fields}
    return columns.get(name, "case_id" if "case" in held else "")


# --- PostgreSQL -----------------------------------------------------------------------------


def install(connection):
    """Every policy, constraint and grant as this version of the program words it."""
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        for table in sorted(EXEMPT.keys() & set(connection.introspection.table_names(cursor))):
            cursor.execute(OPEN.format(table=table))
        for table in tables():
            cursor.execute(SECURE.format(table=table.name))
            if table.case_column:
                cursor.execute(WALLED.format(table=table.name, column=table.case_column))
            for column, parent in table.parents:
                name = _constraint(table.name, column)
                cursor.execute(
                    SAME_PARTY.format(table=table.name, column=column, parent=parent, name=name)
                )
        cursor.execute(CREATE_ROLE)
        cursor.execute(GRANTS)
        for table in OWN.keys() & set(connection.introspection.table_names(cursor)):
            cursor.execute(f"REVOKE ALL ON {table} FROM {ROLE}")
            cursor.execute(f"GRANT {OWN[table]} ON {table} TO {ROLE}")


def relax(connection):
    """Let the owner see all rows while migrating: bound, it would change none, silently."""
    _force(connection, "NO FORCE")


def tighten(connection):
    _force(connection, "FORCE")


def _force(connection, words):
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {words} ROW LEVEL SECURITY")


def _constraint(table, column):
    return f"{table.removeprefix('complaints_')}_{column}_of_same_party"


FACTS = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
  EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant'
     AND p.polpermissive AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL),
  EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'wall'
     AND NOT p.polpermissive),
  ARRAY(SELECT conname::text FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f')
FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND (
  c.relname LIKE 'complaints\\_%' OR EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'party_id'))
"""


def check_policies() -> list[str]:
    """Sentences about every table that is less closed than this module says."""
    if connection.vendor != "postgresql":
        return []
    expected = {table.name: table for table in tables()}
    with connection.cursor() as cursor:
        cursor.execute(FACTS)
        facts = {name: found for name, *found in cursor.fetchall()}
    unknown = sorted(facts.keys() - expected.keys() - EXEMPT.keys())
    return [f"{name} is neither under row-level security nor exempt." for name in unknown] + [
        objection
        for name, table in expected.items()
        for objection in _objections(table, *facts.get(name, (False, False, False, ())))
    ]


def _objections(table, forced, tenant, wall, constraints):
    needed = {_constraint(table.name, column) for column, _parent in table.parents}
    checks = (
        (forced, "row-level security is not enabled and forced"),
        (tenant, "the tenant policy is missing"),
        (wall or not table.case_column, "the wall policy is missing"),
        (needed <= set(constraints), "a foreign key does not compare the party"),
    )
    return [f"{table.name}: {words}." for holds, words in checks if not holds]


# --- SQLite ---------------------------------------------------------------------------------

REFUSE = "BEGIN SELECT RAISE(ABORT, 'this row would hang on another party'); END"


def guards(connection):
    """What composite foreign keys do on PostgreSQL, as triggers for audit.guards to install."""
    if connection.vendor == "postgresql":
        return
    for table in tables():
        for column, parent in table.parents:
            strange = (
                f"WHEN NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent}"
                f" WHERE id = NEW.{column} AND party_id = NEW.party_id)"
            )
            for suffix, event in (
                ("insert", "INSERT"),
                ("update", f"UPDATE OF party_id, {column}"),
            ):
                yield _guard(f"{table.name}_{column}_{suffix}", event, table.name, strange)
    for parent in sorted({parent for table in tables() for _column, parent in table.parents}):
        moved = "WHEN NEW.party_id <> OLD.party_id"
        yield _guard(f"{parent}_keeps_its_party", "UPDATE OF party_id", parent, moved)


def _guard(name, event, table, condition):
    create = f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition} {REFUSE}"
    return name, table, create, f"DROP TRIGGER IF EXISTS {name}"
