"""Do open complaints count when we say how long things take?"""

import random

from lifelines import KaplanMeierFitter

from reporting.statistics import durations


def naive(rows):
    """The textbook definition, row by row, as an independent check."""
    share, points = 1.0, []
    for day in sorted({leaves for _, leaves, closed, _ in rows if closed}):
        at_risk = sum(n for entry, leaves, _, n in rows if entry < day <= leaves)
        gone = sum(n for _, leaves, closed, n in rows if closed and leaves == day)
        share *= 1 - gone / at_risk
        points.append((day, share, at_risk))
    return points


def test_an_open_complaint_keeps_the_share_open_higher():
    closed = [(-1, 10, True, 1), (-1, 20, True, 1)]
    with_open = [*closed, (-1, 30, False, 2)]
    assert durations.closed_by(durations.kaplan_meier(closed), 20) == 1
    assert durations.closed_by(durations.kaplan_meier(with_open), 20) == 0.5


def test_a_complaint_closed_on_the_day_of_receipt_counts():
    points = durations.kaplan_meier([(-1, 0, True, 1), (-1, 5, False, 1)])
    assert (points[0].day, points[0].share) == (0, 0.5)


def test_old_backlog_counts_only_from_its_age_at_the_start():
    points = durations.kaplan_meier([(100, 120, True, 1), (-1, 10, True, 1), (-1, 130, False, 1)])
    assert [p.at_risk for p in points] == [2, 2]


def test_it_agrees_with_the_definition_on_many_registers():
    source = random.Random(7)
    for _ in range(50):
        rows = []
        for _ in range(60):
            entry = source.choice([-1, -1, source.randrange(40)])
            leaves = entry + 1 + source.randrange(80)
            rows.append((entry, leaves, source.random() < 0.7, 1 + source.randrange(3)))
        found = [(p.day, p.share, p.at_risk) for p in durations.kaplan_meier(rows)]
        assert found == naive(rows)


def test_it_agrees_with_lifelines_on_two_hundred_registers():
    """Delayed entry and censoring; lifelines counts from 0, so every day is one later there."""
    source = random.Random(16)
    for _ in range(200):
        rows = [_row(source) for _ in range(source.randrange(20, 150))]
        entries, exits, closed, numbers = zip(*rows, strict=True)
        fitted = KaplanMeierFitter().fit(
            [day + 1 for day in exits], closed, entry=[day + 1 for day in entries], weights=numbers
        )
        theirs = fitted.survival_function_["KM_estimate"]
        ours = durations.kaplan_meier(rows)
        assert max(abs(theirs.loc[p.day + 1] - p.share) for p in ours) <= 1e-12


def _row(source):
    entry = source.choice([-1, -1, -1, source.randrange(60)])
    leaves = entry + 1 + int(source.expovariate(1 / 60))
    return entry, leaves, source.random() < 0.7, 1 + source.randrange(3)


def test_a_share_is_withheld_when_a_few_were_closed_since_the_last_one_shown():
    """The two closed between 60 and 90 days may not come back with the share by 180 days."""
    rows = [(-1, 20, True, 40), (-1, 70, True, 2), (-1, 200, True, 30), (-1, 300, False, 30)]
    steps = {day: share.step for day, share in durations.summary(rows).shares.items()}
    assert steps == {30: 40, 60: 0, 90: 2, 180: 2}


def test_the_median_is_the_first_day_with_half_closed():
    rows = [(-1, day, True, 1) for day in range(10, 20)]
    points = durations.kaplan_meier(rows)
    assert durations.quantile(points, 0.5) == 14
    low, high = durations.interval(points)
    assert low <= 14 <= high


def test_a_small_register_has_its_median_rounded_to_five_days():
    rows = [(-1, day, True, 1) for day in range(10, 43)]
    assert durations.summary(rows).median.value % 5 == 0


def test_a_median_that_is_not_reached_is_a_lower_limit():
    rows = [(-1, 10, True, 12), (-1, 90, False, 88)]
    median = durations.summary(rows).median
    assert (median.value, median.over) == (10, True)


def test_only_complaints_old_enough_tell_of_a_target():
    rows = [(100, 50, True, 6), (100, 70, True, 4), (30, 20, True, 5)]
    assert durations.matured(rows, 60) == (10, 6)
