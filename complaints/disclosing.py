"""What may one side read of the file, and does a copy for it hold a word it must not?

A copy is put together from what is addressed to that side or was released to it; nothing is cut
out of the whole file, so nothing can be forgotten there. As a net under that, everything that goes
out is searched for the words that are withheld: in the text, in names, in what a PDF or an
archive has packed, in any common encoding.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from complaints import vault
from complaints.models import DisclosedItem, Evidence, IdentityDecision
from complaints.naming import Signs, plain

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
SHORTEST = 4  # what is shorter stands anywhere by chance


@dataclass(frozen=True)
class Withheld:
    """What one side is not told: people, by any sign of them, and names that files came with."""

    people: tuple
    file_names: tuple[str, ...]

    def in_text(self, text: str) -> str:
        """Who or what of it stands in a text; "" when nothing does."""
        flat = plain(text)
        who = next((w.name for w in self.people if signs_of(w).stand_in_plain(flat)), "")
        return who or next((name for name in self.file_names if plain(name) in flat), "")

    def hinted(self, text: str) -> str:
        """The first part of a name that stands in it as a word, written as names are."""
        spoken = set(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text))
        parts = (part for who in self.people for part in re.split(r"[\s.]+", who.name))
        return next((part for part in parts if len(part) > 2 and part in spoken), "")

    def in_bytes(self, content: bytes) -> str:
        """The same of bytes, also where they are packed."""
        never = [mark for who in self.people for mark in marks_of(who)] + [*self.file_names]
        for piece in map(bytes.lower, unpacked(content)):
            for word in never:
                if any(word.lower().encode(encoding) in piece for encoding in ENCODINGS):
                    return word
        return ""


def withheld_from(case, complaint=None) -> Withheld:
    """From the respondent, who complained, unless a decision says otherwise; from a complainant,
    the others who complained. From both, the names that files had when they came in."""
    told = told_about(case) if complaint is None else {complaint.pk}
    own = {"from_respondent": True} if complaint is None else {"complaint": complaint}
    people = case.complainants.select_related("complaint").exclude(complaint__in=told)
    files = Evidence.objects.filter(case=case).exclude(**own).values_list("name", flat=True)
    hidden = [who for who in people if complaint is not None or not is_respondent(who, case)]
    return Withheld(tuple(hidden), tuple(name for name in files if len(name) >= SHORTEST))


def is_respondent(who, case):
    """Nobody's own name is kept from them, and every letter begins with it."""
    same_mark = who.member_no and who.member_no == case.respondent.member_no
    return bool(same_mark) or plain(who.name) == plain(case.respondent.name)


def marks_of(who):
    marks = (who.name, who.email, who.telephone, who.member_no, who.complaint.reference)
    return [mark for mark in marks if len(mark) >= SHORTEST]


def signs_of(who):
    return Signs(who.name, (who.email, who.telephone, who.complaint.reference), who.member_no)


def told_about(case):
    """The complaints whose complainant the respondent is told of: the last decision counts."""
    decisions = IdentityDecision.objects.filter(case=case).order_by("pk")
    last = dict(decisions.values_list("complaint", "told"))
    return {complaint for complaint, told in last.items() if told}


def items_for(case, complaint=None):
    return DisclosedItem.objects.filter(case=case, withdrawn_on=None).for_side(complaint)


def put_before(case):
    """What the respondent's notice lists: what they may read, and who complained where that is
    told."""
    named = case.complainants.filter(complaint__in=told_about(case))
    return {"items": items_for(case), "named": named}


def objection_to(withheld: Withheld, *texts: str) -> str:
    """Why these words may not go out to that side; "" when they may."""
    for text in texts:
        if word := withheld.in_text(text):
            return _("“%(word)s” must not be told to this side. Leave it out.") % {"word": word}
    return ""


def content_of(row):
    """The plain bytes of a sealed row: evidence, or an item of its own."""
    return vault.open_sealed(
        row.stored_name,
        row.wrapped_key,
        party_id=row.party_id,
        owner=row.owner,
        sha256=row.sha256,
    )


# Files -------------------------------------------------------------------------------------------
def objection_to_kind(content_type: str) -> str:
    """Why no copy of a file of this kind goes out; "" where one can be made clean."""
    if content_type in CLEANERS:
        return ""
    return _(
        "A file of this kind says inside who made it. Make a copy as PDF, as a picture or as "
        "plain text, without what this side must not read, and add that."
    )


def clean_copy(content_type: str, content: bytes) -> bytes:
    """The same to look at, without what a file says about who made it, when and where."""
    return CLEANERS[content_type](content)


def _picture(kind):
    def clean(content):
        with Image.open(io.BytesIO(content), formats=[kind]) as found:
            upright = ImageOps.exif_transpose(found).convert("RGB")
        # Pixels only: no EXIF, comment, profile or thumbnail comes along.
        bare = Image.frombytes("RGB", upright.size, upright.tobytes())
        out = io.BytesIO()
        bare.save(out, kind, **({"quality": 92} if kind == "JPEG" else {"optimize": True}))
        return out.getvalue()

    return clean


DOCUMENT_SAYS = (
    "/Metadata",
    "/PieceInfo",
    "/AF",
    "/Names",
    "/Outlines",
    "/AcroForm",
    "/OpenAction",
)
PAGE_SAYS = ("/Annots", "/Metadata", "/PieceInfo", "/AF", "/Thumb")


def _without(thing, names):
    for name in names:
        if name in thing:
            del thing[name]


def _pdf(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        _without(document.trailer, ("/Info",))
        _without(document.Root, DOCUMENT_SAYS)
        for page in document.pages:
            _without(page.obj, PAGE_SAYS)
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
                _without(thing, ("/Metadata", "/PieceInfo"))
        out = io.BytesIO()
        document.save(out, deterministic_id=True, normalize_content=False)
    return out.getvalue()


def _text(content):
    return content.decode("utf-8", errors="replace").replace("\ufeff", "").encode()


CLEANERS = {
    "image/png": _picture("PNG"),
    "image/jpeg": _picture("JPEG"),
    "application/pdf": _pdf,
    "text/plain": _text,
}


def unpacked(content: bytes):
    """The bytes, and all that is packed in them: entries of an archive, streams of a PDF."""
    yield content
    if content.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(content)):
        yield from _of_archive(content)
    elif content.startswith(b"%PDF"):
        yield from _of_pdf(content)
    elif content.startswith(b"\x89PNG"):
        yield from _of_png(content)


def _of_archive(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            yield entry.filename.encode() + entry.comment + entry.extra
            yield from unpacked(archive.read(entry))


def _of_pdf(content):
    try:
        yield from _parts_of_pdf(content)
    except pikepdf.PdfError:  # words that only begin like a PDF hold what they show
        return


def _parts_of_pdf(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        maps = {}
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                yield _stream(thing)
            yield str(thing.unparse() if isinstance(thing, pikepdf.Object) else thing).encode()
        for page in document.pages:
            yield _spoken(page, maps).encode()


def _stream(thing):
    try:
        return thing.read_bytes()
    except pikepdf.PdfError:  # a picture's own packing
        return thing.read_raw_bytes()


def _spoken(page, maps):
    """The letters that the page shows, by its fonts' own tables."""
    fonts = page.resources.get("/Font", {}) if "/Resources" in page.obj else {}
    table, said = (1, {}), []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = _letters(fonts.get(str(operands[0])), maps)
        elif str(operator) in {"Tj", "'", '"', "TJ"}:
            shown = operands[-1] if str(operator) != "TJ" else operands[0]
            pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
            said += [_read(bytes(p), table) for p in pieces if isinstance(p, pikepdf.String)]
        elif str(operator) in {"Td", "TD", "T*", "Tm", "ET"}:
            said.append(" ")
    return re.sub(r" +", " ", "".join(said))


def _letters(font, maps):
    if font is None or "/ToUnicode" not in font:
        return 1, {}
    key = font.objgen
    if key not in maps:
        maps[key] = _table_of(font["/ToUnicode"].read_bytes().decode("latin-1"))
    return maps[key]


HEX = r"<([0-9A-Fa-f]+)>\s*"


def _table_of(cmap):
    """How many bytes a letter takes, and which letter each number stands for."""
    chars, ranges = (
        re.findall(HEX * parts, " ".join(re.findall(f"begin{kind}(.*?)end{kind}", cmap, re.S)))
        for kind, parts in (("bfchar", 2), ("bfrange", 3))
    )
    table = {int(code, 16): _unicode(letter) for code, letter in chars}
    for first, last, letter in ranges:
        for step in range(min(int(last, 16) - int(first, 16) + 1, 65536)):
            table[int(first, 16) + step] = chr((int(letter[-4:], 16) + step) % 65536)
    codes = [code for code, *_rest in (*chars, *ranges)]
    return max((len(code) // 2 for code in codes), default=1), table


def _unicode(letter):
    return bytes.fromhex(letter).decode("utf-16-be", "replace")


def _read(raw, letters):
    width, table = letters
    if not table:
        return raw.decode("latin-1")
    codes = (int.from_bytes(raw[at : at + width]) for at in range(0, len(raw), width))
    return "".join(table.get(code, "") for code in codes)


def _of_png(content):
    """The packed text that a picture may carry beside its points."""
    at = 8
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        if kind in {b"zTXt", b"iTXt", b"eXIf", b"iCCP"}:
            start = body.find(b"\x78")
            try:
                yield zlib.decompress(body[start:]) if start >= 0 else body
            except zlib.error:
                yield body
        at += 12 + length
