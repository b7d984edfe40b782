"""Is danger asked about, is what belongs together found, and is nobody called a repeater alone?"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.actions import take
from complaints.models import Case, RepeatFlag, RiskCheck
from complaints.risks import RISKS, is_urgent
from complaints.suggesting import suggestions, text_digest
from complaints.workflow import Refused, Stage
from partyconduct.rlsdb import bind
from tests import walk

CALM = dict.fromkeys(RISKS, "no")
LONG = "At the hustings he shouted that I should watch my back, and twice more at the door."


def check(cast, case, **answers):
    told = {"reasons": walk.REASONS, "police_words": "Told of 101 and the named contact."}
    return walk.step(cast, case, "check_risk", **(CALM | answers | told))


def found(case, user):
    case.today = timezone.localdate()
    bind(case.party_id, user.person_id)
    return {each.case.pk: each.words for each in suggestions(case, user)}


# --- danger


@pytest.mark.parametrize(
    ("answers", "urgent"),
    [
        ({}, False),
        ({"threat": "yes"}, True),
        ({"threat": "unclear"}, True),
        ({"afraid": "yes"}, True),
        ({"at_risk": "unclear"}, False),
        ({"at_risk": "yes"}, True),
        ({"worse": "yes"}, False),
        ({"soon": "yes"}, False),
        ({"worse": "yes", "soon": "yes"}, True),
    ],
)
def test_what_makes_a_case_urgent(answers, urgent):
    assert is_urgent(CALM | answers) == urgent


def test_an_urgent_case_stands_first_in_the_work_until_it_no_longer_is(cast, make_case, sign_in):
    case = check(cast, make_case(at=Stage.ASSESSMENT), threat="yes")
    browser = sign_in(cast.harbour_officer)
    assert "Urgent: today" in browser.get("/cases/").text
    check(cast, case)
    assert "Urgent: today" not in browser.get("/cases/").text
    assert RiskCheck.objects.filter(case=case).count() == 2


def test_the_day_since_which_it_is_urgent_stays(cast, make_case):
    with walk.travel("2026-03-02"):
        case = check(cast, make_case(at=Stage.RECEIVED), threat="yes")
    with walk.travel("2026-03-05"):
        later = check(cast, case, threat="yes")
    assert str(later.urgent_since) == "2026-03-02"


def test_an_urgent_answer_needs_what_was_told_about_the_police(cast, make_case, sign_in):
    case = make_case(at=Stage.ASSESSMENT)
    told = CALM | {"threat": "yes", "reasons": walk.REASONS}
    with pytest.raises(Refused, match="about the police"):
        take("check_risk", case, by=cast.harbour_officer, **told)
    page = sign_in(cast.harbour_officer).post(
        f"/cases/{case.reference}/check_risk/", told | {"version": case.version}
    )
    assert "Say what you told the person at risk" in page.text


def test_an_urgent_case_of_somebody_else_is_not_in_the_work(cast, make_case, sign_in):
    check(cast, make_case(at=Stage.ASSESSMENT), threat="yes")
    for other in (cast.meadow_officer, cast.harbour_investigator):
        assert "Urgent: today" not in sign_in(other).get("/cases/").text


# --- what belongs together


def test_the_same_text_the_same_link_and_the_same_week_are_found_with_the_reason(cast, make_case):
    same = {"statement": LONG, "link": "https://chat.example/1"}
    one = make_case(**same)
    two = make_case(**same | {"statement": LONG.upper() + "!!"})
    assert found(two, cast.harbour_officer) == {
        one.pk: "the same text and the same link and the same respondent, within a week"
    }


def test_another_respondent_with_the_same_text_is_shown_and_cannot_be_joined(cast, make_case):
    make_case(statement=LONG)
    two = make_case(statement=LONG, respondent_name="Other Person", respondent_member_no="HP-9")
    two.today = timezone.localdate()
    bind(two.party_id, cast.harbour_officer.person_id)
    (only,) = suggestions(two, cast.harbour_officer)
    assert only.words == "the same text"
    assert not only.may_join


@pytest.mark.parametrize("text", ["", "He shouted at me.", "— — —"])
def test_short_texts_are_the_same_by_chance(text):
    assert text_digest(text) == ""


def test_another_month_another_party_and_a_wall_suggest_nothing(cast, make_case):
    long_ago = timezone.localdate() - timedelta(days=60)
    make_case(happened_from=long_ago)
    make_case(party="meadow")
    walled = make_case(statement=LONG)
    walk.step(cast, walled, "raise_wall", person=cast.harbour_deputy.person, reasons="A cousin.")
    case = make_case(statement=LONG)
    assert found(case, cast.harbour_deputy) == {}


def test_the_page_of_a_case_shows_the_suggestion_and_the_form_names_it(cast, make_case, sign_in):
    one, two = make_case(statement=LONG), make_case(statement=LONG)
    browser = sign_in(cast.harbour_officer)
    page = browser.get(f"/cases/{two.reference}/").text
    assert "May belong together" in page
    assert one.reference in page
    assert f"Suggested: {one.reference}" in browser.get(f"/cases/{two.reference}/join/").text


def test_a_joined_complainant_is_still_told_how_it_ended(cast, make_case):
    one = make_case(at=Stage.ASSESSMENT, statement=LONG)
    two = make_case(statement=LONG, complainant_name="Teasel Marl")
    walk.step(cast, two, "join", into=one.reference, reasons=walk.REASONS)
    one = walk.step(cast, Case.objects.get(pk=one.pk), "interim")
    one = walk.step(cast, one, "dismiss")
    closing = one.letters.filter(kind="closing", side="complainant")
    assert {letter.addressee for letter in closing} == {"Clover Fenwick", "Teasel Marl"}


# --- membership


def test_an_answer_on_membership_needs_its_day_and_source(cast, make_case, sign_in):
    case = make_case(at=Stage.ASSESSMENT)
    browser = sign_in(cast.harbour_officer)
    place = f"/cases/{case.reference}/amend_respondent/"
    told = {"version": case.version, "name": "Bramble Saltmarsh", "role": "member"}
    page = browser.post(place, told | {"is_member": "yes"}).text
    assert "Enter the day on which membership was checked." in page
    assert "Enter where membership was checked." in page
    day = timezone.localdate()
    on = {f"checked_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
    source = {"is_member": "yes", "checked_with": "membership system"}
    assert browser.post(place, told | source | on).status_code == 302
    assert "membership system" in browser.get(f"/cases/{case.reference}/").text


# --- somebody who repeats themselves


def test_it_takes_a_second_officer_to_call_a_complainant_a_repeater(cast, make_case):
    case = make_case(at=Stage.ASSESSMENT)
    told = {"complaint": case.complaints.get(), "reasons": walk.REASONS}
    case = take("flag_repeat", case, by=cast.harbour_officer, **told)
    complaint = case.complaints.get()
    assert not complaint.repeatflag.stands
    with pytest.raises(Refused, match="second officer"):
        take("flag_repeat", case, by=cast.harbour_officer, **told | {"complaint": complaint})
    take("flag_repeat", case, by=cast.harbour_head, **told | {"complaint": complaint})
    bind(cast.harbour.pk, 0)
    assert case.complaints.get().repeatflag.stands


def test_the_database_knows_no_flag_that_one_person_agreed_alone(cast, make_case):

    case = make_case(at=Stage.ASSESSMENT)
    told = {"complaint": case.complaints.get(), "reasons": walk.REASONS}
    take("flag_repeat", case, by=cast.harbour_officer, **told)
    bind(cast.harbour.pk, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        RepeatFlag.objects.update(agreed_by=cast.harbour_officer.person)
