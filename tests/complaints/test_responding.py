"""Does the invitation open the case to the respondent, once, and show what is theirs alone?"""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from complaints import references
from complaints.actions import outbox, take
from complaints.models import (
    Case,
    InvitationKey,
    Letter,
    OutboxMessage,
    RespondentMessage,
    UnsentAnswer,
)
from complaints.workflow import Stage
from partyconduct.audit.trail import events_about
from partyconduct.rlsdb import acting
from tests import walk
from tests.demonstration_files import PNG

WRONG = "0000 0000"


@pytest.fixture
def invited(cast, make_case):
    """A case whose notice was served, and the codes of its invitation."""

    def invite(at=Stage.NOTICE_SERVED, **changes):
        return codes_of(cast, make_case(at=at, **changes))

    return invite


def codes_of(cast, case):
    with acting(cast.harbour.pk, 0):
        invitation = case.invitations.get(revoked_at=None)
        key = InvitationKey.objects.get(invitation_number=invitation.pk)
    return SimpleNamespace(
        case=case,
        invitation=invitation,
        token=references.invitation_token(key.nonce),
        code=references.invitation_code(key.nonce),
        secret=references.way_back(key.nonce),
    )


def come_in(client, invited):
    return client.post("/respond/", {"token": invited.token, "code": invited.code})


def inside(client, invited):
    """Through both codes, with the way back kept."""
    come_in(client, invited)
    client.post("/respond/keep/", {"group": invited.secret[-4:]})
    return client


def answer(client, text="I was angry about the vote.", **more):
    client.post("/respond/answer/", {"text": text, "continue": "1"} | more)
    return client.post("/respond/answer/check/")


def as_officer(cast, verb, case, **details):
    with acting(cast.harbour.pk, cast.harbour_officer.person_id):
        return take(verb, Case.objects.get(pk=case.pk), by=cast.harbour_officer, **details)


def without_token(text):
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)


# --- coming in
def test_both_codes_open_the_page(client, invited):
    page = inside(client, invited()).get("/respond/").text
    assert "What is alleged" in page
    assert "Shouted at a hustings." in page


def test_a_scanner_that_follows_the_link_uses_nothing_up(client, invited):
    made = invited()
    for _look in range(5):
        assert client.get("/respond/").status_code == 200
        assert client.head("/respond/").status_code == 200
    assert come_in(client, made).url == "/respond/keep/"


def test_the_link_works_once_and_says_so(client, invited):
    made = invited()
    come_in(client, made)
    again = come_in(Client(), made)
    assert again.status_code == 410
    assert "it works once" in again.text


def test_an_unknown_link_and_a_wrong_second_code_get_the_same_answer(client, invited):
    made = invited()
    answers = [
        client.post("/respond/", {"token": token, "code": WRONG})
        for token in (made.token, references.invitation_token("another"))
    ]
    assert [each.status_code for each in answers] == [403, 403]
    bodies = [without_token(each.text) for each in answers]
    assert bodies[0].replace(made.token, "x") == bodies[1].replace(
        references.invitation_token("another"), "x"
    )


def test_too_many_tries_of_the_second_code_have_to_wait(client, invited):
    made = invited()
    tries = [client.post("/respond/", {"token": made.token, "code": WRONG}) for _try in range(6)]
    assert [each.status_code for each in tries] == [403] * 5 + [429]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        wait = int(come_in(client, made).headers["Retry-After"])
        clock.shift(wait)
        assert come_in(client, made).status_code == 302


def test_after_the_window_the_link_opens_a_plain_page(client, invited):
    made = invited()
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        late = come_in(client, made)
    assert late.status_code == 410
    assert "could be used until" in late.text


def test_while_the_clock_stands_still_the_link_does_not_run_out(client, cast, invited):
    made = invited()
    as_officer(cast, "pause", made.case, category="illness", reason="In hospital.")
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        assert come_in(client, made).status_code == 302


def test_a_withdrawn_invitation_closes_the_page_at_once(client, cast, invited):
    made = invited()
    inside(client, made)
    as_officer(cast, "revoke_invitation", made.case, reasons="Sent to the wrong person.")
    assert client.get("/respond/answer/").url == "/respond/"
    assert "What is alleged" not in client.get("/respond/").text
    assert come_in(Client(), made).status_code == 410
    assert go_back(Client(), made).status_code == 410


def go_back(client, made):
    return client.post("/respond/back/", {"reference": made.case.reference, "secret": made.secret})


def test_a_new_invitation_ends_the_old_way_back_and_keeps_what_was_typed(client, cast, invited):
    made = invited()
    inside(client, made).post("/respond/answer/", {"text": "Half a sen", "save": "1"})
    as_officer(cast, "invite", made.case)
    assert go_back(Client(), made).status_code == 403
    browser = inside(Client(), codes_of(cast, made.case))
    assert "Half a sen" in browser.get("/respond/answer/").text


def test_the_way_back_opens_the_page_again(client, invited):
    made = invited()
    inside(client, made)
    other = Client()
    assert go_back(other, made).url == "/respond/"
    assert "What is alleged" in other.get("/respond/").text


def test_entering_makes_a_new_session(client, invited):
    client.get("/respond/")
    client.post("/complain/", {"party": "harbour"})
    before = client.session.session_key
    inside(client, invited())
    assert client.session.session_key != before


def test_no_code_rests_in_the_database_or_the_outbox(cast, invited):
    made = invited(respondent_email="bramble@example.org")
    body = OutboxMessage.objects.get(to="bramble@example.org").body
    stored = str(list(InvitationKey.objects.values())) + body
    for code in (made.token, made.code, made.secret):
        assert references.tidy(code) not in references.tidy(stored)


def test_the_link_is_put_in_as_the_message_leaves(cast, invited, mailoutbox):
    made = invited(respondent_email="bramble@example.org")
    outbox.send_waiting()
    body = next(mail.body for mail in mailoutbox if mail.to == ["bramble@example.org"])
    assert f"/respond/#{references.tidy(made.token)}" in body
    assert made.case.reference not in body


def test_an_officer_sees_the_link_only_where_no_email_carries_it(cast, invited, sign_in):
    browser = sign_in(cast.harbour_officer)
    by_mail, on_paper = invited(respondent_email="bramble@example.org"), invited()
    shown = browser.get(f"/cases/{by_mail.case.reference}/sides/").text
    assert by_mail.code in shown
    assert references.tidy(by_mail.token) not in shown
    shown = browser.get(f"/cases/{on_paper.case.reference}/sides/").text
    assert references.tidy(on_paper.token) in shown


# --- answering
def test_the_answer_through_the_page_is_the_response_of_the_case(client, cast, invited):
    made = invited()
    assert answer(inside(client, made)).url == "/respond/"
    with acting(cast.harbour.pk, 0):
        case = Case.objects.get(pk=made.case.pk)
        assert case.stage == Stage.RESPONSE
        assert case.response.text == "I was angry about the vote."
        step = events_about(case).filter(verb="record_response").get()
        assert step.actor.email == "respondent@service.invalid"
        assert not UnsentAnswer.objects.get().kept["pages"]


def test_files_go_with_the_answer_and_are_marked_as_the_respondents(client, cast, invited):
    made = invited()
    answer(inside(client, made), files=PNG(), description="The hall")
    with acting(cast.harbour.pk, 0):
        file = made.case.evidence.get()
    assert (file.from_respondent, file.name, file.description) == (True, "picture.png", "The hall")
    assert "picture.png" in client.get("/respond/").text


def test_what_was_typed_is_there_after_a_long_time_away(client, invited):
    made = invited()
    inside(client, made)
    with time_machine.travel(timezone.now() + timedelta(minutes=40)):
        away = client.post("/respond/answer/", {"text": "All of a long answer", "continue": "1"})
        assert away.url == "/respond/back/"
        assert "What you had typed is kept" in client.get("/respond/back/").text
        go_back(client, made)
        assert "All of a long answer" in client.get("/respond/answer/").text


def test_an_answer_after_the_decision_is_kept_and_changes_nothing(client, cast, invited):
    made = invited()
    inside(client, made)
    case = made.case
    for verb in ("close_window", "report", "convene", "decide", "notify"):
        with time_machine.travel(timezone.now() + timedelta(days=40)):
            case = walk.step(cast, case, verb)
    assert "it does not change the decision by itself" in client.get("/respond/answer/").text
    answer(client, "I was in hospital.")
    with acting(cast.harbour.pk, 0):
        assert RespondentMessage.objects.get(case=case).about == "late-answer"
        assert Case.objects.get(pk=case.pk).stage == Stage.DECIDED
    assert "I was in hospital." in client.get("/respond/").text


def test_the_decision_is_shown_once_both_sides_were_told(client, cast, make_case):
    case = make_case(at=Stage.DECIDED)
    as_officer(cast, "invite", case)
    browser = inside(client, codes_of(cast, case))
    assert "It would frighten anybody." not in browser.get("/respond/").text
    as_officer(cast, "notify", case)
    page = browser.get("/respond/").text
    assert "It would frighten anybody." in page
    assert "Severe rebuke" in page


def test_naming_the_investigator_does_not_remove_them(client, cast, invited):
    made = invited()
    with acting(cast.harbour.pk, 0):
        investigator = made.case.duties.get(kind="investigator").person
    answer(inside(client, made), f"{investigator.name} hates me. {cast.harbour_deputy.name} too.")
    with acting(cast.harbour.pk, 0):
        assert made.case.duties.filter(person=investigator, ended_on=None).exists()
        walled = set(made.case.walls.values_list("person", flat=True))
    assert walled == {cast.harbour_deputy.person_id}


# --- what is not theirs
def test_nothing_of_the_complainant_is_on_the_page(client, cast, invited):
    made = invited()
    with acting(cast.harbour.pk, 0):
        complaint = made.case.complaints.get()
        letter = made.case.letters.get(side=Letter.Side.RESPONDENT).pk
        strange = made.case.letters.filter(side=Letter.Side.COMPLAINANT).first().pk
    browser = inside(client, made)
    pages = [
        browser.get(address)
        for address in ("/respond/", "/respond/answer/", f"/respond/letters/{letter}/")
    ]
    for page in pages:
        assert page.status_code == 200
        for word in ("Clover", "Fenwick", "clover@example.org", complaint.reference):
            assert word not in page.text
    assert browser.get(f"/respond/letters/{strange}/").status_code == 404


def test_a_message_from_the_officer_is_read_and_names_no_officer(client, cast, invited):
    made = invited()
    as_officer(cast, "write_to_respondent", made.case, text="Who else was there?")
    page = inside(client, made).get("/respond/").text
    assert "Who else was there?" in page
    assert cast.harbour_officer.name not in page


def test_a_closed_case_leaves_the_letters_and_nothing_else(client, cast, invited):
    made = invited()
    inside(client, made)
    as_officer(cast, "end", made.case, closing_reason="respondent-left", reasons="Moved away.")
    page = client.get("/respond/").text
    assert "How the case about you ended" in page
    assert "Shouted at a hustings." not in page
    assert client.post("/respond/answer/", {"text": "But"}).status_code == 403
