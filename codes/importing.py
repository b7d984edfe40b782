"""How does a .docx or .md file become numbered clauses?

Both formats are first read into the same blocks (title, heading, paragraph, table); one set of
rules then makes clauses of them, so each .docx and its .md give the same list.
- A number is one that Word's automatic list shows, or one typed at the start of a paragraph.
- "(a)" belongs to the clause above it: 2.1(a). "(i)" below "(a)" belongs to that: 2.1(a)(i).
- A paragraph without a number goes on with the clause above; a table belongs to it.
- A heading without a number stands over the clauses that follow (joint code).
A reader's mistakes are answered with a sentence that says what to do (`Unreadable`).
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from codes import word
from codes.tariff import SEVERITIES, sanctions_named
from codes.word import Block, Unreadable

MOST_BYTES = 5_000_000
MOST_CLAUSES = 2_000
MOST_CHARACTERS = 400_000  # a hundred times a usual code
LONGEST_NUMBER = 20

NUMBER = re.compile(
    r"(?:clause\s+|section\s+)?"
    r"(?P<number>[A-Z]{0,2}\d{1,3}(?:\.\d{1,3})*(?:\([a-z]{1,4}\))*)"
    r"(?P<stop>[.):]?)(?:\s+|$)(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
LETTER = re.compile(r"\(?(?P<letter>[a-z]{1,4})\)\s+(?P<text>.*)", re.DOTALL)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass
class FoundClause:
    number: str
    parent: str = ""
    level: int = 1
    heading: str = ""
    text: str = ""
    table: list | None = None


@dataclass(frozen=True)
class FoundLine:
    severity: int
    name: str
    typical_conduct: str
    sanctions: list[str]
    not_known: list[str]


@dataclass
class Found:
    """What was recognised in a file, and what was left out."""

    title: str = ""
    status: str = ""
    clauses: list[FoundClause] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        first = self.status.partition(" ")[0].lower()
        return ORDINALS.get(first) or (
            int(first[:-2]) if re.fullmatch(r"\d+\D\D", first) else None
        )

    @property
    def in_force_from(self) -> date | None:
        said = re.search(r"in force from (\d{1,2} [a-z]+ \d{4})", self.status, re.IGNORECASE)
        try:
            return datetime.strptime(said[1], "%d %B %Y").date() if said else None  # noqa: DTZ007 - a day
        except ValueError:
            return None

    @property
    def adopted_by(self) -> str:
        said = re.search(r"(?:adopted|drawn up) by (.+?)\.(?:\s|$)", self.status, re.IGNORECASE)
        return said[1] if said else ""

    @property
    def tariff(self) -> list[FoundLine]:
        """The lines of the table of consequences, when one is there (first column "3 Serious")."""
        for clause in self.clauses:
            lines = [line for row in clause.table or [] for line in _line(row)]
            if lines and len({line.severity for line in lines}) == len(lines):
                return lines
        return []


ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}


def anchor_of(number: str) -> str:
    """The address of a clause on its page: 3.2(a) is #clause-3-2-a."""
    return "clause-" + re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")


def read(name: str, content: bytes) -> Found:
    """The clauses of a file; Unreadable says what its owner should do."""
    if not content:
        raise Unreadable(_("This file is empty. Choose the file that holds the code."))
    if len(content) > MOST_BYTES:
        raise Unreadable(
            _("This file is larger than 5 MB. Take pictures out of it and save it again.")
        )
    reader = READERS.get(name.lower().rpartition(".")[2])
    if reader is None:
        raise Unreadable(_("Choose a Word document (.docx) or a Markdown file (.md)."))
    return found_in(reader(content))


def found_in(blocks: list[Block]) -> Found:
    reading = _Reading()
    for block in blocks:
        reading.take(replace(block, text=_tidy(block.text, keep_tab=True)))
    if not reading.found.clauses:
        raise Unreadable(
            _(
                "No numbered clauses were found. Number each clause in the document, for example "
                "3.2, by typing the number or with a numbered list, and choose it again."
            )
        )
    long = sum(len(clause.text) for clause in reading.found.clauses) > MOST_CHARACTERS
    if long or len(reading.found.clauses) > MOST_CLAUSES:
        raise Unreadable(
            _("This document is too long for a code of conduct. Choose a shorter one.")
        )
    return reading.found


class _Reading:
    """Goes through the blocks once, remembering the heading and the clause it stands in."""

    def __init__(self):
        self.found, self.heading, self.by_number = Found(), "", {}

    def take(self, block):
        if block.kind in {"title", "note"} and not self.by_number:
            self._front(block)
        elif block.kind == "table":
            self._table(block)
        else:
            self._words(block)

    def _front(self, block):
        if block.kind == "title" and not self.found.title:
            self.found.title = block.text
        elif not self.found.status:
            self.found.status = block.text
        else:
            self.found.left_out.append(block.text)

    def _table(self, block):
        if not self.found.clauses:
            self.found.left_out.append(" | ".join(cell for row in block.rows for cell in row))
            return
        clause = self.found.clauses[-1]
        clause.table = (clause.table or []) + [list(row) for row in block.rows]

    def _words(self, block):
        number, text = self._numbered(block)
        if number:
            self._clause(number, text, block)
        elif block.kind in {"heading", "title"}:
            self.heading = block.text
        elif self.found.clauses:
            last = self.found.clauses[-1]
            last.text = f"{last.text}\n{block.text}".strip()
        elif not self.found.status:
            self.found.status = block.text
        else:
            self.found.left_out.append(block.text)

    def _numbered(self, block):
        """The full number of the clause this block begins, and its words; "" when it goes on."""
        if block.label:
            return self._full(block.label), _tidy(block.text)
        if (lettered := LETTER.fullmatch(block.text)) and self.found.clauses:
            return self._full(f"({lettered['letter']})"), _tidy(lettered["text"])
        typed = NUMBER.fullmatch(block.text)
        if typed and self._begins_a_clause(typed, block):
            return typed["number"].upper() if typed["number"][0].isalpha() else typed["number"], (
                _tidy(typed["text"])
            )
        return "", ""

    def _begins_a_clause(self, typed, block):
        """Not every figure is a number: "12 months later" goes on with the clause above."""
        number = typed["number"]
        if block.kind == "heading" or "." in number or number[0].isalpha():
            return bool(typed["text"])
        follows = not self.by_number or str(int(number) - 1) in self.by_number
        return bool(typed["text"]) and follows and (bool(typed["stop"]) or "\t" in block.text)

    def _full(self, label):
        """A label such as "(b)" is read below the clause it stands in; others stand alone."""
        plain = label.strip().rstrip(".:)").lstrip("(")
        if not re.fullmatch(r"\(?[a-z]{1,4}\)?\.?", label.strip()) or not self.found.clauses:
            return label.strip().rstrip(".:")
        last = self.found.clauses[-1].number
        stem, *steps = re.split(r"(?=\()", last)
        deeper = plain in ROMAN and self._goes_on(steps, plain)
        kept = steps[:1] if deeper else []
        return f"{stem}{''.join(kept)}({plain})"

    @staticmethod
    def _goes_on(steps, plain):
        """(i) opens a deeper list after any letter but (h); (ii) goes on where (i) stands."""
        if len(steps) == 2:
            return ROMAN.index(plain) == ROMAN.index(steps[1].strip("()")) + 1
        return len(steps) == 1 and plain == "i" and steps[0] != "(h)"

    def _clause(self, number, text, block):
        if len(number) > LONGEST_NUMBER:
            raise Unreadable(_("Clause number “%s” is too long. Shorten it.") % number)
        if number in self.by_number:
            raise Unreadable(
                _("Clause %s stands in the document twice. Give each clause its own number.")
                % number
            )
        parent = self._parent(number)
        clause = FoundClause(number, parent)
        clause.level = self.by_number[parent].level + 1 if parent else 1
        if block.kind == "heading":
            clause.heading, self.heading = text, ""
        else:
            clause.text, clause.heading = text, "" if parent else self.heading
        self.by_number[number] = clause
        self.found.clauses.append(clause)

    def _parent(self, number):
        above = re.sub(r"(\([a-z]{1,4}\)|\.\d+)$", "", number)
        return above if above != number and above in self.by_number else ""


def _tidy(text, keep_tab=False):
    """No-break spaces, line breaks and runs of spaces become one space."""
    tabbed = "\t" if keep_tab and "\t" in text[:12] else " "
    head, _tab, rest = text.replace("\u00a0", " ").strip().partition("\t")
    return tabbed.join(" ".join(part.split()) for part in (head, rest) if part.strip())


def _line(row):
    level = re.match(r"\s*([1-4])\b[.:)]?\s*(.*)", row[0]) if row else None
    if not level or len(row) < 3:
        return []
    phrases = [phrase.strip() for phrase in re.split(r"[;\n]", row[2]) if phrase.strip()]
    named = {phrase: sanctions_named(phrase) for phrase in phrases}
    codes = list(dict.fromkeys(rung.code for rungs in named.values() for rung in rungs))
    missing = [phrase for phrase, rungs in named.items() if not rungs]
    severity = int(level[1])
    name = level[2].strip() or str(SEVERITIES[severity].name)
    return [FoundLine(severity, name, row[1].strip(), codes, missing)]


def _markdown(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("This file is not plain text. Save it as UTF-8 and try again.")
        ) from error
    if "\0" in text:
        raise Unreadable(_("This file is not plain text. Save it as UTF-8 and try again."))
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    return list(_markdown_blocks(tokens))


def _markdown_blocks(tokens):  # noqa: C901 - one arm for each kind of token
    """Tables are gathered cell by cell; every other run of words is one block."""
    rows, kind, label = [], "paragraph", ""
    for token in tokens:
        if token.type == "heading_open":
            kind = "title" if token.tag == "h1" else "heading"
        elif token.type == "list_item_open":
            label = token.info and f"{token.info}."
        elif token.type == "table_close":
            yield Block("table", rows=tuple(tuple(row) for row in rows))
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            if rows:
                rows[-1].append(_tidy(_plain(token)))
                continue
            yield Block(kind, _plain(token), label)
            kind, label = "paragraph", ""


def _plain(token):
    """The words without their marks: emphasis, links and pictures leave their text."""
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(breaks.get(child.type, child.content) for child in token.children or [])


READERS = {"docx": word.blocks, "md": _markdown, "markdown": _markdown}
