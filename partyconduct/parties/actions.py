"""How do parties, people and roles change? Only here, each with its event."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.parties.access import require
from partyconduct.parties.models import Membership, Person, User
from partyconduct.parties.roles import Permission, objection_to_roles


def _require_own(party, by):
    require(by, Permission.MANAGE_PEOPLE)
    if party.pk != by.party_id:
        raise PermissionDenied(_("This role belongs to another party."))


def invite(party, *, by, name, email, role, member_no=""):  # noqa: PLR0913 - whom, as what
    """Give somebody an account and a first role; the password is set by the reset link."""
    _require_own(party, by)
    user = User.objects.select_related("person").filter(email__iexact=email).first()
    if user is None:
        person = save(Person(name=name, member_no=member_no), by, "invite")
        user = User(email=email.lower(), person=person)
        user.set_unusable_password()
        save(user, by, "invite")
        record(by, "invite", user, party_id=party.pk)
    elif objection := objection_to_name(user, name):
        raise PermissionDenied(objection)
    give_role(party, by=by, person=user.person, role=role)
    return user


def objection_to_name(user, name):
    """An address must not tell whose it is: whoever gives a role knows the person already."""
    if user.name.casefold().split() == name.casefold().split():
        return ""
    return _("This address belongs to an account under another name. Ask how it is written.")


def give_role(party, *, by, person, role, starts_on=None):
    """Leaders and administrators may not also work on cases; the sentence says so."""
    _require_own(party, by)
    held = Membership.objects.of(person).current().filter(party=party)
    roles = set(held.values_list("role", flat=True))
    if role in roles:
        return held.get(role=role)
    if objection := objection_to_roles(roles | {role}):
        raise PermissionDenied(objection)
    membership = Membership(
        party=party, person=person, role=role, starts_on=starts_on or timezone.localdate()
    )
    save(membership, by, "give_role")
    record(by, "give_role", membership, role=str(role))
    return membership


def end_role(membership, *, by):
    """The role ends today; its row stays, since decisions taken in it stay lawful."""
    _require_own(membership.party, by)
    if membership.person_id == by.person_id:
        raise PermissionDenied(_("Ask another administrator to end your own role."))
    membership.ends_on = timezone.localdate()
    save(membership, by, "end_role")
    record(by, "end_role", membership, role=str(membership.role))
    return membership
