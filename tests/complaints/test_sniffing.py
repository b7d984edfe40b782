"""Files handed in as evidence: the good are accepted by content, each bad one in a sentence."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from complaints import sniffing
from complaints.sniffing import clean_name, examine


# Good files, made here ---------------------------------------------------------------------------
def picture(form, size=(8, 8)):
    held = io.BytesIO()
    Image.new("RGB", size, "teal").save(held, form)
    return held.getvalue()


def pdf(**options):
    held, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    document.save(held, **options)
    return held.getvalue()


def archive(entries, method=zipfile.ZIP_DEFLATED):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    return held.getvalue()


TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD = [("[Content_Types].xml", TYPES), ("word/document.xml", "<w:document/>")]
ODT = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")]


def docx(*more):
    return archive([*WORD, *more])


def xlsx():
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    return held.getvalue()


def iso(brand):
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0isommp42" + b"\0" * 64


MAIL = b"From: wren@example.org\r\nSubject: =?utf-8?q?Hi?=\r\nDate: Mon, 3 Apr 2023\r\n\r\nHello"
GOOD = {
    "shot.png": (picture("PNG"), "image/png"),
    "shot.jpg": (picture("JPEG"), "image/jpeg"),
    "SHOT.JPEG": (picture("JPEG"), "image/jpeg"),
    "photo.heic": (iso(b"heic"), "image/heic"),
    "letter.pdf": (pdf(), "application/pdf"),
    "film.mp4": (iso(b"isom"), "video/mp4"),
    "voice.m4a": (iso(b"M4A "), "audio/mp4"),
    "voice.mp3": (b"ID3\x04" + b"\0" * 40, "audio/mpeg"),
    "frame.mp3": (b"\xff\xfb\x90\x64" + b"\0" * 400, "audio/mpeg"),
    "note.docx": (docx(), sniffing.KINDS["docx"].content_type),
    "list.xlsx": (xlsx(), sniffing.KINDS["xlsx"].content_type),
    "note.odt": (archive(ODT, zipfile.ZIP_STORED), sniffing.KINDS["odt"].content_type),
    "mail.eml": (MAIL, "message/rfc822"),
    "words.txt": ("He said “wait” <loudly> – twice.\n".encode(), "text/plain"),
    "utf16.txt": ("Siân".encode("utf-16"), "text/plain"),
    "old.txt": ("Siân".encode("cp1252"), "text/plain"),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_accepted_kind_is_recognised_by_its_content(name):
    content, content_type = GOOD[name]
    file = io.BytesIO(content)
    accepted = examine(name, file)
    assert (accepted.content_type, accepted.name) == (content_type, name)
    assert file.tell() == 0  # whoever seals it next reads it from the start


def test_every_accepted_ending_has_a_good_file_in_these_tests():
    assert {name.rpartition(".")[2].lower() for name in GOOD} == set(sniffing.KINDS)


# Bad files ---------------------------------------------------------------------------------------
def refusal(name, content):
    with pytest.raises(ValidationError) as refused:
        examine(name, io.BytesIO(content))
    return refused.value.messages[0]


def png_of(width, height):
    """A PNG whose header states a size its few bytes do not have."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + picture("PNG")[33:]
    )


def linked():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in WORD:
            made.writestr(name, content)
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return held.getvalue()


def locked_archive():
    content = bytearray(docx())
    for place in (6, content.index(b"PK\x01\x02") + 8):
        content[place] |= 1
    return bytes(content)


OLE = sniffing.OLE + b"\0" * 600
LOCKED_PDF = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
ZIP = archive([("a.class", "x")])
BAD = [
    ("shot.png", b"", "is empty"),
    ("shot.png", b"x" * (sniffing.MAX_BYTES + 1), "larger than 50 MB"),
    ("page.html", HTML, "cannot accept"),
    ("drawing.svg", SVG, "cannot accept"),
    ("setup.exe", b"MZ", "cannot accept"),
    ("archive.zip", ZIP, "cannot accept"),
    ("no ending", b"x", "cannot accept"),
    ("letter.pdf.exe", pdf(), "cannot accept"),
    ("letter.pdf", HTML, "seems to be HTML"),
    ("letter.pdf", b"MZ\x90\0" + b"\0" * 99, "seems to be EXE"),
    ("letter.pdf", b"<html>" + pdf(), "seems to be"),
    ("letter.pdf", b"%PDF-1.7\n<script>1</script>" + pdf(), "second file inside"),
    ("letter.pdf", b"%PDF-1.7 nothing more", "damaged"),
    ("letter.pdf", pdf() + ZIP, "second file inside"),
    ("letter.pdf", LOCKED_PDF, "password"),
    ("shot.png", picture("JPEG"), "save it as PNG"),
    ("shot.jpg", SVG, "seems to be SVG"),
    ("shot.jpg", picture("JPEG") + b"<script>alert(1)</script>", "second file inside"),
    ("shot.jpg", picture("JPEG") + ZIP, "second file inside"),
    ("shot.png", picture("PNG")[:20], "named as PNG"),
    ("shot.png", png_of(50_000, 50_000), "million pixels"),
    ("shot.png", png_of(10_000, 9_500), "million pixels"),
    ("film.mp4", picture("JPEG"), "save it as MP4"),
    ("film.mp4", iso(b"isom") + ZIP, "second file inside"),
    ("voice.mp3", iso(b"isom"), "save it as MP3"),
    ("note.docx", xlsx(), "named as DOCX"),
    ("note.xlsx", docx(), "save it as XLSX"),
    ("note.odt", docx(), "save it as ODT"),
    ("note.docx", b"PK\x03\x04 cut", "damaged"),
    ("note.docx", ZIP, "damaged"),
    ("note.docx", OLE, "old kind of document"),
    ("note.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    ("note.docx", locked_archive(), "password"),
    ("note.docx", docx(("word/x.xml", b"\0" * 30_000_000)), "far more than it should"),
    ("note.docx", docx(*((f"word/{n}", "") for n in range(2_001))), "far more than it should"),
    ("note.docx", docx(("../../etc/cron.d/x", "x")), "second file inside"),
    ("note.docx", docx(("word/inner.zip", ZIP)), "second file inside"),
    ("note.docx", docx(("word/vbaProject.bin", "x")), "second file inside"),
    ("note.docx", linked(), "second file inside"),
    ("words.txt", HTML, "seems to be HTML"),
    ("words.txt", SVG, "seems to be SVG"),
    ("words.txt", b"MZ\x90\0\x03", "seems to be EXE"),
    ("words.txt", picture("PNG"), "seems to be PNG"),
    ("mail.eml", b"Hello, no headers here", "named as EML"),
    ("mail.eml", HTML, "seems to be HTML"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD)
def test_what_may_not_come_in_is_refused_in_a_sentence(name, content, sentence):
    said = refusal(name, content)
    assert sentence in said
    assert said.endswith(".")


def test_a_bomb_costs_no_memory():
    content = docx(("word/x.xml", b"\0" * 190_000_000))
    tracemalloc.start()
    refusal("note.docx", content)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_no_more_than_the_limit_is_read():
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size=-1):
            Endless.asked = size
            return b"x" * size

    with pytest.raises(ValidationError, match="larger than"):
        examine("a.txt", Endless())
    assert Endless.asked == sniffing.MAX_BYTES + 1


# Names -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\wren\\shot.png", "shot.png"),
        ("shot\r\nSet-Cookie: x.png", "shotSet-Cookie: x.png"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("zero\u200bwidth\0.pdf", "zerowidth.pdf"),
        ("NUL.txt", "_NUL.txt"),
        ("  ..hidden. ", "hidden"),
        ("a   b.txt", "a b.txt"),
        ("Siân ŵyl.txt", "Siân ŵyl.txt"),
        ("", "file"),
        ("///", "file"),
    ],
)
def test_file_names_are_cleaned_for_display(given, shown):
    assert clean_name(given) == shown


def test_a_long_name_keeps_its_ending():
    name = clean_name("a" * 300 + ".pdf")
    assert len(name) <= sniffing.MAX_NAME
    assert name.endswith("….pdf")
