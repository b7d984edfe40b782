"""What does the page of one case show? Everything in a fixed number of queries."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from complaints import models as m
from complaints.access import may_see_complainant
from complaints.delivering import log
from complaints.eligibility import tally
from complaints.explaining import explain
from complaints.suggesting import suggestions
from complaints.workflow import STEPS, Kind, offers, waiting_for
from partyconduct.audit.trail import events_about
from partyconduct.parties.roles import Permission

# What the trail names that is no step of the table.
OTHER_EVENTS = {
    "receive": _("Complaint received"),
    "say": _("The complainant wrote"),
    "respondent_says": _("The respondent wrote"),
    "attach": _("File attached"),
    "deliver": _("Way of a letter recorded"),
    "recount": _("Deadline counted again"),
    "campaign": _("Update due earlier in the campaign"),
    "escalate": _("Brought before the head of compliance"),
    "hold": _("Held back from being destroyed"),
    "release": _("Hold lifted"),
    "sanction_ends": _("A sanction has ended"),
    "pass_line": _("The case passes the desk by"),
    "return_to_line": _("The case came back to the desk"),
    "import": _("Taken from the officer’s register"),
}
ABOUT_WALLS = frozenset({"raise_wall", "lift_wall", "recuse"})


def casefile(case, user):
    """The context of the page: the rows of the case, and what this person may do and see."""
    fetch(case, user)
    mark_pauses(case)
    mark_draws(case)
    log(case.letters.all())
    is_decided = any(hasattr(each, "finding") for each in case.allegations.all())
    if is_decided:
        fetch_decision(case, user)
        mark_spent(case)
    explain(case)
    sees_walls = user.can(Permission.BUILD_WALL)
    return {
        "case": case,
        "risk": next(reversed(case.riskchecks.all()), None),
        "suggested": suggestions(case, user) if user.can(Permission.HANDLE) else [],
        **steps_open_to(case, user),
        "sees_people": may_see_complainant(user, case),
        "sees_walls": sees_walls,
        "clocks": sorted(case.clocks.all(), key=lambda c: (c.stopped_on is not None, c.due_on)),
        "holds": list(case.holds.all()),
        "events": timeline(case, sees_walls),
        "is_decided": is_decided,
    }


def fetch(case, user):
    def rows(name, model, *joined):
        return Prefetch(name, model.objects.visible_to(user).select_related(*joined))

    prefetch_related_objects(
        [case],
        rows("duties", m.Duty, "person"),
        rows(
            "complaints",
            m.Complaint,
            "complainant",
            "repeatflag__asked_by",
            "repeatflag__agreed_by",
        ),
        "complaints__characteristics",
        rows("allegations", m.Allegation, "clause__edition__code__party", "finding"),
        "allegations__behaviours",
        rows("interimmeasures", m.InterimMeasure, "decided_by"),
        "clocks",
        "clockpauses",
        rows("escalations", m.Escalation, "answered_by"),
        rows("referrals", m.Referral, "decided_by"),
        "disqualifications",
        rows("holds", m.Hold, "placed_by", "lifted_by"),
        rows("evidence", m.Evidence, "uploaded_by"),
        rows("messages", m.Message, "sent_by", "complaint"),
        rows("notes", m.Note, "written_by"),
        Prefetch(
            "letters", m.Letter.objects.visible_to(user).select_related("news").defer("html")
        ),
        rows("riskchecks", m.RiskCheck, "checked_by"),
        rows("letters__deliveries", m.Delivery, "recorded_by"),
        "sanctions",
        "appeals",
        "reviews",
        rows("reports", m.Report, "written_by"),
        rows("walls", m.Wall, "person"),
        rows("draws", m.Draw),
        rows("contacts", m.Contact, "logged_by"),
    )


def fetch_decision(case, user):
    """What there is only once something was decided."""

    def rows(name, model, *joined):
        return Prefetch(name, model.objects.visible_to(user).select_related(*joined))

    prefetch_related_objects(
        [case],
        rows("weighings", m.Weighing, "weighed_by"),
        rows("countersignatures", m.Countersignature, "person"),
        "educations",
    )


def mark_spent(case):
    for sanction in case.sanctions.all():
        sanction.spent = sanction.is_spent(case.today)
    for education in case.educations.all():
        education.overdue = education.is_overdue(case.today)


def mark_draws(case):
    """What a draw left out, in words, and the command that draws it again."""
    for draw in case.draws.all():
        draw.out_in_words = tally(why for _person, why in draw.exclusions)
        draw.command = f"manage.py draws check {case.reference}"


def mark_pauses(case):
    for clock in case.clocks.all():
        clock.stops = [p for p in case.clockpauses.all() if p.clock_id == clock.pk]
        clock.is_paused = any(pause.until_on is None for pause in clock.stops)
        clock.late = clock.stopped_on is None and clock.is_late(case.today)


def steps_open_to(case, user):
    """Steps that are open, by where they stand; those that are not, with the reason."""
    offered = offers(case, user)
    ready = {kind.value: [] for kind in Kind}
    for offer in offered:
        if not offer.objection:
            ready[offer.step.kind.value].append(offer.step)
    closed = [offer for offer in offered if offer.objection]
    mine = any(offer.step.kind == Kind.NEXT for offer in offered)
    return {
        "ready": ready,
        "closed_steps": [offer for offer in closed if offer.step.kind != Kind.SIDE],
        "closed_aside": [offer for offer in closed if offer.step.kind == Kind.SIDE],
        "waits_for": "" if mine else waiting_for(case),
    }


def timeline(case, sees_walls):
    """The newest first. A step's own consequences (a duty given by convening) are part of it."""
    events = events_about(case).filter(stream="write").select_related("actor__person")
    shown = []
    for event in events.order_by("-at", "-seq"):
        is_side_effect = event.verb in STEPS and "source" not in event.details
        if is_side_effect or (event.verb in ABOUT_WALLS and not sees_walls):
            continue
        step = STEPS.get(event.verb)
        event.label = step.label if step else OTHER_EVENTS.get(event.verb, event.verb)
        shown.append(event)
    return shown
