"""Does the receipt open one complaint, to its complainant only, and nothing beside it?"""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from complaints.actions import intake, take
from complaints.models import Letter, Message, Note, Receipt
from complaints.references import receipt_mac
from complaints.workflow import Stage
from partyconduct.audit.trail import events_about
from partyconduct.parties.models import User
from partyconduct.rlsdb import bind
from tests import walk

WRONG = "0000 0000 0000 0000 0000 0000"


@pytest.fixture
def sent(cast):
    """A complaint through the form, with its secret."""

    def send(**changes):
        service = User.objects.service("intake").act_for(cast.harbour)
        answers = walk.ANSWERS | {"happened_from": timezone.localdate()} | changes
        complaint, secret = intake.submit(
            cast.harbour, by=service, answers=answers, key=f"{changes}{timezone.now()}"
        )
        return SimpleNamespace(complaint=complaint, case=complaint.case, secret=secret)

    return send


def enter(client, reference, secret):
    return client.post("/track/", {"reference": reference, "secret": secret})


def page_of(client, sent):
    enter(client, sent.complaint.reference, sent.secret)
    return client.get("/track/").text


def without_token(response):
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.text)


def test_the_receipt_opens_the_status(client, sent):
    assert "Your complaint has arrived" in page_of(client, sent())


def test_case_spaces_and_misread_letters_do_not_matter(client, sent):
    made = sent()
    typed = made.secret.lower().replace(" ", "-").replace("0", "o").replace("1", "l")
    assert enter(client, made.complaint.reference.lower(), typed).status_code == 302


def test_an_unknown_reference_and_a_wrong_secret_get_the_same_answer(client, sent):
    known = sent().complaint.reference
    answers = [enter(client, reference, WRONG) for reference in (known, "HAR-0000-0000")]
    assert answers[0].status_code == answers[1].status_code == 403
    bodies = [without_token(answer) for answer in answers]
    assert bodies[0].replace(known, "HAR-0000-0000") == bodies[1]


@pytest.mark.parametrize("secret", ["A" * 10_000, "\0" * 24, "\u0661" * 24, "😀" * 24])
def test_what_cannot_be_a_secret_is_refused_before_any_work(client, sent, secret):
    assert enter(client, sent().complaint.reference, secret).status_code == 400


def test_too_many_tries_have_to_wait_and_the_wait_grows(client, sent):
    made = sent()
    reference = made.complaint.reference
    tried = [enter(client, reference, WRONG).status_code for _try in range(7)]
    assert tried == [403] * 5 + [429] * 2
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _round in range(3):
            waits.append(int(enter(client, reference, WRONG).headers["Retry-After"]))
            clock.shift(waits[-1] + 1)
            enter(client, reference, WRONG)
    assert waits == sorted(set(waits))
    assert enter(client, sent(statement="Another").complaint.reference, WRONG).status_code == 403


def test_the_right_secret_works_after_the_stated_wait_whatever_others_try(client, sent):
    made, stranger = sent(), type(client)()
    reference = made.complaint.reference
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _try in range(5):
            enter(stranger, reference, WRONG)
        wait = int(enter(client, reference, made.secret).headers["Retry-After"])
        clock.shift(wait)
        for _try in range(3):
            enter(stranger, reference, WRONG)
        assert enter(client, reference, made.secret).status_code == 302


def test_entering_makes_a_new_session(client, sent):
    client.get("/track/")
    before = client.session.session_key
    page_of(client, sent())
    assert client.session.session_key != before


def test_half_an_hour_away_asks_for_the_receipt_again(client, sent):
    page_of(client, sent())
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert "Please enter it again" in client.get("/track/").text


def test_two_hours_are_the_most(client, sent):
    made = sent()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        page_of(client, made)
        for _step in range(5):
            clock.shift(25 * 60)
            page = client.get("/track/").text
    assert "Please enter it again" in page


def test_a_receipt_that_was_replaced_ends_the_session(client, sent):
    made = sent()
    page_of(client, made)
    mac = receipt_mac(made.complaint.reference, "another")
    Receipt.objects.filter(reference=made.complaint.reference).update(mac=mac)
    assert "Please enter it again" in client.get("/track/").text


def test_messages_go_both_ways(client, cast, sent):
    made = sent()
    page_of(client, made)
    client.post("/track/message/", {"text": "He did it again."})
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    take("write", made.case, by=cast.harbour_officer, complaint=made.complaint, text="Who saw it?")
    page = client.get("/track/").text
    assert "He did it again." in page
    assert "Who saw it?" in page
    assert cast.harbour_officer.name not in page


def test_asking_to_withdraw_is_a_message_marked_as_one(client, cast, sent):
    made = sent()
    page_of(client, made)
    client.post("/track/message/?about=withdrawal", {"text": "I moved away."})
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    assert Message.objects.get(complaint=made.complaint).about == "withdrawal"


def test_an_appeal_cannot_be_asked_for_before_a_decision(client, sent):
    page_of(client, sent())
    assert client.post("/track/message/?about=appeal", {"text": "Why"}).status_code == 403


def decided(cast, make_case, kind):
    """A case told to both sides, and the receipt of its complaint set to a known secret."""
    case = make_case(at=Stage.DECIDED, kind=kind)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    take("note", case, by=cast.harbour_officer, text="Inner thoughts")
    take("notify", case, by=cast.harbour_officer)
    complaint = case.complaints.get()
    mac = receipt_mac(complaint.reference, WRONG)
    Receipt.objects.filter(reference=complaint.reference).update(mac=mac)
    return SimpleNamespace(complaint=complaint, case=case, secret=WRONG)


def test_the_target_sees_findings_reasons_and_what_follows(client, cast, make_case):
    page = page_of(client, decided(cast, make_case, "target"))
    assert "It would frighten anybody." in page
    assert "Severe rebuke" in page
    assert "You may ask for an appeal until" in page
    assert "Inner thoughts" not in page


def test_a_third_party_sees_no_more_than_that_it_goes_on(client, cast, make_case):
    page = page_of(client, decided(cast, make_case, "third-party"))
    assert "is being dealt with" in page
    assert "It would frighten anybody." not in page
    assert "ask for an appeal" not in page


def test_letters_are_read_here_and_those_of_another_complaint_are_not(client, cast, sent):
    mine, other = sent(), sent(complainant_name="Thistle Moor")
    for made in (mine, other):
        bind(cast.harbour.pk, cast.harbour_officer.person_id)
        take("acknowledge", made.case, by=cast.harbour_officer)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    own, strange = (Letter.objects.get(complaint=made.complaint).pk for made in (mine, other))
    page_of(client, mine)
    assert "Clover Fenwick" in client.get(f"/track/letters/{own}/").text
    assert client.get(f"/track/letters/{own}.pdf").content.startswith(b"%PDF")
    for address in (f"/track/letters/{strange}/", f"/track/letters/{strange}.pdf"):
        assert client.get(address).status_code == 404


def test_every_look_is_an_event_of_the_complainant(client, cast, sent):
    made = sent()
    page_of(client, made)
    verbs = [(event.actor_kind, event.verb) for event in events_about(made.case)]
    assert ("complainant", "enter") in verbs
    assert ("complainant", "read_status") in verbs


def test_a_closed_case_takes_no_more_messages(client, cast, sent):
    made = sent()
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    take("acknowledge", made.case, by=cast.harbour_officer)
    take("dismiss", made.case, by=cast.harbour_officer, outcome="dismissed-no-breach",
         reasons="Nothing in the code forbids it.")  # fmt: skip
    page = page_of(client, made)
    assert "Nothing in the code forbids it." in page
    assert client.post("/track/message/", {"text": "But"}).status_code == 403


def test_leaving_ends_the_session_and_clears_the_browser(client, sent):
    page_of(client, sent())
    left = client.post("/track/leave/")
    assert "cookies" in left.headers["Clear-Site-Data"]
    assert client.get("/track/message/").url == "/track/"


def test_notes_among_officers_are_nowhere(client, cast, sent):
    made = sent()
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    take("note", made.case, by=cast.harbour_officer, text="Canary words")
    assert Note.objects.count() == 1
    assert "Canary words" not in page_of(client, made)
