"""How is each thing counted? The rules by id and version, as they are printed in every release.

A release keeps the versions and the texts it was made under. To change a rule, change its text and
add a line to CHANGES with the decision: tables that rest on the rule then print a break beside
the years that were counted by another version.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Change:
    """A recorded decision: from this day on, the rule reads as it stands below."""

    rule: str
    decided_on: date
    why: object


CHANGES: tuple[Change, ...] = ()
DEFINITIONS = {
    "complaint": _(
        "A complaint is one submission by one complainant about the conduct of one member, "
        "whatever the number of allegations in it. Thirty people complaining about one post "
        "make thirty complaints. A complaint takes its stage, outcome and closing date from "
        "its case."
    ),
    "case": _(
        "A case is the file on one respondent about the same conduct. A case joined to another "
        "is counted with it."
    ),
    "incident": _("An incident is one event that one or more complaints are about."),
    "allegation": _("An allegation is one claimed breach of one clause in a case."),
    "respondent": _(
        "A respondent is the member complained about; each person is counted once in a figure."
    ),
    "received": _(
        "Received in the year: the day on which the party first held the complaint lies in the "
        "year, whatever became of it later."
    ),
    "scope": _(
        "Complaints about people who are not members are counted apart, and in no other figure."
    ),
    "duplicate": _("The same submission entered twice is counted once."),
    "closed": _(
        "Closed in the year: the day on which the first final decision, or another ending, was "
        "recorded lies in the year. Complaints closed in a year may have been received before it."
    ),
    "open": _("Open on a day: received on or before that day and not closed by its end."),
    "reopened": _(
        "Reopened: received before the year, closed, and set back by the party within the year. "
        "An appeal does not reopen a complaint."
    ),
    "adjustment": _(
        "Adjustments: the difference between the number open at the start of the year as counted "
        "today and as published a year ago, for instance after late registration."
    ),
    "upheld": _(
        "Upheld: at least one allegation was found proven on the balance of probabilities, in "
        "full or in part."
    ),
    "not-upheld": _("Not upheld: no breach was found, or not enough evidence."),
    "no-finding": _(
        "No finding: closed without a decision, or resolved without deciding whether there was "
        "a breach."
    ),
    "uphold-rate": _(
        "The uphold rate is the number upheld out of the number upheld or not upheld. A high "
        "number of complaints does not by itself show that members of a party behave badly: it "
        "may show that people trust the party to act."
    ),
    "outcome": _(
        "Each closed complaint has one outcome: the most severe sanction that stands, or how it "
        "ended without one."
    ),
    "severest": _(
        "Most severe sanction: an incident is counted once, under its most severe sanction. "
        "Figures made under this rule must not be compared with figures that count every sanction."
    ),
    "every-sanction": _(
        "Every sanction: an incident is counted under each kind of sanction that was imposed, so "
        "the lines add up to more than the incidents."
    ),
    "intimidatory": _(
        "Intimidatory behaviour: the complaint's case alleges physical attack, threats, abuse, "
        "harassment, stalking, publishing private details, organised online attack, damage to "
        "campaign property, or inciting others to any of them."
    ),
    "several": _(
        "A complaint may stand in several lines, so the lines add up to more than the total."
    ),
    "characteristic": _(
        "The protected characteristic is that of the person targeted, as alleged. It never comes "
        "from anybody's monitoring answers. Figures below 10 are hidden here. A named prejudice "
        "counts under its characteristic as well."
    ),
    "election-period": _(
        "An election period begins 25 working days before the poll of a UK Parliament election, "
        "or on the day for the notice of any other election in the party's nation, and ends with "
        "the day of the poll."
    ),
    "per-100-days": _(
        "Complaints for every 100 days: the number received, divided by the days in question. "
        "The two kinds of days differ in number, so the counts alone must not be compared."
    ),
    "role": _("The role is that of the respondent at the date of the behaviour."),
    "channel": _("The channel is the way by which the party first held the complaint."),
    "place": _("The place is where the behaviour took place, in person, online or otherwise."),
    "allegation-outcome": _(
        "Each allegation in a complaint closed in the year has one outcome: what was found on it; "
        "not upheld where the complaint was dismissed; no finding where it ended otherwise."
    ),
    "reached": _(
        "The stage is the one in which a complaint was closed, or in which it is still open."
    ),
    "deadline": _(
        "Deadlines that fell due in the year, one for each obligation in a case, as moved by the "
        "days for which the case was paused. Met on time: done on or before that day. Deadlines "
        "of the two sides are left out: not to answer or not to appeal is nobody's delay."
    ),
    "interim": _(
        "Interim measures hold while a case is open; they are not outcomes. A measure is in force "
        "on a day when it began on or before that day and had not ended by its end."
    ),
    "appeal": _(
        "An appeal is counted in the year it was lodged, and again in the year it was decided. An "
        "appeal does not reopen a complaint."
    ),
    "referral": _(
        "Complaints that were referred in the year, or paused for the police or a court. A "
        "complaint referred to both is counted under the police."
    ),
    "joint-code": _(
        "Complaints received in the year that allege a breach of the code the parties share. "
        "Came from another party: that party's intake passed it on."
    ),
    "repeat": _(
        "Each respondent is counted once, by how many cases about them were received in the year; "
        "each case once, by how many complaints are in it."
    ),
    "quality": _("Out of the complaints received in the year."),
    "late": _(
        "Registered late: more than 10 days after the party first held the complaint. Complaints "
        "taken over from an earlier register are not counted as late."
    ),
    "as-at": _("What became of the complaints received in the year, as at the day of extraction."),
    "panel": _(
        "Presented: the panel has given its result. Incidents still before a panel are listed "
        "apart and are not part of the number presented."
    ),
    "bands": _(
        "Time in calendar days from the first complaint about the incident to the closing of its "
        "last case. Percentages are of the incidents closed."
    ),
    "median": _(
        "Times are estimated with open complaints included (Kaplan-Meier). Looking only at "
        "closed complaints would make the process look faster than it is. Complaints received "
        "before the year count from their age at its start. Times are in working days of the "
        "party's nation; the day of receipt is day 0."
    ),
    "working-day": _("Working days are Monday to Friday without bank holidays of the nation."),
}

VERSIONS = {rule: 1 + sum(change.rule == rule for change in CHANGES) for rule in DEFINITIONS}
VERSION = str(1 + len(CHANGES))


def changed(earlier: dict[str, int], rules) -> list[str]:
    """Those of these rules by which an earlier release did not count."""
    return [rule for rule in rules if earlier.get(rule, 1) != VERSIONS[rule]]


POLICY = [
    _(
        "A figure is hidden when it counts fewer than 5, "
        "or when 4 or fewer people stand behind it."
    ),
    _("For protected characteristics a figure is hidden when it counts fewer than 10."),
    _(
        "A figure is hidden when taking away the complaints about one person would leave 4 "
        "or fewer."
    ),
    _("A small group that all met the same harmful outcome is hidden."),
    _(
        "Further figures are hidden so that no hidden figure can be worked out from the others. "
        "All tables of a release are treated together, because the same figure may stand in "
        "several. Nothing shows which figures were hidden for their own sake."
    ),
    _("Every figure that is shown is exact: nothing is rounded or altered."),
    _(
        "Percentages are whole numbers, made from shown figures only, and are withheld when "
        "fewer than 20 lie behind them."
    ),
    _(
        "Times are shown only when at least 10 complaints were closed and at least 10 were "
        "still open at that point."
    ),
    _("Names, constituencies, days, free text and single durations are never published."),
]
