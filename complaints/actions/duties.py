"""Who takes which part in a case?"""

from django.utils.translation import gettext as _

from complaints.actions.writing import add, step
from complaints.models import Duty
from complaints.outcomes import DUTIES
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.parties.models import Membership, Person
from partyconduct.parties.roles import CASE_PERMISSIONS, GRANTS, Permission, Role

# The permission that a person must hold in the party to be given the duty.
NEEDED = {
    "investigator": Permission.INVESTIGATE,
    "adjudicator": Permission.ADJUDICATE,
    "appeal-adjudicator": Permission.HEAR_APPEAL,
    "reviewer": Permission.REVIEW,
}


def eligible(case, kind):
    """People of the party who may be given the duty: right role, no part before, no wall."""
    from_role = [role for role in Role if NEEDED.get(kind) in GRANTS[role]]
    if kind == "support-contact":
        from_role = [Role.HEAD, Role.OFFICER, Role.REVIEWER]
    held = Membership.objects.current().filter(party=case.party, role__in=from_role)
    busy = case.duties.values("person")
    walled = case.walls.filter(lifted_at=None).values("person")
    free = held.exclude(person__in=busy).exclude(person__in=walled)
    return list(Person.objects.filter(pk__in=free.values("person")))


def officers(party):
    """The people of the party who may handle a case."""
    return _holding(party, (Permission.SEE_PARTY_CASES,))


def colleagues(party):
    """Whoever could meet a case of the party in the course of their work."""
    return _holding(party, tuple(CASE_PERMISSIONS))


def _holding(party, permissions):
    roles = [role for role in Role if GRANTS[role] & set(permissions) and role != Role.SERVICE]
    held = Membership.objects.current().filter(party=party, role__in=roles)
    return Person.objects.filter(pk__in=held.values("person"))


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


def why_not(case, person, kind):
    names = {"person": person.name, "duty": str(DUTIES[kind].name).lower()}
    earlier = case.duties.filter(person=person).first()
    if earlier:
        names["earlier"] = earlier.get_kind_display().lower()
        return (
            _("%(person)s already had a part in this case (%(earlier)s), so cannot be %(duty)s.")
            % names
        )
    return _("%(person)s cannot be %(duty)s in this case.") % names


def seat(case, *, by, people, kind, verb):
    """A panel of the size that the procedure asks for, all at once."""
    wanted = case.procedure.panel_size
    if len({person.pk for person in people}) != wanted:
        raise Refused(_("Choose %(n)d different people.") % {"n": wanted})
    return [give(case, by=by, person=person, kind=kind, verb=verb).pk for person in people]


def dissolve(case, by, verb, kind):
    """The members of a panel are done: a new one needs new people."""
    for duty in case.duties.filter(kind=kind, ended_on=None):
        duty.ended_on = case.today
        save(duty, by, verb)
    case.__dict__.pop("_duties", None)


@step
def give_duty(case, *, by, person, kind):
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
