"""Is whoever is named kept out, however it comes about, and is nothing buried by it?"""

import pytest

from complaints.actions import intake, take
from complaints.models import Case, Wall
from complaints.workflow import Refused, Stage
from partyconduct.parties.actions import give_role
from partyconduct.parties.models import User
from partyconduct.parties.roles import Role
from partyconduct.rlsdb import acting
from tests import walk


def sees(user, case):
    with acting(user.party_id, user.person_id):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def again(user):
    """The account as the next request finds it."""
    return User.objects.get(pk=user.pk).act_for(user.party)


@pytest.mark.parametrize(
    "typed",
    [
        {"statement": "Capstanley, Cress was there."},
        {"outcome_wanted": "That Cllr Cress J. Capstanley apologises."},
        {"place": "At the stall of Cress Capstanley"},
        {"witnesses": "DEPUTY@harbour.example"},
    ],
)
def test_an_officer_named_anywhere_is_walled_off_from_the_start(cast, typed):
    case = walk.complain(cast, **typed).case
    assert not sees(cast.harbour_deputy, case)
    assert sees(cast.harbour_officer, case)


def test_an_officer_named_later_in_a_message_is_walled_off(cast, make_case):
    case = make_case(at=Stage.ASSESSMENT)
    assert sees(cast.harbour_deputy, case)
    with acting(cast.harbour.pk, 0):
        intake.say(case.complaints.get(), text="It was deputy@harbour.example who laughed.")
    assert not sees(cast.harbour_deputy, case)


def test_an_officer_who_turns_out_to_be_the_respondent_is_walled_off(cast, make_case):
    case = make_case(at=Stage.ASSESSMENT)
    walk.step(cast, case, "amend_respondent", name="Cress Capstanley", email="")
    assert not sees(cast.harbour_deputy, case)


def test_a_respondent_who_becomes_an_officer_later_does_not_find_the_case(cast):
    respondent = cast.meadow_representative
    case = walk.complain(cast, respondent_name=respondent.name).case
    give_role(cast.harbour, by=cast.harbour_admin, person=respondent.person, role=Role.OFFICER)
    officer = again(respondent).act_for(cast.harbour)
    assert officer.can("see_party_cases")
    assert not sees(officer, case)


def test_naming_every_officer_leaves_the_case_to_the_independent_person(cast, sign_in):
    named = " ".join(f"{word}@harbour.example" for word in ("head", "officer", "deputy"))
    case = walk.complain(cast, statement=f"I wrote to {named} and got no answer.").case
    ordinary = walk.complain(cast, key="another").case
    for desk in (cast.harbour_head, cast.harbour_officer, cast.harbour_deputy):
        assert not sees(desk, case)
    independent = cast.harbour_independent
    assert sees(independent, case)
    assert not sees(independent, ordinary)
    assert case.reference in sign_in(independent).get("/cases/").text
    taken = take("acknowledge", case, by=independent)
    assert taken.officer == independent.person


def test_a_wall_is_lifted_by_two_people_only(cast, make_case):
    case = make_case(at=Stage.ASSESSMENT, witnesses="Cress Capstanley")
    with acting(cast.harbour.pk, cast.harbour_officer.person_id):
        wall = Wall.objects.get(case=case)
    take("lift_wall", case, by=cast.harbour_officer, wall=wall, reasons="Another Cress.")
    assert not sees(cast.harbour_deputy, case)
    wall.refresh_from_db()
    with pytest.raises(Refused, match="A second person"):
        take("lift_wall", case, by=cast.harbour_officer, wall=wall, reasons="Really.")
    take("lift_wall", case, by=cast.harbour_head, wall=wall, reasons="I asked both.")
    assert sees(again(cast.harbour_deputy), case)


def test_whoever_agrees_to_lift_a_wall_reads_who_asked_and_why(cast, make_case, sign_in):
    case = make_case(at=Stage.ASSESSMENT, witnesses="Cress Capstanley")
    with acting(cast.harbour.pk, cast.harbour_officer.person_id):
        wall = Wall.objects.get(case=case)
    take("lift_wall", case, by=cast.harbour_officer, wall=wall, reasons="Another Cress.")
    page = sign_in(cast.harbour_head).get(f"/cases/{case.reference}/lift_wall/").text
    assert f"{cast.harbour_officer.name} asks to lift it: Another Cress." in page


def test_a_walled_officer_leaves_the_case_without_an_officer(cast, make_case):
    case = make_case(at=Stage.ASSESSMENT)
    with acting(cast.harbour.pk, 0):
        intake.say(case.complaints.get(), text="Briar Bollardson knows him.")
    with acting(cast.harbour.pk, cast.harbour_head.person_id):
        assert Case.objects.get(pk=case.pk).officer is None
    assert not sees(cast.harbour_officer, case)


def two_alike(cast, make_case):
    return make_case(at=Stage.ASSESSMENT), make_case(at=Stage.ASSESSMENT, key="second")


def test_joining_carries_walls_both_ways(cast, make_case):
    first, second = two_alike(cast, make_case)
    take("raise_wall", second, by=cast.harbour_head, person=walled(cast), reasons="A friend.")
    take("join", first, by=cast.harbour_head, into=second.reference, reasons="The same post.")
    assert not sees(cast.harbour_deputy, first)
    assert not sees(cast.harbour_deputy, second)


def walled(cast):
    return cast.harbour_deputy.person


def test_whoever_investigated_one_case_cannot_judge_what_it_was_joined_to(cast, make_case):
    first = make_case(at=Stage.INVESTIGATION)
    second = make_case(at=Stage.INVESTIGATION, key="second")
    person = walk.somebody(cast, first, "investigator").person
    with acting(cast.harbour.pk, cast.harbour_officer.person_id):
        second.duties.exclude(person=person)
        held = {duty.person_id for duty in second.duties.all()}
    take("join", first, by=cast.harbour_head, into=second.reference, reasons="The same.")
    with acting(cast.harbour.pk, cast.harbour_officer.person_id):
        parts = {duty.person_id: duty.kind for duty in second.duties.all()}
    assert parts[person.pk] == "investigator"
    assert held <= set(parts)
