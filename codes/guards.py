"""How does the database refuse to change a published edition?

Triggers on both databases, so that no shell, migration or mistake gets past them: a clause or a
tariff line of a published edition cannot be added, changed or taken out, and the edition's own
row stands still from the moment it is published. `guards()` is read by the installer after each
migrate, because SQLite drops a table's triggers whenever it remakes the table.
"""

from partyconduct.audit.guards import refused_on_sqlite

EDITION, PARTS = "codes_edition", ("codes_clause", "codes_tariffline")
REFUSAL = "a published edition never changes: draft a new one"

POSTGRES = {
    EDITION: """
CREATE OR REPLACE FUNCTION codes_edition_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'published' THEN RAISE EXCEPTION '{refusal}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE OR DELETE ON codes_edition
  FOR EACH ROW EXECUTE FUNCTION codes_edition_stands();
ALTER TABLE codes_edition ENABLE ALWAYS TRIGGER {name};
""",
    "part": """
CREATE OR REPLACE FUNCTION codes_part_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN touched := ARRAY[NEW.edition_id];
  ELSIF TG_OP = 'DELETE' THEN touched := ARRAY[OLD.edition_id];
  ELSE touched := ARRAY[OLD.edition_id, NEW.edition_id]; END IF;
  IF EXISTS (SELECT 1 FROM codes_edition WHERE id = ANY(touched) AND status = 'published')
  THEN RAISE EXCEPTION '{refusal}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION codes_part_stands();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
""",
}
TRUNCATE = """
CREATE OR REPLACE FUNCTION codes_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{refusal}'; END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION codes_no_truncate();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""

# INSERT OR REPLACE takes a row out without firing BEFORE DELETE (recursive_triggers off), so the
# insert guards also look at the row that would be replaced.
_PUBLISHED = "SELECT 1 FROM codes_edition WHERE status = 'published' AND id"
_REPLACED = "SELECT edition_id FROM {table} WHERE id = NEW.id"
SQLITE = {
    EDITION: {
        "update": "OLD.status = 'published'",
        "delete": "OLD.status = 'published'",
        "insert": f"EXISTS ({_PUBLISHED} = NEW.id)",
    },
    "part": {
        "update": f"EXISTS ({_PUBLISHED} IN (OLD.edition_id, NEW.edition_id))",
        "delete": f"EXISTS ({_PUBLISHED} = OLD.edition_id)",
        "insert": f"EXISTS ({_PUBLISHED} IN (SELECT NEW.edition_id UNION {_REPLACED}))",
    },
}


def _postgres(table):
    rows = POSTGRES.get(table, POSTGRES["part"])
    for name, sql in ((f"{table}_stands", rows), (f"{table}_stands_whole", TRUNCATE)):
        create = sql.format(name=name, table=table, refusal=REFUSAL)
        yield name, table, create, f"DROP TRIGGER IF EXISTS {name} ON {table}"


def _sqlite(table):
    return refused_on_sqlite(table, SQLITE.get(table, SQLITE["part"]), REFUSAL)


def guards(connection) -> list[tuple[str, str, str, str]]:
    """(name, table, create, drop) of every trigger this app asks for."""
    made = _postgres if connection.vendor == "postgresql" else _sqlite
    return [guard for table in (EDITION, *PARTS) for guard in made(table)]
