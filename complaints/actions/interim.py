"""What holds while the case is open, on whose decision, until when it is looked at again?

A measure is neutral and no sanction. It has a day to look again, which is a clock like any other;
whoever investigates does not decide on it. Before it goes on somebody answers, with reasons, what
it does to a selection or election of the respondent (Forde 2022; D23).
"""

from django.utils.translation import gettext as _

from complaints.actions.writing import add, step, stop_clocks
from complaints.clocks import ClockKind
from complaints.models import Clock, InterimMeasure, InterimReview
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.dates.calendars import calendar_for
from partyconduct.dates.models import UNITED_KINGDOM, Election


@step
def interim(  # noqa: PLR0913 - what the form of a measure asks
    case, *, by, kind, reasons, recheck_on=None, election_answer=""
):
    """None, a restriction or a suspension; a new decision replaces the one before."""
    _end_standing(case, by, "interim", _("Replaced by a later decision"))
    polls = ()
    if kind != "none":
        polls = _answered(case, kind, recheck_on, election_answer)
    add(
        InterimMeasure,
        case,
        by,
        "interim",
        kind=kind,
        reasons=reasons,
        decided_by=by.person,
        starts_on=case.today,
        recheck_on=None if kind == "none" else recheck_on,
        election_answer=election_answer,
    )
    if kind != "none":
        _look_again(case, by, "interim", recheck_on)
    return {"kind": kind, "elections": polls}


@step
def review_interim(  # noqa: PLR0913 - what a second look asks
    case, *, by, goes_on, reasons, recheck_on=None, election_answer=""
):
    """The same questions as at the first decision, asked again by the day that was set."""
    measure = standing_measure(case)
    polls = _answered(case, measure.kind, recheck_on, election_answer) if goes_on else ()
    add(
        InterimReview,
        case,
        by,
        "review_interim",
        measure=measure,
        goes_on=goes_on,
        reasons=reasons,
        election_answer=election_answer if goes_on else "",
        recheck_on=recheck_on if goes_on else None,
        reviewed_on=case.today,
        reviewed_by=by.person,
    )
    stop_clocks(case, by, "review_interim", (ClockKind.LOOK_AGAIN,))
    if goes_on:
        measure.recheck_on = recheck_on
        save(measure, by, "review_interim")
        _look_again(case, by, "review_interim", recheck_on)
    else:
        _end(measure, case, by, "review_interim", _("Ended after a second look"))
    return {"measure": measure.pk, "goes_on": goes_on, "elections": polls}


def standing_measure(case):
    return case.interimmeasures.filter(ended_on=None).exclude(kind="none").first()


def coming_elections(case, until):
    """Polls in the case's nation before a day, as the register knows them."""
    nations = [case.procedure.nation, UNITED_KINGDOM]
    polls = Election.objects.filter(poll__gte=case.today, nation__in=nations)
    return polls.filter(poll__lte=until) if until else polls.none()


def _answered(case, kind, recheck_on, answer):
    """The coming polls; an answer on them is due for a suspension always, else where there are."""
    most = case.procedure.interim_recheck_days
    if recheck_on is None or not 0 < (recheck_on - case.today).days <= most:
        raise Refused(_("Look at the measure again within %(n)d days.") % {"n": most})
    polls = list(coming_elections(case, recheck_on).values_list("pk", flat=True))
    if (polls or kind == "suspension") and not answer:
        raise Refused(_("Say whether the respondent stands in an election before the re-check."))
    return polls


def _look_again(case, by, verb, recheck_on):
    """Counted in days, not working days: the day is the one that was decided."""
    version = calendar_for(case.procedure.nation).version
    days = {"starts_on": case.today, "due_on": recheck_on, "calendar_version": version}
    add(Clock, case, by, verb, kind=ClockKind.LOOK_AGAIN, **days)


def _end_standing(case, by, verb, how):
    stop_clocks(case, by, verb, (ClockKind.LOOK_AGAIN,))
    for measure in case.interimmeasures.filter(ended_on=None):
        _end(measure, case, by, verb, how)


def _end(measure, case, by, verb, how):
    measure.ended_on, measure.how_ended = case.today, how
    save(measure, by, verb)


def give_way(case, by, verb):
    """A decision that both sides know takes the place of what held until then."""
    if measure := standing_measure(case):
        stop_clocks(case, by, verb, (ClockKind.LOOK_AGAIN,))
        _end(measure, case, by, verb, _("Both sides were told the decision"))
