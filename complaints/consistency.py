"""Is like decided alike: over time, by behaviour and severity, and whoever sits?

Reads how decisions were weighed (models.Weighing), the last one of each case. Nobody who sits is
shown by name unless enough decisions stand behind the figure and enough others are shown beside
it: a figure about one person and few cases says something about the person, nothing about
consistency.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from codes.tariff import BEHAVIOUR_GROUPS, BEHAVIOURS, SEVERITIES
from complaints.comparing import RUNGS
from complaints.models import Duty, Weighing

ENOUGH_DECISIONS, ENOUGH_PEOPLE = 10, 3
MOST_DEPARTURES = 50


def decisions(user):
    """The last weighing of each case in which something was upheld."""
    rows = Weighing.objects.visible_to(user).filter(upheld=True).order_by("pk")
    return list({row.case_id: row for row in rows.select_related("case")}.values())


@dataclass(frozen=True)
class Cell:
    """What was imposed in one year for one behaviour at one severity."""

    name: Any
    n: int


def years_of(rows):
    return sorted({row.weighed_on.year for row in rows})


def over_time(rows):
    """[severity, behaviour, a cell for each year]: the median of the most severe sanctions."""
    found = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for group in {BEHAVIOURS[code].group for code in row.behaviours}:
            found[row.severity, group][row.weighed_on.year].append(row.rank)
    years = years_of(rows)
    return [
        (
            SEVERITIES[severity].name,
            BEHAVIOUR_GROUPS[group],
            [_cell(found[severity, group].get(year)) for year in years],
        )
        for severity, group in sorted(found, key=lambda key: (-(key[0] or 0), key[1]))
        if severity
    ]


def _cell(ranks):
    return Cell(RUNGS[median_low(ranks)].name, len(ranks)) if ranks else None


def departures(rows):
    """(the latest that left the tariff or the spread, how many in each year of how many)."""
    left = [row for row in rows if row.outside_tariff or row.outside_spread]
    every, gone = (Counter(row.weighed_on.year for row in some) for some in (rows, left))
    by_year = [(year, gone[year], every[year]) for year in years_of(rows)]
    return sorted(left, key=lambda row: (row.weighed_on, row.pk))[::-1][:MOST_DEPARTURES], by_year


@dataclass(frozen=True)
class Sitting:
    """The decisions in which one person sat."""

    person: Any
    n: int
    above: int
    at: int
    below: int
    left: int


def by_person(rows, user):
    """Whoever sat often enough; nobody at all where too few did."""
    weighed, sat = {row.case_id: row for row in rows}, defaultdict(list)
    seats = Duty.objects.visible_to(user).filter(kind="adjudicator", case__in=list(weighed))
    for duty in seats.select_related("person").order_by("person__name"):
        row = weighed[duty.case_id]
        # A panel that was vetoed had its seats ended before this decision.
        if duty.given_on <= row.weighed_on and not (
            duty.ended_on and duty.ended_on < row.weighed_on
        ):
            sat[duty.person].append(row)
    shown = [_sitting(who, own) for who, own in sat.items() if len(own) >= ENOUGH_DECISIONS]
    return shown if len(shown) >= ENOUGH_PEOPLE else []


def _sitting(person, rows):
    away = [row.distance for row in rows if row.distance is not None]
    return Sitting(
        person,
        len(rows),
        sum(each > 0 for each in away),
        sum(each == 0 for each in away),
        sum(each < 0 for each in away),
        sum(row.outside_tariff or row.outside_spread for row in rows),
    )
