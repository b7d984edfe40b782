"""Does a copy of the file hold any word that is withheld from its side, however packed?"""

import io
import subprocess
import zipfile

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from complaints.actions import intake
from complaints.actions.sealing import sealed_upload
from complaints.copying import made
from complaints.disclosing import clean_copy, content_of, unpacked, withheld_from
from complaints.models import Case, Evidence
from complaints.sniffing import examine
from complaints.workflow import Refused, Stage
from partyconduct.rlsdb import acting
from tests import walk
from tests.complaints.test_responding import as_officer, codes_of, inside
from tests.demonstration_files import PNG, sent

CANARY = "zebrafinch"
HIDDEN = {
    "complainant_name": f"Clover {CANARY.title()}",
    "complainant_email": f"{CANARY}@example.org",
    "complainant_telephone": "01632 960123",
    "statement": f"He shouted at me, {CANARY.title()}, at the hustings.",
    "witnesses": f"{CANARY.title()} Witness",
    "outcome_wanted": f"An apology to {CANARY.title()}",
}


def picture_with_metadata():
    image, told = Image.new("RGB", (60, 40), "white"), PngImagePlugin.PngInfo()
    told.add_text("Author", CANARY)
    told.add_itxt("Comment", CANARY, zip=True)
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=told)
    return out.getvalue()


def photograph_with_metadata():
    exif = Image.Exif()
    exif[0x013B] = CANARY  # artist
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG", exif=exif, comment=CANARY.encode())
    return out.getvalue()


def pdf_with_metadata():
    document = pikepdf.new()
    page = document.add_blank_page()
    document.docinfo["/Author"] = CANARY
    with document.open_metadata() as told:
        told["dc:creator"] = [CANARY]
    document.attachments[f"{CANARY}.txt"] = CANARY.encode()
    note = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Text, "/T": CANARY}
    note |= {"/Rect": [0, 0, 9, 9], "/Contents": CANARY}
    page.obj.Annots = document.make_indirect([pikepdf.Dictionary(note)])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FILES = {
    "image/png": picture_with_metadata,
    "image/jpeg": photograph_with_metadata,
    "application/pdf": pdf_with_metadata,
}


def holds(content, word=CANARY):
    return any(word.encode() in piece.lower() for piece in unpacked(content))


@pytest.mark.parametrize("kind", FILES)
def test_a_clean_copy_says_nothing_about_who_made_it(kind):
    original = FILES[kind]()
    assert holds(original)
    assert not holds(clean_copy(kind, original))


@pytest.fixture
def file(cast, make_case):
    """An investigated case full of canaries, with a picture that carries some more."""
    case = make_case(at=Stage.INVESTIGATION, **HIDDEN)
    upload = sent(f"{CANARY} screenshot.png", picture_with_metadata())
    with acting(cast.harbour.pk, cast.harbour_officer.person_id):
        sealed = sealed_upload(
            cast.harbour, upload, examine(upload.name, upload), description=f"From {CANARY}"
        )
        complaint = case.complaints.get()
        intake.attach(case, by=cast.harbour_officer, sealed=sealed, complaint=complaint)
    as_officer(cast, "note", case, text=f"{CANARY} note")
    as_officer(cast, "write", case, complaint=complaint, text=f"Dear {CANARY}")
    return case


def released(cast, case):
    with acting(cast.harbour.pk, 0):
        complaint, evidence = case.complaints.get(), case.evidence.get()
    words = "He shouted at me, [left out], at the hustings."
    given = {"statement": complaint, "title": "Statement of the evening", "text": words}
    as_officer(cast, "release_statement", case, **given)
    as_officer(cast, "release_file", case, evidence=evidence, title="Picture of the post")
    return walk.step(cast, case, "serve_notice")


def copy(cast, case, ending, complaint=None):
    with acting(cast.harbour.pk, cast.harbour_officer.person_id):
        found = Case.objects.get(pk=case.pk)
        return made(found, ending, complaint, for_officer=True)


@pytest.mark.parametrize("ending", ["html", "pdf", "zip"])
def test_no_byte_of_the_copy_holds_a_withheld_word(cast, file, ending):
    content = copy(cast, released(cast, file), ending)
    assert holds(content, "hustings")
    for word in (CANARY, "clover", "01632 960123", "screenshot.png"):
        assert not holds(content, word)
        assert word.encode("utf-16-be") not in content


def test_the_text_of_the_pdf_is_searched_as_it_is_read(cast, file):
    content = copy(cast, released(cast, file), "pdf")
    words = b" ".join(unpacked(content)).decode("utf-8", "replace")
    assert "He shouted at me, [left out], at the hustings." in words


def test_entries_of_the_archive_have_no_names_or_dates_of_their_own(cast, file):
    with zipfile.ZipFile(io.BytesIO(copy(cast, released(cast, file), "zip"))) as archive:
        assert archive.namelist() == ["copy.html", "copy.pdf", "items/item-2.png"]
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}


def test_the_complainants_copy_holds_nothing_of_another_complainant(cast, file):
    with acting(cast.harbour.pk, 0):
        own = file.complaints.get()
    other = walk.complain(cast, complainant_name="Thistle Moor", complainant_email="t@example.org")
    as_officer(cast, "acknowledge", other.case)
    as_officer(cast, "join", other.case, into=file.reference, reasons="The same evening.")
    content = copy(cast, file, "zip", complaint=own)
    assert holds(content, CANARY)
    assert not holds(content, "thistle")
    assert not holds(content, "shouted that i should watch my back")


def test_the_original_stays_as_it_was(cast, file):
    released(cast, file)
    with acting(cast.harbour.pk, 0):
        evidence, item = Evidence.objects.get(), file.discloseditems.get(number=2)
        assert holds(b"".join(content_of(evidence)))
        assert not holds(b"".join(content_of(item)))
        assert evidence.sha256 != item.sha256
        assert CANARY.title() in file.complaints.get().statement


def test_a_withheld_name_is_refused_in_whatever_goes_to_the_respondent(cast, file):
    with acting(cast.harbour.pk, 0):
        complaint = file.complaints.get()
    for title, text in (("Clover Zebrafinch", "x"), ("Statement", "zebrafinch@example.org said")):
        with pytest.raises(Refused, match="must not be told"):
            as_officer(
                cast, "release_statement", file, statement=complaint, title=title, text=text
            )
    with pytest.raises(Refused, match="would tell them"):
        walk.step(cast, file, "serve_notice", facts="Mr Zebrafinch, Clover, was shouted at.")


def test_a_file_whose_words_name_somebody_is_refused(cast, file):
    with acting(cast.harbour.pk, 0):
        evidence = file.evidence.get()
    plain = ("text/plain", f"From: {CANARY}@example.org".encode())
    with pytest.raises(Refused, match="The file holds"):
        as_officer(cast, "release_file", file, evidence=evidence, title="Email", copy=plain)


def test_kinds_of_file_that_cannot_be_made_clean_are_refused(cast, file):
    with acting(cast.harbour.pk, 0):
        evidence = file.evidence.get()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    with pytest.raises(Refused, match="Make a copy as PDF"):
        as_officer(
            cast, "release_file", file, evidence=evidence, title="Letter", copy=(kind, b"PK")
        )


def test_a_leak_that_came_in_another_way_stops_the_copy(cast, file):
    case = released(cast, file)
    as_officer(cast, "write_to_respondent", case, text="Clover Zebrafinch has not answered yet.")
    with pytest.raises(Refused, match=r"“Clover Zebrafinch” \(a message\)"):
        copy(cast, case, "html")


def test_the_name_is_told_only_by_a_decision_and_the_last_one_counts(cast, file, client):
    with acting(cast.harbour.pk, 0):
        complaint = file.complaints.get()
    decided = {"complaint": complaint, "reasons": "They are the only witness."}
    case = released(cast, file)
    browser = inside(client, codes_of(cast, case))
    assert CANARY not in browser.get("/respond/").text.lower()
    as_officer(cast, "decide_identity", case, told=True, **decided)
    assert "Clover Zebrafinch" in browser.get("/respond/").text
    as_officer(cast, "decide_identity", case, told=False, **decided)
    assert CANARY not in browser.get("/respond/").text.lower()


def test_the_respondent_reads_what_was_released_and_no_more_once_withdrawn(cast, file, client):
    case = released(cast, file)
    with acting(cast.harbour.pk, 0):
        item = case.discloseditems.get(number=2)
    browser = inside(client, codes_of(cast, case))
    page = browser.get("/respond/").text
    assert "Statement of the evening" in page
    got = browser.get(f"/respond/items/{item.pk}/")
    assert got.headers["Content-Disposition"] == 'attachment; filename="item-2.png"'
    assert not holds(got.content)
    for address in ("/respond/", "/respond/copy.html", "/respond/copy.zip"):
        assert not holds(browser.get(address).content)
        assert CANARY not in str(browser.get(address).headers)
    as_officer(cast, "withdraw_item", case, item=item, reasons="Released by mistake.")
    assert browser.get(f"/respond/items/{item.pk}/").status_code == 404
    assert "Picture of the post" not in browser.get("/respond/").text.partition("Letters")[0]


def test_a_part_of_a_name_is_asked_about_once(cast, file, sign_in):
    browser, address = sign_in(cast.harbour_officer), f"/cases/{file.reference}/release_statement/"
    with acting(cast.harbour.pk, 0):
        version, statement = Case.objects.get(pk=file.pk).version, file.complaints.get().pk
    sent = {"version": version, "side": "respondent", "statement": statement, "looked": "on"}
    sent |= {"title": "Statement", "text": "They stood in the Clover field."}
    asked = browser.post(address, sent)
    assert "is part of the name" in asked.text
    assert browser.post(address, sent | {"sure": "Clover"}).status_code == 302


def test_withheld_words_are_found_in_every_wrapping(cast, file):
    with acting(cast.harbour.pk, 0):
        withheld = withheld_from(Case.objects.get(pk=file.pk))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "zebrafinch@example.org".encode("utf-16-le"))
    assert withheld.in_bytes(out.getvalue()) == f"{CANARY}@example.org"
    assert not withheld.in_bytes(b"nothing of the kind")


def test_poppler_reads_no_withheld_word_either(cast, file, tmp_path):
    """Another reader of PDF, where there is one."""
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy(cast, released(cast, file), "pdf"))
    try:
        read = subprocess.run(
            ["pdftotext", path, "-"], capture_output=True, text=True, check=True
        ).stdout
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed")
    assert "hustings" in read
    assert CANARY not in read.lower()


def test_a_picture_from_the_respondent_keeps_its_name_for_them(cast, file, client):
    case = released(cast, file)
    browser = inside(client, codes_of(cast, case))
    browser.post("/respond/answer/", {"text": "Look.", "files": PNG("my hall.png"), "continue": 1})
    browser.post("/respond/answer/check/")
    assert "my hall.png" in browser.get("/respond/").text


@pytest.mark.parametrize("words", [b"PK is how she signs.", b"%PDF is what he wrote."])
def test_words_that_only_begin_like_an_archive_are_words(words):
    assert list(unpacked(words)) == [words]
