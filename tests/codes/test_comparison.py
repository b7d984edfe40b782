"""Does the comparison show each change once, where a reader looks for it?"""

from types import SimpleNamespace

from codes.comparison import compare, pieces


def code(**clauses):
    """Clauses by number, written c1_2="text"."""
    return [
        SimpleNamespace(number=name[1:].replace("_", "."), heading="", text=text, table=None)
        for name, text in clauses.items()
    ]


ONE = "Members treat everyone with respect at all times."
TWO = "Members do not publish another person's home address without consent."
THREE = "Candidates keep the joint code in every campaign and correct their helpers."


def kinds(before, after):
    return [(change.kind, change.clause.number) for change in compare(before, after)]


def test_words_are_marked_as_removed_and_added():
    assert pieces("Be kind to all.", "Be fair to all.") == (
        ("kept", "Be "),
        ("removed", "kind"),
        ("added", "fair"),
        ("kept", " to all."),
    )


def test_an_edition_compared_with_itself_shows_no_change():
    assert kinds(code(c1_1=ONE), code(c1_1=ONE)) == [("same", "1.1")]


def test_a_changed_clause_keeps_its_number():
    assert kinds(code(c1_1=ONE), code(c1_1=ONE + " Online too.")) == [("changed", "1.1")]


def test_an_inserted_clause_does_not_make_the_following_ones_look_changed():
    after = code(c1_1=ONE, c1_2=THREE, c1_3=TWO)
    assert kinds(code(c1_1=ONE, c1_2=TWO), after) == [
        ("same", "1.1"),
        ("added", "1.2"),
        ("renumbered", "1.3"),
    ]


def test_a_removed_clause_is_shown_where_it_stood():
    before = code(c1_1=ONE, c1_2=TWO, c1_3=THREE)
    assert kinds(before, code(c1_1=ONE, c1_3=THREE)) == [
        ("same", "1.1"),
        ("removed", "1.2"),
        ("same", "1.3"),
    ]


def test_two_clauses_that_change_places_are_both_followed():
    changes = compare(code(c1_1=ONE, c1_2=TWO), code(c1_1=TWO, c1_2=ONE))
    assert [(c.kind, c.before.number, c.after.number) for c in changes] == [
        ("renumbered", "1.2", "1.1"),
        ("renumbered", "1.1", "1.2"),
    ]


def test_a_clause_rewritten_in_its_place_is_changed_not_removed():
    assert kinds(code(c1_1=ONE), code(c1_1=THREE)) == [("changed", "1.1")]
