"""Who takes which part in a case?"""

import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import drawing
from complaints.actions.writing import add, step
from complaints.eligibility import eligible, standing, too_few, why_not
from complaints.models import Draw, Duty
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.parties.models import Membership, Person
from partyconduct.parties.roles import CASE_PERMISSIONS, GRANTS, Permission, Role


def officers(party):
    """The people of the party who may handle a case."""
    return holding(party, (Permission.SEE_PARTY_CASES,))


def may_handle(case):
    """Who may be the officer of a case: the desk, or the independent person where it passes by."""
    if case.passes_line:
        return stand_ins(case.party)
    return officers(case.party)


def stand_ins(party):
    """The independent people, for what passes the desk by."""
    return holding(party, (Permission.STAND_IN,))


def colleagues(party):
    """Whoever could meet a case of the party in the course of their work."""
    return holding(party, tuple(CASE_PERMISSIONS))


def holding(party, permissions):
    roles = [role for role in Role if GRANTS[role] & set(permissions) and role != Role.SERVICE]
    held = Membership.objects.current().filter(party=party, role__in=roles)
    return Person.objects.filter(pk__in=held.values("person")).prefetch_related("accounts")


def give(case, *, by, person, kind, verb):
    """A duty, once per person and case, for ever (security.md 3.2). Raises Refused."""
    if person.pk == by.person_id:
        raise Refused(_("Nobody may give a duty to themselves. Ask a colleague."))
    if person not in eligible(case, kind):
        raise Refused(why_not(case, person, kind))
    duty = add(Duty, case, by, verb, person=person, kind=kind, given_on=case.today)
    case.__dict__.pop("_duties", None)
    record(by, "give_duty", case, duty=duty.pk, kind=kind)
    return duty


def empty_seats(case, kind):
    """How many people the panel lacks of the size that the procedure asks for."""
    held = case.duties.filter(kind=kind, ended_on=None).count()
    return max(0, case.procedure.panel_size - held)


def pool_of(case, kind, by):
    """Who can be drawn, by number, and who cannot for which reason; together all of the role."""
    found = sorted((person.pk, why) for person, why in standing(case, kind, by).items())
    return [pk for pk, why in found if not why], [[pk, why] for pk, why in found if why]


def seat(case, *, by, kind, verb, picked=((), "")):
    """Fills the empty seats of a panel, by lot unless the procedure says by hand (D27).

    `picked`: whom and why. Returns opaque facts for the trail: the digest there holds the record
    to what it was.
    """
    people, reasons = picked
    seats, (pool, out) = empty_seats(case, kind), pool_of(case, kind, by)
    if not seats:
        raise Refused(_("The panel is complete."))
    if objection := too_few(pool, out, seats):
        raise Refused(objection)
    how = _by_lot(case, pool, seats, people) or _by_hand(people, seats, reasons)
    told = {"kind": kind, "seats": seats, "pool": pool, "exclusions": out} | how
    drawn = add(
        Draw, case, by, verb, drawn_at=timezone.now(), drawn_by=by.person, reasons=reasons, **told
    )
    chosen = Person.objects.in_bulk(told["result"])
    duties = [
        give(case, by=by, person=chosen[pk], kind=kind, verb=verb).pk for pk in told["result"]
    ]
    return {"duties": duties, "draw": drawn.pk, "digest": drawing.digest(told)}


def _by_lot(case, pool, seats, people):
    if not case.procedure.draws:
        return None
    if people:
        raise Refused(_("Under this procedure panels are drawn by lot; nobody picks them."))
    seed = fresh_seed()
    return {
        "seed": seed,
        "algorithm": drawing.LOTS,
        "result": drawing.draw(pool, seats, seed),
    }


def fresh_seed():
    """From the operating system: nobody knows it beforehand, and nobody chooses it."""
    return secrets.token_hex(16)


def _by_hand(people, seats, reasons):
    picked = sorted({person.pk for person in people})
    if len(picked) != seats:
        raise Refused(_("Choose %(n)d different people.") % {"n": seats})
    if not reasons:
        raise Refused(_("Give the reasons for picking these people."))
    return {"seed": "", "algorithm": drawing.BY_HAND, "result": picked}


def dissolve(case, by, verb, kind):
    """The members of a panel are done: a new one needs new people."""
    for duty in case.duties.filter(kind=kind, ended_on=None):
        duty.ended_on = case.today
        save(duty, by, verb)
    case.__dict__.pop("_duties", None)


PANELS = frozenset({"adjudicator", "appeal-adjudicator"})


@step
def fill_seat(case, *, by, people=(), reasons=""):
    """Somebody of the panel stepped back: the same way brings somebody else."""
    return seat(case, by=by, kind="adjudicator", verb="fill_seat", picked=(people, reasons))


@step
def give_duty(case, *, by, person, kind):
    if kind in PANELS:
        raise Refused(_("Whoever sits on a panel is drawn or picked by convening it."))
    if kind == "support-contact":
        raise Refused(_("A support contact is there for one side: name the side with it."))
    duty = give(case, by=by, person=person, kind=kind, verb="give_duty")
    return {"duty": duty.pk}


@step
def end_duty(case, *, by, duty, reasons):
    """The row stays: whoever had a part keeps it when duties exclude each other."""
    if duty.case_id != case.pk or duty.ended_on:
        raise Refused(_("This duty has already ended."))
    duty.ended_on = case.today
    save(duty, by, "end_duty")
    case.__dict__.pop("_duties", None)
    return {"duty": duty.pk, "kind": duty.kind}
