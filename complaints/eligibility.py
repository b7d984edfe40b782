"""Who may take which part in a case, and what stands in everybody else's way?

One answer for the lists on the forms, for the refusals and for the pool of a draw.
"""

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from complaints.courses import courses_for
from complaints.links import barred
from complaints.models import Training
from complaints.outcomes import DUTIES
from partyconduct.parties.models import Membership, Person
from partyconduct.parties.roles import GRANTS, Permission, Role, roles_with

# The permission that a person must hold in the party to be given the duty.
NEEDED = {
    "investigator": Permission.INVESTIGATE,
    "adjudicator": Permission.ADJUDICATE,
    "appeal-adjudicator": Permission.HEAR_APPEAL,
    "reviewer": Permission.REVIEW,
}
SUPPORTERS = frozenset({Role.HEAD, Role.OFFICER, Role.REVIEWER})

PART, WALLED, UNTRAINED, CHOOSER = "part", "walled", "untrained", "chooser"
LINKED, LINE = "linked", "line"
# Why somebody with the right role cannot take the part: for one person, and beside a number.
OBSTACLES = {
    PART: (
        _l("%(person)s already had a part in this case (%(earlier)s), so cannot be %(duty)s."),
        _l("had a part in this case before"),
    ),
    WALLED: (
        _l("%(person)s cannot be %(duty)s in this case."),
        _l("kept out of this case"),
    ),
    UNTRAINED: (
        _l("%(person)s has no live training record for a case of this kind (%(courses)s)."),
        _l("without a live training record for a case of this kind"),
    ),
    LINKED: (
        _l("%(person)s is named in this case or connected with a side of it."),
        _l("named in the case or connected with a side of it"),
    ),
    LINE: (
        _l("%(person)s works at the desk, which this case passes by."),
        _l("of the desk, which this case passes by"),
    ),
    CHOOSER: (
        _l("Nobody may give a duty to themselves. Ask a colleague."),
        _l("whoever has the panel drawn"),
    ),
}


def roles_for(kind):
    if kind == "support-contact":
        return SUPPORTERS
    return {role for role in Role if NEEDED[kind] in GRANTS[role]}


def standing(case, kind, by=None):
    """{person: what stands in their way, "" if nothing} for everybody with the right role."""
    held = Membership.objects.current().filter(party=case.party_id, role__in=roles_for(kind))
    people = Person.objects.filter(pk__in=held.values("person")).prefetch_related("accounts")
    obstacles = _obstacles(case, by, people)
    return {
        person: next((why for why, whom in obstacles if person.pk in whom), "")
        for person in people
    }


def _obstacles(case, by, people):
    """(why, whom) in the order in which a reason is given."""
    return (
        (PART, set(case.duties.values_list("person", flat=True))),
        (WALLED, set(case.walls.filter(lifted_at=None).values_list("person", flat=True))),
        (CHOOSER, {by.person_id} if by else set()),
        (LINE, _desk(case) if case.passes_line else set()),
        (LINKED, barred(case, people)),
        (UNTRAINED, _untrained(case, people)),
    )


def _desk(case):
    desk = roles_with(Permission.SEE_PARTY_CASES)
    held = Membership.objects.current().filter(party=case.party_id, role__in=desk)
    return set(held.values_list("person", flat=True))


def _untrained(case, people):
    """Whoever of them lacks a course that the case calls for, on the day of asking."""
    wanted = {course.code for course in needed_courses(case)}
    live = Training.objects.filter(party=case.party_id, course__in=wanted)
    held = set(live.live(timezone.localdate()).values_list("person", "course"))
    passed = Counter(person for person, _course in held)
    return {each.pk for each in people if passed[each.pk] < len(wanted)}


def needed_courses(case):
    return courses_for(case.allegedbehaviours.values_list("code", flat=True))


def eligible(case, kind):
    """People of the party who may be given the duty: right role, trained, no part, no wall."""
    return [person for person, why in standing(case, kind).items() if not why]


def why_not(case, person, kind):
    """The sentence for somebody who may not be given the duty."""
    earlier = case.duties.filter(person=person).first()
    names = {
        "person": person.name,
        "duty": str(DUTIES[kind].name).lower(),
        "earlier": earlier.get_kind_display().lower() if earlier else "",
        "courses": _(", ").join(str(course.name).lower() for course in needed_courses(case)),
    }
    why = standing(case, kind).get(person, WALLED) or WALLED
    return str(OBSTACLES[why][0]) % names


def tally(reasons):
    """How many people are out for which reason, in words: “2 had a part in this case before”."""
    counted = Counter(reasons)
    return [f"{counted[why]} {words}" for why, (_one, words) in OBSTACLES.items() if counted[why]]


def too_few(pool, exclusions, seats):
    """Why a panel cannot be filled; "" when it can."""
    if len(pool) >= seats:
        return ""
    sentence = ngettext(
        "The panel needs %(n)d more person, and only %(m)d can be drawn.",
        "The panel needs %(n)d more people, and only %(m)d can be drawn.",
        seats,
    ) % {"n": seats, "m": len(pool)}
    out = tally(why for _person, why in exclusions)
    if not out:
        return sentence + " " + _("Nobody else holds the role.")
    return sentence + " " + _("Of the others: %(reasons)s.") % {"reasons": _("; ").join(out)}
