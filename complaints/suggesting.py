"""Which other cases may belong to this one, and why is that thought?

A suggestion, nothing more: a person joins cases or leaves them apart, and each complainant is
still told everything due to them.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints.models import Case, Complaint
from complaints.workflow import STEPS

WEEK = timedelta(days=7)
MOST = 10
SHORTEST = 40  # letters and digits: a shorter text is the same by chance
WHY = {
    "text": _l("the same text"),
    "link": _l("the same link"),
    "respondent": _l("the same respondent, within a week"),
}


@dataclass
class Suggestion:
    case: Case
    reasons: list = field(default_factory=list)
    may_join: bool = False

    @property
    def words(self):
        return _(" and ").join(str(words) for why, words in WHY.items() if why in self.reasons)


def text_digest(statement: str) -> str:
    """Equal for texts that differ in capitals, spaces and signs only; empty for short ones."""
    letters = re.sub(r"[\W_]+", "", statement.casefold())
    if len(letters) < SHORTEST:
        return ""
    return hashlib.sha256(letters.encode()).hexdigest()


def suggestions(case, user) -> list[Suggestion]:
    """While a case may be joined: open cases that this person may know of, with the reasons."""
    if case.stage not in STEPS["join"].sources:
        return []
    found = list(_rows(case, user)[: MOST * len(WHY)])
    cases = Case.objects.visible_to(user).select_related("respondent")
    by_number = cases.in_bulk({number for number, _why in found})
    made = {number: Suggestion(other) for number, other in by_number.items()}
    for number, why in found:
        if number in made and why not in made[number].reasons:
            made[number].reasons.append(why)
    for each in made.values():
        each.may_join = each.case.respondent.identity == case.respondent.identity
    return sorted(made.values(), key=lambda s: (-len(s.reasons), s.case.pk))[:MOST]


def _rows(case, user):
    """(case, why) three ways, in one query; each way goes by an index of its own."""
    own = list(case.complaints.all())
    texts = {complaint.text_digest for complaint in own} - {""}
    links = {complaint.link for complaint in own} - {""}
    others = Complaint.objects.filter(party=case.party_id).exclude(case=case.pk)
    ways = [
        ("text", others.filter(text_digest__in=texts)),
        ("link", others.filter(link__in=links)),
        ("respondent", others.filter(_same_week(case))),
    ]
    seen = Case.objects.visible_to(user).open().values("pk")
    first, *rest = (
        way.filter(case__in=seen).annotate(why=Value(name)).values_list("case", "why")
        for name, way in ways
    )
    return first.union(*rest)


def _same_week(case):
    same = Q(case__respondent__identity=case.respondent.identity)
    first = case.conduct_from or case.received_on
    last = case.conduct_until or first
    during = Q(case__conduct_from__lte=last + WEEK, case__conduct_until__gte=first - WEEK)
    about_then = (case.received_on - WEEK, case.received_on + WEEK)
    return same & (during | Q(case__conduct_from=None, received_on__range=about_then))
