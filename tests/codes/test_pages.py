"""Can everybody read a code at its address, and only its editor draft the next edition?"""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from codes.importing import read
from codes.models import Edition
from tests.codes.conftest import FILES

pytestmark = pytest.mark.django_db


def test_the_code_in_force_stands_at_its_address_with_an_anchor_for_each_clause(client, cast):
    page = client.get("/codes/harbour/").text
    assert 'id="clause-3-2"' in page
    assert "do not go to a person&#x27;s home" in page
    assert "Threats of violence; stalking" in page


def test_a_code_takes_three_queries_and_the_joint_code_four(
    client, third, django_assert_num_queries
):
    with django_assert_num_queries(3):
        client.get("/codes/harbour/")
    with django_assert_num_queries(4):
        client.get("/codes/joint/")
    with django_assert_num_queries(1):
        client.get("/codes/")


def test_a_comparison_takes_four_queries(client, third, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = client.get("/codes/harbour/editions/2/compare/3/").text
    assert "<del>" in page
    assert "follow<span" in page
    assert "removed:" in page


def test_an_unchanged_page_is_not_sent_again(client, cast):
    first = client.get("/codes/harbour/")
    again = client.get("/codes/harbour/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        ("2021-12-31", 200, "This edition was in force on 31 December 2021"),
        ("2022-01-01", 200, "from 1 January 2022"),
        ("2001-01-01", 404, "No edition was in force on 1 January 2001"),
    ],
)
def test_the_edition_of_a_day_can_be_asked_for(client, cast, day, status, words):
    response = client.get(f"/codes/harbour/on/{day}/")
    assert response.status_code == status
    assert words in response.text


def test_a_day_that_does_not_exist_is_no_address_and_the_form_says_so(client, cast):
    assert client.get("/codes/harbour/on/2022-02-31/").status_code == 404
    typed = {"day_day": "31", "day_month": "2", "day_year": "2022"}
    assert "must be a real date" in client.get("/codes/harbour/on/", typed).text


def test_the_form_leads_to_the_edition_of_the_day(client, cast):
    typed = {"day_day": "1", "day_month": "5", "day_year": "2022"}
    response = client.get("/codes/harbour/on/", typed)
    assert response["Location"] == "/codes/harbour/on/2022-05-01/"


def test_welsh_is_shown_where_it_stands_and_english_elsewhere(client, third):
    assert "Cymraeg" in client.get("/codes/harbour/").text
    page = client.get("/codes/harbour/?lang=cy").text
    assert '<p lang="cy">Yn bersonol.</p>' in page
    assert '<p lang="en">Online, members' in page


def test_the_joint_code_shows_where_each_party_stands(client, cast):
    page = client.get("/codes/joint/").text
    assert "Letter to the other party of 1 March 2024" in page


def test_the_json_holds_every_clause_and_the_tariff(client, cast):
    said = client.get("/codes/harbour/editions/2.json").json()
    assert (len(said["clauses"]), len(said["tariff"])) == (33, 4)
    assert said["clauses"][10]["url"].endswith("/codes/harbour/editions/2/#clause-3-2")
    assert said["in_force_from"] == "2022-01-01"


@pytest.mark.parametrize(
    "address", ["harbour/editions/2", "meadow/editions/1", "joint/editions/1"]
)
def test_the_markdown_can_be_imported_again_to_the_same_clauses(client, cast, address):
    text = client.get(f"/codes/{address}.md").content
    party, _editions, number = address.split("/")
    edition = Edition.objects.of(party).get(number=number)
    said = [(c.number, c.heading, c.text, c.table) for c in edition.clauses.all()]
    assert [(c.number, c.heading, c.text, c.table) for c in read("a.md", text).clauses] == said


def test_the_pdf_carries_title_language_and_tags_and_is_made_once(
    client, cast, settings, tmp_path
):
    settings.VAR = tmp_path
    content = b"".join(client.get("/codes/harbour/editions/2.pdf").streaming_content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "en-gb"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Harbour Party: Code of Conduct for Members"
    client.get("/codes/harbour/editions/2.pdf").close()
    assert len(list((tmp_path / "pdf").iterdir())) == 1


def test_a_party_without_a_code_and_an_unknown_edition_are_not_found(client, cast):
    for address in ("nobody/", "harbour/editions/9/", "harbour/editions/1/compare/9/"):
        assert client.get(f"/codes/{address}").status_code == 404


# --- the editor's pages ---

DRAFT_PAGES = [
    "",
    "upload/",
    "3/",
    "3/about/",
    "3/compare/",
    "3/tariff/",
    "3/put-in-force/",
    "3/discard/",
    "3/clauses/add/",
    "3/clauses/clause-3-2/",
    "3/clauses/clause-3-2/remove/",
]


@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_only_the_partys_own_editor_finds_the_drafts(client, cast, draft, sign_in, page):
    address = f"/codes/harbour/drafts/{page}"
    assert client.get(address).status_code == 302
    assert sign_in(cast.harbour_editor).get(address).status_code == 200
    for stranger in (cast.meadow_editor, cast.harbour_officer, cast.harbour_leader):
        assert sign_in(stranger).get(address).status_code == 404
        assert sign_in(stranger).post(address).status_code in {404, 405}


def test_a_draft_is_not_public(client, cast, draft):
    assert client.get("/codes/harbour/editions/3/").status_code == 404
    assert "Edition 3" not in client.get("/codes/harbour/").text


def upload(browser, name, party="harbour"):
    document = SimpleUploadedFile(name, (FILES / name).read_bytes())
    return browser.post(f"/codes/{party}/drafts/upload/", {"document": document})


def test_an_upload_shows_what_was_recognised_before_anything_is_saved(cast, sign_in):
    browser = sign_in(cast.meadow_editor)
    preview = upload(browser, "meadow-code-of-conduct.docx", "meadow")
    assert "3.2(a)" in preview.text
    assert not Edition.objects.drafts().exists()
    kept = {"recognised": preview.context["recognised"]}
    browser.post("/codes/meadow/drafts/upload/", kept)
    assert Edition.objects.drafts().get().clauses.count() == 45


def test_what_was_recognised_cannot_be_forged(cast, sign_in):
    page = sign_in(cast.meadow_editor).post(
        "/codes/meadow/drafts/upload/", {"recognised": "eyJ0aXRsZSI6IngifQ:1:x"}
    )
    assert "Choose the document again" in page.text
    assert not Edition.objects.drafts().exists()


def test_a_document_without_numbers_is_answered_with_what_to_do(cast, sign_in):
    document = SimpleUploadedFile("code.md", b"# Code\n\nBe kind.")
    page = sign_in(cast.harbour_editor).post(
        "/codes/harbour/drafts/upload/", {"document": document}
    )
    assert "No numbered clauses were found" in page.text


def test_the_editor_changes_a_clause_and_puts_the_edition_in_force(cast, draft, sign_in):
    browser, base = sign_in(cast.harbour_editor), "/codes/harbour/drafts/3"
    words = {"number": "3.2", "text": "In person, members do not threaten.", "text_cy": "Na."}
    browser.post(f"{base}/clauses/clause-3-2/", words)
    day = {"day_day": "1", "day_month": "6", "day_year": "2025"}
    response = browser.post(f"{base}/put-in-force/", day)
    assert response["Location"] == "/codes/harbour/editions/3/"
    assert "In person, members do not threaten." in browser.get("/codes/harbour/").text


def test_what_keeps_an_edition_from_being_put_in_force_stands_on_the_form(cast, draft, sign_in):
    browser, base = sign_in(cast.harbour_editor), "/codes/harbour/drafts/3"
    browser.post(f"{base}/clauses/clause-6-1/remove/")
    day = {"day_day": "1", "day_month": "1", "day_year": "2022"}
    page = browser.post(f"{base}/put-in-force/", day).text
    assert "Edition 2 begins on that day" in page
    assert "Add a clause that says who may complain" in page
    assert 'value="2022"' in page


def test_a_clause_with_a_number_that_is_taken_is_refused_and_what_was_typed_stays(
    cast, draft, sign_in
):
    typed = {"number": "3.1", "text": "Something new"}
    page = sign_in(cast.harbour_editor).post("/codes/harbour/drafts/3/clauses/add/", typed).text
    assert "Clause 3.1 exists already" in page
    assert "Something new" in page


def test_the_tariff_is_changed_severity_by_severity(cast, draft, sign_in):
    typed = {}
    for level in "1234":
        typed |= {f"name_{level}": f"Level {level}", f"typical_conduct_{level}": "So"}
        typed[f"sanctions_{level}"] = ["training", "expulsion"]
    sign_in(cast.harbour_editor).post("/codes/harbour/drafts/3/tariff/", typed)
    assert {tuple(line.sanctions) for line in draft.tariff_lines.all()} == {
        ("training", "expulsion")
    }


def test_the_secretariat_records_where_a_party_stands(cast, sign_in):
    typed = {"party": cast.meadow.pk, "stand": "declined", "evidence": "Letter of the chair"}
    typed |= {"from_on_day": "1", "from_on_month": "2", "from_on_year": "2025"}
    sign_in(cast.joint_secretary).post("/codes/joint/drafts/adherence/", typed)
    assert "Letter of the chair" in sign_in(cast.harbour_officer).get("/codes/joint/").text


def test_the_command_makes_a_draft_of_a_document(cast, capsys):
    file = FILES / "harbour-code-of-conduct.docx"
    call_command("import_code", file, "--party=harbour", "--edition-from=2026-01-01", "--json")
    assert '"clauses": 33' in capsys.readouterr().out
    assert Edition.objects.drafts().get().in_force_from.isoformat() == "2026-01-01"


def test_the_command_refuses_an_edition_that_overlaps_anothers_dates(cast):
    file = FILES / "harbour-code-of-conduct.docx"
    with pytest.raises(CommandError, match="Edition 2 begins on that day"):
        call_command("import_code", file, "--party=harbour")
    assert not Edition.objects.drafts().exists()
