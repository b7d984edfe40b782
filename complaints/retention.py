"""What is left of a case when its time is over, and when is that?

Left is what the counts of past years need, and no word: dates, catalogue codes and links between
rows (domain D52). `SURVIVES` is an allow-list: a column that is not in it is emptied, a model that
is not in it is deleted with its history, so that whatever is added to a case later goes, too.
"""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from complaints.outcomes import KEPT_AS

ENDINGS = {
    "upheld": _("A breach was found"),
    "not_upheld": _("No breach was found"),
    "informal": _("Resolved informally"),
    "out_of_scope": _("Outside the procedure"),
    "ended": _("Ended without a decision"),
}

ROW = ("id", "party", "case")
SURVIVES = {
    "case": (
        "id",
        "party",
        "stage",
        "version",
        "received_on",
        "edition",
        "procedure",
        "severity",
        "closing_reason",
        "closed_on",
        "closed_from",
        "joined_to",
        "reopened_on",
        "imported",
        "purged_on",
    ),
    "respondent": (*ROW, "is_member", "role", "identity"),  # identity becomes a random word
    "complaint": (
        *ROW,
        "incident",
        "channel",
        "kind",
        "medium",
        "happened_from",
        "received_on",
        "received_at",
    ),
    "citedcharacteristic": (*ROW, "complaint", "code"),
    "allegation": (*ROW, "incident", "clause", "position", "severity"),
    "allegedbehaviour": (*ROW, "allegation", "code", "social_media_role"),
    "finding": (*ROW, "allegation", "finding", "found_on"),
    "sanction": (*ROW, "sanction", "months", "imposed_on", "ends_on", "lifted_on"),
    "assessment": (*ROW, "outcome", "ineligible_reason", "assessed_on"),
    "interimmeasure": (*ROW, "kind", "decided_by", "starts_on", "recheck_on", "ended_on"),
    "appeal": (*ROW, "side", "grounds", "outcome", "lodged_on", "decided_on"),
    "clock": (*ROW, "kind", "starts_on", "due_on", "stopped_on", "extra_days", "calendar_version"),
    "clockpause": (*ROW, "clock", "category", "from_on", "until_on"),
    "referral": (*ROW, "offence", "referred_on", "meanwhile", "decided_by", "result_on"),
    "purgeitem": (*ROW, "batch", "state", "files"),  # how far the purge itself has come
}


class Due(NamedTuple):
    """One line of a preview: what whoever agrees to the purge is shown."""

    number: int
    reference: str
    kept_as: str
    closed_on: str
    due_on: str
    procedure: int

    @property
    def ending(self):
        return ENDINGS[self.kept_as]

    @property
    def closed(self):
        return date.fromisoformat(self.closed_on)

    @property
    def over(self):
        return date.fromisoformat(self.due_on)


def kept_as(closing_reason: str, is_upheld: bool) -> str:
    """How the schedule counts the ending; a panel that upheld nothing is kept as long as a
    dismissal."""
    ending = KEPT_AS[closing_reason]
    return ending if is_upheld or closing_reason != "decided-by-panel" else "not_upheld"


def later(day, months: int):
    """The same day so many months on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=last)
        except ValueError:
            continue
    raise AssertionError("Every month has 28 days.")
