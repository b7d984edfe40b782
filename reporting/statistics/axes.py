"""By what are complaints broken down? Each dimension with its hierarchy, as entries name it.

Words and codes come from the catalogues of the register (codes.tariff, complaints.outcomes); the
nodes of a dimension may depend on the party, whose code of conduct has its own clauses.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from codes.models import Clause
from codes.tariff import (
    BEHAVIOUR_GROUPS,
    BEHAVIOURS,
    CHARACTERISTICS,
    GROUPS,
    SANCTIONS,
)
from complaints.clocks import NO_LIMIT, ClockKind
from complaints.models import Allegation
from complaints.outcomes import (
    APPEAL_OUTCOMES,
    CLOSING_REASONS,
    INTERIM_KINDS,
    JOINED,
)
from complaints.workflow import Stage
from reporting.statistics.disclosure import Dimension, Node

NOT_RECORDED = "not-recorded"


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
STILL_OPEN = "still-open"
ROLES = {
    "member": _("Member"),
    "local-office-holder": _("Local office-holder of the party"),
    "councillor": _("Councillor, mayor or commissioner"),
    "candidate": _("Candidate"),
    "mp-msp-ms-peer": _("Member of a parliament, or peer"),
    "staff": _("Compliance staff"),
}
CHANNEL_GROUPS = {
    "online": _("Online form or email"),
    "in-writing": _("Letter"),
    "by-voice": _("Telephone or in person"),
    "passed-on": _("Passed on by a branch, a party or a public body"),
    "own-initiative": _("On the party’s own initiative"),
}
PLACES = {
    "in-person": _("In person"),
    "online": _("Online"),
    "direct-message": _("Message, letter or telephone call"),
    "print-and-broadcast": _("Print and broadcast"),
    "other": _("Other"),
    NOT_RECORDED: _("Not recorded"),
}
BODIES = {
    "police": _("Police or court"),
    "another-body": _("Another public body or organisation"),
}
BANDS = {"1": 1, "2": 2, "3-4": 4, "5-or-more": None}
BAND_WORDS = {"1": "1", "2": "2", "3-4": _("3 or 4"), "5-or-more": _("5 or more")}
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


def _results(party):
    """The outcomes, and that there is none yet."""
    return [*_outcomes(party), Node(STILL_OPEN, str(_("Still open")))]


def _flat(labels):
    return lambda party: [Node(node, str(label)) for node, label in labels.items()]


YES_OR_NO = _flat({"yes": _("Yes"), "no": _("No")})
TARGETS = {str(kind): kind.label for kind in ClockKind if kind not in NO_LIMIT}
MEASURES_TAKEN = {c: entry.name for c, entry in INTERIM_KINDS.items() if c != "none"}
LADDER = {rung.code: rung.name for rung in SANCTIONS.values() if rung.is_sanction}
LADDER |= {"none": _("None")}
APPEALS = {c: entry.name for c, entry in APPEAL_OUTCOMES.items()}


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
        Axis("stage", _("Stage"), _flat({name: label for name, (label, _s) in PHASES.items()})),
        Axis("outcome", _("Outcome"), _outcomes, 2),
        Axis("age", _("Age in working days"), _bands(AGE_BANDS)),
        Axis("days", _("Calendar days"), _bands(DAY_BANDS)),
        Axis("quarter", _("Quarter"), _flat({f"Q{n}": f"Quarter {n}" for n in (1, 2, 3, 4)})),
        Axis("intimidatory", _("Intimidatory"), YES_OR_NO),
        Axis("ended", _("Closed"), YES_OR_NO),
        Axis("sanctioned", _("Sanction"), YES_OR_NO),
        Axis("result", _("Outcome by the day of extraction"), _results, 2),
        Axis(
            "election_period",
            _("Election period"),
            _flat({"election": _("In an election period"), "other": _("At another time")}),
        ),
        Axis("role", _("Role of the respondent"), _flat(ROLES)),
        Axis("channel", _("How the complaint came"), _flat(CHANNEL_GROUPS)),
        Axis("place", _("Where the behaviour took place"), _flat(PLACES)),
        Axis("target", _("Deadline"), _flat(TARGETS)),
        Axis("met", _("Met on time"), YES_OR_NO),
        Axis("interim", _("Interim measure"), _flat(MEASURES_TAKEN)),
        Axis("appeal", _("Outcome of the appeal"), _flat(APPEALS)),
        Axis("body", _("Referred to"), _flat(BODIES)),
        Axis("passed_on", _("Came from another party"), YES_OR_NO),
        Axis("cases_each", _("Cases about one respondent"), _flat(BAND_WORDS)),
        Axis("complaints_each", _("Complaints in one case"), _flat(BAND_WORDS)),
        Axis("late", _("Registered late"), YES_OR_NO),
        Axis("undated", _("Day of the behaviour not recorded"), YES_OR_NO),
        Axis("unchecked", _("Membership not checked"), YES_OR_NO),
        Axis("became", _("What became of it"), _flat(STATUSES)),
        Axis("panel", _("Panel result"), _panel, 2),
        Axis("severest", _("Most severe sanction"), _flat(LADDER)),
        Axis("sanction", _("Sanction"), _flat(LADDER), additive=False),
    ]
}


def depths(at) -> tuple[tuple[str, int], ...]:
    """How fine each of these coordinates is: 1 a group (or the only level), 2 a leaf."""
    return tuple(
        (dim, 1 if AXES[dim].depth == 1 or node in _GROUPS.get(dim, ()) else 2) for dim, node in at
    )


_GROUPS = {
    "category": {*(code(group) for group in BEHAVIOUR_GROUPS), NOT_RECORDED},
    "outcome": {"no-finding", "not-upheld", "upheld"},
    "result": {"no-finding", "not-upheld", "upheld", STILL_OPEN},
    "reason": set(REASON_GROUPS),
    "panel": set(PANEL),
}
