"""What does a Word document say, paragraph by paragraph, with the numbers Word shows?

Only the standard library: the file is a zip of XML. Numbers of automatic lists stand nowhere in
the text, so they are counted here as Word counts them. Headers, footers, comments, deleted
revisions and text boxes are no part of the rules and are left out. Nothing outside the file is
ever read: a document type declaration (the door to external entities) is refused.
"""

import io
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from django.utils.translation import gettext as _

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_BYTES = 20_000_000  # of one XML part, unpacked; the largest real style sheet is 0.5 MB
MOST_DEPTH = 200
OLE = b"\xd0\xcf\x11\xe0"  # how old .doc files and encrypted .docx files begin

# Inside a paragraph: what stands for characters, and what is not part of the text.
CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
LEFT_OUT = {W + "del", W + "moveFrom", W + "pPr", W + "rPr", W + "drawing", W + "pict"}


class Unreadable(ValueError):
    """A file that cannot become clauses; the message says what to do."""


@dataclass(frozen=True)
class Block:
    """One paragraph or table, in the order of the document."""

    kind: str  # title, note, heading, paragraph, table
    text: str = ""
    label: str = ""  # the number that Word counts and shows
    depth: int = 0  # of the list, 0 outermost
    rows: tuple = ()


def blocks(data: bytes) -> list[Block]:
    parts = _parts(data)
    numbering = Numbering(parts.get("word/numbering.xml"), parts.get("word/styles.xml"))
    body = parts["word/document.xml"].find(W + "body")
    if body is None:
        raise Unreadable(_not_word())
    return [block for child in _outer(body) for block in _block(child, numbering)]


def _not_word():
    return _("This file is not a Word document. Open it in Word and save it as .docx.")


def _parts(data):
    if data.startswith(OLE):
        raise Unreadable(
            _(
                "This document is protected by a password or in the old .doc format. Open it in "
                "Word, remove the password and save it as .docx."
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable(_not_word()) from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise Unreadable(
            _("This document is protected by a password. Remove the password and try again.")
        ) from error


def _read(archive):
    names = ["word/document.xml", "word/numbering.xml", "word/styles.xml"]
    present = [name for name in names if name in archive.namelist()]
    if names[0] not in present:
        raise Unreadable(_not_word())
    return {name: _xml(_unpacked(archive, name)) for name in present}


def _unpacked(archive, name):
    """Reads no more than the limit, whatever size the archive claims (zip bombs lie)."""
    with archive.open(name) as member:
        content = member.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(
            _(
                "This document unpacks to far more than any code of conduct needs. Copy its text "
                "into a new document and save that as .docx."
            )
        )
    return content


def _xml(content):
    depth = 0

    def refuse(*ignored):
        raise Unreadable(_not_word())

    def begin(*ignored):
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            refuse()

    def end(name):
        nonlocal depth
        depth -= 1

    check = expat.ParserCreate()
    check.StartDoctypeDeclHandler = refuse
    check.StartElementHandler, check.EndElementHandler = begin, end
    try:
        check.Parse(content, True)
        return ElementTree.fromstring(content)
    except (expat.ExpatError, ElementTree.ParseError) as error:
        raise Unreadable(_not_word()) from error


def _outer(body):
    """Paragraphs and tables, also those inside content controls and accepted insertions."""
    for child in body:
        if child.tag in {W + "p", W + "tbl"}:
            yield child
        elif child.tag in {W + "sdt", W + "sdtContent", W + "ins", W + "customXml"}:
            yield from _outer(child)


def _block(element, numbering):
    if element.tag == W + "tbl":
        rows = [
            tuple(
                _tidy(" ".join(_text(p) for p in cell.iter(W + "p")))
                for cell in row.iter(W + "tc")
            )
            for row in element.iter(W + "tr")
        ]
        return [Block("table", rows=tuple(rows))]
    label, depth = numbering.label(element)
    text = _text(element)
    return [Block(numbering.kind(element), text, label, depth)] if text.strip() else []


def _text(element):
    said = []
    for child in element:
        if child.tag == W + "t":
            said.append(child.text or "")
        elif child.tag in CHARACTERS:
            said.append(CHARACTERS[child.tag])
        elif child.tag not in LEFT_OUT and child.tag.startswith(W):
            said.append(_text(child))
    return "".join(said)


def _tidy(text):
    return " ".join(text.split())


@dataclass
class Level:
    start: int = 1
    shape: str = "decimal"
    pattern: str = ""
    restart: int | None = None


@dataclass
class Style:
    name: str = ""
    based_on: str = ""
    list_id: str = ""
    list_level: str = ""
    outline: str = ""


@dataclass
class Numbering:
    """Counts the automatic lists of a document, level by level."""

    definitions: object
    styles: object
    lists: dict = field(default_factory=dict)
    looks: dict = field(default_factory=dict)
    counts: dict = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self):
        kinds = {}
        for kind in self._all(self.definitions, "abstractNum"):
            levels = {_value(lvl, None, "ilvl"): _level(lvl) for lvl in kind.iter(W + "lvl")}
            kinds[kind.get(W + "abstractNumId")] = levels
        for one in self._all(self.definitions, "num"):
            abstract = _value(one, "abstractNumId")
            levels = dict(kinds.get(abstract, {}))
            overrides = list(one.iter(W + "lvlOverride"))
            levels |= {_value(lvl, None, "ilvl"): _level(lvl) for lvl in one.iter(W + "lvl")}
            # A list with its own start counts for itself; others go on with their definition.
            key = one.get(W + "numId") if overrides else f"a{abstract}"
            self.lists[one.get(W + "numId")] = (key, levels)
            for override in overrides:
                self._start(levels, override)
        for style in self._all(self.styles, "style"):
            self.looks[style.get(W + "styleId")] = _style(style)

    @staticmethod
    def _all(part, tag):
        return [] if part is None else part.iter(W + tag)

    @staticmethod
    def _start(levels, override):
        start, at = _value(override, "startOverride"), override.get(W + "ilvl")
        if start and at in levels:
            old = levels[at]
            levels[at] = Level(_whole(start), old.shape, old.pattern, old.restart)

    def kind(self, paragraph):
        """Title and heading by the style's name, which is the same in every language of Word."""
        names = [look.name for look in self._styles(paragraph)]
        outlined = paragraph.find(f"{W}pPr/{W}outlineLvl") is not None
        if "title" in names:
            return "title"
        if "subtitle" in names:
            return "note"
        if any(name.startswith("heading") for name in names) or outlined:
            return "heading"
        return "paragraph"

    def _styles(self, paragraph):
        """The paragraph's style and those it is based on."""
        name, seen = _value(paragraph.find(W + "pPr"), "pStyle"), set()
        while name in self.looks and name not in seen:
            seen.add(name)
            yield self.looks[name]
            name = self.looks[name].based_on

    def label(self, paragraph):
        """The number Word shows before this paragraph, and how deep it stands in its list."""
        list_id, at = self._place(paragraph)
        if list_id not in self.lists or list_id == "0":
            return "", 0
        key, levels = self.lists[list_id]
        if at not in levels or not at.isdecimal():
            return "", 0
        self._count(self.counts[key], levels, int(at))
        return _shown(levels, self.counts[key], int(at)), int(at)

    def _place(self, paragraph):
        own = paragraph.find(f"{W}pPr/{W}numPr")
        list_id, at = _value(own, "numId"), _value(own, "ilvl")
        for look in self._styles(paragraph):
            list_id = list_id or look.list_id
            at = at or look.list_level
        return list_id, at or "0"

    @staticmethod
    def _count(counts, levels, at):
        counts[at] = counts.get(at, levels[str(at)].start - 1) + 1
        for deeper in [level for level in counts if level > at]:
            restart = levels[str(deeper)].restart
            if restart is None or at < restart:
                del counts[deeper]


def _value(element, child, attribute="val"):
    found = element if child is None or element is None else element.find(W + child)
    return "" if found is None else found.get(W + attribute, "")


def _whole(text):
    """A count as Word writes it; what is none, or beyond any list, counts as 1."""
    return int(text) if text.isdecimal() and len(text) < 4 else 1


def _level(lvl):
    restart = _value(lvl, "lvlRestart")
    return Level(
        _whole(_value(lvl, "start")),
        _value(lvl, "numFmt") or "decimal",
        _value(lvl, "lvlText"),
        _whole(restart) if restart else None,
    )


def _style(style):
    properties = style.find(W + "pPr")
    numbers = None if properties is None else properties.find(W + "numPr")
    return Style(
        _value(style, "name").lower(),
        _value(style, "basedOn"),
        _value(numbers, "numId"),
        _value(numbers, "ilvl"),
    )


def _letters(count):
    """a … z, aa, bb … as Word goes on after z."""
    turns, place = divmod(count - 1, 26)
    return chr(ord("a") + place) * (turns + 1)


def _roman(count):
    signs = [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
    ]
    said = ""
    for worth, sign in [*signs, (1, "i")]:
        times, count = divmod(count, worth)
        said += sign * times
    return said


SHAPES = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}


def _shown(levels, counts, at):
    """The level's pattern, such as "%1.%2" or "(%3)", with the counts put in; bullets: none."""
    level = levels[str(at)]
    if level.shape not in SHAPES:
        return ""
    shown = level.pattern
    for place in range(at + 1):
        other = levels.get(str(place), level)
        count = counts.get(place, other.start)
        shape = SHAPES.get(other.shape, str)
        shown = shown.replace(f"%{place + 1}", shape(max(count, 1)))
    return shown
