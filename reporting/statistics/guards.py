"""How does the database refuse to change what was published?

Triggers on both databases: a published release can be neither changed nor taken out, nor can any
of its files. `guards()` is read by the installer after each migrate.
"""

RELEASE, FILE = "statistics_release", "statistics_releasefile"
REFUSAL = "a published release never changes: publish a correction"

POSTGRES = {
    RELEASE: """
CREATE OR REPLACE FUNCTION statistics_release_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN RAISE EXCEPTION '{refusal}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE OR DELETE ON statistics_release
  FOR EACH ROW EXECUTE FUNCTION statistics_release_stands();
ALTER TABLE statistics_release ENABLE ALWAYS TRIGGER {name};
""",
    FILE: """
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
CREATE OR REPLACE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON statistics_releasefile
  FOR EACH ROW EXECUTE FUNCTION statistics_file_stands();
ALTER TABLE statistics_releasefile ENABLE ALWAYS TRIGGER {name};
""",
}

# INSERT OR REPLACE takes a row out without firing BEFORE DELETE (recursive_triggers off), so the
# insert guards also look at the row that would be replaced.
_PUBLISHED = "SELECT 1 FROM statistics_release WHERE state = 'published' AND id"
_REPLACED = "SELECT release_id FROM statistics_releasefile WHERE id = NEW.id"
SQLITE = {
    RELEASE: {
        "update": "OLD.state = 'published'",
        "delete": "OLD.state = 'published'",
        "insert": f"EXISTS ({_PUBLISHED} = NEW.id)",
    },
    FILE: {
        "update": f"EXISTS ({_PUBLISHED} IN (OLD.release_id, NEW.release_id))",
        "delete": f"EXISTS ({_PUBLISHED} = OLD.release_id)",
        "insert": f"EXISTS ({_PUBLISHED} IN (SELECT NEW.release_id UNION {_REPLACED}))",
    },
}


def _postgres(table):
    name = f"{table}_stands"
    create = POSTGRES[table].format(name=name, refusal=REFUSAL)
    return [(name, table, create, f"DROP TRIGGER IF EXISTS {name} ON {table}")]


def _sqlite(table):
    for verb, condition in SQLITE[table].items():
        name = f"{table}_stands_{verb}"
        create = (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb.upper()} ON {table} "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        yield name, table, create, f"DROP TRIGGER IF EXISTS {name}"


def guards(connection) -> list[tuple[str, str, str, str]]:
    """(name, table, create, drop) of every trigger this app asks for."""
    made = _postgres if connection.vendor == "postgresql" else _sqlite
    return [guard for table in (RELEASE, FILE) for guard in made(table)]
