"""Is what goes to the police decided, recorded and counted; and what a court orders kept?"""

from datetime import date

import pytest
from django.utils import timezone

from complaints.actions import take
from complaints.forms.police import Disqualify
from complaints.models import Disqualification
from complaints.workflow import Refused, Stage
from partyconduct.audit.trail import events_about
from partyconduct.rlsdb import acting
from reporting.statistics import sources
from tests import walk
from tests.walk import step, travel

TODAY = date(2026, 3, 2)


@pytest.fixture
def case(make_case):
    with travel("2026-03-02"):
        yield make_case(at=Stage.ASSESSMENT)


def paused(case):
    return set(case.clocks.running().with_pause().values_list("is_paused", flat=True))


def test_the_clocks_stand_still_only_by_decision(cast, case):
    step(cast, case, "refer_to_police", meanwhile="continued")
    assert paused(case) == {False}
    step(cast, case, "refer_to_police", meanwhile="paused")
    assert paused(case) == {True}
    assert case.clockpauses.get(clock__kind="assess").category == "police"


def test_a_clock_that_stands_still_already_is_not_paused_twice(cast, case):
    take("pause", case, by=cast.harbour_officer, category="illness", reason="Flu.")
    step(cast, case, "refer_to_police", meanwhile="paused")
    assert case.clockpauses.filter(until_on=None, clock__kind="assess").count() == 1


def test_the_trail_says_which_offence_and_what_happens_meanwhile(cast, case):
    step(cast, case, "refer_to_police", meanwhile="paused")
    details = events_about(case).get(verb="refer_to_police").details
    assert (details["offence"], details["meanwhile"]) == ("stalking", "paused")


def test_the_result_leaves_the_clocks_as_they_are(cast, case):
    step(cast, case, "refer_to_police", meanwhile="paused")
    step(cast, case, "record_police_result")
    assert paused(case) == {True}
    told = {"referral": case.referrals.get(), "result": "Again.", "result_on": TODAY}
    with pytest.raises(Refused, match="No referral to the police waits"):
        take("record_police_result", case, by=cast.harbour_officer, **told)


def test_a_result_is_not_from_before_the_referral(cast, case):
    step(cast, case, "refer_to_police")
    with pytest.raises(Refused, match="from before"):
        step(cast, case, "record_police_result", result_on=date(2026, 1, 1))


def test_both_stand_on_the_case_and_not_before_the_panel(cast, sign_in):
    with travel("2026-03-02"):
        case = walk.make_case(cast, at=Stage.PANEL)
        step(cast, case, "refer_to_police")
        step(cast, case, "record_disqualification")
    assert "Gannet Bay Constabulary" in sign_in(cast.harbour_officer).get(address(case)).text
    shown = sign_in(walk.somebody(cast, case, "adjudicator")).get(address(case)).text
    assert "Constabulary" not in shown
    assert "Crown Court" not in shown


def address(case):
    return case.get_absolute_url()


def test_a_referral_counts_whether_the_procedure_waits_or_not(cast, case):
    step(cast, case, "refer_to_police", meanwhile="continued")
    with acting(cast.harbour.pk, 0):
        period = sources.Period(2026, date(2027, 3, 31))
        assert sources.referred(cast.harbour, period).get().referred_to == "police"


def test_an_order_lasts_five_years_unless_it_says_otherwise(cast, case):
    asked = {"court": "Crown Court", "evidence": "The sealed order.", "version": case.version}
    made = {"made_on_day": "2", "made_on_month": "2", "made_on_year": "2026"}
    case.today = timezone.localdate()
    form = Disqualify(case, cast.harbour_officer, asked | made)
    assert form.is_valid(), form.errors
    assert form.details["ends_on"] == date(2031, 2, 2)


def test_an_order_is_in_force_until_its_end(cast, case):
    step(cast, case, "record_disqualification", ends_on=date(2031, 3, 2))
    orders = Disqualification.objects
    assert orders.in_force(date(2031, 3, 1)).exists()
    assert not orders.in_force(date(2031, 3, 2)).exists()
