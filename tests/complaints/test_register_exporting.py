"""The exported workbook imports to the same register, and no cell of it is a formula."""

import io
from datetime import date

import openpyxl
import pytest

from complaints.register import grouping, writing
from complaints.register.exporting import workbook
from partyconduct.audit.trail import events_about
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import bind
from tests.complaints.registered import verdict_on

TODAY = date(2024, 2, 28)


@pytest.fixture(scope="module")
def content(once):
    harbour = Party.objects.get(slug="harbour")
    officer = User.objects.get(email="officer@harbour.example").act_for(harbour)
    bind(harbour.pk, officer.person_id)
    return workbook(harbour, by=officer, on=TODAY)


@pytest.fixture
def exported(imported, content):
    return content


def test_an_export_imports_to_the_same_register(exported, verdict):
    second = verdict_on(exported)
    assert (second.closed_on, second.rejected, second.duplicates) == (TODAY, [], [])
    assert second.remarks == []
    first = grouping.totals(verdict.accepted)
    assert grouping.totals(second.accepted) == first


def test_every_row_comes_back_with_its_text(exported, verdict):
    said = [entry.statement for entry in verdict.accepted]
    assert [entry.statement for entry in verdict_on(exported).accepted] == said


def test_importing_the_export_into_the_same_party_changes_nothing(exported, cast):
    done = writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict_on(exported))
    assert (done.complaints, done.already) == (0, 580)


def test_no_cell_is_a_formula(exported):
    sheet = openpyxl.load_workbook(io.BytesIO(exported)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value[0] in "=+-@\t\r"]
    assert [cell.value[:3] for cell in cells if cell.value.startswith("'=")] == ["'=)"]


def test_taking_the_register_out_is_an_event(exported, cast):
    event = events_about(cast.harbour).get(verb="export_register")
    assert (event.actor, event.details["complaints"]) == (cast.harbour_officer, 580)


def test_the_number_of_queries_does_not_grow(cast, exported, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        workbook(cast.harbour, by=cast.harbour_officer, on=TODAY)
