"""Who may know that a case exists, and who may see an identity in it?

The general rule first: compliance officers and the head of compliance see the cases of the party
they act for, but for complaints about themselves or those they answer to (domain D31); everybody
else sees the cases in which they hold a duty today (domain D50). The independent person sees,
beside those, what passes the desk by and what nobody of the desk may know of, so that naming
every officer buries nothing (security.md 3.2). Walls beat every role, leaving no trace, and
nobody sees a case in which they are respondent or complainant, whenever they got their role.
There is no other way in: leadership, administrators, secretariats and operators hold no permission
that appears here.
"""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from complaints.guards import part_of
from complaints.workflow import DECIDING
from partyconduct.parties.models import Membership
from partyconduct.parties.roles import Permission, roles_with


def cases_open_to(user: Any, rows: Any, case: str = "pk") -> Any:
    """`rows` narrowed to those of cases the user may know of; nobody without a party sees any.

    The rows are cases, or rows that hang on one by the column `case`: they carry the party of
    their case (the database compares), so the same question is asked of both.
    """
    if not getattr(user, "person_id", None) or not user.party_id:
        return rows.none()
    if not user.can(Permission.USE_CASES) and not user.is_service:
        return rows.none()
    mine = rows.filter(party=user.party_id)
    if case == "pk":  # of a destroyed case nothing is left but what is counted
        mine = mine.filter(purged_on=None)
    if user.is_service:
        return mine
    passing = Q(**{"passes_line" if case == "pk" else f"{case}__passes_line": True})
    desk = user.can(Permission.SEE_PARTY_CASES)
    by_role = ~passing if desk else _standing_in(user, case, passing)
    return not_kept_from(user, mine.filter(by_role | Exists(_held(user, case))), case)


def not_kept_from(user: Any, rows: Any, case: str = "pk") -> Any:
    """`rows` without those of cases that a wall, or their own part in it, keeps from somebody."""
    if own := _cases_about(user):
        rows = rows.exclude(**{f"{case}__in": own})
    return rows.exclude(Exists(_walls(user, case)))


def _standing_in(user: Any, case: str, passing: Any) -> Any:
    """For the independent person: what passes the desk, or what all of it are walled off from."""
    if not user.can(Permission.STAND_IN):
        return Q(pk__in=[])
    walled = _model("Wall").filter(
        case=OuterRef(OuterRef(case)), person=OuterRef("person"), lifted_at=None
    )
    desk = Membership.objects.current().filter(
        party=user.party_id, role__in=roles_with(Permission.SEE_PARTY_CASES)
    )
    return passing | ~Exists(desk.exclude(Exists(walled)))


def _cases_about(user: Any) -> list[int]:
    """Cases in which the person is respondent or complainant, looked up once a request.

    The wall of the intake knows whoever held a role by then; this knows who got one later. A wall
    that two people lifted says that it is somebody else of that name.
    """
    known = user.__dict__.setdefault("_cases_about", {})
    if user.party_id not in known:
        person = user.person
        name, mark = " ".join(person.name.lower().split()), person.member_no.strip().upper()
        signs = Q(name=person.name) | Q(email__in={user.email, user.email.lower()})
        marked = signs | Q(identity__in={name, mark} - {""})
        lifted = (
            _model("Wall").filter(case=OuterRef("case"), person=person).exclude(lifted_at=None)
        )
        about, by = (
            _model(model).filter(asked, ~Exists(lifted), party=user.party_id).values_list("case")
            for model, asked in (("Respondent", marked), ("Complainant", signs))
        )
        known[user.party_id] = [pk for (pk,) in about.union(by)]
    return known[user.party_id]


def _model(name: str) -> Any:
    return apps.get_model("complaints", name).objects


def _held(user: Any, case: str) -> Any:
    """A support contact sees what the side shows them, not the file: that duty opens nothing."""
    held = _model("Duty").filter(case=OuterRef(case), person=user.person_id, ended_on=None)
    return held.exclude(kind="support-contact")


def _walls(user: Any, case: str) -> Any:
    return _model("Wall").filter(case=OuterRef(case), person=user.person_id, lifted_at=None)


def may_see_complainant(user: Any, case: Any) -> bool:
    """Panels decide on the statement; the complainant's identity stays with those who handle.

    The duty in this case goes before the role: an officer who sits on its panel, or sat, is
    shown what the panel is shown.
    """
    part = part_of(case, user)
    if part and part.kind in DECIDING:
        return False
    return user.can(Permission.HANDLE) or user.can(Permission.INVESTIGATE)
