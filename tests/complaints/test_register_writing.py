"""What stands in the register after an import, and that importing again changes nothing."""

import csv
import io
import json
from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.db.models import Count, Min

from complaints.models import (
    Allegation,
    Case,
    CitedCharacteristic,
    Complaint,
    Finding,
    Incident,
    Sanction,
)
from complaints.register import tidying, writing
from complaints.register.judging import judge
from complaints.register.reading import read
from complaints.workflow import Stage
from partyconduct.audit.models import AuditEvent
from partyconduct.audit.trail import events_about, verify
from partyconduct.parties.models import Person
from partyconduct.rlsdb import bind
from tests.complaints.test_register_reading import DATA, HEADINGS, WORKBOOK, row


@pytest.fixture(scope="module")
def verdict():
    sheet = read(WORKBOOK.read_bytes())
    return judge(sheet, tidying.spellings(), sheet.closed_on)


@pytest.fixture(scope="module")
def totals():
    return json.loads((DATA / "officer-register-2023.expected.json").read_text())["totals"]


@pytest.fixture
def imported(cast, verdict):
    done = writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    return done


@pytest.fixture
def put(cast):
    """Import a few rows of our own."""

    def put_rows(*rows):
        text = io.StringIO()
        csv.writer(text).writerows([HEADINGS, *rows])
        sheet = read(text.getvalue().encode())
        verdict = judge(sheet, tidying.spellings(), date(2024, 2, 28))
        done = writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict)
        bind(cast.harbour.pk, cast.harbour_officer.person_id)
        return done

    return put_rows


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
    closed = Incident.objects.exclude(complaints__case__closed_on=None)
    timed = closed.annotate(
        first=Min("complaints__received_on"), last=Min("complaints__case__closed_on")
    )
    days = [(incident.last - incident.first).days for incident in timed]
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


def test_a_few_queries_write_a_row(imported, cast, put, django_assert_max_num_queries):
    with django_assert_max_num_queries(90):
        put(*(row(ref=f"N{n}", alleged=f"Said {n}.") for n in range(3)))


# Rows of our own ---------------------------------------------------------------------------------
def test_a_later_row_about_the_same_incident_and_person_joins_its_case(put):
    about = {"incident": "INC/1", "clauses": "3.1"}
    put(row(**about))
    again = put(row(alleged="Another saw it.", **about | {"clauses": "3.1, 3.3"}))
    assert (again.complaints, again.cases, again.allegations) == (1, 0, 1)
    assert Case.objects.get().complaints.count() == 2


def test_two_respondents_of_one_incident_are_two_cases(put):
    put(
        row(incident="I1"),
        row(incident="i1 ", respondent="Reed Timberstead", alleged="And he."),
    )
    assert (Case.objects.count(), Incident.objects.count()) == (2, 1)


def test_rows_without_an_incident_reference_are_incidents_of_their_own(put):
    put(row(), row(alleged="Something else."))
    assert Incident.objects.count() == 2


def test_a_clause_no_edition_knows_is_kept_in_words(put):
    done = put(row(clauses="99.9"))
    assert done.unlinked == 1
    assert Complaint.objects.get().clauses_cited == "99.9"


def test_a_panels_result_without_a_clause_is_still_found(put):
    put(row(outcome="RAI", panel="Upheld", sanctions="Suspension 3 months"))
    finding, sanction = Finding.objects.get(), Sanction.objects.get()
    assert (finding.finding, finding.allegation.clause) == ("upheld", None)
    assert (sanction.imposed_on, sanction.ends_on) == (date(2023, 4, 4), date(2023, 7, 4))


def test_one_complaint_still_open_keeps_the_case_open(put):
    about = {"incident": "I1"}
    put(row(**about), row(alleged="More.", outcome="Ongoing", closed="", **about))
    assert Case.objects.get().is_open


def test_whoever_of_the_party_is_named_is_walled_off(put, cast):
    put(row(respondent=cast.harbour_head.name))
    case = Case.objects.get()
    assert Case.objects.visible_to(cast.harbour_officer).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(cast.harbour_head).exists()


def test_a_person_walled_off_by_her_own_import_imports_again_in_peace(put, cast):
    named = row(respondent=cast.harbour_officer.name)
    put(named)
    assert put(named).already == 1


def test_words_that_a_database_will_not_keep_are_refused_or_cleaned(put):
    done = put(row(ref="R" * 61), row(ref="R2", alleged="so " * 400 + "nul\0 inside"))
    assert done.complaints == 1
    assert Complaint.objects.get().statement.endswith("nul inside")


def test_a_case_received_in_the_register_already_is_recognised(put, make_case):
    complaint = make_case().complaints.get()
    said = {"alleged": complaint.statement, "received": str(complaint.received_on)}
    assert put(row(**said | {"outcome": "ongoing", "closed": ""})).complaints == 0


def test_months_are_added_to_the_end_of_shorter_ones():
    days = [(date(2023, 1, 31), 1), (date(2023, 11, 30), 3), (date(2023, 12, 5), 12)]
    assert [writing._later(*each) for each in days] == [
        date(2023, 2, 28),
        date(2024, 2, 29),
        date(2024, 12, 5),
    ]


def test_nothing_is_left_when_it_fails_half_way(put, cast, monkeypatch):
    monkeypatch.setattr(writing._Writer, "_start_clocks", lambda *_: 1 / 0)
    before = every_row()
    with pytest.raises(ZeroDivisionError):
        put(row(officer="Petra Quill"))
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    assert every_row() == before
    assert not Person.objects.filter(name="Petra Quill").exists()
