"""How is a row of a case written? The one place that sets its party and its history."""

from functools import wraps

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import clocks
from complaints.models import Case, Clock, ClockPause
from complaints.workflow import STEPS, Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.dates.calendars import calendar_for
from partyconduct.rlsdb import bind


def add(model, case, by, verb, **fields):
    """A new row of a case, in the case's own party."""
    return save(model(case=case, party_id=case.party_id, **fields), by, verb)


def step(function):
    """Makes a function the one way to take a step.

    It locks the case, compares its version, asks the table, runs the body, moves the case, saves,
    keeps the clocks and records the event, all in one transaction. The body may return opaque
    facts for the trail. Raises Refused with the sentence when the step is not open.
    """
    row = STEPS[function.__name__]

    @wraps(function)
    def take_step(case, *, by, version=None, **details):
        with transaction.atomic():
            bind(by.party_id, by.person_id)
            case = _locked(case, by, version)
            if objection := row.objection(case, by):
                raise Refused(objection)
            source = case.stage
            target, starts = row.leads_to(case)
            facts = function(case, by=by, **details) or {}
            move(case, by, row.verb, target)
            _keep_clocks(case, by, row, starts)
            record(by, row.verb, case, source=source, target=str(case.stage), **facts)
            for last in case.__dict__.pop("_last", ()):
                last()
        return case

    return take_step


def at_last(case, act):
    """Done when all else of the step is written: a wall around oneself stops every writing."""
    case.__dict__.setdefault("_last", []).append(act)


def _locked(case, by, version):
    """The case as it is now, held until the end of the transaction.

    SQLite has no row locks: there, the transaction itself is the lock (BEGIN IMMEDIATE).
    """
    seen = Case.objects.visible_to(by).select_for_update(of=("self",))
    fresh = seen.select_related("procedure", "party").filter(pk=case.pk).first()
    if fresh is None:
        raise Refused(_("There is no such case."))
    if version is not None and version != fresh.version:
        raise Refused(_("Somebody changed this case in the meantime. Look at it again."))
    fresh.today = timezone.localdate()
    return fresh


def move(case, by, verb, target):
    """Compare and swap on the version, then save with history (security.md F17)."""
    claimed = Case.objects.filter(pk=case.pk, version=case.version)
    if not claimed.update(version=case.version + 1):
        raise Refused(_("Somebody changed this case in the meantime. Look at it again."))
    case.version += 1
    case.stage = target
    save(case, by, verb)


def start_clock(case, by, verb, kind, start=None):
    start = start or case.today
    due, calendar = _counted(case, kind, start)
    return add(
        Clock,
        case,
        by,
        verb,
        kind=kind,
        starts_on=start,
        due_on=due,
        calendar_version=calendar.version,
    )


def deadline(case, kind):
    """The day an obligation that starts today will be due: a letter names it beforehand."""
    return _counted(case, kind, case.today)[0]


def _counted(case, kind, start):
    calendar = calendar_for(case.procedure.nation)
    return clocks.due_date(kind, start, case.procedure, calendar), calendar


def stop_clocks(case, by, verb, kinds=None):
    """Stops the running clocks of these kinds; all of them when the case closes."""
    running = (
        case.clocks.running() if kinds is None else case.clocks.running().filter(kind__in=kinds)
    )
    for clock in running:
        clock.stopped_on = case.today
        save(clock, by, verb)
    for pause in ClockPause.objects.filter(clock__case=case, until_on=None):
        if pause.clock.stopped_on:
            pause.until_on = case.today
            save(pause, by, verb)


def _end_measures(case, by, verb):
    """What held while the case was open ends with it."""
    for measure in case.interimmeasures.filter(ended_on=None).exclude(kind="none"):
        measure.ended_on, measure.how_ended = case.today, _("The case ended")
        save(measure, by, verb)


def _keep_clocks(case, by, row, starts):
    if not case.is_open:
        stop_clocks(case, by, row.verb)
        _end_measures(case, by, row.verb)
        return
    if row.stops:
        stop_clocks(case, by, row.verb, row.stops)
    for kind in starts:
        start_clock(case, by, row.verb, kind)
