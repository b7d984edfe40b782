"""Which tables does a release hold? Every statistic is one entry of TABLES.

An entry says what is counted (source and measures), by which dimensions with which hierarchy, on
which basis, what percentages refer to, how it is drawn and which rules are printed with it. Page,
workbook, CSV, PDF, disclosure control and checks follow from the entry by themselves; a table is
made coarser along its hierarchies (leaf, group, total) when it cannot be protected as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from codes.models import Clause
from codes.tariff import (
    BEHAVIOUR_GROUPS,
    BEHAVIOURS,
    CHARACTERISTICS,
    GROUPS,
    SANCTIONS,
)
from complaints.models import Allegation
from complaints.outcomes import CLOSING_REASONS, JOINED
from complaints.workflow import Stage
from reporting.statistics.disclosure import Dimension, Node

SHARES = tuple(f"closed-by-{days}" for days in (30, 60, 90, 180))
THRESHOLD, CHARACTERISTIC_THRESHOLD = 5, 10
NOT_RECORDED = "not-recorded"


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


def code(words: str) -> str:
    """A stable code from a catalogue's group name."""
    return "-".join("".join(c if c.isalnum() else " " for c in words.lower()).split())


# --- Dimensions: code -> nodes, groups first -----------------------------------------------------


def _tree(groups, leaves):
    """Nodes of two levels: `groups` code -> label, `leaves` (code, label, group) in order."""
    for group, label in groups.items():
        yield Node(group, str(label))
        yield from (
            Node(leaf, str(text), group) for leaf, text, parent in leaves if parent == group
        )


def _categories(party):
    leaves = [(code(b.code), b.name, code(b.group)) for b in BEHAVIOURS.values()]
    groups = {code(group): label for group, label in BEHAVIOUR_GROUPS.items()}
    return _tree(groups | {NOT_RECORDED: _("Behaviour not recorded")}, leaves)


def _outcomes(party):
    upheld = [("no-sanction", _("Upheld, no sanction"))]
    upheld += [(code(group), label) for group, label in GROUPS.items()]
    leaves = [
        ("no-decision", _("Closed without a decision"), "no-finding"),
        ("without-finding", _("Resolved without a finding"), "no-finding"),
        *((leaf, label, "upheld") for leaf, label in upheld),
    ]
    groups = {
        "no-finding": _("No finding"),
        "not-upheld": _("Not upheld"),
        "upheld": _("Upheld"),
    }
    return _tree(groups, leaves)


REASON_GROUPS = {
    "decided": _("Decided"),
    "no-jurisdiction": _("Outside the party’s rules"),
    "ended-without-decision": _("Ended without a decision"),
}
REASON_WORDS = {
    "decided-at-assessment": _("Decided at assessment"),
    "decided-after-investigation": _("Decided after investigation"),
    "decided-at-hearing": _("Decided at a hearing"),
    "out-of-scope": _("Out of scope"),
    "referred-elsewhere": _("Referred elsewhere"),
    "withdrawn": _("Withdrawn by the complainant"),
    "resigned-or-lapsed": _("Respondent resigned, or membership lapsed"),
    "excluded-by-the-rules": _("Excluded by operation of the rules"),
    "other-ending": _("Another ending"),
}


def _reasons(party):
    counted = [entry for entry in CLOSING_REASONS.values() if entry.group != JOINED]
    pairs = dict.fromkeys((code(entry.published), code(entry.group)) for entry in counted)
    return _tree(REASON_GROUPS, [(leaf, REASON_WORDS.get(leaf, leaf), g) for leaf, g in pairs])


PHASES = {
    "assessment": (_("Assessment"), (Stage.RECEIVED, Stage.ASSESSMENT)),
    "informal": (_("Informal resolution"), (Stage.INFORMAL,)),
    "investigation": (
        _("Investigation"),
        (Stage.INVESTIGATION, Stage.NOTICE_SERVED, Stage.RESPONSE, Stage.REPORT),
    ),
    "hearing": (_("Hearing"), (Stage.PANEL, Stage.REVIEW, Stage.DECIDED)),
    "appeal": (_("Appeal"), (Stage.APPEAL,)),
    NOT_RECORDED: (_("Not recorded"), ()),
}
AGE_BANDS = {"0-60": 60, "61-120": 120, "121-250": 250, "251-500": 500, "over-500": None}
DAY_BANDS = {"0-90": 90, "91-180": 180, "181-365": 365, "over-365": None}
STATUSES = {  # rank when complaints about one incident differ: the last one wins
    "dismissed": _("Dismissed"),
    "otherwise-closed": _("Closed in another way"),
    "withdrawn": _("Withdrawn"),
    "resolved-at-investigation": _("Resolved at investigation"),
    "ongoing": _("Ongoing"),
}
PANEL = {
    "presented": _("Presented to the panel"),
    "ongoing": _("Ongoing, outside the number presented"),
    "not-presented": _("Not presented to a panel"),
}


def _panel(party):
    leaves = [
        ("dismissed-or-no-action", _("Dismissed or no action"), "presented"),
        ("upheld", _("Upheld"), "presented"),
    ]
    return _tree(PANEL, leaves)


def _characteristics(party):
    return [Node(c.code, str(c.name), c.parent) for c in CHARACTERISTICS.values()]


def _clauses(party):
    """The clauses that were charged, under the part of the code they stand in."""
    charged = Allegation.objects.filter(party=party).exclude(clause=None)
    clauses = Clause.objects.filter(pk__in=charged.values("clause")).select_related(
        "edition__code__party", "parent__parent"
    )
    groups, leaves = {}, {}
    for clause in clauses.order_by("edition__code__party__kind", "edition__number", "position"):
        group, label = _part_of(clause)
        groups[group] = label
        leaves[clause_code(clause)] = (clause_code(clause), f"{clause.number}", group)
    return _tree(groups, list(leaves.values()))


def clause_code(clause):
    return f"{clause.edition.code.party.slug}-{clause.number}"


def _part_of(clause):
    code_of_conduct = clause.edition.code
    if clause.parent is None:
        return f"{code_of_conduct.party.slug}-whole", code_of_conduct.title
    top = clause.parent
    while top.parent is not None:
        top = top.parent
    return f"{code_of_conduct.party.slug}-part-{top.number}", f"{top.number} {top.heading}"


def _flat(labels):
    return lambda party: [Node(node, str(label)) for node, label in labels.items()]


def _bands(bands):
    words = {band: band.replace("over-", "over ").replace("-", " to ") for band in bands}
    return _flat({band: f"{word} days" for band, word in words.items()})


@dataclass(frozen=True)
class Axis:
    """A dimension as an entry names it; its nodes may depend on the party's own code."""

    id: str
    title: object
    nodes: Callable
    depth: int = 1
    additive: bool = True

    def of(self, party) -> Dimension:
        return Dimension(self.id, str(self.title), tuple(self.nodes(party)), self.additive)


AXES = {
    axis.id: axis
    for axis in [
        Axis("category", _("Category of behaviour"), _categories, 2, additive=False),
        Axis("clause", _("Clause"), _clauses, 2),
        Axis("characteristic", _("Protected characteristic"), _characteristics, 2, additive=False),
        Axis("reason", _("Closing reason"), _reasons, 2),
        Axis("stage", _("Stage"), _flat({k: label for k, (label, _s) in PHASES.items()})),
        Axis("outcome", _("Outcome"), _outcomes, 2),
        Axis("age", _("Age in working days"), _bands(AGE_BANDS)),
        Axis("days", _("Calendar days"), _bands(DAY_BANDS)),
        Axis("quarter", _("Quarter"), _flat({f"Q{n}": f"Quarter {n}" for n in (1, 2, 3, 4)})),
        Axis("intimidatory", _("Intimidatory"), _flat({"yes": _("Yes"), "no": _("No")})),
        Axis("ended", _("Closed"), _flat({"yes": _("Yes"), "no": _("No")})),
        Axis("sanctioned", _("Sanction"), _flat({"yes": _("Yes"), "no": _("No")})),
        Axis("became", _("What became of it"), _flat(STATUSES)),
        Axis("panel", _("Panel result"), _panel, 2),
        Axis(
            "severest",
            _("Most severe sanction"),
            _flat(
                {s.code: s.name for s in SANCTIONS.values() if s.is_sanction} | {"none": _("None")}
            ),
        ),
        Axis(
            "sanction",
            _("Sanction"),
            _flat(
                {s.code: s.name for s in SANCTIONS.values() if s.is_sanction} | {"none": _("None")}
            ),
            additive=False,
        ),
    ]
}


# --- Entries -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A figure an entry names by itself: in which source, of which measure, narrowed how."""

    source: str
    measure: str = "complaints"
    at: tuple[tuple[str, str], ...] = ()

    @property
    def depths(self) -> tuple[tuple[str, int], ...]:
        return depths(self.at)


def depths(at) -> tuple[tuple[str, int], ...]:
    """How fine each of these coordinates is: 1 a group (or the only level), 2 a leaf."""
    return tuple(
        (dim, 1 if AXES[dim].depth == 1 or node in _GROUPS.get(dim, ()) else 2) for dim, node in at
    )


_GROUPS = {
    "outcome": {"no-finding", "not-upheld", "upheld"},
    "reason": set(REASON_GROUPS),
    "panel": set(PANEL),
}


@dataclass(frozen=True)
class Line:
    """One row of a table that lists figures of its own; a percentage when `over` is given."""

    label: object
    cells: tuple[Cell, ...]
    over: tuple[Cell, ...] = ()
    unit: str = "complaints"
    total: bool = False


@dataclass(frozen=True)
class Table:
    """One statistic."""

    id: str
    title: object
    basis: Basis
    source: str = ""
    measures: tuple[str, ...] = ("complaints",)
    rows: str = ""
    columns: str = ""
    depth: int = 2  # how fine the rows go
    column_depth: int = 1
    at: tuple[tuple[str, str], ...] = ()  # fixed for the whole table
    within: str = ""  # rows under this node only, which then is the total
    omit: tuple[str, ...] = ()  # nodes the table leaves unsaid
    percent: str = ""  # "total": of the table's total
    rate: bool = False  # a column with the uphold rate
    lines: tuple[Line, ...] = ()
    threshold: int = THRESHOLD
    chart: str = ""
    notes: tuple[str, ...] = ()
    by_party: bool = True  # the joint release sets the parties side by side
    period: str = "year"
    sensitive: tuple[str, ...] = field(default=())  # columns that harm when a whole row is in one
    sources: tuple[tuple[str, str], ...] = ()  # measures counted in a source of their own

    def source_of(self, measure: str) -> str:
        return dict(self.sources).get(measure, self.source)


RECEIVED = Cell("received")
CLOSED = Cell("closed")
UPHELD = Cell("closed", at=(("outcome", "upheld"),))
NOT_UPHELD = Cell("closed", at=(("outcome", "not-upheld"),))
INTIMIDATORY = (("intimidatory", "yes"),)

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
            Line(_("upheld with a sanction"), (Cell("closed", at=(("sanctioned", "yes"),)),)),
            Line(_("upheld with expulsion"), (Cell("closed", at=(("outcome", "expulsion"),)),)),
            Line(_("Uphold rate"), (UPHELD,), over=(UPHELD, NOT_UPHELD), unit="percent"),
            Line(_("Complaints open at the end of the year"), (Cell("open_end"),)),
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
            Line(_("Open at the start of the year"), (Cell("open_start"),)),
            Line(_("Received"), (RECEIVED,)),
            Line(_("Reopened"), (Cell("reopened"),)),
            Line(_("Closed"), (CLOSED,)),
            Line(_("Adjustments: added since last year’s release"), (Cell("added"),)),
            Line(_("Adjustments: taken out since last year’s release"), (Cell("removed"),)),
            Line(_("Open at the end of the year"), (Cell("open_end"),)),
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
        rows="category",
        chart="bars",
        notes=("several", "allegation", "received"),
    ),
    Table(
        "4",
        _("Allegations received by clause of the code"),
        Basis.FLOW,
        "allegations",
        ("allegations",),
        rows="clause",
        chart="bars",
        notes=("allegation", "received"),
    ),
    Table(
        "6",
        _("Complaints received by quarter"),
        Basis.FLOW,
        "received",
        rows="quarter",
        depth=1,
        chart="columns",
        notes=("received",),
    ),
    Table(
        "9",
        _("Protected characteristic targeted"),
        Basis.FLOW,
        "received_characteristics",
        rows="characteristic",
        depth=1,
        threshold=CHARACTERISTIC_THRESHOLD,
        chart="bars",
        notes=("characteristic", "several", "received"),
    ),
    Table(
        "10",
        _("Complaints closed by closing reason and stage"),
        Basis.FLOW,
        "closed",
        rows="reason",
        columns="stage",
        chart="bars",
        notes=("closed",),
        by_party=False,
    ),
    Table(
        "11",
        _("Outcome of the complaints closed"),
        Basis.FLOW,
        "closed",
        rows="outcome",
        percent="total",
        chart="stacked",
        notes=("outcome", "no-finding", "not-upheld", "upheld"),
    ),
    Table(
        "12",
        _("Outcome by category of behaviour"),
        Basis.FLOW,
        "closed_behaviours",
        rows="category",
        columns="outcome",
        depth=1,
        rate=True,
        chart="dots",
        notes=("several", "uphold-rate"),
        by_party=False,
        sensitive=("upheld",),
    ),
    Table(
        "14",
        _("Sanctions on upheld complaints about intimidatory behaviour"),
        Basis.FLOW,
        "closed",
        ("complaints", "respondents"),
        rows="outcome",
        within="upheld",
        at=INTIMIDATORY,
        chart="bars",
        notes=("intimidatory", "outcome", "respondent"),
    ),
    Table(
        "16",
        _("Time to conclude"),
        Basis.COHORT,
        "time",
        (*("median-days", "upper-quartile-days"), *SHARES, "complaints"),
        rows="category",
        depth=1,
        chart="points",
        notes=("median", "working-day", "several"),
        by_party=False,
    ),
    Table(
        "18",
        _("Age of the complaints open at the end of the year"),
        Basis.OPEN,
        "open_end",
        rows="age",
        depth=1,
        chart="columns",
        notes=("open", "working-day"),
        period="end",
    ),
    Table(
        "P1",
        _("Complaints and incidents of the year by what became of them"),
        Basis.COHORT,
        "register",
        ("complaints", "incidents"),
        sources=(("incidents", "incidents"),),
        rows="became",
        depth=1,
        chart="bars",
        notes=("complaint", "incident", "as-at"),
    ),
    Table(
        "P2",
        _("Incidents before a panel"),
        Basis.COHORT,
        "incidents",
        ("incidents",),
        rows="panel",
        chart="",
        notes=("panel", "as-at"),
    ),
    Table(
        "P3",
        _("Sanctions of the panel: most severe sanction of each incident"),
        Basis.COHORT,
        "incidents",
        ("incidents",),
        rows="severest",
        depth=1,
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
        rows="sanction",
        depth=1,
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
        rows="days",
        depth=1,
        at=(("ended", "yes"),),
        percent="total",
        chart="columns",
        notes=("bands", "as-at"),
    ),
]

# Sums that tables of different rows and populations share: each line adds up to nothing.
OPEN_START, OPEN_END = Cell("open_start"), Cell("open_end")
REOPENED, ADDED, REMOVED = Cell("reopened"), Cell("added"), Cell("removed")
ADJUSTMENTS = ("added", "removed")  # not counted: the difference to what was published
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
    "Incidents closed and ongoing": (
        (Cell("incidents", "incidents", (("ended", "yes"),)), 1),
        (Cell("incidents", "incidents", (("became", "ongoing"),)), 1),
        (Cell("incidents", "incidents"), -1),
    ),
}

MEASURES = {
    "complaints": _("Complaints"),
    "allegations": _("Allegations"),
    "respondents": _("Respondents"),
    "incidents": _("Incidents"),
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
