"""Which obligations have a deadline, and how long does each take?"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClockKind(TextChoices):
    """An obligation; its limit in working days is `Procedure.<kind>_days`."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge the complaint")
    ASSESS = "assess", _("Assess the complaint")
    INFORMAL = "informal", _("Finish the informal resolution")
    INVESTIGATE = "investigate", _("Investigate and serve notice")
    RESPOND = "respond", _("Response from the respondent")
    REPORT = "report", _("Report of the investigator")
    DECIDE = "decide", _("Decision of the panel")
    REVIEW = "review", _("Review of the decision")
    NOTIFY = "notify", _("Tell both sides the decision")
    APPEAL = "appeal", _("Window for an appeal")
    HEAR_APPEAL = "hear_appeal", _("Decision on the appeal")
    UPDATE = "update", _("Tell both sides how it stands")
    LOOK_AGAIN = "look_again", _("Look at the interim measure again")


# Windows of the two sides: their end opens a step, it is nobody's lateness.
WINDOWS = frozenset({ClockKind.RESPOND, ClockKind.APPEAL})
# On a day that somebody decided: no calendar moves it, and it does not stand still.
BY_DECISION = frozenset({ClockKind.LOOK_AGAIN})
# The figures on what was met in time count the limits of the procedure, and neither of these.
NO_LIMIT = WINDOWS | BY_DECISION

SOON_DAYS = 7  # calendar days: amber

# When a case comes to the head of compliance (domain D45), and how long an answer holds.
LATE_DAYS, OPEN_DAYS, ANSWER_HOLDS = 10, 130, 20  # working days


def due_date(kind, start, procedure, calendar):
    """The day of receipt is day 0; the limit counts working days of the procedure's nation."""
    return calendar.add(start, procedure.limit(kind))


def moved_by_pause(due, from_on, until_on, calendar):
    """A deadline moves on by the working days the clock stood still."""
    return calendar.add(due, calendar.between(from_on, until_on))


def due_again(clock, procedure, calendar):
    """The same count by another calendar: the limit from its start, then each pause that ended."""
    if clock.kind in BY_DECISION:
        return clock.due_on
    due = calendar.add(clock.starts_on, limit_of(clock, procedure))
    for pause in sorted(clock.pauses.all(), key=lambda each: each.from_on):
        if pause.until_on is not None:
            due = moved_by_pause(due, pause.from_on, pause.until_on, calendar)
    return due


def limit_of(clock, procedure):
    """Working days the clock was given: more than the procedure's where they were extended."""
    return procedure.limit(ClockKind(clock.kind)) + clock.extra_days


def fewer_in_campaign(clock, procedure, calendar, opened):
    """How many days fewer an update may take once a campaign has opened (domain D44)."""
    start = max(clock.starts_on, opened)
    due = calendar.add(start, procedure.campaign_update_days)
    return min(0, calendar.between(clock.starts_on, due) - limit_of(clock, procedure))
