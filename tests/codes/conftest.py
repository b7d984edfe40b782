"""What the tests of the rules need beside the cast: documents, and drafts made by real verbs."""

from datetime import date
from pathlib import Path

import pytest

from codes import actions
from codes.importing import read

FILES = Path(__file__).parent.parent / "data" / "codes"


@pytest.fixture
def document():
    """A file of the examples, by name, as the importer reads it."""
    return lambda name: read(name, (FILES / name).read_bytes())


@pytest.fixture
def draft(cast):
    """Harbour's next edition, a copy of the one in force."""
    return actions.draft(cast.harbour.code, by=cast.harbour_editor)


@pytest.fixture
def third(cast, draft):
    """Harbour's next edition with one clause changed, one added, one removed, in force."""
    by = cast.harbour_editor
    clause = draft.clauses.get(number="3.2")
    words = actions.Words("3.2", clause.text.replace("follow", "stalk"), text_cy="Yn bersonol.")
    actions.edit_clause(clause, by=by, words=words)
    actions.add_clause(draft, by=by, words=actions.Words("3.7", "Members do not stalk anyone."))
    actions.remove_clause(draft.clauses.get(number="4.3"), by=by)
    return actions.put_in_force(draft, by=by, on=date(2025, 6, 1))
