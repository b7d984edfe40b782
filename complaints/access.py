"""Who may know that a case exists, and who may see an identity in it?

The general rule first: compliance officers and the head of compliance see the cases of the party
they act for; everybody else sees the cases in which they hold a duty today (domain D50). Walls
beat every role and leave no trace. There is no other way in: leadership, administrators,
secretariats and operators hold no permission that appears here.
"""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef

from complaints.guards import part_of
from complaints.workflow import DECIDING
from partyconduct.parties.roles import Permission


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
    if not user.can(Permission.SEE_PARTY_CASES) and not user.is_service:
        mine = mine.filter(Exists(_held(user, case)))
    return mine.exclude(Exists(_walls(user, case)))


def _held(user: Any, case: str) -> Any:
    return apps.get_model("complaints.Duty").objects.filter(
        case=OuterRef(case), person=user.person_id, ended_on=None
    )


def _walls(user: Any, case: str) -> Any:
    return apps.get_model("complaints.Wall").objects.filter(
        case=OuterRef(case), person=user.person_id, lifted_at=None
    )


def may_see_complainant(user: Any, case: Any) -> bool:
    """Panels decide on the statement; the complainant's identity stays with those who handle.

    The duty in this case goes before the role: an officer who sits on its panel, or sat, is
    shown what the panel is shown.
    """
    part = part_of(case, user)
    if part and part.kind in DECIDING:
        return False
    return user.can(Permission.HANDLE) or user.can(Permission.INVESTIGATE)
