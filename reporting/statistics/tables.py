"""Which tables does a release hold? Every statistic is one entry of TABLES.

An entry says what is counted (source and measures), by which dimensions, on which basis, below
which number a figure is hidden, what percentages refer to, how it is drawn and which rules are
printed with it. Page, workbook, CSV, PDF, disclosure control and checks follow from the entry by
themselves; what cannot be protected as it is becomes coarser along the path the entry declares.
Numbers and titles are those of statistics.md, section 3; P1-P4 are the parties' own of 2022-2023.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reporting.statistics.axes import NOT_RECORDED, depths

SHARES = tuple(f"closed-by-{days}" for days in (30, 60, 90, 180))
THRESHOLD, CHARACTERISTIC_THRESHOLD = 5, 10
PARTY = "party"  # the dimension of a joint release: parties side by side


class Basis(StrEnum):
    """Which complaints a figure is about. No rate mixes two of them."""

    FLOW = "F"
    COHORT = "C"
    OPEN = "O"


BASES = {
    Basis.FLOW: _("what came in or ended in the year"),
    Basis.COHORT: _("what became of the complaints received in the year"),
    Basis.OPEN: _("what was open on a day"),
}

# --- What an entry is made of --------------------------------------------------------------------

At = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cell:
    """A figure an entry names by itself: in which source, of which measure, narrowed how."""

    source: str
    measure: str = "complaints"
    at: At = ()

    @property
    def depths(self) -> tuple[tuple[str, int], ...]:
        return depths(self.at)


@dataclass(frozen=True)
class Line:
    """One row of a table that lists figures of its own; out of `over`, where that is given."""

    label: object
    cells: tuple[Cell, ...]
    over: tuple[Cell, ...] = ()
    unit: str = "complaints"


@dataclass(frozen=True)
class Rate:
    """A column of whole percentages: one node of a dimension out of several."""

    label: object
    dimension: str
    part: str
    whole: tuple[str, ...]


@dataclass(frozen=True)
class Cross:
    """Rows by columns. Columns are measures (""), a dimension, or in a joint release the parties.

    `path` is how the table becomes coarser, step by step: (dimension, how fine it still is), where
    2 is leaves, 1 groups and 0 leaves the dimension out. A party's own release has no parties.
    """

    rows: str
    columns: str = ""
    depth: int = 1  # how fine the rows go
    path: tuple[tuple[str, int], ...] = ()
    source: str = ""  # where it is not that of the entry
    measures: tuple[str, ...] = ()  # the same
    days: bool = False  # with the days of each row, and figures for every 100 of them


@dataclass(frozen=True)
class Table:
    """One statistic: lines of its own, or one or more crossings of the same source."""

    id: str
    title: object
    basis: Basis
    source: str = ""
    measures: tuple[str, ...] = ("complaints",)
    crosses: tuple[Cross, ...] = ()
    lines: tuple[Line, ...] = ()
    at: At = ()  # fixed for the whole table
    within: str = ""  # rows under this node only, which then is the total
    omit: tuple[str, ...] = ()  # nodes the table leaves unsaid
    percent: bool = False  # with a column of percentages: of the total, or of what a line names
    rate: Rate | None = None
    threshold: int = THRESHOLD
    chart: str = ""
    notes: tuple[str, ...] = ()
    period: str = "year"
    sensitive: tuple[str, ...] = ()  # columns that harm when a whole row is in one
    sources: tuple[tuple[str, str], ...] = ()  # measures counted in a source of their own

    def source_of(self, cross: Cross, measure: str) -> str:
        return dict(self.sources).get(measure, cross.source or self.source)

    def measures_of(self, cross: Cross) -> tuple[str, ...]:
        return cross.measures or self.measures

    def crossed(self, joint: bool) -> list[Cross]:
        """The crossings of a release. Without parties, rows already shown are not repeated."""
        if joint:
            return list(self.crosses)
        kept = [cross for cross in self.crosses if cross.rows != PARTY]
        return [c for c in kept if c.columns != PARTY or not self._shown_by_another(c, kept)]

    def _shown_by_another(self, cross, kept):
        return any(other is not cross and other.rows == cross.rows for other in kept)


def by_party(rows: str, depth: int = 1, **more) -> Cross:
    """Rows by party: first the finer rows go, then the parties."""
    finer = tuple((rows, level) for level in range(depth - 1, 0, -1))
    return Cross(rows, PARTY, depth, path=(*finer, (PARTY, 0)), **more)


def listed(rows: str, depth: int = 1, **more) -> Cross:
    """Rows of all parties together, or of one party."""
    return Cross(rows, "", depth, path=tuple((rows, d) for d in range(depth - 1, -1, -1)), **more)


def crossed(rows: str, columns: str, depth: int = 1, **more) -> Cross:
    """Two dimensions: finer rows go first, then the second dimension, then the first."""
    finer = tuple((rows, level) for level in range(depth - 1, 0, -1))
    return Cross(rows, columns, depth, path=(*finer, (columns, 0), (rows, 0)), **more)


RECEIVED, CLOSED = Cell("received"), Cell("closed")
OPEN_START, OPEN_END = Cell("open_start"), Cell("open_end")
REOPENED, ADDED, REMOVED = Cell("reopened"), Cell("added"), Cell("removed")
ADJUSTMENTS = ("added", "removed")  # not counted: the difference to what was published
UPHELD = Cell("closed", at=(("outcome", "upheld"),))
NOT_UPHELD = Cell("closed", at=(("outcome", "not-upheld"),))
INTIMIDATORY = (("intimidatory", "yes"),)
UPHOLD_RATE = Rate(_("Uphold rate"), "outcome", "upheld", ("upheld", "not-upheld"))
MET_ON_TIME = Rate(_("Met on time"), "met", "yes", ("yes", "no"))


def _quality(label, source, *at) -> Line:
    """An indicator: how many, and out of the complaints received."""
    return Line(label, (Cell(source, at=at),), (RECEIVED,))


def _interim(kind="", label="") -> tuple[Line, ...]:
    at = (("interim", kind),) if kind else ()
    words = {
        "interim_start": _("in force at the start of the year"),
        "imposed": _("imposed in the year"),
        "ended": _("ended in the year"),
        "interim_end": _("in force at the end of the year"),
    }
    return tuple(
        Line(format_lazy("{}, {}", label, text), (Cell(source, "measures", at),), unit="measures")
        for source, text in words.items()
    )


def _appeal(label, source, *at) -> Line:
    return Line(label, (Cell(source, "appeals", at),), unit="appeals")


# --- Entries -------------------------------------------------------------------------------------

TABLES = [
    Table(
        "1",
        _("Complaints and what came of them"),
        Basis.FLOW,
        lines=(
            Line(_("Complaints received"), (RECEIVED,)),
            Line(
                _("of these, alleging intimidatory behaviour"),
                (Cell("received", at=INTIMIDATORY),),
            ),
            Line(_("Complaints closed"), (CLOSED,)),
            Line(_("of these, upheld"), (UPHELD,)),
            Line(_("not upheld"), (NOT_UPHELD,)),
            Line(_("upheld with a sanction"), (Cell("closed", at=(("sanctioned", "yes"),)),)),
            Line(_("upheld with expulsion"), (Cell("closed", at=(("outcome", "expulsion"),)),)),
            Line(_("Uphold rate"), (UPHELD,), over=(UPHELD, NOT_UPHELD), unit="percent"),
            Line(_("Complaints open at the end of the year"), (OPEN_END,)),
            Line(_("Complaints about people who are not members"), (Cell("non_members"),)),
            Line(
                _("Median time to conclude, in working days"),
                (Cell("time", "median-days"),),
                unit="days",
            ),
        ),
        chart="headline",
        notes=(
            *("complaint", "received", "scope", "intimidatory", "closed", "upheld"),
            *("uphold-rate", "open", "median"),
        ),
    ),
    Table(
        "2",
        _("From the complaints open at the start of the year to those open at its end"),
        Basis.FLOW,
        lines=(
            Line(_("Open at the start of the year"), (OPEN_START,)),
            Line(_("Received"), (RECEIVED,)),
            Line(_("Reopened"), (REOPENED,)),
            Line(_("Closed"), (CLOSED,)),
            Line(_("Adjustments: added since last year’s release"), (ADDED,)),
            Line(_("Adjustments: taken out since last year’s release"), (REMOVED,)),
            Line(_("Open at the end of the year"), (OPEN_END,)),
        ),
        chart="waterfall",
        notes=("open", "received", "reopened", "closed", "adjustment"),
    ),
    Table(
        "3",
        _("Complaints received by category of behaviour"),
        Basis.FLOW,
        "received_behaviours",
        ("complaints", "allegations"),
        crosses=(by_party("category", 2),),
        chart="bars",
        notes=("several", "allegation", "received"),
    ),
    Table(
        "4",
        _("Allegations received by clause of the code"),
        Basis.FLOW,
        "allegations",
        ("allegations",),
        crosses=(listed("clause", 2), by_party("clause")),
        chart="bars",
        notes=("allegation", "received"),
    ),
    Table(
        "5",
        _("Complaints received by election period"),
        Basis.FLOW,
        "received_behaviours",
        crosses=(by_party("election_period", days=True), crossed("category", "election_period")),
        chart="rates",
        notes=("election-period", "per-100-days", "received", "several"),
    ),
    Table(
        "6",
        _("Complaints received by quarter"),
        Basis.FLOW,
        "received",
        crosses=(by_party("quarter"),),
        chart="columns",
        notes=("received",),
    ),
    Table(
        "7",
        _("Complaints received by role of the respondent"),
        Basis.FLOW,
        "received",
        ("complaints", "respondents"),
        crosses=(by_party("role"),),
        chart="bars",
        notes=("role", "respondent", "received"),
    ),
    Table(
        "8",
        _("Complaints received by channel and place"),
        Basis.FLOW,
        "received_behaviours",
        crosses=(crossed("category", "channel"), crossed("category", "place")),
        notes=("channel", "place", "several", "received"),
    ),
    Table(
        "9",
        _("Protected characteristic targeted"),
        Basis.FLOW,
        "received_characteristics",
        crosses=(by_party("characteristic"),),
        threshold=CHARACTERISTIC_THRESHOLD,
        chart="bars",
        notes=("characteristic", "several", "received"),
    ),
    Table(
        "10",
        _("Complaints closed by closing reason and stage"),
        Basis.FLOW,
        "closed",
        crosses=(crossed("reason", "stage", 2), by_party("reason", 2)),
        chart="bars",
        notes=("closed",),
    ),
    Table(
        "11",
        _("Outcome of the complaints closed"),
        Basis.FLOW,
        "closed",
        crosses=(by_party("outcome", 2),),
        percent=True,
        chart="stacked",
        notes=("outcome", "no-finding", "not-upheld", "upheld"),
    ),
    Table(
        "12",
        _("Outcome by category of behaviour"),
        Basis.FLOW,
        "closed_behaviours",
        crosses=(crossed("category", "outcome"),),
        rate=UPHOLD_RATE,
        chart="dots",
        notes=("several", "uphold-rate"),
        sensitive=("upheld",),
    ),
    Table(
        "13",
        _("Outcome of allegations by part of the code"),
        Basis.FLOW,
        "closed_allegations",
        ("allegations",),
        crosses=(crossed("clause", "outcome"),),
        notes=("allegation", "allegation-outcome", "closed"),
        sensitive=("upheld",),
    ),
    Table(
        "14",
        _("Sanctions on upheld complaints about intimidatory behaviour"),
        Basis.FLOW,
        "closed",
        ("complaints", "respondents"),
        crosses=(by_party("outcome"),),
        within="upheld",
        at=INTIMIDATORY,
        chart="bars",
        notes=("intimidatory", "outcome", "respondent"),
    ),
    Table(
        "15",
        _("What had become of the complaints received in the year"),
        Basis.COHORT,
        "register",
        crosses=(crossed("result", "quarter", 2), by_party("result", 2)),
        chart="cohort",
        notes=("received", "outcome", "as-at"),
    ),
    Table(
        "16",
        _("Time to conclude"),
        Basis.COHORT,
        "time",
        (*("median-days", "upper-quartile-days"), *SHARES, "complaints"),
        crosses=(listed("category"), listed("stage"), listed(PARTY)),
        chart="points",
        notes=("median", "working-day", "several", "reached"),
    ),
    Table(
        "17",
        _("Deadlines met on time"),
        Basis.COHORT,
        "deadlines",
        ("deadlines",),
        crosses=(crossed("target", "met"), crossed(PARTY, "met")),
        rate=MET_ON_TIME,
        notes=("deadline", "working-day"),
    ),
    Table(
        "18",
        _("Age of the complaints open at the end of the year"),
        Basis.OPEN,
        "open_end",
        crosses=(by_party("age"),),
        chart="columns",
        notes=("open", "working-day"),
        period="end",
    ),
    Table(
        "19",
        _("Interim measures"),
        Basis.FLOW,
        lines=(
            *_interim(label=_("All measures")),
            *_interim("restriction", _("Restrictions")),
            *_interim("suspension", _("Suspensions")),
        ),
        notes=("interim",),
    ),
    Table(
        "20",
        _("Appeals"),
        Basis.FLOW,
        lines=(
            _appeal(_("Open at the start of the year"), "appeals_start"),
            _appeal(_("Lodged"), "lodged"),
            _appeal(_("Decided"), "appealed"),
            _appeal(_("of these, dismissed"), "appealed", ("appeal", "dismissed")),
            _appeal(_("allowed"), "appealed", ("appeal", "allowed")),
            _appeal(_("partly allowed"), "appealed", ("appeal", "partly-allowed")),
            _appeal(_("sent back to a new panel"), "appealed", ("appeal", "sent-back")),
            _appeal(_("Open at the end of the year"), "appeals_end"),
        ),
        notes=("appeal",),
    ),
    Table(
        "21",
        _("Referrals to the police and other bodies"),
        Basis.FLOW,
        "referred",
        crosses=(by_party("body"),),
        notes=("referral",),
    ),
    Table(
        "22",
        _("Complaints under the joint code, by how far they had got"),
        Basis.COHORT,
        "joint_code",
        crosses=(crossed("stage", "passed_on"), by_party("stage")),
        notes=("joint-code", "reached", "as-at"),
    ),
    Table(
        "23",
        _("Members complained about more than once"),
        Basis.FLOW,
        crosses=(
            by_party("cases_each", source="repeats", measures=("respondents",)),
            by_party("complaints_each", source="reports", measures=("cases",)),
        ),
        notes=("repeat", "respondent", "case", "received"),
    ),
    Table(
        "Q1",
        _("Quality of the records behind these figures"),
        Basis.FLOW,
        lines=(
            Line(_("Complaints received"), (RECEIVED,)),
            _quality(
                _("Behaviour not recorded"), "received_behaviours", ("category", NOT_RECORDED)
            ),
            _quality(
                _("Behaviour recorded as “other”"), "received_behaviours", ("category", "other")
            ),
            _quality(_("Day of the behaviour not recorded"), "received", ("undated", "yes")),
            _quality(_("Membership not checked"), "received", ("unchecked", "yes")),
            _quality(_("Registered late"), "received", ("late", "yes")),
            Line(_("Entered twice, and counted once"), (Cell("duplicates"),)),
        ),
        percent=True,
        notes=("quality", "late", "duplicate"),
    ),
    Table(
        "P1",
        _("Complaints and incidents of the year by what became of them"),
        Basis.COHORT,
        "register",
        ("complaints", "incidents"),
        crosses=(by_party("became"),),
        sources=(("incidents", "incidents"),),
        chart="bars",
        notes=("complaint", "incident", "as-at"),
    ),
    Table(
        "P2",
        _("Incidents before a panel"),
        Basis.COHORT,
        "incidents",
        ("incidents",),
        crosses=(by_party("panel", 2),),
        notes=("panel", "as-at"),
    ),
    Table(
        "P3",
        _("Sanctions of the panel: most severe sanction of each incident"),
        Basis.COHORT,
        "incidents",
        ("incidents",),
        crosses=(by_party("severest"),),
        at=(("panel", "upheld"),),
        omit=("none",),
        chart="bars",
        notes=("severest", "as-at"),
    ),
    Table(
        "P3a",
        _("Sanctions of the panel: every sanction"),
        Basis.COHORT,
        "incident_sanctions",
        ("incidents",),
        crosses=(by_party("sanction"),),
        at=(("panel", "upheld"),),
        omit=("none",),
        chart="bars",
        notes=("every-sanction", "as-at"),
    ),
    Table(
        "P4",
        _("Incidents closed by time taken"),
        Basis.COHORT,
        "incidents",
        ("incidents",),
        crosses=(by_party("days"),),
        at=(("ended", "yes"),),
        percent=True,
        chart="columns",
        notes=("bands", "as-at"),
    ),
]

# --- Sums ----------------------------------------------------------------------------------------

KINDS_OF_MEASURE = {"": (), "restriction": (("interim", "restriction"),)}
KINDS_OF_MEASURE["suspension"] = (("interim", "suspension"),)

# Sums that tables of different rows and populations share: each line adds up to nothing.
LINKS = {
    "Flow of the year": (
        (OPEN_START, 1),
        (RECEIVED, 1),
        (REOPENED, 1),
        (ADDED, 1),
        (REMOVED, -1),
        (CLOSED, -1),
        (OPEN_END, -1),
    ),
    "At risk in the year": (
        (OPEN_START, 1),
        (ADDED, 1),
        (REMOVED, -1),
        (RECEIVED, 1),
        (REOPENED, 1),
        (Cell("time"), -1),
    ),
    "Closed without a decision": (
        (Cell("closed", at=(("reason", "no-jurisdiction"),)), 1),
        (Cell("closed", at=(("reason", "ended-without-decision"),)), 1),
        (Cell("closed", at=(("outcome", "no-decision"),)), -1),
    ),
    "Upheld with and without a sanction": (
        (Cell("closed", at=(("outcome", "no-sanction"),)), 1),
        (Cell("closed", at=(("sanctioned", "yes"),)), 1),
        (UPHELD, -1),
    ),
    "Still open": (
        (Cell("register", at=(("became", "ongoing"),)), 1),
        (Cell("register", at=(("result", "still-open"),)), -1),
    ),
    "Incidents closed and ongoing": (
        (Cell("incidents", "incidents", (("ended", "yes"),)), 1),
        (Cell("incidents", "incidents", (("became", "ongoing"),)), 1),
        (Cell("incidents", "incidents"), -1),
    ),
    "Appeals of the year": (
        (Cell("appeals_start", "appeals"), 1),
        (Cell("lodged", "appeals"), 1),
        (Cell("appealed", "appeals"), -1),
        (Cell("appeals_end", "appeals"), -1),
    ),
    **{
        f"Interim measures of the year {kind}".rstrip(): (
            (Cell("interim_start", "measures", at), 1),
            (Cell("imposed", "measures", at), 1),
            (Cell("ended", "measures", at), -1),
            (Cell("interim_end", "measures", at), -1),
        )
        for kind, at in KINDS_OF_MEASURE.items()
    },
}

FLOWS = (
    *("Flow of the year", "At risk in the year", "Appeals of the year"),
    *(name for name in LINKS if name.startswith("Interim measures")),
)
BETWEEN_TABLES = tuple(name for name in LINKS if name not in FLOWS)
# The first is always among the second.
SUBSETS = (
    (Cell("closed", at=(("intimidatory", "yes"), ("outcome", "upheld"))), UPHELD),
    (Cell("received", at=INTIMIDATORY), RECEIVED),
)

# --- Measures ------------------------------------------------------------------------------------

MEASURES = {
    "complaints": _("Complaints"),
    "cases": _("Cases"),
    "allegations": _("Allegations"),
    "respondents": _("Respondents"),
    "incidents": _("Incidents"),
    "deadlines": _("Deadlines"),
    "measures": _("Measures"),
    "appeals": _("Appeals"),
    "median-days": _("Median, working days"),
    "upper-quartile-days": _("Three in four within, working days"),
    **{
        f"closed-by-{n}": format_lazy(_("Within {days} working days"), days=n)
        for n in (30, 60, 90, 180)
    },
}
UNITS = dict.fromkeys(SHARES, "percent") | {
    "median-days": "days",
    "upper-quartile-days": "days",
}
ESTIMATES = tuple(UNITS)
# What is counted never exceeds what it is counted among: each is at most the next.
AT_MOST = (("respondents", "cases"), ("cases", "complaints"), ("respondents", "complaints"))
