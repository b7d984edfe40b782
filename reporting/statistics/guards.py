"""How does the database refuse to change what was published?

Triggers on both databases: a published release can be neither changed nor taken out, nor can any
of its files, what was frozen for it, or the list of who saw it before. `guards()` is read by the
installer after each migrate.
"""

from partyconduct.audit.guards import refused_on_sqlite

RELEASE = "statistics_release"
PARTS = (
    "statistics_releasefile",
    "statistics_freeze",
    "statistics_earlyreader",
    "statistics_earlyview",
)
REFUSAL = "a published release never changes: publish a correction"

POSTGRES_RELEASE = """
CREATE OR REPLACE FUNCTION statistics_release_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN RAISE EXCEPTION '{refusal}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION statistics_release_stands();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""
POSTGRES_PART = """
CREATE OR REPLACE FUNCTION statistics_file_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN touched := ARRAY[NEW.release_id];
  ELSIF TG_OP = 'DELETE' THEN touched := ARRAY[OLD.release_id];
  ELSE touched := ARRAY[OLD.release_id, NEW.release_id]; END IF;
  IF EXISTS (SELECT 1 FROM statistics_release WHERE id = ANY(touched) AND state = 'published')
  THEN RAISE EXCEPTION '{refusal}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION statistics_file_stands();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""

# INSERT OR REPLACE takes a row out without firing BEFORE DELETE (recursive_triggers off), so the
# insert guards also look at the row that would be replaced.
_PUBLISHED = "SELECT 1 FROM statistics_release WHERE state = 'published' AND id"
SQLITE_RELEASE = {
    "update": "OLD.state = 'published'",
    "delete": "OLD.state = 'published'",
    "insert": f"EXISTS ({_PUBLISHED} = NEW.id)",
}
SQLITE_PART = {
    "update": f"EXISTS ({_PUBLISHED} IN (OLD.release_id, NEW.release_id))",
    "delete": f"EXISTS ({_PUBLISHED} = OLD.release_id)",
    "insert": f"EXISTS ({_PUBLISHED} IN (SELECT NEW.release_id UNION "
    "SELECT release_id FROM {table} WHERE id = NEW.id))",
}


def _postgres(table):
    name = f"{table}_stands"
    words = POSTGRES_RELEASE if table == RELEASE else POSTGRES_PART
    create = words.format(name=name, table=table, refusal=REFUSAL)
    return [(name, table, create, f"DROP TRIGGER IF EXISTS {name} ON {table}")]


def _sqlite(table):
    conditions = SQLITE_RELEASE if table == RELEASE else SQLITE_PART
    return refused_on_sqlite(table, conditions, REFUSAL)


def guards(connection) -> list[tuple[str, str, str, str]]:
    """(name, table, create, drop) of every trigger this app asks for."""
    made = _postgres if connection.vendor == "postgresql" else _sqlite
    return [guard for table in (RELEASE, *PARTS) for guard in made(table)]
