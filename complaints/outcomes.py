"""Which outcomes, findings and reasons are there? Each with the group statistics publish.

Complete from the first day (domain 8.2, 8.3): "left the party", "not a member" and "unable to
reach a finding" are never merged with dismissed. A coarser group is a column, never a second list.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    code: str
    name: Promise
    group: str = ""
    published: str = ""  # the group of statistics.md tables 10 and 11
    at_assessment: bool = False
    passes_line: bool = False  # a complaint about them goes past those who answer to them


def _table(*entries: Entry) -> dict[str, Entry]:
    return {entry.code: entry for entry in entries}


def choices(table: dict[str, Entry]) -> list[tuple[str, Promise]]:
    return [(entry.code, entry.name) for entry in table.values()]


DECIDED, NO_JURISDICTION = "decided", "no jurisdiction"
ENDED, JOINED = "ended without decision", "joined"

CLOSING_REASONS = _table(
    Entry("decided-by-panel", _("Decided by panel"), DECIDED, "decided at hearing"),
    Entry(
        "dismissed-at-assessment",
        _("Dismissed at assessment"),
        DECIDED,
        "decided at assessment",
        True,
    ),
    Entry(
        "dismissed-with-warning",
        _("Dismissed with warning or reminder"),
        DECIDED,
        "decided at assessment",
        True,
    ),
    Entry("resolved-informally", _("Resolved informally"), DECIDED, "decided at assessment"),
    Entry(
        "resolved-at-investigation",
        _("Resolved at investigation"),
        DECIDED,
        "decided after investigation",
    ),
    Entry("not-a-member", _("Not a member"), NO_JURISDICTION, "out of scope", True),
    Entry(
        "not-identifiable", _("Member cannot be identified"), NO_JURISDICTION, "out of scope", True
    ),
    Entry("out-of-time", _("Out of time"), NO_JURISDICTION, "out of scope", True),
    Entry("out-of-scope", _("Out of scope"), NO_JURISDICTION, "out of scope", True),
    Entry(
        "referred-elsewhere", _("Referred elsewhere"), NO_JURISDICTION, "referred elsewhere", True
    ),
    Entry("no-breach-alleged", _("No breach alleged"), NO_JURISDICTION, "out of scope", True),
    Entry(
        "anonymous", _("Anonymous without public interest"), NO_JURISDICTION, "out of scope", True
    ),
    Entry("complainant-withdrew", _("Complainant withdrew"), ENDED, "withdrawn"),
    Entry("respondent-left", _("Respondent left the party"), ENDED, "resigned or lapsed"),
    Entry(
        "membership-ended", _("Membership lapsed or otherwise ended"), ENDED, "resigned or lapsed"
    ),
    Entry(
        "auto-excluded", _("Excluded by operation of the rules"), ENDED, "excluded by the rules"
    ),
    Entry("respondent-died", _("Respondent died"), ENDED, "other ending"),
    Entry("unable-to-reach-finding", _("Unable to reach a finding"), ENDED, "other ending"),
    Entry("duplicate", _("Duplicate"), JOINED, "duplicate"),
    Entry("joined", _("Joined to another case"), JOINED, "duplicate"),
)

FINDINGS = _table(
    Entry("upheld", _("Upheld"), "upheld"),
    Entry("partly-upheld", _("Partly upheld"), "upheld"),
    Entry("not-upheld", _("Not upheld"), "not upheld"),
    Entry("not-proven", _("Not proven (insufficient evidence)"), "not upheld"),
    Entry("not-determined", _("Not determined (left or withdrew)"), "no finding"),
)
UPHELD = tuple(code for code, entry in FINDINGS.items() if entry.group == "upheld")

TRIAGE_OUTCOMES = _table(
    Entry("rejected-ineligible", _("Rejected as ineligible")),
    Entry("referred-elsewhere", _("Referred elsewhere")),
    Entry("more-information", _("More information needed")),
    Entry("dismissed-no-breach", _("Dismissed: no breach")),
    Entry("dismissed-insufficient-evidence", _("Dismissed: insufficient evidence")),
    Entry("dismissed-with-warning", _("Dismissed with warning or reminder")),
    Entry("informal-resolution", _("Informal resolution (mediation, apology, training)")),
    Entry("expedited", _("Expedited")),
    Entry("formal-investigation", _("Formal investigation")),
    Entry("police-first", _("Police first")),
)

INELIGIBLE_REASONS = _table(
    Entry("not-a-member", _("Not a member"), "not-a-member"),
    Entry("not-identifiable", _("Member cannot be identified"), "not-identifiable"),
    Entry("out-of-time", _("Out of time"), "out-of-time"),
    Entry("party-body", _("About a party body"), "out-of-scope"),
    Entry("employee-matter", _("Employee matter"), "out-of-scope"),
    Entry("selection-matter", _("Selection matter"), "out-of-scope"),
    Entry("data-protection-matter", _("Data-protection matter"), "out-of-scope"),
    Entry("policy-disagreement", _("Policy disagreement"), "out-of-scope"),
    Entry("duplicate", _("Duplicate"), "duplicate"),
    Entry("no-breach-alleged", _("No breach alleged"), "no-breach-alleged"),
    Entry("anonymous", _("Anonymous without public interest"), "anonymous"),
)

COMPLAINANT_KINDS = _table(
    Entry("target", _("The person it was directed at")),
    Entry("third-party", _("Somebody else who saw or heard it")),
    Entry("party-initiated", _("The party itself")),
)

CHANNELS = _table(
    Entry("public-form", _("Public form"), "online"),
    Entry("email", _("Email"), "online"),
    Entry("letter", _("Letter"), "in writing"),
    Entry("telephone", _("Telephone"), "by voice"),
    Entry("in-person", _("In person"), "by voice"),
    Entry("branch", _("From a branch"), "passed on"),
    Entry("another-party", _("From another party"), "passed on"),
    Entry("police-or-public-body", _("From the police or a public body"), "passed on"),
    Entry("press-or-monitoring", _("From the press or monitoring"), "own initiative"),
    Entry("party-initiated", _("Party-initiated"), "own initiative"),
    Entry("imported", _("Imported"), "passed on"),
)

RESPONDENT_ROLES = _table(
    Entry("member", _("Member"), "member"),
    Entry("branch-officer", _("Branch officer"), "local office-holder"),
    Entry("national-officer", _("National officer"), "local office-holder"),
    Entry("candidate", _("Selected or prospective candidate"), "candidate"),
    Entry("councillor", _("Councillor, mayor or commissioner"), "councillor"),
    Entry("parliamentarian", _("MP, MSP, MS, MLA or peer"), "MP/MSP/MS/peer"),
    Entry(
        "leader",
        _("Leader or most senior office-holder"),
        "MP/MSP/MS/peer",
        passes_line=True,
    ),
    Entry("compliance-staff", _("Compliance staff"), "staff", passes_line=True),
    Entry("other", _("Other"), "member"),
)

MEDIA = _table(
    Entry("in-person", _("In person"), "in person"),
    Entry("public-meeting", _("Public meeting or event"), "in person"),
    Entry("canvassing", _("Canvassing or at the door"), "in person"),
    Entry("home-or-workplace", _("Home or workplace"), "in person"),
    Entry("count-or-polling-place", _("Count or polling place"), "in person"),
    Entry("telephone", _("Telephone"), "direct message"),
    Entry("letter", _("Letter"), "direct message"),
    Entry("email", _("Email"), "direct message"),
    Entry("private-message", _("Private message"), "direct message"),
    Entry("social-media-post", _("Social media public post"), "online"),
    Entry("private-online-group", _("Private online group"), "online"),
    Entry("video-call", _("Video call"), "online"),
    Entry("leaflet-or-print", _("Leaflet or print"), "print and broadcast"),
    Entry("broadcast-or-press", _("Broadcast or press"), "print and broadcast"),
    Entry("property", _("Property"), "in person"),
    Entry("other", _("Other"), "other"),
)

APPEAL_GROUNDS = _table(
    Entry("procedure", _("A serious error of procedure")),
    Entry("new-evidence", _("New evidence")),
    Entry("disproportionate", _("A sanction out of proportion")),
)
APPEAL_OUTCOMES = _table(
    Entry("dismissed", _("Dismissed: the decision stands")),
    Entry("allowed", _("Allowed: the sanctions are lifted")),
    Entry("partly-allowed", _("Varied: some sanctions are lifted or replaced by milder ones")),
    Entry("sent-back", _("Sent back to a new panel")),
)
INTERIM_KINDS = _table(
    Entry("none", _("No interim measure")),
    Entry("restriction", _("Restriction")),
    Entry("suspension", _("Interim suspension")),
)
PAUSE_CATEGORIES = _table(
    Entry("police", _("Police investigation or court")),
    Entry("illness", _("Illness")),
    Entry("adjustment", _("Adjustment for one side")),
    Entry("other", _("Other reason")),
)
# What a head of compliance says to a case that takes long (domain D45).
SUPERVISION_OUTCOMES = _table(
    Entry("goes-on", _("Goes on as it is, for the reasons given")),
    Entry("helped", _("The officer gets help or other work is put back")),
    Entry("reassigned", _("Somebody else takes the case")),
    Entry("day-set", _("A new day is set by which it has to move on")),
)
# Offences by which a referral to the police is named (Crown Prosecution Service).
POLICE_OFFENCES = _table(
    Entry("public-order", _("Public order offences")),
    Entry("criminal-damage", _("Criminal damage")),
    Entry("assault", _("Assaults")),
    Entry("harassment", _("Harassment")),
    Entry("harassment-home", _("Harassment of a person in their home")),
    Entry("harassment-following", _("Harassment by persistent or disorderly following")),
    Entry("stalking", _("Stalking")),
    Entry("hate-crime", _("Hate crime")),
    Entry("communications", _("Communications offences")),
    Entry("threat-to-kill", _("Making a threat to kill")),
    Entry("undue-influence", _("Undue influence")),
    Entry("court-order", _("Breach of an order of a court")),
    Entry("disqualification-order", _("Breach of a disqualification order")),
)
DUTIES = _table(
    Entry("investigator", _("Investigator")),
    Entry("adjudicator", _("Adjudicator")),
    Entry("appeal-adjudicator", _("Appeal adjudicator")),
    Entry("reviewer", _("Reviewer")),
    Entry("support-contact", _("Support contact")),
)

# How a case ended, as the retention schedule of a procedure counts it (domain D52). A panel's
# decision that upheld nothing is kept as "not_upheld"; a joined case as long as its own panel's.
KEPT_AS = {
    "decided-by-panel": "upheld",
    "dismissed-at-assessment": "not_upheld",
    "dismissed-with-warning": "upheld",
    "resolved-informally": "informal",
    "resolved-at-investigation": "informal",
} | {
    code: {NO_JURISDICTION: "out_of_scope", ENDED: "ended", JOINED: "out_of_scope"}[entry.group]
    for code, entry in CLOSING_REASONS.items()
    if entry.group != DECIDED
}

# A final decision is reopened on nothing else (domain 7.2; Williamson v Formby 2019).
REOPENING_GROUNDS = _table(
    Entry("new-evidence", _("Evidence that nobody could have had before")),
    Entry("misled", _("The decision rests on something that proved false")),
    Entry("process", _("A serious error of procedure found afterwards")),
    Entry("court", _("A court or tribunal requires it")),
)
# Approaches about a case from outside it (domain D49; EHRC 2020 found 23 by a leader's office).
APPROACHED_BY = _table(
    Entry("leaders-office", _("The leader or the leader’s office"), "leadership"),
    Entry("senior-officer", _("A senior office-holder or executive member"), "leadership"),
    Entry("parliamentarian", _("An elected representative"), "third party"),
    Entry("party-staff", _("Other staff of the party"), "third party"),
    Entry("press", _("The press"), "third party"),
    Entry("side", _("Somebody on behalf of one side"), "third party"),
    Entry("somebody-else", _("Somebody else"), "third party"),
)
APPROACHED_FOR = _table(
    Entry("outcome", _("A certain outcome")),
    Entry("speed", _("That it goes faster or slower")),
    Entry("person", _("Who works on it or decides it")),
    Entry("information", _("Information about it")),
    Entry("support", _("Only to offer information or support")),
    Entry("other", _("Something else")),
)
APPROACHED_HOW = _table(
    Entry("in-person", _("In person")),
    Entry("call", _("Telephone or video call")),
    Entry("email", _("Email or letter")),
    Entry("message", _("Message")),
    Entry("through-somebody", _("Through somebody else")),
)
INTERESTS = _table(
    Entry("branch", _("My branch")),
    Entry("contest", _("A selection or election I stood or stand in")),
    Entry("relation", _("A relative, partner or close friend")),
    Entry("work", _("An employer, client or business")),
    Entry("group", _("A group or faction in the party")),
)
