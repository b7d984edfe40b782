"""How does the work of a party's officers go today? Counted live over what one person may see.

Not published: a figure of 1 stands here as 1, because whoever reads it may open the case behind
it. Every figure names its list by the filters of the list of cases, so both count the same rows.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Case as When_
from django.db.models import CharField, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.clocks import WINDOWS, ClockKind
from complaints.filters import DONE_WITHIN
from complaints.models import Case, Clock
from complaints.workflow import Stage
from partyconduct.dates.calendars import calendar_for
from partyconduct.dates.models import CampaignPeriod

MONTHS, RECENT_WEEKS, PACE_WEEKS = 12, 4, 12
WEEKS_AHEAD, CAMPAIGN_WITHIN = 8, 26
NINE_IN_TEN = 1.645  # normal deviate that leaves one in twenty on either side
WEEK = timedelta(days=7)
# Age in days since receipt: how old at least, and at most.
AGES = {
    gettext_lazy("0 to 30"): (0, 30),
    gettext_lazy("31 to 90"): (31, 90),
    gettext_lazy("91 to 180"): (91, 180),
    gettext_lazy("181 to 365"): (181, 365),
    gettext_lazy("Over 365"): (366, None),
}


@dataclass(frozen=True)
class Figure:
    """A number, and the address of the cases behind it; none where it is an estimate."""

    text: str
    number: float = 0
    href: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    figures: tuple[Figure, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Section:
    """One question: its answer in a sentence, a picture of the first column, and the table."""

    key: str
    title: str
    finding: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: str = "bars"
    note: str = ""
    stub: str = ""  # what its lines are


@dataclass(frozen=True)
class Desk:
    """What one person sees on one day, asked once."""

    user: object
    today: date

    @property
    def cases(self):
        return Case.objects.visible_to(self.user)

    @property
    def clocks(self):
        return Clock.objects.visible_to(self.user)


def sections(user, today: date) -> list[Section]:
    desk = Desk(user, today)
    return [received(desk), by_age(desk), due(desk), load(desk), times(desk), forecast(desk)]


def counted(number: int, **filters) -> Figure:
    """A number with its list; nobody is sent to an empty one."""
    href = f"{reverse('cases')}?{urlencode({'all': 1} | filters)}" if number else ""
    return Figure(f"{number:,}", number, href)


def _cases(number: int) -> str:
    return ngettext("%(n)s case", "%(n)s cases", number) % {"n": f"{number:,}"}


# --- Received ------------------------------------------------------------------------------------


def received(desk) -> Section:
    months = list(_months(desk.today))
    found = desk.cases.filter(received_on__gte=months[0][0]).annotate(
        month=TruncMonth("received_on")
    )
    numbers = dict(found.order_by().values_list("month").annotate(n=Count("pk")))
    rows = [
        Row(
            date_format(first, "F Y"),
            (counted(numbers.get(first, 0), received_from=first, received_until=last),),
        )
        for first, last in months
    ]
    number = sum(numbers.values())
    finding = _("%(cases)s came in within 12 months") % {"cases": _cases(number)}
    return Section("received", _("Received"), finding, (_("Cases"),), tuple(rows), stub=_("Month"))


def _months(today) -> Iterator[tuple[date, date]]:
    for back in range(MONTHS - 1, -1, -1):
        month = today.year * 12 + today.month - 1 - back
        first = date(month // 12, month % 12 + 1, 1)
        following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
        yield first, min(following - timedelta(days=1), today)


# --- Open ----------------------------------------------------------------------------------------


def _received_between(today, span) -> dict[str, date]:
    """The days of receipt of what is so many days old."""
    youngest, oldest = span
    filters = {"received_until": today - timedelta(days=youngest)} if youngest else {}
    return filters | ({"received_from": today - timedelta(days=oldest)} if oldest else {})


def by_age(desk) -> Section:
    """Open cases by stage; each column a span of age."""
    spans = [_received_between(desk.today, span) for span in AGES.values()]
    band = When_(
        *(
            When(received_on__gte=span["received_from"], then=Value(str(at)))
            for at, span in enumerate(spans[:-1])
        ),
        default=Value(str(len(spans) - 1)),
        output_field=CharField(),
    )
    found = desk.cases.open().order_by().annotate(band=band).values_list("stage", "band")
    numbers = {(stage, int(at)): n for stage, at, n in found.annotate(n=Count("pk"))}
    stages = [stage for stage in Stage if stage.is_open]
    rows = [_stage_row(stage.label, stage, numbers, spans) for stage in stages]
    every = {
        ("open", at): sum(numbers.get((s, at), 0) for s in stages) for at in range(len(spans))
    }
    rows.append(replace(_stage_row(_("All open"), "open", every, spans), is_total=True))
    number = sum(every.values())
    old = every["open", len(spans) - 1]
    words = _("%(cases)s open; %(old)s for more than a year")
    return Section(
        "open",
        _("Open, by stage and age"),
        words % {"cases": _cases(number), "old": f"{old:,}"},
        (_("All"), *map(str, AGES)),
        tuple(rows),
        note=_("Age in days since the party first held the complaint."),
        stub=_("Stage"),
    )


def _stage_row(label, stage, numbers, spans):
    each = [numbers.get((stage, at), 0) for at in range(len(spans))]
    figures = [counted(n, stage=stage, **span) for n, span in zip(each, spans, strict=True)]
    return Row(str(label), (counted(sum(each), stage=stage), *figures))


# --- Due -----------------------------------------------------------------------------------------


def due(desk) -> Section:
    late = desk.clocks.late(desk.today).aggregate(n=Count("case", distinct=True))["n"]
    running = desk.clocks.running()
    within = running.aggregate(
        **{
            f"in_{days}": Count("case", distinct=True, filter=_due_within(desk.today, days))
            for days in (7, 14, 30)
        }
    )
    rows = [Row(_("Overdue"), (counted(late, due="overdue"),))]
    for days in (7, 14, 30):
        words = _("Due within %(days)s days") % {"days": days}
        rows.append(Row(words, (counted(within[f"in_{days}"], due=days),)))
    finding = _("%(cases)s overdue") % {"cases": _cases(late)}
    columns = (_("Cases"),)
    return Section("due", _("Due and overdue"), finding, columns, tuple(rows), stub=_("When"))


def _due_within(today, days):
    return Q(due_on__range=(today, today + timedelta(days=days)))


# --- Load ----------------------------------------------------------------------------------------


def load(desk) -> Section:
    """Open cases of each officer; what nobody has taken stands last."""
    late = Clock.objects.late(desk.today).filter(case=OuterRef("pk"))
    found = desk.cases.open().order_by().annotate(is_late=Exists(late))
    officers = found.values_list("officer", "officer__name").annotate(
        n=Count("pk"), late=Count("pk", filter=Q(is_late=True))
    )
    ordered = sorted(officers, key=lambda row: (row[0] is None, -row[2], row[1] or ""))
    rows = [_officer_row(*officer) for officer in ordered]
    most = next(((name, n) for pk, name, n, _late in ordered if pk), None)
    words = _("%(name)s has the most, %(cases)s")
    finding = words % {"name": most[0], "cases": _cases(most[1])} if most else _("Nobody has any")
    columns = (_("Open cases"), _("with something overdue"))
    title = _("Load of each officer")
    return Section("load", title, finding, columns, tuple(rows), stub=_("Officer"))


def _officer_row(pk, name, number, late):
    who = {"officer": pk or "null", "stage": "open"}
    return Row(
        name or _("Nobody yet"), (counted(number, **who), counted(late, due="overdue", **who))
    )


# --- Times ---------------------------------------------------------------------------------------


def times(desk) -> Section:
    """How long each obligation took, of those met within a year; pauses are not taken off.

    Windows of the two sides are left out: that one passes unused is nobody's delay.
    """
    since = desk.today - DONE_WITHIN
    done = desk.clocks.filter(stopped_on__gte=since, stopped_on__lte=desk.today)
    done = done.exclude(kind__in=WINDOWS)
    calendar = calendar_for(desk.user.party.nation)
    spans = defaultdict(list)
    asked = ("kind", "starts_on", "due_on", "stopped_on")
    for kind, start, last, stop, n in (
        done.order_by().values_list(*asked).annotate(n=Count("pk")).iterator()
    ):
        spans[kind].append((max(0, calendar.between(start, stop)), stop <= last, n))
    numbers = dict(done.order_by().values_list("kind").annotate(n=Count("case", distinct=True)))
    rows = [
        Row(str(kind.label), _time_figures(kind, spans[kind], numbers[kind]))
        for kind in ClockKind
        if spans[kind]
    ]
    columns = (_("Median, working days"), _("On time"), _("Cases"))
    slow = max(rows, key=lambda row: row.figures[0].number, default=None)
    finding = _("Nothing was finished within 12 months")
    if slow:
        words = _("“%(step)s” takes longest: half within %(days)s working days")
        finding = words % {"step": slow.label, "days": slow.figures[0].text}
    note = _("Steps finished within 12 months, pauses included.")
    title, stub = _("Time to each step"), _("Step")
    return Section("times", title, finding, columns, tuple(rows), note=note, stub=stub)


def _time_figures(kind, spans, cases):
    number = sum(n for _days, _met, n in spans)
    met = sum(n for _days, is_met, n in spans if is_met)
    middle = _median(spans, number)
    return (
        Figure(str(middle), middle, counted(cases, done=kind).href),
        Figure(f"{round(100 * met / number)}%", met, counted(cases, done=kind).href),
        counted(cases, done=kind),
    )


def _median(spans, number) -> int:
    """The days within which half were finished."""
    reached = 0
    for days, _met, n in sorted(spans):
        reached += n
        if 2 * reached >= number:
            return days
    return 0


# --- Forecast ------------------------------------------------------------------------------------


def forecast(desk) -> Section:
    """The open cases to be expected, if they come as of late and end at the usual pace."""
    recent = desk.today - RECENT_WEEKS * WEEK
    usual = desk.today - PACE_WEEKS * WEEK
    asked = desk.cases.aggregate(
        open=Count("pk", filter=~Q(stage=Stage.CLOSED)),
        came=Count("pk", filter=Q(received_on__gt=recent, received_on__lte=desk.today)),
        ended=Count("pk", filter=Q(closed_on__gt=usual, closed_on__lte=desk.today)),
    )
    came, ended = asked["came"] / RECENT_WEEKS, asked["ended"] / PACE_WEEKS
    campaign, weeks = _campaign(desk)
    rows = [
        Row(
            date_format(desk.today + week * WEEK, "j F Y"),
            tuple(Figure(f"{n:,}", n) for n in expected(asked["open"], came, ended, week)),
        )
        for week in range(1, weeks + 1)
    ]
    now = counted(asked["open"], stage="open")
    rows.insert(0, Row(_("Today"), (now, now, now)))
    words = _("About %(cases)s open by %(day)s")
    last = rows[-1]
    finding = words % {"cases": _cases(int(last.figures[0].number)), "day": last.label}
    return Section(
        "forecast",
        _("Backlog to be expected"),
        finding,
        (_("Open cases"), _("at least"), _("at most")),
        tuple(rows),
        "fan",
        _basis(asked, campaign),
        _("Day"),
    )


def expected(number: int, came: float, ended: float, weeks: int) -> tuple[int, int, int]:
    """After so many weeks: the middle, and what lies around it nine times in ten.

    Arrivals and endings are taken as independent counts, so their variances add up.
    """
    middle = number + weeks * (came - ended)
    spread = NINE_IN_TEN * math.sqrt(weeks * (came + ended))
    return tuple(max(0, round(n)) for n in (middle, middle - spread, middle + spread))


def _campaign(desk):
    """The campaign that is on or comes within half a year, and how many weeks it is to its end."""
    ahead = desk.today + CAMPAIGN_WITHIN * WEEK
    campaign = (
        CampaignPeriod.objects.held_in(desk.user.party.nation)
        .filter(closes__gte=desk.today, opens__lte=ahead)
        .first()
    )
    if campaign is None:
        return None, WEEKS_AHEAD
    return campaign, min(CAMPAIGN_WITHIN, math.ceil((campaign.closes - desk.today) / WEEK) or 1)


def _basis(asked, campaign):
    words = _(
        "%(came)s came in the last %(recent)s weeks and %(ended)s ended in the last %(usual)s "
        "weeks. "
        "The range holds nine times in ten if both go on as they did."
    )
    said = words % {
        "came": asked["came"],
        "recent": RECENT_WEEKS,
        "ended": asked["ended"],
        "usual": PACE_WEEKS,
    }
    if campaign is None:
        return said
    until = _("To the end of “%(campaign)s”.") % {"campaign": campaign.name}
    return f"{until} {said}"
