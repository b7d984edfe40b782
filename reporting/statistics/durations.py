"""How long does a complaint take? Estimates in which open complaints count, too. Pure.

A row is (entry, exit, closed, number): ages in whole working days at which complaints came under
observation and left it, whether they left by being closed, and how many rows are alike. Entry is
-1 when observed from receipt, so that a complaint closed on the day it came is counted.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from reporting.statistics.disclosure import Estimate
from reporting.statistics.disclosure.primary import too_thin

DAYS = (30, 60, 90, 180)
SMALL_SAMPLE, ROUND_TO = 50, 5
Row = tuple[int, int, bool, int]


class Point(NamedTuple):
    """At the end of a day: the share still open, its variance term, how many were at risk."""

    day: int
    share: float
    variance: float
    at_risk: int
    closed: int


def kaplan_meier(rows: Iterable[Row]) -> list[Point]:
    """The product-limit estimate with delayed entry; one point for each day with a closing."""
    closed, entries, exits = Counter(), Counter(), Counter()
    for entry, leaves, is_closed, number in rows:
        entries[entry] += number
        exits[leaves] += number
        if is_closed:
            closed[leaves] += number
    share, variance, points = 1.0, 0.0, []
    for day, at_risk in _standing(sorted(closed), entries, exits):
        gone = closed[day]
        share *= 1 - gone / at_risk
        if at_risk > gone:
            variance += gone / (at_risk * (at_risk - gone))
        points.append(Point(day, share, variance, at_risk, gone))
    return points


def _standing(days, entries, exits):
    """For each day, how many had come under observation before it and had not left before it."""
    came, left = sorted(entries), sorted(exits)
    at_risk = i = j = 0
    for day in days:
        while i < len(came) and came[i] < day:
            at_risk += entries[came[i]]
            i += 1
        while j < len(left) and left[j] < day:
            at_risk -= exits[left[j]]
            j += 1
        yield day, at_risk


def quantile(points: list[Point], still_open: float) -> int | None:
    """The first day on which no more than that share is open: 0.5 the median, 0.25 a quartile."""
    return next((p.day for p in points if p.share <= still_open), None)


def interval(points: list[Point], z: float = 1.96) -> tuple[int | None, int | None]:
    """The days that may be the median: those not told apart from it on the log-log scale."""
    target = math.log(-math.log(0.5))
    inside = [
        p.day
        for p in points
        if 0 < p.share < 1
        and p.variance
        and abs(math.log(-math.log(p.share)) - target)
        <= z * math.sqrt(p.variance) / abs(math.log(p.share))
    ]
    return (inside[0], inside[-1]) if inside else (None, None)


def closed_by(points: list[Point], day: int) -> float:
    """The estimated share closed by the end of a day."""
    return 1 - next((p.share for p in reversed(points) if p.day <= day), 1.0)


def matured(rows: Iterable[tuple[int, int, bool, int]], days: int) -> tuple[int, int]:
    """Of complaints old enough to tell: how many, and how many closed within so many days.

    A row is (age at the cut-off, days to closing, closed, number).
    """
    base = within = 0
    for age, taken, is_closed, number in rows:
        if age >= days:
            base += number
            within += number * (is_closed and taken <= days)
    return base, within


@dataclass(frozen=True)
class Summary:
    """What may be printed of one curve: two quantiles and the shares by fixed days."""

    median: Estimate
    upper_quartile: Estimate
    shares: dict[int, Estimate]


def estimates(rows: list[Row]) -> dict[str, Estimate]:
    """The same by the names of the measures."""
    found = summary(rows)
    shares = {f"closed-by-{day}": estimate for day, estimate in found.shares.items()}
    return {"median-days": found.median, "upper-quartile-days": found.upper_quartile} | shares


def summary(rows: list[Row]) -> Summary:
    """Never the curve itself: each of its steps is a person."""
    points = kaplan_meier(rows)
    number = sum(row[3] for row in rows)
    events = sum(p.closed for p in points)
    return Summary(
        _quantile(points, rows, 0.5, events, number),
        _quantile(points, rows, 0.25, events, number),
        _shares(points, rows, number),
    )


def _shares(points, rows, number) -> dict[int, Estimate]:
    """Each with the closings since the last one shown: a few of them would be a small count.

    A reader who takes nothing to be censored works back from the shares, so what they would find
    counts as a step as well.
    """
    found, closed, share = {}, 0, 0.0
    for day in DAYS:
        so_far, by_then = sum(p.closed for p in points if p.day <= day), closed_by(points, day)
        steps = so_far - closed, round(number * (by_then - share))
        step = min((s for s in steps if s), default=0)
        found[day] = Estimate(round(100 * by_then), so_far, _at_risk(rows, day), step)
        if not too_thin(found[day]):
            closed, share = so_far, by_then
    return found


def _at_risk(rows, day):
    return sum(number for entry, leaves, _, number in rows if entry < day <= leaves)


def _quantile(points, rows, still_open, events, number) -> Estimate:
    day = quantile(points, still_open)
    if day is None:  # not reached: the last day on which ten were still open is a lower limit
        days = [p.day for p in points if p.at_risk >= 10]
        return Estimate(days[-1] if days else None, events, 10 if days else 0, over=True)
    at_risk = next(p.at_risk for p in points if p.day == day)
    step = ROUND_TO if number < SMALL_SAMPLE else 1
    return Estimate(step * round(day / step), events, at_risk)
