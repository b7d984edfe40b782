"""Do officers find their work, the file of a case, and one page per step, within its budget?"""

import html
import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from complaints.actions import take
from complaints.forms import FORMS
from complaints.models import Case, Letter, OutboxMessage
from complaints.paging import page_of
from complaints.workflow import STEPS, Stage
from partyconduct.audit.models import AuditEvent
from partyconduct.parties.actions import give_role
from partyconduct.parties.roles import Role
from tests import walk

NONSENSE = "/cases/HAR-0000-0000/"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99"
    b"=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def text_of(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def page(case, verb=""):
    return f"/cases/{case.reference}/" + (f"{verb}/" if verb else "")


def post(browser, case, verb, **typed):
    version = Case.objects.get(pk=case.pk).version
    return browser.post(page(case, verb), {"version": version} | typed)


# --- the two lists
def test_my_work_holds_what_nobody_has_taken_yet(cast, make_case, sign_in):
    case = make_case()
    assert case.reference in sign_in(cast.harbour_officer).get("/cases/").text


def test_my_work_says_what_is_overdue_and_which_step_meets_it(cast, make_case, sign_in):
    case = make_case()
    with walk.travel(timezone.localdate() + timedelta(days=30)):
        shown = sign_in(cast.harbour_officer).get("/cases/")
    assert "Overdue (1)" in text_of(shown)
    assert f"{case.reference}/acknowledge/" in shown.text


def test_an_investigator_sees_only_the_cases_of_a_duty(cast, make_case, sign_in):
    case, other = make_case(at=Stage.RESPONSE), make_case()
    shown = sign_in(walk.somebody(cast, case, "investigator")).get("/cases/?all=1").text
    assert case.reference in shown
    assert other.reference not in shown


@pytest.mark.parametrize("address", ["/cases/", "/cases/?all=1"])
def test_a_list_asks_the_same_number_of_questions_however_long_it_is(
    cast, make_case, sign_in, django_assert_max_num_queries, address
):
    for _each in range(4):
        make_case(at=Stage.ASSESSMENT)
    browser = sign_in(cast.harbour_officer)
    browser.get(address)
    # Two are the savepoint of the request; on PostgreSQL two tell the database who acts.
    with django_assert_max_num_queries(13):
        browser.get(address)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=saltmarsh", True),
        ("q=HP-100001", True),
        ("q=thistle", False),
        ("stage=received", True),
        ("stage=panel", False),
        ("due=7", True),
        ("due=overdue", False),
        ("received_until=2020-01-31", False),
        ("closing_reason=decided-by-panel", False),
    ],
)
def test_filters_stand_in_the_address(cast, make_case, sign_in, asked, found):
    case = make_case()
    shown = sign_in(cast.harbour_officer).get(f"/cases/?{asked}").text
    assert (case.reference in shown) == found


def test_a_case_is_found_by_the_reference_as_it_is_spoken(cast, make_case, sign_in):
    case = make_case()
    spoken = case.reference.lower().replace("-", " ")
    assert case.reference in sign_in(cast.harbour_officer).get("/cases/", {"q": spoken}).text


@pytest.mark.parametrize(
    "asked",
    [
        "stage=nonsense",
        "officer=999999",
        "officer=x",
        "received_from=31/2",
        "due=-1",
        "received_from=2026-02-02&received_until=2026-01-01",
    ],
)
def test_an_unknown_filter_is_a_fault_of_the_form(cast, sign_in, asked):
    shown = sign_in(cast.harbour_officer).get(f"/cases/?{asked}")
    assert (shown.status_code, "There is a problem" in shown.text) == (200, True)


@pytest.mark.parametrize("mark", ["x", "2026-13-01.5", "2026-01-01." + "9" * 40, "."])
def test_a_mark_nobody_was_given_leads_to_the_first_page(cast, make_case, sign_in, mark):
    case = make_case()
    assert case.reference in sign_in(cast.harbour_officer).get("/cases/", {"after": mark}).text


def test_pages_follow_one_another_without_gap_or_repetition(cast, make_case):
    made = {make_case().pk for _each in range(5)}
    cases = Case.objects.visible_to(cast.harbour_officer)
    first = page_of(cases, size=2)
    second = page_of(cases, size=2, after=first.after)
    third = page_of(cases, size=2, after=second.after)
    assert {row["pk"] for each in (first, second, third) for row in each.rows} == made
    assert page_of(cases, size=2, before=second.before).rows == first.rows
    assert (first.before, third.after) == ("", "")


# --- the file
@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.PANEL, Stage.CLOSED])
def test_the_file_asks_a_fixed_number_of_questions(
    cast, make_case, sign_in, django_assert_max_num_queries, stage
):
    case = make_case(at=stage, allegations=3)
    browser = sign_in(cast.harbour_officer)
    browser.get(page(case))
    # Of these two are the savepoint, three the event, and on PostgreSQL two tell who acts.
    with django_assert_max_num_queries(42):
        browser.get(page(case))


def test_the_file_says_why_a_step_is_not_open(cast, make_case, sign_in):
    shown = sign_in(cast.harbour_officer).get(page(make_case(at=Stage.ASSESSMENT)))
    assert "Open an investigation : The case needs at least one allegation." in text_of(shown)


def test_the_file_says_whose_turn_it_is(cast, make_case, sign_in):
    shown = sign_in(cast.harbour_officer).get(page(make_case(at=Stage.PANEL)))
    assert "It is the turn of: adjudicator of this case." in text_of(shown)


def test_the_file_explains_how_a_deadline_was_counted(cast, make_case, sign_in):
    with walk.travel("2026-03-30"):
        case = make_case()
        shown = text_of(sign_in(cast.harbour_officer).get(page(case)))
    assert "5 working days from 30 March 2026 in England" in shown
    assert "Good Friday (3 April 2026)" in shown


def test_reading_the_file_is_an_event(cast, make_case, sign_in):
    case = make_case()
    sign_in(cast.harbour_officer).get(page(case))
    event = AuditEvent.objects.about(case).filter(stream="access").get()
    assert (event.actor, event.verb) == (cast.harbour_officer, "read")


def test_an_adjudicator_reads_the_statement_and_no_complainant(cast, make_case, sign_in):
    case = make_case(at=Stage.PANEL)
    shown = sign_in(walk.somebody(cast, case, "adjudicator")).get(page(case)).text
    assert "watch my back" in shown
    assert "Clover Fenwick" not in shown
    assert "clover@example.org" not in shown


def test_an_officer_who_sits_on_the_panel_is_shown_no_complainant(cast, make_case, sign_in):
    case = make_case(at=Stage.PANEL)
    member = walk.somebody(cast, case, "adjudicator")
    give_role(cast.harbour, by=cast.harbour_admin, person=member.person, role=Role.OFFICER)
    letter = case.letters.filter(side="complainant").first()
    shown = sign_in(member).get(page(case)).text
    assert "Clover Fenwick" not in shown
    assert "clover@example.org" not in shown
    browser = sign_in(member)
    assert browser.get(f"{page(case)}letters/{letter.pk}/").status_code == 404
    for verb in ("write", "note", "amend_respondent", "end_duty", "assign", "pause", "raise_wall"):
        assert browser.get(page(case, verb)).status_code == 403, verb
    with zipfile.ZipFile(BytesIO(browser.get("/cases/export/").content)) as book:
        words = b" ".join(book.read(name) for name in book.namelist())
    assert b"Clover Fenwick" not in words


def test_walls_are_shown_to_those_who_build_them(cast, make_case, sign_in):
    case = make_case(at=Stage.PANEL, witnesses=cast.harbour_deputy.name)
    assert cast.harbour_deputy.name in sign_in(cast.harbour_officer).get(page(case)).text
    member = walk.somebody(cast, case, "adjudicator")
    shown = sign_in(member).get(page(case)).text
    assert cast.harbour_deputy.name not in shown
    assert "Raise a wall" not in shown


@pytest.mark.parametrize("who", ["meadow_officer", "harbour_investigator", "harbour_leader"])
@pytest.mark.parametrize("rest", ["", "allege/", "evidence/1/", "letters/1/", "letters/1.pdf"])
def test_a_hidden_case_answers_like_nonsense(cast, make_case, sign_in, who, rest):
    case = make_case(at=Stage.ASSESSMENT)
    browser = sign_in(getattr(cast, who))
    hidden, nonsense = browser.get(page(case) + rest), browser.get(NONSENSE + rest)
    assert hidden.status_code == nonsense.status_code == 404
    assert hidden.content == nonsense.content


def test_a_walled_officer_finds_nothing(cast, make_case, sign_in):
    case = make_case(statement=f"It was {cast.harbour_deputy.name} who shouted.")
    browser = sign_in(cast.harbour_deputy)
    assert browser.get(page(case)).content == browser.get(NONSENSE).content
    assert case.reference not in browser.get("/cases/").text
    assert case.reference not in browser.get("/cases/?q=saltmarsh").text


# --- steps
def test_a_step_that_asks_nothing_is_confirmed_first(cast, make_case, sign_in):
    case = make_case()
    browser = sign_in(cast.harbour_officer)
    assert "moves on to the stage assessment" in text_of(browser.get(page(case, "acknowledge")))
    assert post(browser, case, "acknowledge").url == page(case)
    assert Case.objects.get(pk=case.pk).stage == Stage.ASSESSMENT


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_step_that_is_not_open_says_why(cast, make_case, sign_in, method):
    case = make_case(at=Stage.ASSESSMENT)
    refused = getattr(sign_in(cast.harbour_officer), method)(page(case, "investigate"))
    assert refused.status_code == 403
    assert "The case needs at least one allegation." in text_of(refused)


def test_a_word_that_is_no_step_is_not_found(cast, make_case, sign_in):
    assert sign_in(cast.harbour_officer).get(page(make_case(), "promote")).status_code == 404


def test_every_form_belongs_to_a_step():
    assert set(FORMS) <= set(STEPS)


def test_a_case_that_changed_meanwhile_keeps_what_was_typed(cast, make_case, sign_in):
    case = make_case()
    browser = sign_in(cast.harbour_officer)
    take("note", case, by=cast.harbour_head, text="Rang the hall.")
    again = browser.post(page(case, "note"), {"version": case.version, "text": "My long note."})
    assert "Somebody changed this case while you were writing" in again.text
    assert "My long note." in again.text
    version = re.search(r'name="version" value="(\d+)"', again.text).group(1)
    typed = {"version": version, "text": "My long note."}
    assert browser.post(page(case, "note"), typed).url == page(case)


def test_whoever_recuses_herself_lands_outside_the_case(cast, make_case, sign_in):
    case = make_case()
    done = post(sign_in(cast.harbour_officer), case, "recuse", reasons="My cousin.")
    assert done.url == "/cases/"


def test_the_road_is_walked_through_pages_to_an_investigation(cast, make_case, sign_in):
    case = make_case(at=Stage.ASSESSMENT)
    browser = sign_in(cast.harbour_officer)
    clause = case.edition.clauses.filter(level=2).first()
    post(browser, case, "allege", clause=clause.pk, particulars="Shouted.", severity=3)
    answers = dict.fromkeys(("conduct", "intent", "deterrence", "withdrawal"), "yes")
    post(browser, case, "test", **answers, **{f"{part}_reasons": "Heard." for part in answers})
    post(browser, case, "interim", kind="none", reasons="No danger.")
    investigator = cast.harbour_investigator.person_id
    post(browser, case, "investigate", investigator=investigator, reasons="Serious.")
    assert Case.objects.get(pk=case.pk).stage == Stage.INVESTIGATION


# --- files and letters
@pytest.fixture
def sealed(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path


def with_file(browser, case, name="shot.png", content=PNG):
    file = SimpleUploadedFile(name, content)
    return post(browser, case, "add_evidence", file=file, description="A screenshot")


def test_evidence_leaves_as_it_came_for_keeping_only(cast, make_case, sign_in, sealed):
    case, browser = make_case(), sign_in(cast.harbour_officer)
    with_file(browser, case, "Bildschirm ä.png")
    file = case.evidence.get()
    answer = browser.get(f"{page(case)}evidence/{file.pk}/")
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    event = AuditEvent.objects.about(file).filter(stream="access").get()
    assert event.verb == "download"


def test_what_is_no_picture_is_sent_as_bytes(cast, make_case, sign_in, sealed):
    case, browser = make_case(), sign_in(cast.harbour_officer)
    with_file(browser, case, "said.txt", b"He said it.")
    answer = browser.get(f"{page(case)}evidence/{case.evidence.get().pk}/")
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_file_that_is_not_accepted_says_so_on_the_form(cast, make_case, sign_in, sealed):
    again = with_file(sign_in(cast.harbour_officer), make_case(), "x.html", b"<html></html>")
    assert "is a kind of file we cannot accept" in text_of(again)
    assert "A screenshot" in again.text


def test_a_letter_is_read_and_printed_with_tags(cast, make_case, sign_in):
    case, browser = make_case(at=Stage.ASSESSMENT), sign_in(cast.harbour_officer)
    letter = case.letters.get()
    assert "Call 999 now" in browser.get(f"{page(case)}letters/{letter.pk}/").text
    printed = browser.get(f"{page(case)}letters/{letter.pk}.pdf")
    with pikepdf.open(BytesIO(printed.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("en")


def test_a_third_party_is_told_no_finding(cast, make_case):
    case = make_case(at=Stage.DECIDED, kind="third-party")
    walk.step(cast, case, "notify")
    letter = case.letters.get(kind=Letter.Kind.DECISION, side="complainant")
    assert "It would frighten anybody" not in letter.html
    assert "Upheld" not in letter.html


def test_the_decision_says_how_and_until_when_to_appeal(cast, make_case):
    with walk.travel("2026-03-02"):
        case = make_case(at=Stage.DECIDED)
        walk.step(cast, case, "notify")
    letter = case.letters.get(kind=Letter.Kind.DECISION, side="respondent")
    assert "You may appeal until 16 March 2026" in letter.html
    assert "Clover Fenwick" not in letter.html


# --- keying in
KEYED = {
    "channel": "letter",
    "kind": "target",
    "complainant_name": "Clover Fenwick",
    "respondent_name": "Bramble Saltmarsh",
    "respondent_role": "member",
    "statement": "He shouted at me.",
}


def day(name, moment):
    return {
        f"{name}_day": moment.day,
        f"{name}_month": moment.month,
        f"{name}_year": moment.year,
    }


def test_a_letter_becomes_a_case(cast, sign_in):
    browser = sign_in(cast.harbour_officer)
    done = browser.post("/cases/new/", KEYED | day("received_on", timezone.localdate()))
    assert "The complaint is recorded as HAR-" in text_of(browser.get(done.url))


def test_a_letter_sent_twice_is_one_case(cast, sign_in):
    browser = sign_in(cast.harbour_officer)
    key = re.search(r'name="key" value="([^"]+)"', browser.get("/cases/new/").text).group(1)
    typed = KEYED | day("received_on", timezone.localdate()) | {"key": key}
    first, second = (browser.post("/cases/new/", typed) for _each in range(2))
    assert first.url == second.url


@pytest.mark.parametrize("days", [1, -20000])
def test_a_letter_cannot_come_tomorrow_or_before_the_party(cast, sign_in, days):
    when = timezone.localdate() + timedelta(days=days)
    again = sign_in(cast.harbour_officer).post("/cases/new/", KEYED | day("received_on", when))
    assert "There is a problem" in again.text
    assert "He shouted at me." in again.text


def test_an_officer_who_is_named_learns_no_more(cast, sign_in):
    typed = KEYED | {"respondent_name": cast.harbour_officer.name}
    browser = sign_in(cast.harbour_officer)
    done = browser.post("/cases/new/", typed | day("received_on", timezone.localdate()))
    assert done.url == "/cases/new/received/"
    assert "HAR-" not in browser.get(done.url).text


def test_an_investigator_records_no_complaint(cast, sign_in):
    assert sign_in(cast.harbour_investigator).get("/cases/new/").status_code == 403


# --- the outbox
def test_waiting_news_goes_out_once_and_says_nothing(cast, make_case):
    make_case(at=Stage.ASSESSMENT, complainant_wants_email=True)
    call_command("outbox", "run", once=True)
    call_command("outbox", "run", once=True)
    (sent,) = mail.outbox
    assert sent.to == ["clover@example.org"]
    assert sent.extra_headers["Message-ID"] == OutboxMessage.objects.get().message_id
    assert "HAR-" not in sent.body + sent.subject


def test_a_claimed_message_waits_for_its_lease(cast, make_case):
    make_case(at=Stage.ASSESSMENT, complainant_wants_email=True)
    lease = timezone.now() + timedelta(minutes=5)
    OutboxMessage.objects.update(state="sending", lease_until=lease)
    call_command("outbox", "run", once=True)
    assert mail.outbox == []


def test_a_name_of_eleven_letters_is_not_taken_for_a_reference(cast, make_case, sign_in):
    case = make_case(respondent_name="Kelp Harrier")
    page = sign_in(cast.harbour_officer).get("/cases/?all=1&q=Kelp+Harrier").text
    assert case.reference in page
