"""How does what is written in a case come into the index of words?

By the trail: every change of a case has an event, so whatever case has a new one is read again.
A minute later at most it can be found. Who does it is a periodic job, not whoever wrote: writing
stays as quick as it was.
"""

from django.db.models import OuterRef, Subquery

from complaints.models import Case, SearchPosition, SearchWord
from complaints.search import words_of, words_of_cases
from partyconduct.audit.models import CASE, AuditEvent, Stream

AT_ONCE, MOST_EVENTS, FEW = 200, 5000, 500


def keep_index(by, _at):
    """Reads the cases again that have an event since the last look; the rest waits a minute."""
    position, _new = SearchPosition.objects.get_or_create(party_id=by.party_id)
    events = AuditEvent.objects.filter(
        party_id=by.party_id, stream=Stream.WRITE, seq__gt=position.seq
    )
    changed = set()
    for event in events.order_by("seq")[:MOST_EVENTS]:
        number = event.subject_id if event.subject_type == CASE else event.details.get("case")
        changed |= {number} if number else set()
        position.seq = event.seq
    position.save()
    return {"cases": index(Case.objects.visible_to(by).filter(pk__in=changed))}


def index(cases):
    """The words of these cases as they are now; what is no longer said is no longer found."""
    numbers = list(cases.order_by("pk").values_list("pk", "party_id"))
    for first in range(0, len(numbers), AT_ONCE):
        parties = dict(numbers[first : first + AT_ONCE])
        SearchWord.objects.filter(case__in=parties)._raw_delete(SearchWord.objects.db)
        SearchWord.objects.bulk_create(
            (
                SearchWord(party_id=parties[case], word=word, case_id=case, whose=whose)
                for case, words in words_of_cases(parties).items()
                for word, whose in words.items()
            ),
            batch_size=5000,
        )
    return len(numbers)


def found_in(cases, user, text):
    """Those of the cases in which every word of the text stands, as far as this person may see
    it; what has no word at all finds nothing.

    A word that few cases have is looked up first, and only those cases are looked at. Where all
    words are common, each is a scalar subquery, which no database turns into a join: cases are
    tried from the newest on until a page is full.
    """
    said = SearchWord.objects.filter(party=user.party_id).shown_to(user)
    words = sorted(words_of(text))
    rare = [numbers for word in words if (numbers := _few(said, word)) is not None]
    if rare:
        cases = cases.filter(pk__in=min(rare, key=len))
    for place, word in enumerate(words):
        here = said.filter(word=word, case=OuterRef("pk")).values("whose")[:1]
        cases = cases.alias(**{f"word{place}": Subquery(here)})
        cases = cases.filter(**{f"word{place}__isnull": False})
    return cases if words else cases.none()


def _few(said, word):
    """The cases that have the word, where they are few."""
    numbers = list(said.filter(word=word).values_list("case_id", flat=True)[: FEW + 1])
    return numbers if len(numbers) <= FEW else None
