"""Can somebody complain, and does nothing typed get lost on the way?"""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from complaints.actions import intake
from complaints.models import Complaint, Evidence, Receipt
from complaints.workflow import Refused
from partyconduct.audit.trail import events_about
from partyconduct.parties.models import User
from partyconduct.rlsdb import bind

ANSWERS = {
    "person": {"respondent_name": "Bramble Saltmarsh", "respondent_branch": "Gannet Bay"},
    "what": {"statement": "He shouted that I should watch my back."},
    "when": {"happened_words": "an evening in March"},
    "where": {"medium": "public-meeting", "place": "Town hall"},
    "rules": {"clauses_cited": "3.2", "characteristics": ["sex/misogyny", "age"]},
    "others": {"witnesses": "The steward"},
    "evidence": {},
    "directed": {"kind": "target"},
    "you": {"complainant_name": "Clover Fenwick", "old_enough": "on"},
    "contact": {"complainant_wants_email": "no"},
    "needs": {"complainant_withhold_identity": "no"},
    "notice": {},
}
START = "/complain/harbour/start/"


def begin(client):
    """The token part of every later address."""
    return client.post(START, {"about": "member"}).url.partition("?")[2]


def at(page, token):
    return f"/complain/harbour/{page}/?{token}"


def fill(client, token, **changes):
    for page, answers in ANSWERS.items():
        client.post(at(page, token), answers | changes.get(page, {}))
    return at("check", token)


@pytest.fixture
def seen(cast):
    """Rows of Harbour as its service sees them, whichever database it is."""

    def look(model):
        bind(cast.harbour.pk, User.objects.service("intake").person_id)
        return model.objects.all()

    return look


def png(name="shot.png"):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_the_whole_journey_ends_with_a_receipt(client, cast, seen):
    check = fill(client, begin(client))
    assert "Bramble Saltmarsh" in client.get(check).text
    receipt = client.get(client.post(check).url).text
    complaint = seen(Complaint).get()
    assert complaint.reference in receipt
    assert re.search(r">([0-9A-HJKMNP-TV-Z]{4} ){5}[0-9A-HJKMNP-TV-Z]{4}<", receipt)
    assert (complaint.statement, complaint.kind) == (ANSWERS["what"]["statement"], "target")
    assert {row.code for row in complaint.characteristics.all()} == {"sex/misogyny", "age"}


def test_the_page_with_the_secret_is_never_stored(client, cast):
    check = fill(client, begin(client))
    assert client.get(client.post(check).url).headers["Cache-Control"] == "no-store"


def test_the_version_of_the_privacy_notice_is_on_record(client, cast, seen):
    client.post(fill(client, begin(client)))
    received = events_about(seen(Complaint).get().case).get(verb="receive")
    assert received.details["notice"] == "2026-1"


def test_sending_twice_makes_one_complaint_and_shows_one_receipt(client, cast, seen):
    check = fill(client, begin(client))
    first, second = client.post(check), client.post(check)
    assert first.url == second.url
    assert client.get(first.url).text.count(seen(Complaint).get().reference) >= 1
    assert Receipt.objects.count() == 1


def test_the_same_key_with_the_same_answers_gives_the_same_receipt(cast, seen):
    said = {"respondent_name": "Bramble", "complainant_name": "Clover", "kind": "target"}
    service = User.objects.service("intake").act_for(cast.harbour)
    sent = [
        intake.submit(cast.harbour, by=service, answers=said | {"statement": "Once"}, key="k")
        for _again in range(2)
    ]
    assert sent[0] == sent[1]
    with pytest.raises(Refused, match="other answers"):
        intake.submit(cast.harbour, by=service, answers=said | {"statement": "Else"}, key="k")


def test_answers_survive_an_error_and_going_back(client, cast):
    token = begin(client)
    client.post(at("person", token), {"respondent_name": "Bramble Saltmarsh"})
    page = client.post(at("when", token), {"happened_from_day": "31", "happened_from_month": "2",
                                           "happened_from_year": "2026"})  # fmt: skip
    assert "must be a real date" in page.text
    assert 'value="31"' in page.text
    assert 'value="31"' in client.get(at("when", token)).text
    assert "Bramble Saltmarsh" in client.get(at("person", token)).text


def when(day):
    return {f"happened_from_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (timezone.localdate() + timezone.timedelta(days=2), "today or in the past"),
        (timezone.datetime(1990, 1, 1), "was founded on 1 May 1998"),
    ],
)
def test_impossible_days_are_refused_with_a_sentence(client, cast, day, sentence):
    assert sentence in client.post(at("when", begin(client)), when(day)).text


def test_a_text_that_is_too_long_is_refused_and_stays(client, cast):
    page = client.post(at("what", begin(client)), {"statement": "word " * 5_000})
    assert "20000 characters or fewer" in page.text
    assert page.text.count("word ") >= 4_999


def test_two_tabs_do_not_mix(client, cast):
    one, two = begin(client), begin(client)
    client.post(at("what", one), {"statement": "First story"})
    client.post(at("what", two), {"statement": "Second story"})
    assert "First story" in client.get(at("what", one)).text
    assert "Second story" not in client.get(at("what", one)).text


def test_nothing_is_sent_before_every_page_is_answered(client, cast, seen):
    token = begin(client)
    assert client.post(at("check", token)).url == at("person", token)
    assert not seen(Complaint).exists()


def test_what_was_left_out_is_called_so_before_sending(client, cast):
    token = begin(client)
    check = fill(client, token)
    client.post(at("rules", token), {})
    assert "Not answered" in client.get(check).text


def test_a_changed_answer_leads_back_to_the_check(client, cast):
    token = begin(client)
    fill(client, token)
    changed = client.post(at("what", token) + "&change=1", {"statement": "Better words"})
    assert changed.url == at("check", token)
    assert "Better words" in client.get(changed.url).text


def test_a_hostile_file_is_refused_by_name_and_everything_typed_stays(client, cast):
    token = begin(client)
    client.post(at("what", token), {"statement": "Kept words"})
    trick = SimpleUploadedFile("photo.png", b"<script>alert(1)</script>")
    page = client.post(at("evidence", token), {"files": trick, "description": "The hall"})
    assert "photo.png" in page.text
    assert 'value="The hall"' in page.text
    assert "Kept words" in client.get(at("what", token)).text


@pytest.fixture
def vault_folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path
    return tmp_path


def test_a_file_is_sealed_at_once_and_becomes_evidence_when_sent(client, cast, seen, vault_folder):
    token = begin(client)
    client.post(at("evidence", token), {"files": [png(), png("b.png")], "add": "1"})
    client.post(fill(client, token))
    assert {file.name for file in seen(Evidence)} == {"shot.png", "b.png"}
    assert len([path for path in vault_folder.rglob("*") if path.is_file()]) == 2


def test_a_removed_file_is_gone_from_the_disk(client, cast, vault_folder):
    token = begin(client)
    page = client.post(at("evidence", token), {"files": png(), "add": "1"}, follow=True).text
    stored = re.search(r'name="remove" value="(\w+)"', page)[1]
    client.post(at("evidence", token), {"remove": stored})
    assert not [path for path in vault_folder.rglob("*") if path.is_file()]


def test_the_receipt_is_shown_until_its_last_group_is_typed_and_never_again(client, cast):
    address = client.post(fill(client, begin(client))).url
    page = client.get(address).text
    last = re.search(r"([0-9A-Z]{4})</code>(?!.*</code>)", page, re.DOTALL)[1]
    assert "not the last four" in client.post(address, {"group": "????"}).text
    done = client.post(address, {"group": last.lower()})
    assert last not in client.get(done.url).text
    assert client.get(address).url == done.url
    assert "confirms that by" in client.get(done.url).text


def test_another_session_never_sees_the_receipt(client, cast, django_user_model):
    address = client.post(fill(client, begin(client))).url
    assert type(client)().get(address).status_code == 404


def test_the_copy_holds_the_words_and_the_receipt(client, cast):
    token = begin(client)
    client.post(fill(client, token))
    copy = client.get(at("copy", token))
    assert 'filename="copy.txt"' in copy.headers["Content-Disposition"]
    assert ANSWERS["what"]["statement"] in copy.text


def test_leaving_quickly_clears_everything_even_without_a_token(cast):
    strict = Client(enforce_csrf_checks=True)
    plain = Client()
    token = begin(plain)
    strict.cookies = plain.cookies
    gone = strict.post("/leave/")
    assert gone.headers["Refresh"].startswith("0; url=https://")
    assert "cookies" in gone.headers["Clear-Site-Data"]
    assert plain.get(at("what", token)).url == START


@pytest.mark.parametrize("word", ["danger", "council", "not-a-member", "policy", "data"])
def test_a_dead_end_says_where_to_go_and_leads_back(client, cast, word):
    page = client.get(client.post(START, {"about": word}).url)
    assert START in page.text


def test_a_page_that_is_sent_too_late_is_kept(client, cast):
    page = client.post(at("what", "draft=gone"), {"statement": "Late words"})
    assert page.url == at("when", "draft=gone")
    assert "Late words" in client.get(at("what", "draft=gone")).text


def test_a_late_complaint_is_told_so_before_it_is_sent(client, cast):
    token = begin(client)
    fill(client, token, when=when(timezone.datetime(2020, 5, 1)))
    assert "in the last 12 months" in client.get(at("check", token)).text


def test_a_younger_person_is_asked_to_let_a_parent_complain(client, cast):
    page = client.post(at("you", begin(client)), {"complainant_name": "Clover"})
    assert "Confirm that you are 15 or older" in page.text


def test_one_network_may_not_bury_a_desk_and_its_answers_are_kept(cast, seen):
    client = Client(REMOTE_ADDR="203.0.113.7")
    for _number in range(20):
        assert client.post(fill(client, begin(client))).status_code == 302
    check = fill(client, begin(client))
    assert client.post(check).status_code == 429
    later = client.post(check)
    assert later.status_code == 429
    assert int(later["Retry-After"]) > 0
    assert "Try again in 1 minute. Your answers are kept." in later.text
    assert ANSWERS["what"]["statement"] in later.text
    assert seen(Complaint).count() == 20
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert client.post(check).status_code == 302
    assert seen(Complaint).count() == 21
