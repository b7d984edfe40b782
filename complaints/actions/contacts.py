"""Approaches about a case, declared interests, and who was trained: what keeps hands off."""

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.walls import raise_wall_for, step_back
from complaints.actions.writing import add, at_last, step
from complaints.guards import part_of
from complaints.links import links_of
from complaints.models import Contact, Interest, Training, Wall
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.parties.access import require
from partyconduct.parties.roles import Permission


@step
def declare(case, *, by, connected, words=""):
    """Whoever has a duty says what connects them with the case; a connection ends it (D28)."""
    if connected and not words:
        raise Refused(_("Say what connects you with the case."))
    found = links_of(case, [by.person]).get(by.person_id, [])
    if found and not words:
        raise Refused(_("The register sees a link: say why you can act."))
    duty = case.duties.get(person=by.person_id)
    duty.declared_on, duty.declaration = case.today, words
    save(duty, by, "declare")
    case.__dict__.pop("_duties", None)
    if connected:
        step_back(case, by, by.person, "declare")
        wall = {"kind": Wall.Kind.DECLARED, "reason": words, "verb": "declare"}
        at_last(case, lambda: raise_wall_for(case, by=by, person=by.person, **wall))
    return {"duty": duty.pk, "connected": connected, "links": found}


@step
def log_contact(case, *, by, **told):
    """An approach is no offence of whoever was approached; leaving it out would be (EHRC 2020)."""
    logged = add(
        Contact, case, by, "log_contact", logged_on=case.today, logged_by=by.person, **told
    )
    part = part_of(case, by)
    return {
        "contact": logged.pk,
        "came_from": logged.came_from,
        "asked_for": logged.asked_for,
        "duty": part.kind if part else None,
    }


# --- beside any case
def declare_interest(party, *, by, kind, words):
    """Before any case comes, so that the register sees the link itself when one does."""
    require(by, Permission.USE_CASES)
    declared = Interest(
        party=party, person=by.person, kind=kind, words=words, declared_on=timezone.localdate()
    )
    save(declared, by, "declare_interest")
    record(by, "declare_interest", declared, kind=kind)
    return declared


def end_interest(interest, *, by):
    if interest.person_id != by.person_id or interest.ended_on:
        raise Refused(_("Only your own standing interests can end."))
    interest.ended_on = timezone.localdate()
    save(interest, by, "end_interest")
    record(by, "end_interest", interest)


def record_training(party, *, by, person, **passed):
    """The record that lets somebody be given a duty in cases that call for the course (D29)."""
    require(by, Permission.MANAGE_PEOPLE)
    if not person.memberships.current().filter(party=party).exists():
        raise Refused(_("This person holds no role in %(party)s.") % {"party": party})
    kept = save(Training(party=party, person=person, **passed), by, "record_training")
    record(by, "record_training", kept, course=kept.course)
    return kept
