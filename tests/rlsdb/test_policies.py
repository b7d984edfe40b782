"""Does the database keep parties and walled persons apart by itself, below any filter?"""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from complaints.models import Case, Incident, Note, Procedure, Wall
from partyconduct.rlsdb import acting, as_owner, bind, policies

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no row-level security"
)


@pytest.fixture
def cases(cast):
    """A case of each party with a note in it, and whoever wrote it, by slug of the party."""
    made = {}
    for party, officer in (
        (cast.harbour, cast.harbour_officer),
        (cast.meadow, cast.meadow_officer),
    ):
        with acting(party.pk, officer.person_id):
            procedure = Procedure.objects.filter(party=party).first() or Procedure.objects.create(
                party=party,
                number=1,
                in_force_from=date(2020, 1, 1),
                published_at=timezone.now(),
                nation=party.nation,
            )
            case = Case.objects.create(
                party=party,
                reference=f"{party.prefix}-POL1-CY00",
                received_on=date(2026, 1, 5),
                procedure=procedure,
            )
            note_in(case, officer.person)
        made[party.slug] = case
    return made


def note_in(case, person, **changed):
    fields = {"party_id": case.party_id, "case": case} | changed
    return Note.objects.create(
        text="A word", written_at=timezone.now(), written_by=person, **fields
    )


def wall(case, person):
    return Wall.objects.create(
        party_id=case.party_id,
        case=case,
        person=person,
        kind="declared",
        reason="A neighbour",
        raised_at=timezone.now(),
    )


def test_nothing_is_less_closed_than_it_should_be(db):
    assert policies.check_policies() == []


def test_every_table_with_a_party_is_closed_or_exempt():
    closed = {table.name for table in policies.tables()} | policies.EXEMPT.keys()
    open_tables = {
        model._meta.db_table
        for model in apps.get_models()
        if "party_id" in {field.attname for field in model._meta.local_fields}
    }
    assert open_tables <= closed


def test_every_row_of_a_case_hangs_on_it_by_party():
    children = [table for table in policies.tables() if table.case_column == "case_id"]
    histories = {t.name for t in children if t.name.startswith("complaints_historical")}
    bound = {t.name for t in children if ("case_id", "complaints_case") in t.parents}
    assert len(bound) > 20
    assert bound == {table.name for table in children} - histories


# --- the runtime role on PostgreSQL ----------------------------------------------------------


@on_postgresql
def test_nobody_sees_a_row_of_any_closed_table(cases):
    bind(None, None)
    seen = {}
    for table in policies.tables():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table.name}")
            seen[table.name] = cursor.fetchone()[0]
    assert set(seen.values()) == {0}


@on_postgresql
def test_a_party_sees_its_own_rows_through_any_query(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    assert set(Case.objects.values_list("party_id", flat=True)) == {cast.harbour.pk}
    assert set(Note.objects.values_list("party_id", flat=True)) == {cast.harbour.pk}
    assert set(Case.history.values_list("party_id", flat=True)) == {cast.harbour.pk}


@on_postgresql
def test_a_party_cannot_change_or_remove_anothers_rows(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    theirs = Case.objects.filter(pk=cases["meadow"].pk)
    assert theirs.update(version=9) == 0
    assert theirs.delete()[0] == 0


@on_postgresql
def test_a_party_cannot_write_for_another(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Incident.objects.create(party=cast.meadow, label="INC/1")


@on_postgresql
def test_nor_blindly_without_asking_for_the_row_back(cast, cases):
    """RETURNING is checked by the reading half of the policy, a plain INSERT by the other."""
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    insert = "INSERT INTO complaints_incident (party_id, label) VALUES (%s, 'INC/1')"
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        connection.cursor().execute(insert, [cast.meadow.pk])


@on_postgresql
def test_a_row_cannot_be_given_away(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Note.objects.filter(case=cases["harbour"]).update(party=cast.meadow)


@on_postgresql
def test_a_walled_person_finds_neither_the_case_nor_what_hangs_on_it(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    mine = {"pk": cases["harbour"].pk}
    wall(cases["harbour"], cast.harbour_head.person)
    assert Case.objects.filter(**mine).exists()
    bind(cast.harbour.pk, cast.harbour_head.person_id)
    assert not Case.objects.filter(**mine).exists()
    assert not Case.history.filter(id=cases["harbour"].pk).exists()
    assert not Note.objects.filter(case=cases["harbour"]).exists()
    assert not Note.history.filter(case=cases["harbour"]).exists()


@on_postgresql
def test_a_lifted_wall_opens_the_case_again(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    standing = wall(cases["harbour"], cast.harbour_head.person)
    standing.lifted_at = timezone.now()
    standing.save()
    bind(cast.harbour.pk, cast.harbour_head.person_id)
    assert Case.objects.filter(pk=cases["harbour"].pk).exists()


@on_postgresql
def test_without_a_person_a_party_sees_no_case(cast, cases):
    bind(cast.harbour.pk, None)
    assert not Case.objects.exists()
    assert not Note.objects.exists()


@on_postgresql
def test_the_owner_is_bound_as_well(cast, cases):
    """Forced: a table's owner without BYPASSRLS sees what the runtime role sees."""
    bind(None, None)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain_owner NOLOGIN NOBYPASSRLS")
        cursor.execute("GRANT CREATE, USAGE ON SCHEMA public TO plain_owner")
        cursor.execute("GRANT SELECT ON complaints_wall TO plain_owner")
        connection.check_constraints()
        cursor.execute("ALTER TABLE complaints_note OWNER TO plain_owner")
        cursor.execute("SET LOCAL ROLE plain_owner")
        cursor.execute("SELECT count(*) FROM complaints_note")
        assert cursor.fetchone() == (0,)
        cursor.execute("SET LOCAL ROLE none")


@on_postgresql
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("ALTER TABLE complaints_note DISABLE ROW LEVEL SECURITY", "enabled and forced"),
        ("ALTER TABLE complaints_note NO FORCE ROW LEVEL SECURITY", "enabled and forced"),
        ("DROP POLICY tenant ON complaints_note", "tenant policy"),
        ("DROP POLICY wall ON complaints_note", "wall policy"),
        ("ALTER TABLE complaints_note DROP CONSTRAINT note_case_id_of_same_party", "foreign key"),
        ("CREATE TABLE complaints_new (id int)", "neither under"),
        ("CREATE TABLE other_new (id int, party_id int)", "neither under"),
    ],
)
def test_whatever_is_opened_is_reported(db, damage, said):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(damage)
    (objection,) = policies.check_policies()
    assert said in objection


@on_postgresql
def test_installing_again_mends_it_and_changes_nothing_else(db):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP POLICY wall ON complaints_note")
        for _each in range(2):
            policies.install(connection)
    assert policies.check_policies() == []


# --- both databases --------------------------------------------------------------------------


def test_a_row_cannot_hang_on_another_partys_case(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        note_in(cases["meadow"], cast.harbour_officer.person, party_id=cast.harbour.pk)


def test_a_row_cannot_be_moved_to_another_partys_case(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(case=cases["harbour"]).update(case=cases["meadow"])


def test_a_case_cannot_change_its_party_under_its_rows(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=cases["harbour"].pk).update(party=cast.meadow)


def test_a_case_cannot_be_pinned_to_another_partys_procedure(cast, cases):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=cases["harbour"].pk).update(procedure=cases["meadow"].procedure_id)
