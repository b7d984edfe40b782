"""Are working days counted as a calendar on the wall would count them?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyconduct.dates.working_days import Calendar

CHRISTMAS = Calendar.of([date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)])

days = st.dates(date(2025, 6, 1), date(2026, 12, 31))  # close enough for holidays to matter
calendars = st.builds(Calendar.of, st.sets(days, max_size=60))
numbers = st.integers(-200, 200)
pauses = st.lists(st.tuples(days, st.none() | days), max_size=5)


def test_the_day_of_receipt_is_day_0():
    thursday = date(2026, 12, 24)
    assert CHRISTMAS.add(thursday, 0) == thursday
    assert CHRISTMAS.add(thursday, 1) == date(2026, 12, 29)
    assert CHRISTMAS.between(thursday, date(2026, 12, 29)) == 1


def test_a_stretch_that_begins_or_ends_on_a_holiday_does_not_count_it():
    holiday = date(2026, 12, 25)
    assert CHRISTMAS.between(date(2026, 12, 24), holiday) == 0
    assert CHRISTMAS.between(holiday, date(2026, 12, 29)) == 1
    assert CHRISTMAS.between(date(2026, 12, 29), holiday) == 0


def test_what_arrives_on_a_weekend_is_counted_from_the_next_working_day():
    assert CHRISTMAS.add(date(2026, 12, 19), 1) == date(2026, 12, 21)


def test_the_notice_of_election_is_25_working_days_before_the_poll():
    easter = Calendar.of([date(2024, 3, 29), date(2024, 4, 1)])
    assert easter.add(date(2024, 5, 2), -25) == date(2024, 3, 26)


def test_a_deadline_over_both_changes_of_the_clocks_is_a_day_like_any_other():
    plain = Calendar.of([])
    assert plain.add(date(2026, 3, 27), 1) == date(2026, 3, 30)
    assert plain.add(date(2026, 10, 23), 1) == date(2026, 10, 26)


def test_net_leaves_out_the_days_a_clock_stood_still():
    start, end = date(2026, 6, 1), date(2026, 6, 12)
    assert Calendar.of([]).between(start, end) == 9
    assert Calendar.of([]).net(start, end, [(date(2026, 6, 3), date(2026, 6, 8))]) == 6
    assert Calendar.of([]).net(start, end, [(date(2026, 6, 3), None)]) == 2


@pytest.mark.parametrize("order", [1, -1])
def test_overlapping_pauses_are_taken_off_once(order):
    overlapping = [(date(2026, 6, 3), date(2026, 6, 8)), (date(2026, 6, 5), date(2026, 6, 9))]
    assert Calendar.of([]).net(date(2026, 6, 1), date(2026, 6, 12), overlapping[::order]) == 5


def test_the_version_names_the_set_of_days_and_nothing_else():
    one, other = [date(2026, 6, 15), date(2026, 12, 25)], [date(2026, 12, 25)]
    assert Calendar.of(one).version == Calendar.of(one[::-1]).version
    assert Calendar.of(one).version != Calendar.of(other).version


@given(calendars, days, numbers)
def test_between_is_the_inverse_of_add(calendar, day, n):
    assert calendar.between(day, calendar.add(day, n)) == n


@given(calendars, days, numbers.filter(bool))
def test_a_deadline_is_always_a_working_day(calendar, day, n):
    assert calendar.is_working(calendar.add(day, n))


@given(calendars, days, st.integers(0, 400))
def test_between_counts_what_one_would_count_on_the_fingers(calendar, start, length):
    one_by_one = [start + timedelta(days=n) for n in range(1, length + 1)]
    end = start + timedelta(days=length)
    assert calendar.between(start, end) == sum(map(calendar.is_working, one_by_one))


@given(calendars, days, days, days)
def test_two_stretches_add_up(calendar, a, b, c):
    a, b, c = sorted([a, b, c])
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@given(calendars, days, st.integers(0, 400), pauses)
def test_net_is_what_is_left_of_gross_day_by_day(calendar, start, length, stops):
    one_by_one = [start + timedelta(days=n) for n in range(1, length + 1)]
    end = start + timedelta(days=length)
    running = [
        day for day in one_by_one if not any(stop < day <= (run or end) for stop, run in stops)
    ]
    assert calendar.net(start, end, stops) == sum(map(calendar.is_working, running))
