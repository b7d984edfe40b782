"""Which incidents and cases do the accepted rows make, and what do they add up to?

A complaint is a row, a case a pair of incident and respondent, an allegation a pair of case and
clause. Panel results and sanctions belong to the incident and are repeated on each of its rows.
Pure: no database.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from codes.tariff import SANCTIONS
from complaints.register.judging import (
    NONE_CITED,
    NOT_PRESENTED,
    ONGOING,
    OUTCOMES,
    UPHELD,
    Entry,
)

# Where the rows of one incident or case disagree, the first of these that occurs holds.
STRONGEST_PANEL = (UPHELD, "dismissed-or-no-action", ONGOING, NOT_PRESENTED)
STRONGEST_OUTCOME = (ONGOING, "resolved-at-investigation", "dismissed", "withdrawn")
BANDS = {"0-90": range(91), "91-180": range(91, 181), "181-365": range(181, 366)}


@dataclass
class Group:
    """The rows of one incident, or of one case in it."""

    label: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def received(self) -> date:
        return min(entry.received for entry in self.entries)

    @property
    def closed(self) -> date | None:
        """The last day; none while one complaint is ongoing."""
        if self.outcome == ONGOING:
            return None
        return max(entry.closed for entry in self.entries)

    @property
    def outcome(self) -> str:
        return _strongest({entry.outcome for entry in self.entries}, STRONGEST_OUTCOME)

    @property
    def panel(self) -> str:
        return _strongest({entry.panel for entry in self.entries}, STRONGEST_PANEL)

    @property
    def sanctions(self) -> dict[str, int | None]:
        return dict(sanction for entry in self.entries for sanction in entry.sanctions)

    @property
    def clauses(self) -> list[str]:
        return list(dict.fromkeys(clause for entry in self.entries for clause in entry.clauses))

    @property
    def happened(self) -> list[date]:
        return sorted(entry.happened for entry in self.entries if entry.happened)

    @property
    def closing_reason(self) -> str:
        """With a panel's result, what was resolved at investigation was decided by the panel."""
        reason = OUTCOMES[self.outcome]
        decided = self.panel in {UPHELD, "dismissed-or-no-action"}
        return "decided-by-panel" if reason and decided else reason


def _strongest(found, order) -> str:
    return next((word for word in order if word in found), min(found))


def incident_key(entry: Entry) -> str:
    """Rows without an incident reference are each an incident of their own."""
    return entry.incident or f"{entry.ref or 'row'}/{entry.fingerprint[:8]}"[:40].upper()


def incidents(entries: Iterable[Entry]) -> dict[str, Group]:
    return _grouped(entries, incident_key)


def cases(entries: Iterable[Entry]) -> dict[tuple[str, str], Group]:
    return _grouped(entries, lambda entry: (incident_key(entry), entry.identity))


def _grouped(entries, key):
    groups = {}
    for entry in entries:
        name = key(entry)
        label = name if isinstance(name, str) else name[0]
        groups.setdefault(name, Group(label)).entries.append(entry)
    return groups


# Totals ------------------------------------------------------------------------------------------
def totals(entries: list[Entry]) -> dict:
    """The figures an officer checks an import by."""
    events, files = incidents(entries), cases(entries)
    counts = _counts(entries, events, files)
    return (
        counts
        | _of_rows(entries)
        | _of_incidents(list(events.values()))
        | _times(entries, list(events.values()))
    )


def _counts(entries, events, files):
    per_respondent = Counter(Counter(identity for _label, identity in files).values())
    named = Counter(e.complainant for e in entries if e.kind != "party-initiated")
    clauses = Counter(clause for case in files.values() for clause in case.clauses)
    return {
        "complaints": len(entries),
        "incidents": len(events),
        "cases": len(files),
        "respondents": len({identity for _label, identity in files}),
        "complainants_without_party": len(named),
        "most_frequent_complainant": list(named.most_common(1)[0]) if named else [],
        "cases_per_respondent": {str(n): times for n, times in sorted(per_respondent.items())},
        "allegations": sum(clauses.values()),
        "allegations_by_clause": dict(sorted(clauses.items())),
        "complaints_without_clause": sum(not entry.clauses for entry in entries),
    }


def _of_rows(entries):
    def by(key):
        return dict(sorted(Counter(key(e) for e in entries if key(e)).items()))

    panel = by(lambda e: e.panel)
    panel["dismissed"] = panel.pop("dismissed-or-no-action", 0)
    return {
        "complaints_by_outcome": by(lambda e: e.outcome),
        "complaints_by_kind": by(lambda e: e.kind),
        "complaints_by_channel": by(lambda e: e.channel),
        "complaints_by_medium": by(lambda e: e.medium),
        "complaints_by_platform": by(lambda e: e.platform),
        "complaints_by_month_received": by(lambda e: f"{e.received:%Y-%m}"),
        "complaints_by_officer": by(lambda e: e.officer),
        "characteristics_complaints": _characteristics([e] for e in entries),
        "panel_rows": panel,
        "sanctions_most_severe_if_rows_were_counted": _most_severe(
            dict(e.sanctions) for e in entries
        ),
    }


def _of_incidents(events):
    panel = Counter(event.panel for event in events)
    every = Counter(code for event in events for code in event.sanctions)
    return {
        "incidents_by_outcome": dict(Counter(event.outcome for event in events)),
        "panel_incidents": {
            "presented": panel[UPHELD] + panel["dismissed-or-no-action"],
            "dismissed-or-no-action": panel["dismissed-or-no-action"],
            "upheld": panel[UPHELD],
            "ongoing (outside presented)": panel[ONGOING],
        },
        "sanctions_all_per_incident": every,
        "sanctions_most_severe_per_incident": _most_severe(event.sanctions for event in events),
        "characteristics_incidents": _characteristics(event.entries for event in events),
    }


def _most_severe(held):
    return Counter(max(codes, key=lambda code: SANCTIONS[code].rank) for codes in held if codes)


def _characteristics(groups):
    """Each group once per value; a named prejudice counts under its parent, too."""
    counts = Counter()
    for entries in groups:
        cited = {value for e in entries for value in e.characteristics or [NONE_CITED]}
        counts.update(cited | {value.partition("/")[0] for value in cited})
    return dict(sorted(counts.items()))


def _times(entries, events):
    resolved = [event for event in events if event.outcome == "resolved-at-investigation"]
    return {
        "time_bands_incidents_closed": _bands(events),
        "time_bands_complaints_closed": _bands(entries),
        "time_bands_incidents_resolved_at_investigation": _bands(resolved),
    }


def _bands(timed):
    days = [(each.closed - each.received).days for each in timed if each.closed]
    bands = {band: sum(n in span for n in days) for band, span in BANDS.items()}
    return {"base": len(days)} | bands | {"over 365": sum(n > 365 for n in days)}
