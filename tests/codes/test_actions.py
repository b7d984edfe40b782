"""Do the verbs say and record what they do, and refuse what is not open?"""

from datetime import date

import pytest

from codes import actions
from codes.actions import Line, Refused, Stand, Words
from codes.models import Adherence, Edition
from partyconduct.audit.trail import events_about


def test_a_new_edition_begins_as_a_copy_of_the_latest(cast, draft):
    earlier = cast.harbour.code.editions.get(number=2)
    numbers = [list(e.clauses.values_list("number", "parent__number")) for e in (earlier, draft)]
    assert (draft.number, numbers[0]) == (3, numbers[1])
    assert draft.tariff_lines.count() == 4


def test_every_verb_leaves_an_event_and_a_history_with_its_person(cast, third):
    verbs = [event.verb for event in events_about(third)]
    assert verbs == ["draft", "edit_clause", "add_clause", "remove_clause", "put_in_force"]
    users = {row.history_user for row in third.clauses.get(number="3.7").history.all()}
    assert users == {cast.harbour_editor}


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("harbour_officer", "This is for: code editor"),
        ("harbour_leader", "This is for: code editor"),
        ("meadow_editor", "another party"),
    ],
)
def test_only_the_partys_own_editor_may_draft(cast, who, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.draft(cast.harbour.code, by=getattr(cast, who))


def test_an_incomplete_edition_is_not_put_in_force_and_the_item_is_named(cast, draft):
    actions.remove_clause(draft.clauses.get(number="5.2"), by=cast.harbour_editor)
    with pytest.raises(Refused, match="Add a clause on training"):
        actions.put_in_force(draft, by=cast.harbour_editor, on=date(2025, 6, 1))


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2022, 1, 1), "Edition 2 begins on that day"),
        (date(2021, 6, 1), "Edition 2 is in force from 1 January 2022"),
        (date(1990, 1, 1), "after the party was founded"),
    ],
)
def test_an_edition_whose_day_does_not_follow_the_earlier_ones_is_refused(
    cast, draft, on, sentence
):
    with pytest.raises(Refused, match=sentence):
        actions.put_in_force(draft, by=cast.harbour_editor, on=on)


def test_a_published_edition_is_not_edited(cast, third):
    with pytest.raises(Refused, match="Draft a new edition"):
        actions.remove_clause(third.clauses.first(), by=cast.harbour_editor)


def test_the_edition_of_a_day_is_the_last_one_begun(cast, third):
    code = cast.harbour.code
    on = {date(2021, 12, 31): 1, date(2022, 1, 1): 2, date(2025, 5, 31): 2, date(2025, 6, 1): 3}
    assert {day: Edition.objects.in_force(code, day).number for day in on} == on
    assert Edition.objects.in_force(code, date(2000, 1, 1)) is None


def test_an_added_clause_stands_where_its_number_says(cast, draft):
    actions.add_clause(draft, by=cast.harbour_editor, words=Words("3.1(a)", "for example so"))
    numbers = list(draft.clauses.values_list("number", flat=True))
    assert numbers[numbers.index("3.1") + 1] == "3.1(a)"
    assert draft.clauses.get(number="3.1(a)").parent.number == "3.1"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("3.1", "exists already"),
        ("9.1", "There is no clause 9"),
        ("three", "Enter a number"),
    ],
)
def test_a_number_that_does_not_fit_is_refused(cast, draft, number, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.add_clause(draft, by=cast.harbour_editor, words=Words(number, "x"))


def test_removing_a_clause_removes_those_that_stand_in_it(cast, draft):
    actions.remove_clause(draft.clauses.get(number="4"), by=cast.harbour_editor)
    assert not draft.clauses.filter(number__startswith="4").exists()


def test_importing_into_a_draft_replaces_its_clauses_and_tariff(cast, draft, document):
    found = document("meadow-code-of-conduct.docx")
    actions.import_into(draft, by=cast.harbour_editor, found=found)
    assert draft.clauses.get(number="3.2(a)").parent.number == "3.2"


def test_an_unknown_sanction_is_not_put_into_a_tariff(cast, draft):
    line = Line(1, "Minor", "x", ["flogging"])
    with pytest.raises(Refused, match="flogging is not a sanction"):
        actions.set_tariff(draft, by=cast.harbour_editor, lines=[line])


def test_the_joint_code_binds_a_party_only_while_it_supports_it(cast):
    joint = cast.joint.code.editions.get()
    stand = Stand(cast.meadow, "declined", date(2025, 1, 1), "Letter")
    actions.record_adherence(joint, by=cast.joint_secretary, stand=stand)
    days = [date(2024, 2, 28), date(2024, 12, 31), date(2025, 1, 1)]
    bound = [Edition.objects.joint_in_force_for(cast.meadow, day) for day in days]
    assert bound == [None, joint, None]
    assert Adherence.objects.filter(party=cast.meadow).standing(days[2]).get().stand == "declined"


def test_parties_adhere_to_the_joint_code_only(cast):
    stand = Stand(cast.meadow, "supported", date(2025, 1, 1), "Letter")
    edition = cast.harbour.code.editions.get(number=2)
    with pytest.raises(Refused, match="joint code only"):
        actions.record_adherence(edition, by=cast.harbour_editor, stand=stand)


def test_a_draft_thrown_away_leaves_its_history(cast, draft):
    pk = draft.pk
    actions.discard(draft, by=cast.harbour_editor)
    assert not Edition.objects.filter(pk=pk).exists()
    assert Edition.history.filter(id=pk, history_type="-").exists()
