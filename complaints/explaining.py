"""How was a deadline counted? In words, so that nobody needs to take it on trust."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.clocks import BY_DECISION, limit_of
from partyconduct.dates.calendars import holidays_between
from partyconduct.dates.working_days import Calendar


def explain(case):
    """Gives each clock its `words`, and the case the working days it has taken, with and without
    pauses (domain D43); one look at the bank holidays for all of them."""
    clocks, ended = list(case.clocks.all()), case.closed_on or case.today
    first = min([case.received_on, *(clock.starts_on for clock in clocks)])
    last = max([ended, *(clock.due_on for clock in clocks)])
    holidays = holidays_between(case.procedure.nation, first, last)
    calendar = Calendar.of(holiday.date for holiday in holidays)
    pauses = [(pause.from_on, pause.until_on) for pause in case.clockpauses.all()]
    case.days_gross = calendar.between(case.received_on, ended)
    case.days_net = calendar.net(case.received_on, ended, pauses)
    for clock in clocks:
        clock.words = _counted(clock, case.procedure, holidays)


def _counted(clock, procedure, holidays):
    if clock.kind in BY_DECISION:
        return _("The day that was decided with the measure, on %(day)s.") % {
            "day": _day(clock.starts_on)
        }
    limit = limit_of(clock, procedure)
    sentence = ngettext(
        "%(n)d working day from %(day)s in %(nation)s",
        "%(n)d working days from %(day)s in %(nation)s",
        limit,
    )
    names = {"n": limit, "day": _day(clock.starts_on), "nation": procedure.get_nation_display()}
    return sentence % names + _left_out(clock, holidays) + _paused(clock, holidays) + "."


def _left_out(clock, holidays):
    off = [
        f"{holiday.name} ({_day(holiday.date)})"
        for holiday in holidays
        if clock.starts_on < holiday.date <= clock.due_on and holiday.date.weekday() < 5
    ]
    if not off:
        return _(", not counting weekends")
    return _(", not counting weekends, %(days)s") % {"days": ", ".join(off)}


def _paused(clock, holidays):
    calendar = Calendar.of(holiday.date for holiday in holidays)
    days = sum(
        calendar.between(pause.from_on, pause.until_on)
        for pause in clock.stops
        if pause.until_on is not None
    )
    if not days:
        return ""
    words = ngettext(
        ", and %(n)d working day on which the clock stood still",
        ", and %(n)d working days on which the clock stood still",
        days,
    )
    return words % {"n": days}


def _day(day):
    return date_format(day, "j F Y")
