"""How many working days lie between two days, and which day is the nth? Pure arithmetic.

The day something is received is day 0: the first working day counted is the next one. Days are
dates of the calendar, never times, so a change of the clocks cannot move a deadline. Gross counts
every working day; net leaves out those in which a clock was paused.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

ONE_DAY = timedelta(days=1)
Pause = tuple[date, date | None]  # stopped on, running again on; None: still stopped


@dataclass(frozen=True)
class Calendar:
    """The days on which one nation does not work, and a name for exactly that set of days."""

    holidays: frozenset[date]
    version: str

    @classmethod
    def of(cls, days: Iterable[date]):
        """A calendar named after its days: a stored deadline can say how it was counted."""
        holidays = frozenset(days)
        listed = ",".join(day.isoformat() for day in sorted(holidays))
        return cls(holidays, hashlib.sha256(listed.encode()).hexdigest()[:12])

    def is_working(self, day: date) -> bool:
        # Lists of holidays name weekend dates beside their substitutes, hence both questions.
        return day.weekday() < 5 and day not in self.holidays

    def add(self, day: date, n: int) -> date:
        """The nth working day after `day`, or before it for a negative n; 0 is `day` itself."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _each in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`, negative where `b` comes first."""
        if b < a:
            return self._before(b) - self._before(a)
        return self._until(b) - self._until(a)

    def net(self, a: date, b: date, pauses: Iterable[Pause]) -> int:
        """`between`, without the working days for which the clock stood still."""
        days, reached = self.between(a, b), a
        for stopped, running in sorted((stop, run or b) for stop, run in pauses):
            begins, ends = max(stopped, reached), min(running, b)
            if begins < ends:  # what an earlier pause covered is not taken off twice
                days -= self.between(begins, ends)
                reached = ends
        return days

    @cached_property
    def _weekday_holidays(self):
        return sorted(day for day in self.holidays if day.weekday() < 5)

    def _until(self, day):
        """Working days since the year 1, which began on a Monday, up to and including `day`."""
        weeks, rest = divmod(day.toordinal(), 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self._weekday_holidays, day)

    def _before(self, day):
        weeks, rest = divmod(day.toordinal() - 1, 7)
        return weeks * 5 + min(rest, 5) - bisect_left(self._weekday_holidays, day)
