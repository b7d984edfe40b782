"""What stands in the register after the import of the officer's workbook."""

import json
from collections import Counter

import pytest
from django.apps import apps
from django.db.models import Count

from complaints.models import (
    Allegation,
    Case,
    CitedCharacteristic,
    Complaint,
    Finding,
    Incident,
    Sanction,
)
from complaints.register import writing
from complaints.workflow import Stage
from partyconduct.audit.models import AuditEvent
from partyconduct.audit.trail import events_about, verify
from partyconduct.parties.models import Person
from partyconduct.rlsdb import bind
from tests.complaints.test_register_reading import DATA


@pytest.fixture(scope="module")
def totals():
    return json.loads((DATA / "officer-register-2023.expected.json").read_text())["totals"]


def counted(queryset, field):
    return dict(Counter(queryset.values_list(field, flat=True)))


def test_the_register_holds_exactly_the_totals(imported, totals):
    assert Complaint.objects.count() == totals["complaints"]
    assert Incident.objects.count() == totals["incidents"]
    assert Case.objects.count() == totals["cases"]
    assert Allegation.objects.exclude(clause=None).count() == totals["allegations"]
    numbers = counted(Allegation.objects.exclude(clause=None), "clause__number")
    assert numbers == totals["allegations_by_clause"]
    assert imported.unlinked == 0


def test_respondents_are_counted_by_member_number_and_else_by_name(imported, totals):
    times = Case.objects.values("respondent__identity").annotate(n=Count("pk"))
    found = Counter(str(each["n"]) for each in times)
    assert found == totals["cases_per_respondent"]


def test_incidents_are_counted_by_outcome(imported, totals):
    reasons = {
        "dismissed-at-assessment": "dismissed",
        "complainant-withdrew": "withdrawn",
        "decided-by-panel": "resolved-at-investigation",
        "": "ongoing",
    }
    pairs = Complaint.objects.values_list("incident", "case__closing_reason").distinct()
    found = Counter(reasons[reason] for _incident, reason in pairs)
    assert found == totals["incidents_by_outcome"]


def test_panel_results_and_sanctions_count_once_per_incident(imported, totals):
    upheld = Finding.objects.filter(finding="upheld").values("allegation__incident").distinct()
    against = Finding.objects.filter(finding="not-upheld").values("allegation__incident")
    assert upheld.count() == totals["panel_incidents"]["upheld"]
    assert against.distinct().count() == totals["panel_incidents"]["dismissed-or-no-action"]
    pairs = Sanction.objects.values_list("case__complaints__incident", "sanction").distinct()
    every = Counter(code for _incident, code in pairs)
    assert every == totals["sanctions_all_per_incident"]


def test_times_from_receipt_to_closing_are_those_published(imported, totals):
    closed = Complaint.objects.exclude(case__closed_on=None)
    first, last = {}, {}
    for incident, received, shut in closed.values_list(
        "incident", "received_on", "case__closed_on"
    ):
        first[incident] = min(received, first.get(incident, received))
        last[incident] = min(shut, last.get(incident, shut))
    days = [(last[incident] - first[incident]).days for incident in first]
    bands = totals["time_bands_incidents_closed"]
    assert len(days) == bands["base"]
    assert sum(n <= 90 for n in days) == bands["0-90"]


def test_characteristics_and_channels_are_kept_as_codes(imported, totals):
    cited = counted(CitedCharacteristic.objects, "code")
    assert cited["race/anti-black-racism"] == 10
    assert Complaint.objects.filter(channel="public-form").count() == 362
    assert Complaint.objects.filter(medium="social-media-post").count() == 464
    assert (
        counted(Complaint.objects.exclude(platform=""), "platform")
        == (totals["complaints_by_platform"])
    )


def test_open_cases_stand_at_a_lawful_stage_with_something_due(imported):
    open_cases = Case.objects.open()
    assert counted(open_cases, "stage") == {Stage.PANEL: 9, Stage.ASSESSMENT: 17}
    assert all(case.clocks.running().exists() for case in open_cases)


def test_each_case_pins_the_edition_and_the_procedure_of_its_day(imported):
    assert not Case.objects.filter(edition=None).exists()
    assert set(Case.objects.values_list("edition__code__party__slug", flat=True)) == {"harbour"}
    assert not Case.objects.filter(procedure=None).exists()


def test_rejected_rows_leave_nothing_behind(imported):
    assert not Complaint.objects.filter(external_row__in=[36, 79, 102, 600]).exists()
    assert not Complaint.objects.filter(external_ref__in=["HP23-0032", "HP23-0585"]).exists()


def test_each_complaint_remembers_the_officer_of_its_row(imported, totals):
    assert counted(Complaint.objects, "external_officer") == totals["complaints_by_officer"]


def test_officers_become_people_without_an_account(imported, cast):
    officers = Person.objects.filter(name="Petra Quill")
    assert [person.accounts.count() for person in officers] == [0]
    assert Case.objects.filter(officer__name="Petra Quill").exists()


def every_row():
    """How many rows each table of complaints holds, histories included."""
    return {
        m._meta.label: m.objects.count() for m in apps.get_app_config("complaints").get_models()
    }


def test_importing_again_changes_nothing(imported, cast, verdict):
    before = every_row(), AuditEvent.objects.count(), Person.objects.count()
    again = writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    assert (again.complaints, again.already) == (0, 580)
    assert (every_row(), AuditEvent.objects.count(), Person.objects.count()) == before


def test_the_trail_tells_of_the_import_and_of_each_case(imported, cast):
    told = events_about(cast.harbour).get(verb="import_register")
    assert told.actor == cast.harbour_officer
    assert AuditEvent.objects.filter(verb="import_case").count() == 525
    assert verify(cast.harbour.pk) == []


def test_every_row_has_a_history_that_names_the_person_and_the_verb(imported, cast):
    for model in (Case, Complaint, Allegation, Finding, Sanction, Incident):
        history = model.history.all()
        assert history.count() == model.objects.count(), model
        assert counted(history, "history_user") == {cast.harbour_officer.pk: history.count()}
        assert set(history.values_list("history_change_reason", flat=True)) == {"import_register"}


def test_another_party_sees_none_of_it(imported, cast):
    assert not Case.objects.visible_to(cast.meadow_head).exists()
