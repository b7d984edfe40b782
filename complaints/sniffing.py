"""Which files may be handed in as evidence?

An allow-list by content: the ending must agree with what is inside, and what could run, hide,
explode or not be opened is refused (security.md 3.5). Each refusal says what to do. Nothing is
unpacked or decoded before its stated size is known to be harmless.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

import pikepdf
import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

MAX_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 80_000_000
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_NAME = 120
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Accepted:
    content_type: str
    name: str


@dataclass(frozen=True)
class Kind:
    content_type: str
    objection: Callable[[bytes], str]  # "" when the content is really of this kind, and harmless


def examine(name: str, file) -> Accepted:
    """The kind and the clean name of an acceptable file; ValidationError with a sentence else."""
    shown = clean_name(name)
    ending = PurePosixPath(shown).suffix.lower().removeprefix(".")
    kind = KINDS.get(ending)
    content = _content(file)
    objection = _wrong_size(content) or (kind.objection(content) if kind else _not_accepted(shown))
    if objection:
        raise ValidationError(objection, code="unacceptable_file")
    return Accepted(kind.content_type, shown)


def _content(file) -> bytes:
    """All of it, but never more than one byte above the limit; the file stands at its start."""
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    file.seek(0)
    return content


def _wrong_size(content):
    if not content:
        return _("The file is empty. Check that it opens on your device, then choose it again.")
    if len(content) > MAX_BYTES:
        return _(
            "The file is larger than %d MB. Send a shorter recording, or the part that matters."
        ) % (MAX_BYTES >> 20)
    return ""


def _not_accepted(name):
    return _(
        "“%(name)s” is a kind of file we cannot accept. Send a PDF, a picture (JPG, PNG, HEIC), "
        "a recording (MP4, MP3, M4A), a document (DOCX, ODT, XLSX, TXT) or an e-mail (EML). "
        "A screenshot is always fine."
    ) % {"name": name}


# Names -------------------------------------------------------------------------------------------
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(name: str) -> str:
    """The last step of a path, without what cannot be seen or would mislead, for display only:
    the stored file has a random name."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", str(name)))[-1]
    # Cc: line breaks and NUL; Cf: right-to-left override and other invisible direction marks.
    seen = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})
    seen = " ".join(seen.split()).strip(". ")
    stem, dot, ending = seen.rpartition(".")
    if len(seen) > MAX_NAME and dot and len(ending) <= 5:
        seen = f"{stem[: MAX_NAME - len(ending) - 2].rstrip()}….{ending}"
    seen = seen[:MAX_NAME]
    return f"_{seen}" if DEVICES.match(seen) else seen or "file"


# What is it really? ------------------------------------------------------------------------------
def _differs(content, wanted):
    """The sentence for a file that is not what its ending says."""
    try:
        found = puremagic.magic_stream(io.BytesIO(content))
        really = found[0].extension.removeprefix(".").upper()
    except (puremagic.PureError, ValueError, IndexError):
        really = ""
    if really and really != wanted:
        return _(
            "The file is named as %(wanted)s, but it seems to be %(really)s. "
            "Open it and save it as %(wanted)s, or send a screenshot."
        ) % {"wanted": wanted, "really": really}
    return (
        _(
            "The file is named as %s, but what is inside is not. Open it and save it again, "
            "or send a screenshot."
        )
        % wanted
    )


def _with_signature(wanted: str, pattern: bytes):
    """A kind known by its first bytes, nothing more being decoded here."""
    begins = re.compile(pattern, re.DOTALL)

    def objection(content):
        if not begins.match(content):
            return _differs(content, wanted)
        return _two_kinds(content)

    return objection


# The page or archive that a picture or recording would become under another reader.
MARKUP = re.compile(rb"<(script|html|svg|iframe|body)[\s>/]", re.IGNORECASE)


def _two_kinds(content):
    hidden = zipfile.is_zipfile(io.BytesIO(content)) or MARKUP.search(content)
    return _hides_another() if hidden else ""


def _hides_another():
    return _("The file holds a second file inside it. Send a screenshot of what matters.")


# Pictures ----------------------------------------------------------------------------------------
def _picture(wanted: str, pattern: bytes):
    begins = re.compile(pattern, re.DOTALL)

    def objection(content):
        if not begins.match(content):
            return _differs(content, wanted)
        return _pixels(content, wanted) or _two_kinds(content)

    return objection


def _pixels(content, wanted):
    """Only the header is read: the picture is decoded nowhere before its size is known."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _too_many_pixels()
    except (OSError, ValueError, SyntaxError):
        return _differs(content, wanted)
    return _too_many_pixels() if width * height > MAX_PIXELS else ""


def _too_many_pixels():
    millions = MAX_PIXELS // 1_000_000
    return _("The picture has more than %d million pixels. Send a smaller copy.") % millions


# Documents ---------------------------------------------------------------------------------------
def _pdf(content):
    if not content.startswith(b"%PDF-"):
        return _differs(content, "PDF")
    if MARKUP.search(content[:1024]):
        return _hides_another()
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError:
        return _locked()
    except (pikepdf.PdfError, ValueError, RuntimeError):
        pages = 0
    if not pages:
        return _("The PDF is damaged and has no page that can be shown. Save it again.")
    return _hides_another() if zipfile.is_zipfile(io.BytesIO(content)) else ""


def _locked():
    return _("The file is protected by a password. Save a copy without one and send that.")


OFFICE_MAIN = {
    "DOCX": (b"wordprocessingml.document.main+xml", "word/document.xml"),
    "XLSX": (b"spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
}


def _archived(wanted: str, holds: Callable[[zipfile.ZipFile], bool]):
    """A document that is an archive inside: docx, xlsx, odt."""

    def objection(content):
        if content.startswith(OLE):
            return _locked() if "EncryptedPackage".encode("utf-16-le") in content else _old()
        if not content.startswith(b"PK\x03\x04"):
            return _differs(content, wanted)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return archive_objection(archive) or (
                    "" if holds(archive) else _differs(content, wanted)
                )
        except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, OSError, ValueError):
            return _("The document is damaged. Open it, save it again and send the new copy.")

    return objection


def _old():
    return _("This is an old kind of document. Save it as DOCX, XLSX or PDF and send that.")


def archive_objection(archive: zipfile.ZipFile) -> str:
    """By the archive's own list, before anything is unpacked."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if any(entry.flag_bits & 1 for entry in entries):
        return _locked()
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        return _too_much()
    if unpacked > 1024 * 1024 and unpacked / packed > MAX_RATIO:
        return _too_much()
    return _hides_another() if any(map(_misleads, entries)) else ""


def _too_much():
    return _("The document unpacks to far more than it should. Save it as PDF and send that.")


PROGRAMS = (".zip", ".7z", ".rar", ".exe", ".dll", ".js", ".vbs", ".jar", "vbaproject.bin")


def _misleads(entry):
    """A step out of the archive, a link, an archive or a program inside."""
    steps = re.split(r"[/\\]", entry.filename)
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    is_program = entry.filename.lower().endswith(PROGRAMS)
    return is_link or is_program or ".." in steps or entry.filename.startswith(("/", "\\"))


def _office(wanted):
    stated, main = OFFICE_MAIN[wanted]

    def holds(archive):
        with archive.open("[Content_Types].xml") as types:
            return stated in types.read(1_000_000) and bool(archive.getinfo(main))

    return holds


def _odt(archive):
    with archive.open(archive.infolist()[0]) as first:
        stated = first.read(100).strip()
    return first.name == "mimetype" and stated == b"application/vnd.oasis.opendocument.text"


# Text --------------------------------------------------------------------------------------------
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PAGE = re.compile(rb"\s*<(!doctype|\?xml|html|head|body|script|svg|iframe)", re.IGNORECASE)
HEADER = re.compile(
    rb"^(from|to|subject|date|received|return-path|message-id|mime-version|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)


def _text(content):
    if content.startswith(UTF_16):
        content = content.decode("utf-16", errors="replace").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    if CONTROLS.search(content) or PAGE.match(content):
        return _differs(content, "TXT")
    return ""


def _email(content):
    headers = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    names = {found.lower() for found in HEADER.findall(headers[:200_000])}
    if CONTROLS.search(headers) or PAGE.match(content) or len(names) < 2:
        return _differs(content, "EML")
    return ""


ISO_MEDIA = rb"\0\0..ftyp"
JPEG, PNG = rb"\xff\xd8\xff", rb"\x89PNG\r\n\x1a\n"
HEIC = ISO_MEDIA + rb"(heic|heix|heim|heis|mif1)"
MP4 = ISO_MEDIA + rb"(isom|iso\d|mp4\d|avc1|M4V |MSNV|dash|3gp\d)"
M4A = ISO_MEDIA + rb"(M4A |M4B |mp42|isom)"
MP3 = rb"ID3[\x02-\x04]|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff][^\xf0-\xff]"  # a tag, or a frame
KINDS = {
    "pdf": Kind("application/pdf", _pdf),
    "jpg": Kind("image/jpeg", _picture("JPG", JPEG)),
    "jpeg": Kind("image/jpeg", _picture("JPG", JPEG)),
    "png": Kind("image/png", _picture("PNG", PNG)),
    "heic": Kind("image/heic", _with_signature("HEIC", HEIC)),
    "mp4": Kind("video/mp4", _with_signature("MP4", MP4)),
    "m4a": Kind("audio/mp4", _with_signature("M4A", M4A)),
    "mp3": Kind("audio/mpeg", _with_signature("MP3", MP3)),
    "docx": Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _archived("DOCX", _office("DOCX")),
    ),
    "xlsx": Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _archived("XLSX", _office("XLSX")),
    ),
    "odt": Kind("application/vnd.oasis.opendocument.text", _archived("ODT", _odt)),
    "eml": Kind("message/rfc822", _email),
    "txt": Kind("text/plain", _text),
}
ACCEPTED_ENDINGS = tuple(f".{ending}" for ending in KINDS)
