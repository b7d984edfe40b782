"""When does a running deadline move, and does the trail say so?"""

from datetime import date

import pytest

from complaints.actions import take, timekeeping
from complaints.models import Case
from complaints.workflow import Stage
from partyconduct.audit.trail import events_about
from partyconduct.dates.models import BankHoliday
from partyconduct.parties.models import User
from partyconduct.rlsdb import bind
from tests.walk import REASONS, travel

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
