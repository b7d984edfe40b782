"""Which calendar of working days holds in a nation today?"""

from partyconduct.dates.models import BankHoliday, Nation
from partyconduct.dates.working_days import Calendar


def calendar_for(nation: str) -> Calendar:
    """Read afresh each time: an editor's new bank holiday counts at once, in every process."""
    days = BankHoliday.objects.filter(nation=Nation(nation)).values_list("date", flat=True)
    return Calendar.of(days)


def holidays_between(nation: str, first, last) -> list[BankHoliday]:
    """The bank holidays of a nation in a span of days, to say which days were not counted."""
    return list(BankHoliday.objects.filter(nation=Nation(nation), date__range=(first, last)))
