"""Who is kept out of a case: named in it, in conflict, or recused?"""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.duties import officers, stand_ins
from complaints.actions.writing import add, at_last, step
from complaints.links import signs_of
from complaints.models import Wall
from complaints.naming import plain
from complaints.outcomes import RESPONDENT_ROLES
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.parties.models import Membership, Person
from partyconduct.parties.roles import Role


def wall_off_named(case, *, by, texts, verb="receive", spare=frozenset()):
    """Whoever of the party is named may not know of the case (security.md 3.2).

    Asked of every text that comes in, before any notice goes out. Provisional: two people who are
    not walled off may lift it, with reasons. `spare`: people whom naming does not keep out.
    """
    text = plain("\n".join(str(each) for each in texts if each))
    asked = people_of(case.party).exclude(pk__in=spare)
    named = [who for who in asked if signs_of(who).stand_in_plain(text)]
    # Whoever acts comes last: a wall around oneself stops every further writing.
    for person in sorted(named, key=lambda each: each.pk == by.person_id):
        if not case.walls.filter(person=person).exists():
            raise_wall_for(case, by=by, person=person, kind=Wall.Kind.NAMED, verb=verb)


def follow_the_line(case, *, by, verb):
    """A complaint about the desk, or about those it answers to, passes it by (domain D31).

    The independent person handles it. Where nobody is appointed, or it is about that person, it
    stays with those of the desk whom no wall keeps out: better theirs than nobody's.
    """
    passes = _is_above_the_desk(case) and _somebody_stands_in(case)
    if passes == case.passes_line:
        return
    case.passes_line = passes
    for person in officers(case.party) if passes else ():
        step_back(case, by, person, verb)
    save(case, by, verb)
    record(by, "pass_line" if passes else "return_to_line", case)


def _is_above_the_desk(case):
    """By the role given, or because somebody of the desk or the lead is the respondent."""
    if RESPONDENT_ROLES[case.respondent.role].passes_line:
        return True
    return any(_is_respondent(case, person) for person in _above(case.party))


def _above(party):
    lead = Membership.objects.current().filter(party=party, role=Role.LEADER)
    leading = Person.objects.filter(memberships__in=lead).prefetch_related("accounts")
    return [*officers(party), *leading]


def _somebody_stands_in(case):
    walled = case.walls.filter(lifted_at=None).values("person")
    standing = stand_ins(case.party).exclude(pk__in=walled)
    return any(not _is_respondent(case, person) for person in standing)


def _is_respondent(case, person):
    respondent = case.respondent
    marks = (respondent.name, respondent.email, respondent.member_no)
    return signs_of(person).stand_in("\n".join(marks))


def people_of(party):
    held = Person.objects.filter(memberships__party=party).distinct()
    return held.prefetch_related("accounts")


def raise_wall_for(  # noqa: PLR0913 - whom, why, and in which step
    case, *, by, person, kind, reason="", verb="receive"
):
    """A wall stands once per person; its subject is told nothing, anywhere."""
    standing = case.walls.filter(person=person, lifted_at=None).first()
    if standing:
        return standing
    step_back(case, by, person, verb)
    words = reason or str(_("Named in the complaint."))
    wall = add(
        Wall, case, by, verb, person=person, kind=kind, reason=words, raised_at=timezone.now()
    )
    record(by, "raise_wall", case, wall=wall.pk, kind=str(kind))
    return wall


def step_back(case, by, person, verb):
    """The person's duties in the case end, and it has no officer until somebody takes it."""
    for duty in case.duties.filter(person=person, ended_on=None):
        duty.ended_on = timezone.localdate()
        save(duty, by, verb)
    case.__dict__.pop("_duties", None)
    if case.officer_id == person.pk:
        case.officer = None
        save(case, by, verb)


@step
def raise_wall(case, *, by, person, reasons):
    """From the next request on the person finds nothing of this case."""
    if person.pk == by.person_id:
        raise Refused(_("To step back yourself, use “Recuse yourself”."))
    wall = {"person": person, "kind": Wall.Kind.CONFLICT, "reason": reasons}
    raise_wall_for(case, by=by, verb="raise_wall", **wall)


@step
def lift_wall(case, *, by, wall, reasons):
    """Two people who are not walled off: one asks, another agrees (security.md 3.2)."""
    if wall.case_id != case.pk or wall.lifted_at or wall.person_id == by.person_id:
        raise Refused(_("This wall cannot be lifted."))
    if wall.kind == Wall.Kind.RECUSED:
        raise Refused(_("Whoever recused themselves stays out of the case."))
    if wall.lift_asked_by_id == by.person_id:
        raise Refused(_("You asked for it. A second person has to agree."))
    agreed = wall.lift_asked_by_id is not None
    if agreed:
        wall.lifted_at = timezone.now()
    else:
        wall.lift_asked_by = by.person
    wall.lifted_reason = "\n".join(filter(None, (wall.lifted_reason, reasons)))
    save(wall, by, "lift_wall")
    return {"wall": wall.pk, "lifted": agreed}


@step
def recuse(case, *, by, reasons):
    """Steps back for good; leaves no trace for the person recused."""
    step_back(case, by, by.person, "recuse")
    wall = {"person": by.person, "kind": Wall.Kind.RECUSED, "reason": reasons, "verb": "recuse"}
    at_last(case, partial(raise_wall_for, case, by=by, **wall))
