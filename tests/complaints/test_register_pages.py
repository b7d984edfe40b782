"""The officer's pages: upload, dry run, confirm, progress, result; and the download."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from complaints.models import Case
from complaints.register import writing
from partyconduct.rlsdb import bind
from tests.complaints.registered import verdict_on
from tests.complaints.test_register_reading import WORKBOOK, _csv, row

UPLOAD = "/cases/import/"


@pytest.fixture(autouse=True)
def evidence(tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return tmp_path


@pytest.fixture
def officer(sign_in, cast):
    return sign_in(cast.harbour_officer)


def send(client, content=None, name="register.xlsx", **fields):
    content = WORKBOOK.read_bytes() if content is None else content
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)} | fields, follow=True)


def files(root):
    return [path for path in root.rglob("*") if path.is_file()]


def written(cast):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    return Case.objects.count()


def work_once():
    """As the worker does with one task, without its care for a connection that a test holds."""
    (waiting,) = DBTaskResult.objects.ready()
    waiting.claim("tests")
    worker = {"queue_names": ["*"], "interval": 1, "batch": True, "backend_name": "default"}
    worker |= {
        "startup_delay": False,
        "max_tasks": 1,
        "worker_id": "t",
        "excluded_queue_names": [],
    }
    Worker(**worker).run_task(waiting)


def test_the_dry_run_shows_everything_before_anything_is_written(officer, cast):
    page = send(officer)
    assert page.redirect_chain[-1][0] == reverse("check_import")
    text = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    for words in (
        "Nothing has been written yet",
        "Import 580 complaints",
        "600 HP23-0585 Respondent: no respondent Date closed: closed before it was received",
        "56 HP23-0052 35",
        "28 February 2024",
        "14 rows are no complaints",
    ):
        assert words in text
    assert written(cast) == 0


def test_the_upload_waits_encrypted(officer, evidence):
    send(officer)
    (kept,) = files(evidence)
    assert b"PK" not in kept.read_bytes()[:40]
    assert kept.name not in {"register.xlsx"}


def test_confirming_shows_progress_without_script_and_then_the_result(officer, cast, evidence):
    send(officer)
    page = officer.post(reverse("check_import"), follow=True)
    address = page.redirect_chain[-1][0]
    assert page.headers["Refresh"] == "2"
    assert "A worker takes it up" in page.text
    work_once()
    page = officer.get(address)
    assert "Refresh" not in page.headers
    assert "The register was imported" in page.text
    assert "525" in page.text
    assert written(cast) == 525
    assert files(evidence) == []


def test_a_failed_import_says_that_nothing_was_written(officer, cast, evidence, caplog):
    send(officer, _csv(row()), "x.csv")
    address = officer.post(reverse("check_import")).url
    files(evidence)[0].write_bytes(b"altered")
    work_once()
    page = officer.get(address)
    assert "Nothing was written" in page.text
    assert "Refresh" not in page.headers
    assert (written(cast), files(evidence)) == (0, [])


def test_cancelling_deletes_the_upload(officer, evidence):
    send(officer)
    officer.post(reverse("check_import"), {"cancel": "1"})
    assert files(evidence) == []
    assert officer.get(reverse("check_import")).url == UPLOAD


def test_a_second_upload_replaces_the_first(officer, evidence):
    send(officer)
    send(officer, _csv(row()), "x.csv")
    assert len(files(evidence)) == 1


def test_a_double_click_on_confirm_imports_once(officer):
    send(officer, _csv(row()), "x.csv")
    first = officer.post(reverse("check_import")).url
    assert officer.post(reverse("check_import")).url == first


def test_the_last_day_of_the_register_may_be_given(officer):
    day = {"closed_on_day": "2", "closed_on_month": "4", "closed_on_year": "2023"}
    page = send(officer, _csv(row()), "x.csv", **day)
    assert "received after the register was closed (2 April 2023)" in page.text
    assert "There is nothing to import" in page.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The submitted file is empty|The file is empty"),
        (b"a,b\n", "No row with the headings"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(officer, content, sentence):
    page = send(officer, content)
    assert re.search(sentence, page.text)
    assert "Error:" in page.text


def test_no_file_is_a_sentence(officer):
    assert "Choose a file" in officer.post(UPLOAD, {}).text


def test_what_stands_in_the_sheet_is_text_on_the_page(officer):
    page = send(officer, _csv(row(outcome="<script>alert(1)</script>")), "x.csv")
    assert "&lt;script&gt;" in page.text
    assert "<script>alert" not in page.text


def test_an_import_is_seen_by_the_person_who_started_it_only(officer, sign_in, cast):
    send(officer, _csv(row()), "x.csv")
    address = officer.post(reverse("check_import")).url
    for other in (cast.harbour_head, cast.meadow_officer):
        assert sign_in(other).get(address).status_code == 404


@pytest.mark.parametrize("name", ["import_register", "check_import", "export_register"])
def test_leaders_and_administrators_are_refused(sign_in, cast, name):
    for role in ("leader", "admin", "investigator"):
        refused = sign_in(getattr(cast, f"harbour_{role}")).get(reverse(name))
        assert refused.status_code == 403
    assert "compliance" in refused.text


def test_the_download_is_a_workbook_that_imports_again(officer, cast):
    verdict = verdict_on(_csv(row(alleged="=SUM(A1)")))
    writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict)
    page = officer.get(reverse("export_register"))
    assert page.headers["Content-Disposition"].startswith('attachment; filename="harbour-register')
    assert [entry.statement for entry in verdict_on(page.content).accepted] == ["=SUM(A1)"]
