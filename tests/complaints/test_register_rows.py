"""Single rows become cases, join them, or leave nothing behind."""

from datetime import date

import pytest
from django.apps import apps

from complaints.actions import take
from complaints.models import Case, Complaint, Finding, Incident, Sanction
from complaints.register import writing
from partyconduct.parties.models import Person
from partyconduct.rlsdb import bind
from tests.complaints.registered import verdict_on_rows
from tests.complaints.test_register_reading import row


def test_a_few_queries_write_a_row(put, django_assert_max_num_queries):
    with django_assert_max_num_queries(90):
        put(*(row(ref=f"N{n}", alleged=f"Said {n}.") for n in range(3)))


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


def every_row():
    """How many rows each table of complaints holds, histories included."""
    return {
        m._meta.label: m.objects.count() for m in apps.get_app_config("complaints").get_models()
    }


def test_nothing_is_left_when_it_fails_half_way(put, cast, monkeypatch):
    monkeypatch.setattr(writing._Writer, "_start_clocks", lambda *_: 1 / 0)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    before = every_row()
    with pytest.raises(ZeroDivisionError):
        put(row(officer="Petra Quill"))
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    assert every_row() == before
    assert not Person.objects.filter(name="Petra Quill").exists()


def test_a_term_of_thousands_of_years_is_a_slip_of_the_pen():
    verdict = verdict_on_rows(
        row(outcome="resolved at investigation", panel="upheld", sanctions="suspended 99999m")
    )
    assert not verdict.accepted
    assert "term too long" in str(verdict.rejected)


def test_a_walled_officers_import_does_not_reach_the_case(put, cast):
    said = {"incident": "INC-777", "respondent": "Rill Rowan", "member_no": "HP-7"}
    said |= {"outcome": "ongoing", "closed": ""}
    put(row(ref="A1", alleged="First words.", **said))
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    case = Case.objects.get(respondent__name="Rill Rowan")
    walled = cast.harbour_officer.person
    take("raise_wall", case, by=cast.harbour_head, person=walled, reasons="A cousin.")
    put(row(ref="A2", alleged="Other words.", **said))
    bind(cast.harbour.pk, cast.harbour_head.person_id)
    assert Case.objects.filter(respondent__name="Rill Rowan").count() == 2
    assert case.complaints.count() == 1
