"""Does the register know the days that were, and take new ones at once?"""

from datetime import date

import pytest
from django.db import IntegrityError

from partyconduct.dates.calendars import calendar_for
from partyconduct.dates.models import BankHoliday, CampaignPeriod, Election, Nation


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        (date(2022, 6, 2), list(Nation)),  # the spring holiday, moved for the jubilee
        (date(2022, 6, 3), list(Nation)),  # the platinum jubilee
        (date(2022, 9, 19), list(Nation)),  # the state funeral
        (date(2023, 5, 8), list(Nation)),  # the coronation
        (date(2026, 6, 15), [Nation.SCOTLAND]),
        (date(2026, 7, 13), [Nation.NORTHERN_IRELAND]),  # the 12th is a Sunday
        (date(2026, 4, 6), [Nation.ENGLAND, Nation.WALES, Nation.NORTHERN_IRELAND]),
        (date(2026, 11, 30), [Nation.SCOTLAND]),
        (date(2026, 12, 28), list(Nation)),  # for Boxing Day, a Saturday
    ],
)
def test_each_nation_keeps_its_own_holidays(db, day, nations):
    assert [nation for nation in Nation if not calendar_for(nation).is_working(day)] == nations


def test_no_holiday_is_kept_on_a_weekend(db):
    assert all(day.weekday() < 5 for day in BankHoliday.objects.values_list("date", flat=True))


def test_a_new_holiday_counts_at_once_under_a_new_version(db):
    before = calendar_for("Wales")
    BankHoliday.objects.create(nation="Wales", date=date(2027, 7, 7), name="A day off")
    assert not calendar_for("Wales").is_working(date(2027, 7, 7))
    assert calendar_for("Wales").version != before.version


def test_a_nation_without_a_calendar_is_refused(db):
    with pytest.raises(ValueError, match="Atlantis"):
        calendar_for("Atlantis")


def test_a_calendar_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar_for("Scotland").add(date(2026, 1, 1), 20)


def test_a_day_is_a_holiday_once_in_a_nation(db):
    with pytest.raises(IntegrityError):
        BankHoliday.objects.create(nation="Wales", date=date(2026, 12, 25), name="Again")


def test_every_known_election_is_there(db):
    assert Election.objects.count() == 25
    assert Election.objects.filter(verified=False).count() == 2


def test_a_campaign_opens_with_the_announcement_and_closes_a_week_after_the_poll(db):
    period = CampaignPeriod.objects.get(name="UK general election 2024")
    assert (period.opens, period.closes) == (date(2024, 5, 22), date(2024, 7, 11))
    assert period.basis == "announcement"


def test_without_an_announcement_it_opens_with_the_dissolution_or_notice(db):
    period = CampaignPeriod.objects.get(name="Local elections 2018")
    assert (period.opens, period.basis) == (date(2018, 3, 27), "dissolution_or_notice")


def test_an_unverified_election_makes_an_unverified_period(db):
    unverified = CampaignPeriod.objects.filter(verified=False)
    assert {period.name for period in unverified} == {
        "Local elections 2018",
        "Local elections 2023",
    }


def test_an_election_of_which_no_day_is_known_makes_no_period(db):
    assert not CampaignPeriod.objects.filter(name="Senedd election 2026").exists()


def test_a_campaign_of_all_nations_is_held_in_each(db):
    on = CampaignPeriod.objects.open_on
    assert on(date(2024, 6, 1), "Wales").get().name == "UK general election 2024"
    assert not on(date(2022, 4, 1), "Northern Ireland").exists()


def test_a_correction_keeps_what_was_said_before(db):
    holiday = BankHoliday.objects.first()
    holiday.name = "Corrected"
    holiday.save()
    assert holiday.history.first().name == "Corrected"
