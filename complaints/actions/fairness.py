"""What is a side given: time, a companion, adjustments, somebody for support, and its rules?"""

from django.utils.translation import gettext as _

from complaints.actions.answering import queue_news, wall_off_bystanders
from complaints.actions.duties import give
from complaints.actions.writing import add, step
from complaints.clocks import ClockKind
from complaints.models import Adjustment, Companion, Confidentiality, Extension, SupportContact
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.dates.calendars import calendar_for


def own_side_only(by, complaint):
    """The respondent's page speaks for the respondent, whatever was posted to it."""
    if by.is_service and complaint is not None:
        raise Refused(_("Through this page you speak for yourself."))


@step
def ask_extension(case, *, by, until_on, reasons):
    clock = _window(case)
    if until_on <= clock.due_on:
        raise Refused(_("Name a day after the one on which the time to answer ends now."))
    asked = {"asked_on": case.today, "asked_until": until_on, "reasons": reasons}
    extension = add(Extension, case, by, "ask_extension", **asked)
    wall_off_bystanders(case, by, [reasons], "ask_extension")
    return {"extension": extension.pk, "until": until_on}


@step
def decide_extension(case, *, by, granted, reasons, until_on=None):
    """Granted, the window of the pinned procedure gets more working days, by this event."""
    extension = case.extensions.get(decided_on=None)
    extension.granted, extension.decision_reasons = granted, reasons
    extension.decided_on, extension.decided_by = case.today, by.person
    facts = {"extension": extension.pk, "granted": granted}
    if granted:
        clock = _moved(case, by, until_on)
        extension.granted_until = clock.due_on
        facts |= {"clock": clock.pk, "until": clock.due_on, "days": clock.extra_days}
    save(extension, by, "decide_extension")
    queue_news(case)
    return facts


def _window(case):
    return case.clocks.running().get(kind=ClockKind.RESPOND)


def _moved(case, by, until_on):
    clock, calendar = _window(case), calendar_for(case.procedure.nation)
    if until_on is None or until_on <= clock.due_on or until_on <= case.today:
        raise Refused(_("Name a day after the one on which the time to answer ends now."))
    more = calendar.between(clock.due_on, until_on)
    if not more:
        raise Refused(_("That is no working day later. Name a later day."))
    clock.due_on, clock.calendar_version = calendar.add(clock.due_on, more), calendar.version
    clock.extra_days += more
    return save(clock, by, "decide_extension")


@step
def name_companion(case, *, by, name, relation="", complaint=None):
    """Anybody may accompany a side; a panel member or officer of the case may not."""
    own_side_only(by, complaint)
    named = {"name": name, "relation": relation, "named_on": case.today}
    companion = add(Companion, case, by, "name_companion", complaint=complaint, **named)
    wall_off_bystanders(case, by, [name], "name_companion")
    return {"companion": companion.pk}


@step
def ask_adjustments(case, *, by, asked, complaint=None):
    own_side_only(by, complaint)
    said = {"asked": asked, "asked_on": case.today}
    adjustment = add(Adjustment, case, by, "ask_adjustments", complaint=complaint, **said)
    return {"adjustment": adjustment.pk}


@step
def answer_adjustments(case, *, by, adjustment, agreed):
    if adjustment.case_id != case.pk or adjustment.answered_on:
        raise Refused(_("This was answered already."))
    adjustment.agreed, adjustment.answered_on = agreed, case.today
    save(adjustment, by, "answer_adjustments")
    if adjustment.complaint_id is None:
        queue_news(case)
    return {"adjustment": adjustment.pk}


# Support, confidentiality ------------------------------------------------------------------------
@step
def offer_support(case, *, by, person, reach, complaint=None):
    """A different person for each side: the duty is one per person and case, for ever (D33)."""
    for earlier in case.supportcontacts.filter(complaint=complaint, ended_on=None):
        earlier.ended_on = case.today
        save(earlier, by, "offer_support")
        _end_duty(case, by, earlier.person_id)
    duty = give(case, by=by, person=person, kind="support-contact", verb="offer_support")
    offered = {"person": person, "reach": reach, "offered_on": case.today}
    contact = add(SupportContact, case, by, "offer_support", complaint=complaint, **offered)
    if complaint is None:
        queue_news(case)
    return {"contact": contact.pk, "duty": duty.pk}


def _end_duty(case, by, person_id):
    for duty in case.duties.filter(person=person_id, kind="support-contact", ended_on=None):
        duty.ended_on = case.today
        save(duty, by, "offer_support")


@step
def set_confidentiality(case, *, by, until_on, also_told=""):
    """There is always an end, and never a bar against police, court or adviser (D53)."""
    if until_on < case.today:
        raise Refused(_("Name a day to come."))
    found = getattr(case, "confidentiality", None) or Confidentiality(
        case=case, party_id=case.party_id
    )
    found.until_on, found.also_told, found.set_on = until_on, also_told, case.today
    save(found, by, "set_confidentiality")
    return {"until": until_on}
