"""What connects a person with a case, as far as the register can see by itself?

Some links bar: nobody named in a case, and nobody with a relation to a side of it, sits in it.
The others warn: whoever chooses is told, and so is the person, who must answer for it before
acting (domain D28: branch, contest, earlier case, named).
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.models import Duty, Interest
from complaints.naming import Signs, plain


@dataclass(frozen=True)
class Link:
    """`words` follow a name: “Fern Fathomby: is of the respondent's branch”."""

    code: str
    words: Any
    bars: bool = False


LINKS: dict[str, Link] = {
    link.code: link
    for link in [
        Link("named", _("is named in the case"), bars=True),
        Link("relation", _("has a declared interest that names a side"), bars=True),
        Link("branch", _("is of the respondent’s branch")),
        Link("contest", _("stood or stands in a contest in the respondent’s branch")),
        Link("earlier", _("had a part in an earlier case about the same respondent")),
    ]
}
TYPED = (
    "statement",
    "witnesses",
    "outcome_wanted",
    "place",
    "happened_words",
)


def links_of(case, people):
    """{number of a person: codes of the links found} for those with any."""
    found = defaultdict(list)
    for code, finder in FINDERS.items():
        for person in finder(case, people):
            found[person].append(code)
    return dict(found)


def barred(case, people):
    links = links_of(case, people)
    return {person for person, codes in links.items() if any(LINKS[c].bars for c in codes)}


def in_words(codes):
    return [LINKS[code].words for code in codes]


def _named(case, people):
    """By name, address or number in anything typed at intake; unless two people lifted a wall."""
    text = plain("\n".join(_texts(case)))
    cleared = set(case.walls.exclude(lifted_at=None).values_list("person", flat=True))
    return [
        person.pk
        for person in people
        if person.pk not in cleared and signs_of(person).stand_in_plain(text)
    ]


def _texts(case):
    sides = [case.respondent, *case.complainants.all()]
    yield from (mark for side in sides for mark in (side.name, side.email, side.member_no))
    for complaint in case.complaints.all():
        yield from (getattr(complaint, name) for name in TYPED)


def signs_of(person):
    """By what the register recognises somebody: name, sign-ins, membership number."""
    return Signs(person.name, [each.email for each in person.accounts.all()], person.member_no)


def _declared(case, people, *kinds):
    standing = Interest.objects.filter(party=case.party_id, person__in=people, kind__in=kinds)
    return standing.standing().values_list("person", "words").order_by("pk")


def _related(case, people):
    sides = [Signs(side.name) for side in (case.respondent, *case.complainants.all())]
    declared = _declared(case, people, "contest", "relation", "work", "group")
    return {who for who, words in declared if any(side.stand_in(words) for side in sides)}


def _of_branch(case, people):
    branch = plain(case.respondent.branch)
    declared = _declared(case, people, "branch")
    return {who for who, words in declared if branch and plain(words) == branch}


def _in_contest(case, people):
    branch = plain(case.respondent.branch)
    declared = _declared(case, people, "contest")
    return {who for who, words in declared if branch and branch in plain(words)}


def _had_a_part(case, people):
    about = {"case__respondent__identity": case.respondent.identity, "party": case.party_id}
    earlier = Duty.objects.filter(person__in=people, **about).exclude(case=case)
    return set(earlier.values_list("person", flat=True))


FINDERS = {
    "named": _named,
    "relation": _related,
    "branch": _of_branch,
    "contest": _in_contest,
    "earlier": _had_a_part,
}
