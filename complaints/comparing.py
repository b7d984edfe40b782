"""Which decided cases are like this one, and which sanctions were imposed in them?

Like are cases of the same party, decided in the last years with an allegation upheld, of the same
severity, in which the same behaviour was alleged. Where these are too few to say anything, the
circle is drawn wider, step by step, and the page says so. What is compared is the most severe
sanction that stands in each: its rung on the ladder (codes.tariff). Nothing else of the other
cases is read, so nothing else can be shown.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from codes.tariff import BEHAVIOURS, SANCTIONS, most_severe
from complaints.models import AllegedBehaviour, Case, Finding, Sanction
from complaints.outcomes import UPHELD
from complaints.workflow import Stage

YEARS = timedelta(days=5 * 365)
ENOUGH = 5  # fewer cases have no spread that would mean anything
MIDDLE = (10, 90)  # percentiles between which a sanction is within the spread
DECIDED = (Stage.DECIDED, Stage.APPEAL, Stage.CLOSED)
RUNGS = list(SANCTIONS.values())


@dataclass(frozen=True)
class Circle:
    """How wide comparable is drawn: which behaviours count as the same."""

    code: str
    words: Any
    widens: Any  # behaviours alleged -> behaviours that count, None for any


def _same_group(codes):
    groups = {BEHAVIOURS[code].group for code in codes}
    return {code for code, each in BEHAVIOURS.items() if each.group in groups}


CIRCLES = (
    Circle("behaviour", _("the same behaviour and the same severity"), set),
    Circle("group", _("behaviour of the same kind and the same severity"), _same_group),
    Circle("severity", _("the same severity, whatever the behaviour"), lambda _codes: None),
)


@dataclass(frozen=True)
class Spread:
    """What was imposed in comparable cases: how often each rung was the most severe."""

    circle: str
    since: str
    counts: tuple[tuple[int, int], ...]  # (rank, cases), mildest first

    @cached_property
    def n(self):
        return sum(cases for _rank, cases in self.counts)

    @property
    def says_something(self):
        return self.n >= ENOUGH

    def at(self, percent):
        """The rank at or below which that part of the cases lies (nearest rank)."""
        wanted, passed = max(1, -(-self.n * percent // 100)), 0
        for rank, cases in self.counts:
            passed += cases
            if passed >= wanted:
                return rank
        return 0

    @cached_property
    def median(self):
        return self.at(50)

    @cached_property
    def low(self):
        return self.at(MIDDLE[0])

    @cached_property
    def high(self):
        return self.at(MIDDLE[1])

    def distance(self, codes):
        """Rungs above the median (below: negative) of the most severe of these sanctions."""
        return rank_of(codes) - self.median

    def leaves_out(self, codes):
        return self.says_something and not self.low <= rank_of(codes) <= self.high

    def kept(self):
        """As it is kept with the decision: what was shown to those who decided."""
        return asdict(self) | {"n": self.n, "median": self.median, "low": self.low,
                               "high": self.high}  # fmt: skip


def rank_of(codes):
    worst = most_severe(codes)
    return worst.rank if worst else 0


def spread_for(case):
    """The spread of the narrowest circle that holds enough cases; else of the widest."""
    alleged = set(case.allegedbehaviours.values_list("code", flat=True))
    since, found = case.today - YEARS, None
    for circle in CIRCLES if alleged else CIRCLES[-1:]:
        counts = _counted(case, circle.widens(alleged), since)
        found = Spread(circle.code, since.isoformat(), counts)
        if found.says_something:
            break
    return found


def _counted(case, behaviours, since):
    """One question to the database, which answers with a row for each rung."""
    ranked = alike(case, behaviours, since).annotate(rank=_worst()).values("rank")
    return tuple(ranked.annotate(n=Count("pk")).order_by("rank").values_list("rank", "n"))


def alike(case, behaviours, since):
    same = Case.objects.filter(
        party=case.party_id, severity=case.severity, stage__in=DECIDED
    ).exclude(pk=case.pk)
    upheld = Finding.objects.filter(case=OuterRef("pk"), finding__in=UPHELD, found_on__gt=since)
    same = same.filter(Exists(upheld))
    if behaviours is None:
        return same
    named = AllegedBehaviour.objects.filter(party=case.party_id, code__in=behaviours)
    return same.filter(pk__in=named.values("case"))


def _worst():
    """The rank of the most severe sanction of a case that was not lifted; none is rank 0."""
    rank = Choose(
        *(When(sanction=rung.code, then=Value(rung.rank)) for rung in RUNGS),
        default=Value(0),
        output_field=IntegerField(),
    )
    standing = Sanction.objects.filter(case=OuterRef("pk"), lifted_on=None).order_by()
    worst = standing.values("case").annotate(worst=Max(rank)).values("worst")
    return Coalesce(Subquery(worst), 0)


# --- for the page
@dataclass(frozen=True)
class Bar:
    """One rung in the picture and in the table beside it."""

    name: Any
    cases: int
    length: int
    top: int
    middle: int
    end: int
    is_median: bool
    is_within: bool


STEP, WIDEST = 34, 300


def bars(spread):
    """From the mildest to the most severe that was imposed."""
    most = max((cases for _rank, cases in spread.counts), default=1)
    return [
        Bar(
            RUNGS[rank].name,
            cases,
            (length := max(2, round(cases * WIDEST / most))),
            at * STEP,
            at * STEP + 16,
            260 + length + 8,
            rank == spread.median,
            spread.low <= rank <= spread.high,
        )
        for at, (rank, cases) in enumerate(spread.counts)
    ]


def circle_named(code):
    return next(circle for circle in CIRCLES if circle.code == code)
