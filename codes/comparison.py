"""What changed between two editions, clause by clause and word by word?

A clause is followed by its number; one that moved is recognised by its words. Differences are
pieces (kind, text) that a page shows as <ins> and <del> with hidden words for screen readers.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_lazy as _

SAME_RULE = 0.5  # share of words: below this, equal numbers alone do not make it the same rule
MOVED = 0.6  # above this a clause with another number is the same rule, renumbered

# The ways in which a clause can differ, in the order of the summary; "same" is no difference.
KINDS = {
    "added": _("Clauses added"),
    "removed": _("Clauses removed"),
    "changed": _("Clauses changed"),
    "renumbered": _("Clauses with a new number only"),
}

Piece = tuple[str, str]


@dataclass(frozen=True)
class Change:
    """One clause of either edition, or of both."""

    before: Any
    after: Any
    pieces: tuple[Piece, ...] = ()

    @property
    def kind(self) -> str:
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        if _said(self.before) != _said(self.after):
            return "changed"
        return "renumbered" if self.is_renumbered else "same"

    @property
    def is_renumbered(self) -> bool:
        both = self.before is not None and self.after is not None
        return both and self.before.number != self.after.number

    @property
    def clause(self) -> Any:
        return self.before if self.after is None else self.after


def compare(before: Sequence[Any], after: Sequence[Any]) -> list[Change]:
    """Every clause of the later edition in its order, the removed ones where they stood."""
    earlier = _matches(before, after)
    kept = {id(clause) for clause in earlier.values() if clause is not None}
    gone = _gone_after(before, kept)
    changes = [_change(clause, None) for clause in gone.get(None, [])]
    for clause in after:
        old = earlier[id(clause)]
        changes.append(_change(old, clause))
        changes += [_change(lost, None) for lost in gone.get(id(old), [])]
    return changes


def summary(changes: Sequence[Change]) -> list[tuple[Any, int]]:
    """How many clauses changed in which way; empty when none did."""
    counted = Counter(change.kind for change in changes)
    return [(words, counted[kind]) for kind, words in KINDS.items() if counted[kind]]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The words as (kept, removed, added) pieces."""
    old, new = _words(before), _words(after)
    said: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            said.append(("kept", "".join(old[a:b])))
            continue
        said += [("removed", "".join(old[a:b]))] if b > a else []
        said += [("added", "".join(new[c:d]))] if d > c else []
    return tuple(said)


def likeness(one: str, other: str) -> float:
    """From 0 to 1; the cheap upper bounds first, so long codes stay fast."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    if matcher.real_quick_ratio() < SAME_RULE or matcher.quick_ratio() < SAME_RULE:
        return 0.0
    return matcher.ratio()


def _said(clause):
    table = "\n".join(" | ".join(row) for row in clause.table or [])
    return "\n".join(part for part in (clause.heading, clause.text, table) if part)


def _words(text):
    return re.findall(r"\s+|\w+(?:['’]\w+)*|[^\w\s]", text)


def _change(before, after):
    old = "" if before is None else _said(before)
    new = "" if after is None else _said(after)
    return Change(before, after, pieces(old, new))


def _matches(before, after):
    """Which earlier clause each later clause comes from: same number first, then likeness."""
    numbered = {clause.number: clause for clause in before}
    found = dict.fromkeys(map(id, after))
    for clause in after:
        old = numbered.get(clause.number)
        if old is not None and likeness(_said(old), _said(clause)) >= SAME_RULE:
            found[id(clause)] = old
    _match_moved(before, after, found)
    taken = {id(old) for old in found.values() if old is not None}
    for clause in after:
        old = numbered.get(clause.number)
        if found[id(clause)] is None and old is not None and id(old) not in taken:
            found[id(clause)] = old  # the same place, rewritten
    return found


def _match_moved(before, after, found):
    taken = {id(old) for old in found.values() if old is not None}
    left = [clause for clause in before if id(clause) not in taken]
    new = [clause for clause in after if found[id(clause)] is None]
    pairs = [
        (like, -place, id(old), id(clause), old)
        for place, clause in enumerate(new)
        for old in left
        if (like := likeness(_said(old), _said(clause))) >= MOVED
    ]
    for _like, _place, old_id, clause_id, old in sorted(pairs, key=lambda p: p[:4], reverse=True):
        if old_id not in taken and found[clause_id] is None:
            found[clause_id] = old
            taken.add(old_id)


def _gone_after(before, kept):
    """Removed clauses, by the last kept clause before them (None at the start)."""
    gone, last = {}, None
    for clause in before:
        if id(clause) in kept:
            last = id(clause)
        else:
            gone.setdefault(last, []).append(clause)
    return gone
