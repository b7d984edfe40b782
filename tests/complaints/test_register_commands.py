"""import_register and export_register, and cases of this register among those imported."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from codes.models import Clause, Code, Edition
from complaints.models import Case, Complaint, Procedure
from complaints.register import writing
from complaints.register.exporting import workbook
from partyconduct.parties.models import Party
from partyconduct.rlsdb import bind
from tests.complaints.registered import verdict_on
from tests.complaints.test_register_reading import DATA, WORKBOOK


def test_a_case_of_this_register_is_exported_and_recognised(make_case, cast):
    make_case()
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    content = workbook(cast.harbour, by=cast.harbour_officer, on=date(2099, 1, 1))
    verdict = verdict_on(content)
    assert [entry.ref for entry in verdict.accepted] == [Complaint.objects.get().reference]
    assert writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict).complaints == 0


def test_what_a_person_may_not_see_is_not_exported(make_case, cast):
    make_case(respondent_name=cast.harbour_officer.name)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    content = workbook(cast.harbour, by=cast.harbour_officer, on=date(2099, 1, 1))
    assert verdict_on(content).accepted == []


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def fresh_party(cast):
    """A third party under the same code, with nothing in its register."""
    party = Party.objects.create(slug="shore", name="Shore Party", prefix="SHO")
    bind(party.pk, cast.harbour_officer.person_id)
    Procedure.objects.create(
        party=party,
        number=1,
        in_force_from=date(2020, 1, 1),
        published_at=timezone.now(),
        nation="England",
    )
    code = Code.objects.create(party=party, title="Code")
    for edition in Edition.objects.published().filter(code__party=cast.harbour):
        clauses = list(edition.clauses.order_by("position"))
        made = Edition.objects.create(
            code=code, number=edition.number, in_force_from=edition.in_force_from
        )
        for clause in clauses:
            clause.pk = clause.parent = clause.parent_id = None
            clause.edition = made
            clause._state.adding = True
        Clause.objects.bulk_create(clauses)
        made.status, made.published_at = edition.status, edition.published_at
        made.save()
    return party


def test_the_register_moves_to_a_fresh_party_whole(cast, fresh_party, tmp_path):
    out = tmp_path / "register.xlsx"
    first = json.loads(run("import_register", str(WORKBOOK), party="harbour", json=True))
    run("export_register", party="harbour", out=str(out))
    second = json.loads(run("import_register", str(out), party="shore", json=True))
    assert second["done"] == first["done"]
    assert second["totals"] == first["totals"]
    assert out.stat().st_mode & 0o777 == 0o600


def test_the_command_reports_as_the_answer_file_does(cast, tmp_path):
    report = tmp_path / "report.json"
    run("import_register", str(WORKBOOK), party="harbour", dry_run=True, report=str(report))
    found = json.loads(report.read_text())
    expected = json.loads((DATA / "officer-register-2023.expected.json").read_text())
    for name in expected.keys() - {"totals", "accepted_although_unusual", "first_data_row"}:
        assert found[name] == expected[name], name
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    assert not Case.objects.exists()


def test_the_command_speaks_in_sentences(cast):
    said = run("import_register", str(WORKBOOK), party="harbour", dry_run=True)
    assert "611 rows were entered: 580 accepted, 17 duplicates, 14 rejected." in said
    assert "Row 600 HP23-0585 rejected: Respondent: no respondent; Date closed" in said
    assert "Row 56 HP23-0052: duplicate of row 35." in said
    assert "Nothing was written" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"party": "nobody"}, "no party “nobody”"),
        ({"party": "joint"}, "no party “joint”"),
        ({"party": "harbour", "file": "absent.xlsx"}, "No such file"),
        ({"party": "harbour", "file": __file__}, "No row with the headings"),
    ],
)
def test_the_command_refuses_in_a_sentence(cast, arguments, sentence):
    file = arguments.pop("file", str(WORKBOOK))
    with pytest.raises(CommandError, match=sentence):
        run("import_register", file, **arguments)


def test_a_mapping_without_its_columns_is_refused(cast, tmp_path):
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="as_written"):
        run("import_register", str(WORKBOOK), party="harbour", mapping=mapping)
