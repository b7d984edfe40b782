"""How does the database refuse to change a procedure in force, or the words of a letter?

Triggers on both databases, so that no shell, migration or mistake gets past them. `guards()` is
read by the installer after each migrate (partyconduct.audit.guards).
"""

from partyconduct.audit.guards import append_only, refused_on_sqlite

TABLE = "complaints_procedure"
WORDINGS = "complaints_letterwording"
REFUSAL = "a procedure in force never changes: draft a new version"

POSTGRES = f"""
CREATE OR REPLACE FUNCTION complaints_procedure_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
  IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {{name}} BEFORE {{event}}
  EXECUTE FUNCTION complaints_procedure_stands();
ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {{name}};
"""
EVENTS = {
    f"{TABLE}_stands": f"UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    f"{TABLE}_stands_whole": f"TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
# INSERT OR REPLACE takes a row out without firing BEFORE DELETE, hence the guard of inserts.
SQLITE = {
    "update": "OLD.published_at IS NOT NULL",
    "delete": "OLD.published_at IS NOT NULL",
    "insert": f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id AND published_at IS NOT NULL)",
}


def guards(connection) -> list[tuple[str, str, str, str]]:
    """(name, table, create, drop) of every trigger."""
    made = _postgres if connection.vendor == "postgresql" else _sqlite
    return [*made(), *append_only(connection, WORDINGS, key=("id",))]


def _postgres():
    for name, event in EVENTS.items():
        create = POSTGRES.format(name=name, event=event)
        yield name, TABLE, create, f"DROP TRIGGER IF EXISTS {name} ON {TABLE}"


def _sqlite():
    return refused_on_sqlite(TABLE, SQLITE, REFUSAL)
