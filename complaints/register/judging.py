"""Which rows are accepted, which are duplicates, which are rejected and why?

Pure: a Sheet goes in, a Verdict comes out. A row is rejected with every reason.
Rules: no respondent; date received unreadable or after the register was closed; closed before it
was received; outcome, panel result or sanction not known; sanction without an upheld result.
The same text received on the same day is the same submission entered again. What is unusual but
harmless is accepted, and a remark says what was left out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from codes.tariff import SANCTIONS
from complaints.outcomes import CLOSING_REASONS
from complaints.register import tidying
from complaints.register.reading import COLUMNS, Sheet
from complaints.register.tidying import Spellings, folded, joined

NOBODY = {"", "?", "tbc", "-", "n/a", "unknown", "not known"}
NOT_CLOSED = {"", "-", "open", "ongoing", "n/a", "tbc"}
NONE_CITED, NOT_PRESENTED, NO_SANCTION = "none cited", "not presented", "no sanction"
UPHELD, ONGOING = "upheld", "ongoing"
# Outcome of the sheet -> reason with which the case closes; "" stays open. A panel decides later.
OUTCOMES = {
    "dismissed": "dismissed-at-assessment",
    "withdrawn": "complainant-withdrew",
    "resolved-at-investigation": "resolved-at-investigation",
    "ongoing": "",
} | {code: code for code in CLOSING_REASONS if code != "joined"}
# Longer than a column holds: refused here with a sentence rather than there with an error.
LIMITS = {"ref": 60, "contact": 254, "branch": 200, "incident": 40, "member_no": 40, "place": 300}
LIMITS |= {"complainant": 200, "respondent": 200, "clauses": 300, "officer": 200}
CORE = {"received", "respondent", "complainant", "alleged"}


def fingerprint(received: date | None, statement: str) -> str:
    """Equal for the same words received on the same day."""
    return sha256(f"{received}|{folded(statement)}".encode()).hexdigest()


@dataclass(frozen=True)
class Problem:
    column: str
    problem: str
    value: str


@dataclass
class Entry:
    """One accepted row in clean form; words are those of the answer file, not yet codes."""

    row: int
    ref: str = ""
    received: date | None = None
    closed: date | None = None
    channel: str = ""
    complainant: str = ""
    contact: str = ""
    kind: str = ""
    respondent: str = ""
    member_no: str = ""
    branch: str = ""
    incident: str = ""
    happened: date | None = None
    happened_words: str = ""
    place: str = ""
    medium: str = ""
    platform: str = ""
    statement: str = ""
    characteristics: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    outcome: str = ""
    panel: str = NOT_PRESENTED
    sanctions: tuple[tuple[str, int | None], ...] = ()  # mildest first, with months
    officer: str = ""
    notes: str = ""

    @property
    def identity(self) -> str:
        """Who the respondent is: the membership number, or the name where there is none."""
        return self.member_no.upper() or " ".join(self.respondent.lower().split())

    @property
    def fingerprint(self) -> str:
        """Equal for the same submission entered again: its text and the day it was received."""
        said = self.statement or f"{self.ref}|{self.row}|{self.identity}|{self.incident}"
        return fingerprint(self.received, said)


@dataclass
class Verdict:
    sheet: Sheet
    closed_on: date
    accepted: list[Entry] = field(default_factory=list)
    duplicates: list[tuple[Entry, int]] = field(default_factory=list)  # and the row it repeats
    rejected: list[tuple[Entry, list[Problem]]] = field(default_factory=list)
    neither: list[int] = field(default_factory=list)
    remarks: list[tuple[int, Problem]] = field(default_factory=list)


def judge(sheet: Sheet, spellings: Spellings, closed_on: date) -> Verdict:
    verdict, seen = Verdict(sheet, closed_on), {}
    prefix = tidying.commonest_prefix(cells.get("member_no") for cells in sheet.rows.values())
    for row, cells in sheet.rows.items():
        if len(cells) < 2 or not CORE & cells.keys():
            verdict.neither.append(row)
            continue
        reader = _Row(row, cells, spellings, prefix, closed_on)
        entry = reader.entry
        repeated = seen.get(entry.fingerprint) if entry.received and entry.statement else None
        if repeated:
            verdict.duplicates.append((entry, repeated))
        elif reader.problems:
            verdict.rejected.append((entry, reader.problems))
        else:
            seen[entry.fingerprint] = row
            verdict.accepted.append(entry)
            verdict.remarks += [(row, remark) for remark in reader.remarks]
    return verdict


class _Row:
    """Reads one row; what stops it are problems, what is merely left out are remarks."""

    def __init__(self, row, cells, spellings, prefix, closed_on):
        self.cells, self.spellings, self.closed_on = cells, spellings, closed_on
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self.entry = Entry(row, prefix and "")
        self.prefix = prefix
        for read in PARTS:
            read(self)

    def text(self, key) -> str:
        return joined(self.cells.get(key))

    def shown(self, key) -> str:
        """The cell as an officer knows it: dates in one form, text as written."""
        cell = self.cells.get(key)
        on = tidying.day(cell) if not isinstance(cell, str) or key == "closed" else None
        return on.isoformat() if on else joined(cell)

    def stop(self, key, problem, value=None):
        shown = self.shown(key) if value is None else value
        self.problems.append(Problem(COLUMNS[key].heading, problem, shown))

    def remark(self, key, problem, value=None):
        shown = self.text(key) if value is None else value
        self.remarks.append(Problem(COLUMNS[key].heading, problem, shown))

    def meaning(self, key, word=None) -> str | None:
        """What a word, by default the whole cell, means; None when it is not known."""
        word = self.cells.get(key) if word is None else word
        return self.spellings.meaning(COLUMNS[key].heading, word)

    def meanings(self, key, separators, read: Callable) -> list:
        """One or more values in a cell: the whole first: a word may hold a separator."""
        whole = read(self.cells.get(key))
        if whole is not None:
            return [(self.text(key), whole)]
        text = folded(self.cells.get(key))
        for separator in separators:
            text = text.replace(separator, ";")
        return [(part.strip(), read(part)) for part in text.split(";") if part.strip()]


def _plain(row: _Row):
    entry = row.entry
    entry.ref, entry.branch, entry.notes = (row.text(k) for k in ("ref", "branch", "notes"))
    entry.contact = row.text("contact") if "@" in row.text("contact") else ""
    entry.statement = str(row.cells.get("alleged", "")).strip()
    entry.complainant = tidying.name(row.cells.get("complainant"))
    entry.member_no = tidying.member_number(row.cells.get("member_no"), row.prefix)
    entry.incident = tidying.incident_label(row.cells.get("incident"))
    entry.clauses = tidying.clauses(row.cells.get("clauses"))
    if row.text("contact") and not entry.contact:
        row.remark("contact", _("no e-mail address, left out"))


def _lengths(row: _Row):
    for key, most in LIMITS.items():
        if len(row.text(key)) > most:
            row.stop(key, _("longer than %d characters") % most, row.text(key)[:40] + "…")


def _respondent(row: _Row):
    if folded(row.cells.get("respondent")) in NOBODY:
        row.stop("respondent", _("no respondent"))
    row.entry.respondent = tidying.name(row.cells.get("respondent"))


def _received(row: _Row):
    received = row.entry.received = tidying.day(row.cells.get("received"))
    if received is None:
        row.stop("received", _("date received cannot be read"), row.text("received"))
    elif received > row.closed_on:
        day = date_format(row.closed_on, "j F Y")
        problem = _("received after the register was closed (%s)") % day
        row.stop("received", problem, received.isoformat())


def _happened(row: _Row):
    """An incident's date in words is kept in words."""
    row.entry.happened = tidying.day(row.cells.get("happened"))
    if row.entry.happened is None and row.text("happened") not in {"-", "n/a"}:
        row.entry.happened_words = row.text("happened")[:200]
    elif row.entry.happened and row.entry.received and row.entry.happened > row.entry.received:
        row.remark("happened", _("after the complaint was received"), str(row.entry.happened))


def _words(row: _Row):
    entry = row.entry
    entry.channel = row.meaning("channel") or ""
    entry.kind = row.meaning("kind") or ""
    entry.place = row.text("place")
    entry.medium, entry.platform = _place(row)
    entry.officer = row.meaning("officer") or tidying.name(row.cells.get("officer"))
    if row.text("channel") and not entry.channel:
        row.remark("channel", _("not known, kept as “imported”"))
    if not entry.kind:
        row.remark("kind", _("not known, taken as a third party"))
        entry.kind = "third-party"
    if row.text("place") and not entry.medium:
        row.remark("place", _("not known, kept in words"))


def _place(row):
    """Medium and platform, by meaning or as `Social media public post: Wherever`."""
    written, _colon, elsewhere = row.text("place").partition(": ")
    meaning = row.meaning("place") or ""
    if not meaning and elsewhere and (medium := row.meaning("place", written)):
        return medium, elsewhere[:60]
    medium, _colon, platform = meaning.partition(": ")
    return medium, platform


def _characteristics(row: _Row):
    parts = row.meanings("characteristics", ",+", partial(row.meaning, "characteristics"))
    for part, meaning in parts:
        if meaning is None:
            row.remark("characteristics", _("not known, left out"), part)
    cited = (meaning for _part, meaning in parts if meaning not in {None, NONE_CITED})
    row.entry.characteristics = tuple(dict.fromkeys(cited))


def _outcome(row: _Row):
    row.entry.outcome = row.meaning("outcome") or ""
    if row.entry.outcome not in OUTCOMES:
        row.stop("outcome", _("outcome not known"))
    row.entry.panel = row.meaning("panel") or NOT_PRESENTED
    if row.text("panel") and row.meaning("panel") is None:
        row.stop("panel", _("panel result not known"))


LONGEST_TERM = 50 * 12  # months; anything above is a slip of the pen


def _sanctions(row: _Row):
    found = {}
    joins = (",", "+", "&", " and ")
    for part, meaning in row.meanings("sanctions", joins, partial(_sanction, row)):
        if meaning is None:
            row.stop("sanctions", _("sanction not known"), _as_written(row, part))
        elif meaning[0] != NO_SANCTION:
            code, months = meaning
            if code == "suspension" and (months or 0) > (SANCTIONS[code].max_months or 0):
                code = "extended-suspension"
            if (months or 0) > LONGEST_TERM:
                row.stop("sanctions", _("term too long"), _as_written(row, part))
            found[code] = months
    row.entry.sanctions = tuple(sorted(found.items(), key=lambda s: SANCTIONS[s[0]].rank))
    if found and row.entry.panel != UPHELD:
        row.stop("sanctions", _("sanction without an upheld result"), row.text("sanctions"))


def _sanction(row, part):
    meaning, months = row.spellings.with_number(COLUMNS["sanctions"].heading, part)
    if meaning is None:
        return None
    return (meaning, months) if meaning == NO_SANCTION or meaning in SANCTIONS else None


def _as_written(row, part):
    """The one bad word as it stands in the cell, or the cell when it is the whole of it."""
    text = row.text("sanctions")
    start = folded(text).find(part)
    return text[start : start + len(part)] if start >= 0 else part


def _closed(row: _Row):
    entry, written = row.entry, row.cells.get("closed")
    entry.closed = tidying.day(written)
    if entry.closed is None and folded(written) not in NOT_CLOSED:
        row.stop("closed", _("date closed cannot be read"))
    elif entry.closed and entry.received and entry.closed < entry.received:
        row.stop("closed", _("closed before it was received"), entry.closed.isoformat())
    elif entry.closed is None and OUTCOMES.get(entry.outcome):
        row.stop("closed", _("closed without a date"))
    elif entry.closed and entry.outcome == ONGOING:
        row.stop("closed", _("ongoing, yet closed on a date"), entry.closed.isoformat())


PARTS = (
    _plain,
    _lengths,
    _respondent,
    _received,
    _happened,
    _words,
    _characteristics,
    _outcome,
    _sanctions,
    _closed,
)
