"""What does the page of the trail show, and to whom?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints.models import Wall
from partyconduct.audit.trail import record
from partyconduct.rlsdb import bind


@pytest.fixture
def trail(cast, sign_in):
    """The page as Harbour's auditor sees it, with a query."""

    def page(**query):
        return sign_in(cast.harbour_auditor).get(reverse("trail"), query)

    return page


def test_the_auditor_reads_who_did_what(cast, trail):
    record(cast.harbour_officer, "acknowledge", cast.harbour)
    page = trail().text
    assert cast.harbour_officer.name in page
    assert "acknowledge" in page


def test_the_data_protection_officer_reads_it_too(cast, sign_in):
    assert sign_in(cast.harbour_dpo).get(reverse("trail")).status_code == 200


@pytest.mark.parametrize("role", ["officer", "head", "leader", "admin"])
def test_nobody_else_does(cast, sign_in, role):
    refused = sign_in(getattr(cast, f"harbour_{role}")).get(reverse("trail"))
    assert refused.status_code == 403
    assert "auditor" in refused.text


def test_another_partys_events_are_not_shown(cast, trail):
    record(cast.meadow_officer, "meadow-canary", cast.meadow)
    assert "meadow-canary" not in trail().text


def test_cases_behind_a_wall_leave_no_trace(cast, trail, make_case):
    case = make_case()
    bind(case.party_id, cast.harbour_officer.person_id)
    record(cast.harbour_officer, "whole-canary", case)
    record(cast.harbour_officer, "part-canary", case.respondent, case=case.pk)
    record(cast.harbour_officer, "other-canary", case.respondent, case=case.pk * 10)
    Wall.objects.create(
        party=case.party,
        case=case,
        person=cast.harbour_auditor.person,
        kind="declared",
        raised_at=timezone.now(),
    )
    page = trail().text
    assert "other-canary" in page
    assert "whole-canary" not in page
    assert "part-canary" not in page


def test_readings_are_the_other_stream(cast, trail):
    record(cast.harbour_officer, "read-canary", cast.harbour, stream="access")
    assert "read-canary" not in trail().text
    assert "read-canary" in trail(stream="access").text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"verb": "first-step"}, True),
        ({"verb": "other"}, False),
        ({"actor": "officer@harbour.example"}, True),
        ({"actor": "head@harbour.example"}, False),
        ({"subject": "party 999999"}, False),
        ({"subject": "HAR-0000-0000"}, False),
    ],
)
def test_the_address_narrows_the_list(cast, trail, query, shown):
    record(cast.harbour_officer, "first-step", cast.harbour)
    assert (">first-step</td>" in trail(**query).text) is shown


def test_a_subject_is_found_as_it_is_shown(cast, trail):
    event = record(cast.harbour_officer, "first-step", cast.harbour)
    assert "first-step" in trail(subject=event.subject_words).text


def test_days_are_those_of_the_calendar_here(cast, trail):
    record(cast.harbour_officer, "first-step", cast.harbour)
    day = timezone.localdate() + timedelta(days=1)
    until_today = {f"until_{part}": getattr(day - timedelta(days=1), part) for part in PARTS}
    from_tomorrow = {f"since_{part}": getattr(day, part) for part in PARTS}
    assert ">first-step</td>" in trail(**until_today).text
    assert ">first-step</td>" not in trail(**from_tomorrow).text


def test_the_last_day_there_is_can_be_asked_for(cast, trail):
    assert trail(until_day=31, until_month=12, until_year=9999).status_code == 200


PARTS = ("day", "month", "year")


def test_an_unreal_day_is_answered_with_a_sentence(trail):
    page = trail(since_day="31", since_month="2", since_year="2026").text
    assert "must be a real date" in page


def test_pages_follow_the_numbers_of_the_chain(cast, trail):
    for number in range(60):
        record(cast.harbour_officer, "many", cast.harbour, number=number)
    first = trail(verb="many").context
    second = trail(verb="many", before=first["events"][-1].seq).context
    assert (len(first["events"]), len(second["events"])) == (50, 10)
    assert first["events"][-1].seq == second["events"][0].seq + 1


def test_more_events_take_no_more_queries(cast, sign_in):
    browser = sign_in(cast.harbour_auditor)

    def queries():
        record(cast.harbour_officer, "many", cast.harbour)
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("trail"))
        return len(asked)

    queries()  # the first visit also writes the session
    assert len({queries() for _each in range(5)}) == 1
