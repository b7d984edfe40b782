"""Is a panel drawn fairly, from the right people, and the same again from its record?"""

import hashlib
import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from complaints import drawing
from complaints.actions import take
from complaints.eligibility import eligible, standing
from complaints.models import Case, Draw, Training
from complaints.workflow import Refused, Stage
from partyconduct.rlsdb import bind
from tests import walk

PEOPLE = st.lists(st.integers(1, 10**6), min_size=1, max_size=40, unique=True)


@given(PEOPLE, st.integers(1, 5), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_a_draw_depends_on_nothing_but_pool_seats_and_seed(pool, seats, seed):
    drawn = drawing.draw(pool, seats, seed)
    assert drawn == drawing.draw(reversed(pool), seats, seed)
    assert set(drawn) <= set(pool)
    assert len(drawn) == len(set(drawn)) == min(seats, len(pool))


def test_a_lot_can_be_computed_with_any_tool():
    assert drawing.lot("ab", 7) == hashlib.sha256(b"ab:7").hexdigest()


def test_everybody_is_drawn_equally_often():
    times = Counter(p for seed in range(4000) for p in drawing.draw(range(1, 9), 3, str(seed)))
    expected = 4000 * 3 / 8
    assert sum((times[p] - expected) ** 2 / expected for p in range(1, 9)) < 24.3  # 0.1 %, 7 df


def drawn_in(case):
    bind(case.party_id, 0)
    return Draw.objects.filter(case=case)


def test_the_pool_is_everybody_who_may_sit_and_the_rest_have_a_reason(cast, make_case):
    case = make_case(at=Stage.PANEL)
    draw = drawn_in(case).get()
    held = set(
        cast.harbour.memberships.filter(role="adjudicator").values_list("person", flat=True)
    )
    assert {*draw.pool, *(person for person, _why in draw.exclusions)} == held
    seated = case.duties.filter(kind="adjudicator").values_list("person", flat=True)
    assert set(draw.result) == set(seated) <= set(draw.pool)


def test_whoever_is_walled_untrained_or_choosing_is_left_out_with_the_reason(cast, make_case):
    case = make_case(at=Stage.REPORT)
    first, second = cast.harbour_adjudicator1.person, cast.harbour_adjudicator2.person
    walk.step(cast, case, "raise_wall", person=first)
    Training.objects.filter(person=second).delete()
    case = walk.step(cast, case, "convene")
    assert dict(drawn_in(case).get().exclusions) == {first.pk: "walled", second.pk: "untrained"}


def test_a_panel_that_cannot_be_filled_says_who_is_out_and_why(cast, make_case):
    case = make_case(at=Stage.REPORT)
    Training.objects.filter(person__in=eligible(case, "adjudicator")[2:]).delete()
    with pytest.raises(Refused, match=r"needs 3 more people, and only 2 can be drawn.*5 without"):
        walk.step(cast, case, "convene")


def test_specialist_training_is_asked_for_by_what_is_alleged(cast, make_case):
    case = make_case(at=Stage.ASSESSMENT)
    newest = cast.harbour_adjudicator7.person
    assert newest in eligible(case, "adjudicator")
    case = walk.step(cast, case, "allege", behaviours=["SEXHAR"])
    assert standing(case, "adjudicator")[newest] == "untrained"
    assert cast.harbour_adjudicator1.person in eligible(case, "adjudicator")


def test_a_training_record_that_has_expired_gives_no_seat(cast, make_case):
    case = make_case(at=Stage.REPORT)
    person = cast.harbour_adjudicator3.person
    Training.objects.filter(person=person).update(expires_on=timezone.localdate())
    assert standing(case, "adjudicator")[person] == "untrained"


def test_a_vetoed_panel_is_followed_by_wholly_new_people(cast, make_case):
    walk.new_procedure(cast, review="all")
    case = make_case(at=Stage.REVIEW)
    case = walk.step(cast, case, "give_duty")
    case = take("veto", case, by=walk.somebody(cast, case, "reviewer"), reasons="No reasons.")
    case = walk.step(cast, case, "convene")
    old, new = drawn_in(case)
    assert not set(old.result) & set(new.result)
    assert {p for p, why in new.exclusions if why == "part"} == set(old.result)


def test_an_empty_seat_is_drawn_again_and_nobody_is_given_it(cast, make_case):
    case = make_case(at=Stage.PANEL)
    gone = walk.somebody(cast, case, "adjudicator")
    case = take("recuse", case, by=gone, reasons="A cousin.")
    with pytest.raises(Refused, match="drawn or picked"):
        walk.step(cast, case, "give_duty", kind="adjudicator", person=gone.person)
    case = walk.step(cast, case, "fill_seat")
    seated = case.duties.filter(kind="adjudicator", ended_on=None)
    assert seated.count() == 3
    assert gone.person_id not in seated.values_list("person", flat=True)
    with pytest.raises(Refused, match="The panel is complete"):
        walk.step(cast, case, "fill_seat")


def test_nobody_picks_where_the_procedure_draws(cast, make_case):
    case = make_case(at=Stage.REPORT)
    people = eligible(case, "adjudicator")[:3]
    with pytest.raises(Refused, match="drawn by lot"):
        walk.step(cast, case, "convene", people=people, reasons="They are free.")


@pytest.fixture
def picked(cast):
    walk.new_procedure(cast, panel_by="picked")


def test_picking_by_hand_needs_reasons_and_keeps_who_could_have_sat(cast, make_case, picked):
    case = make_case(at=Stage.REPORT)
    people = eligible(case, "adjudicator")[:3]
    with pytest.raises(Refused, match="reasons for picking"):
        walk.step(cast, case, "convene", people=people)
    case = walk.step(cast, case, "convene", people=people, reasons="They are free.")
    draw = drawn_in(case).get()
    assert (draw.algorithm, draw.seed, draw.reasons) == ("by-hand", "", "They are free.")
    assert len(draw.pool) == 7


# --- the command
def check(*asked):
    out = StringIO()
    call_command("draws", "check", *asked, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_drawing_again_from_the_record_gives_the_same_people(cast, make_case):
    case = make_case(at=Stage.APPEAL)
    case = walk.step(cast, case, "convene_appeal")
    told = check(case.reference)
    assert told["ok"]
    assert [draw["kind"] for draw in told["draws"]] == ["adjudicator", "appeal-adjudicator"]
    assert all(draw["again"] == draw["result"] for draw in told["draws"])


def test_other_parties_draws_are_checked_too(cast, make_case):
    make_case(at=Stage.PANEL)
    make_case(at=Stage.PANEL, party="meadow")
    assert {draw["case"][:3] for draw in check()["draws"]} == {"HAR", "MEA"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"seed": "0" * 32}, "the lots fall on other people"),
        ({"result": [1, 2, 3]}, "somebody drawn was not in the pool"),
        ({"exclusions": []}, "the record is not the one that the trail knows"),
    ],
)
def test_a_record_that_was_changed_is_named(cast, make_case, capsys, change, fault):
    case = make_case(at=Stage.REPORT)
    walk.step(cast, case, "raise_wall")
    case = walk.step(cast, case, "convene")
    drawn_in(case).update(**change)
    with pytest.raises(CommandError, match="do not agree"):
        call_command("draws", "check", case.reference)
    assert fault in capsys.readouterr().out


def test_a_reference_without_a_draw_is_wrong_use(cast, make_case):
    with pytest.raises(CommandError) as refused:
        call_command("draws", "check", make_case().reference)
    assert refused.value.returncode == 2


# --- the page
def test_the_officer_sees_who_can_sit_and_draws(cast, make_case, sign_in):
    case = make_case(at=Stage.REPORT)
    browser = sign_in(cast.harbour_officer)
    where = f"{case.get_absolute_url()}convene/"
    shown = browser.get(where).text
    assert "3 people are drawn by lot" in shown
    assert "7 people can sit" in shown
    browser.post(where, {"version": case.version})
    assert Case.objects.visible_to(cast.harbour_officer).get(pk=case.pk).stage == Stage.PANEL
    assert f"draws check {case.reference}" in browser.get(case.get_absolute_url()).text


def test_a_panel_that_cannot_be_filled_says_so_on_its_page(cast, make_case, sign_in):
    case = make_case(at=Stage.REPORT)
    Training.objects.filter(party=cast.harbour).delete()
    shown = sign_in(cast.harbour_officer).post(
        f"{case.get_absolute_url()}convene/", {"version": case.version}
    )
    assert (shown.status_code, "only 0 can be drawn" in shown.text) == (200, True)
