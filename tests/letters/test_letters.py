"""Does every turn of a case write its letters, in the words that are in force?"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from complaints.letters import actions
from complaints.models import Audience, Case, Letter, LetterWording
from complaints.workflow import STEPS, Refused, Stage
from partyconduct.audit.models import AuditEvent
from partyconduct.rlsdb import bind
from tests import walk

CLOSING = (Letter.Kind.CLOSING, Audience.RESPONDENT)


def reword(cast, text, letter=CLOSING):
    return actions.reword(
        cast.harbour, by=cast.harbour_admin, letter=letter, subject="It is over", text=text
    )


def test_closing_a_decided_case_tells_both_sides(cast, make_case):
    case = make_case(at=Stage.CLOSED)
    closing = case.letters.filter(kind=Letter.Kind.CLOSING)
    assert {letter.side for letter in closing} == {"complainant", "respondent"}
    assert "keep the case private has ended" in closing.first().html


def test_the_acknowledgement_names_the_day_of_the_update_clock(cast, make_case):
    with walk.travel("2026-03-02"):
        case = make_case(at=Stage.ASSESSMENT)
    assert "You hear from us again by 29 May 2026" in case.letters.get().html


def test_a_third_party_is_promised_no_news_on_the_way(cast, make_case):
    case = make_case(at=Stage.ASSESSMENT, kind="third-party")
    assert "You hear from us again" not in case.letters.get().html


def test_the_partys_own_words_go_out_and_the_letter_names_their_version(cast, make_case):
    wording = reword(cast, "It ended so: $outcome.")
    letter = make_case(at=Stage.CLOSED).letters.get(kind="closing", side="respondent")
    assert letter.wording == wording
    assert letter.subject == "It is over"
    assert "It ended so: Decided by panel." in letter.html


def test_other_words_change_no_letter_that_was_sent(cast, make_case):
    letter = make_case(at=Stage.ASSESSMENT).letters.get()
    before = letter.html
    reword(cast, "$danger\n\n$statement", (Letter.Kind.ACKNOWLEDGEMENT, Audience.TARGET))
    letter.refresh_from_db()
    assert letter.html == before


def test_going_back_writes_in_the_registers_words(cast, make_case):
    reword(cast, "It ended so: $outcome.")
    actions.restore(cast.harbour, by=cast.harbour_admin, letter=CLOSING)
    letter = make_case(at=Stage.CLOSED).letters.get(kind="closing", side="respondent")
    assert letter.wording is None
    assert letter.subject == "How the case about you ended"


def test_the_words_of_one_party_are_not_anothers(cast, make_case):
    reword(cast, "It ended so: $outcome.")
    case = make_case(at=Stage.ASSESSMENT, party="meadow")
    case = walk.step(cast, case, "dismiss", outcome="dismissed-with-warning")
    letter = case.letters.get(side="respondent")
    assert "It ended so" not in letter.html


def test_a_letter_that_lacks_what_it_needs_stops_the_step_and_changes_nothing(cast, make_case):
    case = walk.step(cast, make_case(at=Stage.ASSESSMENT), "interim")
    # Words from a time when the register knew more: saved today they would be refused.
    LetterWording.objects.create(
        party=cast.harbour,
        kind="closing",
        audience="target",
        number=1,
        subject="Over",
        text="Your $colour matter",
        written_at="2026-01-05T09:00:00Z",
        written_by=cast.harbour_admin.person,
    )
    with (
        pytest.raises(Refused, match=r"cannot be written: it uses “\$colour”"),
        transaction.atomic(),
    ):
        walk.step(cast, case, "dismiss")
    bind(cast.harbour.pk, 0)
    assert Case.objects.get(pk=case.pk).stage == Stage.ASSESSMENT


def test_a_procedure_without_appeal_says_that_the_decision_is_final(cast, make_case):
    walk.new_procedure(cast, complainant_may_appeal=False, respondent_may_appeal=False)
    case = walk.step(cast, make_case(at=Stage.DECIDED), "notify")
    for letter in case.letters.filter(kind=Letter.Kind.DECISION):
        assert "our procedure has no appeal" in letter.html


def test_the_letter_lists_the_grounds_of_the_procedure(cast, make_case):
    walk.new_procedure(cast, complainant_may_appeal=False, appeal_grounds=["new-evidence"])
    case = walk.step(cast, make_case(at=Stage.DECIDED), "notify")
    letters = {letter.side: letter.html for letter in case.letters.filter(kind="decision")}
    assert "New evidence" in letters["respondent"]
    assert "out of proportion" not in letters["respondent"]
    assert "the other side may appeal until" in letters["complainant"]


@pytest.mark.parametrize("who", ["harbour_head", "harbour_officer", "harbour_editor"])
def test_only_the_administrator_chooses_the_words(cast, who):
    with pytest.raises(PermissionDenied, match="party administrator"):
        actions.restore(cast.harbour, by=getattr(cast, who), letter=CLOSING)


def test_the_database_keeps_every_version_as_it_was(cast):
    wording = reword(cast, "It ended so: $outcome.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LetterWording.objects.filter(pk=wording.pk).update(text="Other")


# --- seen before they go


def test_an_officer_sees_the_letters_with_the_real_case_and_nothing_is_left_of_it(
    cast, make_case, sign_in
):
    case = make_case(at=Stage.RECEIVED)
    browser = sign_in(cast.harbour_officer)
    place = f"/cases/{case.reference}/acknowledge/"
    assert "See the letters first" in browser.get(place).text
    events = AuditEvent.objects.filter(stream="write").count()
    shown = browser.post(place, {"preview": "1", "version": case.version}).text
    assert "These letters would go out" in shown
    assert "At the hustings he shouted" in shown
    bind(cast.harbour.pk, 0)
    assert not case.letters.exists()
    assert Case.objects.get(pk=case.pk).stage == Stage.RECEIVED
    assert AuditEvent.objects.filter(stream="write").count() == events


def test_a_step_that_writes_no_letter_has_nothing_to_see_first(cast, make_case, sign_in):
    case = make_case(at=Stage.ASSESSMENT)
    assert not STEPS["note"].writes
    page = sign_in(cast.harbour_officer).get(f"/cases/{case.reference}/note/").text
    assert "See the letters first" not in page


# --- the administrator's pages

ADDRESS = "/letters/closing/respondent/"


def test_the_page_says_what_is_wrong_with_the_words(cast, sign_in):
    page = sign_in(cast.harbour_admin).post(ADDRESS, {"subject": "S", "text": "$colour"}).text
    assert "“$colour” is not in the list" in page
    assert "must say “$outcome”" in page


def test_a_preview_saves_nothing_and_shows_names_in_their_places(cast, sign_in):
    typed = {"subject": "S", "text": "It ended so: $outcome.", "preview": "1"}
    page = sign_in(cast.harbour_admin).post(ADDRESS, typed).text
    assert "It ended so: «how the case ended»." in page
    assert not LetterWording.objects.exists()


def test_words_are_saved_as_a_version_and_listed(cast, sign_in):
    browser = sign_in(cast.harbour_admin)
    browser.post(ADDRESS, {"subject": "It is over", "text": "It ended so: $outcome."})
    assert "your own, version 1" in browser.get("/letters/").text
    browser.post(ADDRESS, {"restore": "1"})
    assert "your own" not in browser.get("/letters/").text
    assert "back to the register’s words" in browser.get(ADDRESS).text


def test_a_letter_that_does_not_exist_is_not_found(cast, sign_in):
    browser = sign_in(cast.harbour_admin)
    assert browser.get("/letters/notice/third-party/").status_code == 404
