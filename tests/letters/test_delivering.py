"""Is it known what became of every letter and of the e-mail that announces it?"""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from complaints import bounces
from complaints.actions import delivery, outbox, posting
from complaints.models import Case, Letter, OutboxMessage, PrintRun
from complaints.workflow import Stage
from partyconduct.audit.trail import events_about
from partyconduct.rlsdb import bind
from tests import walk

REPORT = """\
From: mailer@relay.example
To: register@harbour.example
Message-ID: <report-1@relay.example>
Subject: Delivery report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail to clover@example.org could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; clover@example.org
Action: failed
Status: STATUS

--b
Content-Type: KIND

From: register@harbour.example
Message-ID: OURS
Subject: There is news for you

--b--
"""


def returned(message_id, status="5.1.1", kind="text/rfc822-headers"):
    said = REPORT.replace("STATUS", status).replace("OURS", message_id).replace("KIND", kind)
    return said.encode()


def text_of(browser, case):
    return " ".join(browser.get(f"/cases/{case.reference}/").text.split())


@pytest.fixture
def told(cast, make_case):
    """A case whose complainant asked for e-mail and was written to."""
    return make_case(at=Stage.ASSESSMENT, complainant_wants_email=True)


def test_the_case_shows_that_the_news_waits_and_then_that_it_went(cast, told, sign_in):
    browser = sign_in(cast.harbour_officer)
    assert "News by e-mail: waiting" in text_of(browser, told)
    outbox.send_waiting()
    assert len(mail.outbox) == 1
    assert "News by e-mail: sent" in text_of(browser, told)


def test_a_failure_is_shown_with_its_next_try_and_without_the_address(
    cast, told, sign_in, monkeypatch
):
    def refuse(self):
        raise SMTPRecipientsRefused({"clover@example.org": (550, b"no clover here")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    outbox.send_waiting()
    shown = text_of(sign_in(cast.harbour_officer), told)
    assert "tried 1 times, again at" in shown
    assert "SMTPRecipientsRefused" in shown
    assert "no clover here" not in OutboxMessage.objects.get().fault


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_returned_mail_is_noted_on_the_case(cast, told, sign_in, tmp_path, kind):
    outbox.send_waiting()
    report = tmp_path / "1.eml"
    report.write_bytes(returned(OutboxMessage.objects.get().message_id, kind=kind))
    call_command("outbox", "bounces", str(tmp_path))
    assert "News by e-mail: came back (5.1.1)" in text_of(sign_in(cast.harbour_officer), told)


@pytest.mark.parametrize(
    "content", [returned("<other@x.invalid>"), b"hello", b"", returned("<a@b>", "4.4.1")]
)
def test_a_mail_that_tells_of_nothing_of_ours_changes_nothing(told, tmp_path, content, capsys):
    outbox.send_waiting()
    (tmp_path / "1.eml").write_bytes(content)
    call_command("outbox", "bounces", str(tmp_path))
    assert OutboxMessage.objects.get().state == "sent"
    assert "1 mail(s) told of nothing of ours" in capsys.readouterr().out


def test_a_delay_is_no_bounce():
    assert bounces.read(returned("<a@b>", "4.4.1")) == ([], "4.4.1")


def test_bounces_of_a_file_that_is_not_there_are_wrong_use(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("outbox", "bounces", str(tmp_path / "none"))


# --- on paper


def test_an_officer_records_the_way_of_a_letter_also_after_the_end(cast, make_case, sign_in):
    case = make_case(at=Stage.CLOSED)
    letter = case.letters.get(kind=Letter.Kind.CLOSING, side="respondent")
    browser = sign_in(cast.harbour_officer)
    place = f"/cases/{case.reference}/letters/{letter.pk}/delivery/"
    assert "Not recorded as sent yet" in text_of(browser, case)
    day = timezone.localdate()
    on = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    answer = browser.post(place, {"way": "post", "words": "RF 12", **on})
    assert answer.status_code == 302
    assert "Sent by post" in text_of(browser, case)
    assert "RF 12" in text_of(browser, case)
    bind(cast.harbour.pk, 0)
    assert Case.objects.get(pk=case.pk).version == case.version
    assert events_about(case).filter(stream="write").last().verb == "deliver"


def test_a_letter_is_not_sent_before_it_was_written(cast, make_case):
    letter = make_case(at=Stage.ASSESSMENT).letters.get()
    before = letter.written_on - timedelta(days=1)
    with pytest.raises(PermissionDenied, match="from the day of the letter"):
        delivery.record_delivery(letter, by=cast.harbour_officer, way="post", on=before)


def test_whoever_does_not_handle_cases_records_nothing(cast, make_case):
    letter = make_case(at=Stage.ASSESSMENT).letters.get()
    with pytest.raises(PermissionDenied, match="This is for"):
        delivery.record_delivery(
            letter, by=cast.harbour_investigator, way="post", on=letter.written_on
        )


# --- many at once


@pytest.fixture
def served(cast, make_case):
    return [make_case(at=Stage.NOTICE_SERVED) for _ in range(2)]


def test_the_letters_to_post_become_one_file_and_are_recorded_together(cast, served, sign_in):
    browser = sign_in(cast.harbour_officer)
    assert "2 letters wait" in browser.get("/letters/to-post/").text
    run = posting.ask_for(cast.harbour, by=cast.harbour_officer)
    assert "0 of 2 are laid out" in browser.get(f"/letters/to-post/{run.pk}/").text
    posting.make(run.pk, by=cast.harbour_officer)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    assert "Download 2 letters" in browser.get(f"/letters/to-post/{run.pk}/").text
    file = b"".join(browser.get(f"/letters/to-post/{run.pk}.pdf"))
    assert file.startswith(b"%PDF")
    browser.post(f"/letters/to-post/{run.pk}/")
    assert "No letter waits" in browser.get("/letters/to-post/").text


def test_the_page_hands_the_work_to_a_worker(cast, served, sign_in):
    answer = sign_in(cast.harbour_officer).post("/letters/to-post/")
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    assert answer["Location"] == f"/letters/to-post/{PrintRun.objects.get().pk}/"


def test_a_run_is_nobody_elses(cast, served, sign_in):
    run = posting.ask_for(cast.harbour, by=cast.harbour_officer)
    browser = sign_in(cast.harbour_head)
    assert browser.get(f"/letters/to-post/{run.pk}/").status_code == 404


def test_what_lies_behind_a_wall_is_not_printed(cast, served):
    walk.step(
        cast, served[0], "raise_wall", person=cast.harbour_deputy.person, reasons="A cousin."
    )
    bind(cast.harbour.pk, cast.harbour_deputy.person_id)
    assert len(Letter.objects.to_post(cast.harbour_deputy)) == 1


def test_a_wall_raised_meanwhile_keeps_the_letter_out_of_the_file(cast, served):
    run = posting.ask_for(cast.harbour, by=cast.harbour_deputy)
    walk.step(
        cast, served[0], "raise_wall", person=cast.harbour_deputy.person, reasons="A cousin."
    )
    assert posting.make(run.pk, by=cast.harbour_deputy) == {"letters": 1}


def test_a_run_without_letters_is_not_begun(cast):
    with pytest.raises(PermissionDenied, match="No letter waits"):
        posting.ask_for(cast.harbour, by=cast.harbour_officer)
