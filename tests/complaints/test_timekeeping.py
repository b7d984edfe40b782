"""When does a running deadline move, and does the trail say so?"""

from datetime import date

import pytest
from django.utils import timezone

from complaints.actions import digest, take, timekeeping
from complaints.models import Case, OutboxMessage
from complaints.workflow import Refused, Stage
from partyconduct.audit.trail import events_about
from partyconduct.dates.calendars import calendar_for
from partyconduct.dates.models import BankHoliday, CampaignPeriod
from partyconduct.parties.models import User
from partyconduct.rlsdb import bind
from tests.walk import REASONS, step, travel

HOLIDAY = date(2026, 3, 6)


@pytest.fixture
def case(make_case):
    """Received on a Monday; acknowledge within five working days."""
    with travel("2026-03-02"):
        yield make_case(at=Stage.RECEIVED)


def proclaim(party, day=HOLIDAY):
    BankHoliday.objects.create(nation=party.nation, date=day, name="Day of thanks")


def jobs_of(party):
    service = User.objects.service("jobs").act_for(party)
    bind(party.pk, service.person_id)
    return service


def recount(party):
    return timekeeping.recount(jobs_of(party), None)


def the_clock(case):
    return case.clocks.get(kind="acknowledge")


def test_a_new_bank_holiday_moves_the_deadlines_after_it_with_an_event(cast, case):
    assert the_clock(case).due_on == date(2026, 3, 9)
    proclaim(cast.harbour)
    assert recount(cast.harbour) == {"moved": 1}
    assert the_clock(case).due_on == date(2026, 3, 10)
    event = events_about(case).get(verb="recount")
    assert event.details["before"] == "2026-03-09"
    assert event.details["due"] == "2026-03-10"


def test_the_page_says_why_it_moved(cast, case, sign_in):
    proclaim(cast.harbour)
    recount(cast.harbour)
    page = sign_in(cast.harbour_officer).get(case.get_absolute_url())
    assert "Day of thanks (6 March 2026)" in page.text


def test_counting_again_moves_nothing_twice_and_no_other_party(cast, case):
    proclaim(cast.harbour)
    assert recount(cast.meadow) == {"moved": 0}
    assert recount(cast.harbour) == {"moved": 1}
    assert recount(cast.harbour) == {"moved": 0}


def test_a_holiday_elsewhere_moves_nothing(cast, case):
    BankHoliday.objects.create(nation="Scotland", date=HOLIDAY, name="Day of thanks")
    assert recount(cast.harbour) == {"moved": 0}


def test_days_the_clock_stood_still_are_kept_when_it_is_counted_again(cast, case):
    with travel("2026-03-03"):
        take("pause", case, by=cast.harbour_officer, category="illness", reason=REASONS)
    with travel("2026-03-05"):
        take("resume", Case.objects.get(pk=case.pk), by=cast.harbour_officer)
    assert the_clock(case).due_on == date(2026, 3, 11)
    proclaim(cast.harbour, date(2026, 3, 10))
    recount(cast.harbour)
    assert the_clock(case).due_on == date(2026, 3, 12)


# --- updates


def updates(party, day):
    with travel(day):
        return timekeeping.keep_updates(jobs_of(party), timezone.localtime())


@pytest.fixture
def assessed(make_case):
    with travel("2026-03-02"):
        yield make_case(at=Stage.ASSESSMENT)


def the_update(case):
    return case.clocks.running().get(kind="update")


def test_an_open_case_gets_a_day_for_the_next_update(cast, assessed):
    assert updates(cast.harbour, "2026-03-03") == {"started": 1, "moved": 0}
    assert updates(cast.harbour, "2026-03-04") == {"started": 0, "moved": 0}
    calendar = calendar_for(cast.harbour.nation)
    assert calendar.between(date(2026, 3, 2), the_update(assessed).due_on) == 60


def test_telling_both_sides_starts_the_next_interval(cast, assessed):
    updates(cast.harbour, "2026-03-03")
    with travel("2026-04-01"):
        take("update", assessed, by=cast.harbour_officer, text="Two people are to be heard.")
    assert the_update(assessed).starts_on == date(2026, 4, 1)
    letter = assessed.letters.get(kind="update")
    assert (letter.side, "Two people are to be heard." in letter.html) == ("complainant", True)
    assert "1 July 2026" in letter.html or "June 2026" in letter.html


def test_in_a_campaign_updates_are_due_sooner_once_with_an_event(cast, assessed):
    updates(cast.harbour, "2026-03-03")
    CampaignPeriod.objects.create(
        name="Poll", nation="UK", opens=date(2026, 3, 10), closes=date(2026, 5, 8), basis="custom"
    )
    assert updates(cast.harbour, "2026-03-09")["moved"] == 0
    assert updates(cast.harbour, "2026-03-10")["moved"] == 1
    assert updates(cast.harbour, "2026-03-11")["moved"] == 0
    assert the_update(assessed).due_on == date(2026, 3, 24)
    assert events_about(assessed).filter(verb="campaign").count() == 1


# --- what takes long


def escalate(party, day):
    with travel(day):
        return timekeeping.escalate(jobs_of(party), timezone.localtime())


def test_a_case_that_is_late_for_two_weeks_comes_to_the_head_once(cast, case, sign_in):
    assert escalate(cast.harbour, "2026-03-20") == {"raised": 0}
    assert escalate(cast.harbour, "2026-03-24") == {"raised": 1}
    assert escalate(cast.harbour, "2026-03-25") == {"raised": 0}
    assert "Waiting for your answer" in sign_in(cast.harbour_head).get("/cases/").text
    assert "Waiting for your answer" not in sign_in(cast.harbour_officer).get("/cases/").text


def test_the_heads_answer_is_kept_and_holds_for_a_while(cast, case):
    escalate(cast.harbour, "2026-03-24")
    with travel("2026-03-25"):
        take("supervise", case, by=cast.harbour_head, outcome="helped", reasons=REASONS)
    assert case.escalations.get().answered_by == cast.harbour_head.person
    assert escalate(cast.harbour, "2026-03-26") == {"raised": 0}
    assert escalate(cast.harbour, "2026-06-01") == {"raised": 1}


def test_only_the_head_answers(cast, case):
    escalate(cast.harbour, "2026-03-24")
    with pytest.raises(Refused, match="head of compliance"):
        take("supervise", case, by=cast.harbour_officer, outcome="helped", reasons=REASONS)


def test_a_paused_case_is_not_late(cast, case):
    with travel("2026-03-03"):
        take("pause", case, by=cast.harbour_officer, category="police", reason=REASONS)
    assert escalate(cast.harbour, "2026-05-25") == {"raised": 0}


def test_a_sanction_that_ran_out_is_noted_once(cast, make_case):
    with travel("2026-03-02"):
        case = make_case(at=Stage.PANEL)
        sanctions = [{"sanction": "suspension", "months": 6, "ends_on": date(2026, 9, 2)}]
        step(cast, case, "decide", sanctions=sanctions, outside_reason=REASONS)
    for day, ended in (("2026-09-02", 0), ("2026-09-03", 1), ("2026-09-04", 0)):
        with travel(day):
            jobs = jobs_of(cast.harbour)
            assert timekeeping.note_ended_sanctions(jobs, timezone.localtime())["ended"] == ended


# --- the digest


def digest_on(party, day):
    with travel(day):
        digest.send_to_officers(jobs_of(party), timezone.localtime())
    return set(OutboxMessage.objects.values_list("to", flat=True))


def test_whoever_has_work_that_is_due_is_told_so_and_no_more(cast, case):
    told = digest_on(cast.harbour, "2026-03-10")
    assert {cast.harbour_officer.email, cast.harbour_head.email} <= told
    assert not {user for user in told if "meadow" in user or "adjudicator" in user}
    mail = OutboxMessage.objects.first()
    assert case.reference not in mail.body + mail.subject
    assert "Saltmarsh" not in mail.body


def test_nobody_is_told_of_a_case_behind_a_wall(cast, case):
    with travel("2026-03-02"):
        deputy = cast.harbour_deputy.person
        take("raise_wall", case, by=cast.harbour_officer, person=deputy, reasons=REASONS)
    assert cast.harbour_deputy.email not in digest_on(cast.harbour, "2026-03-10")


def test_nobody_is_told_on_a_day_off(cast, case):
    assert digest_on(cast.harbour, "2026-03-14") == set()


def test_the_page_counts_days_with_and_without_pauses(cast, case, sign_in):
    with travel("2026-03-03"):
        take("pause", case, by=cast.harbour_officer, category="police", reason=REASONS)
    with travel("2026-03-10"):
        page = sign_in(cast.harbour_officer).get(case.get_absolute_url()).text
    assert "6 working days since it was received." in page
    assert "Without pauses: 1." in page
