"""What does an untidy cell of a spreadsheet mean?

Pure: a cell goes in, a date, a name or a known word comes out; None or "" where it cannot be read.
"""

import csv
import re
from calendar import month_name
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from codes.tariff import CHARACTERISTICS, SANCTIONS
from complaints.outcomes import CHANNELS, CLOSING_REASONS, MEDIA

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "spellings.csv"
STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2013\u2014", "''\"\"----")
FORMULA = re.compile(r"'*[=+\-@\t\r]")


def joined(value) -> str:
    """Trimmed, every run of blanks (no-break ones too) one space."""
    return " ".join(str("" if value is None else value).split())


def folded(value) -> str:
    """As words are looked up and texts compared: lower case, straight quotes and dashes."""
    return joined(value).translate(STRAIGHT).lower()


def neutralised(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with the apostrophe that says text."""
    return f"'{text}" if FORMULA.match(text) else text


def restored(text: str) -> str:
    """The opposite of neutralised."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


# Dates ------------------------------------------------------------------------------------------
DAY_ZERO = date(1899, 12, 30)  # Excel's, with its 29 February 1900
SERIALS = range(20_000, 80_000)  # 1954 to 2119: other numbers are no dates
MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
TIME = r"(?:[ t]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
DATE_FORMS = [
    re.compile(form + TIME)
    for form in (
        r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d\d)",  # the day comes first, always
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?P<m>[a-z]+)[ -](?P<y>\d{4}|\d\d)",
    )
]


def day(value) -> date | None:
    """The date in a cell, or None when there is none that can be read."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = folded(value)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        serial = int(float(text))
        return DAY_ZERO + timedelta(days=serial) if serial in SERIALS else None
    return next((_day(found) for form in DATE_FORMS if (found := form.fullmatch(text))), None)


def _day(found) -> date | None:
    year, month = int(found["y"]), MONTHS.get(found["m"]) or found["m"]
    century = 0 if year > 99 else 2000 if year < 70 else 1900
    try:
        return date(century + year, int(month), int(found["d"]))
    except ValueError:  # 31 February, or a word that is no month
        return None


# Names and numbers -------------------------------------------------------------------------------
FIRST_LETTER = re.compile(r"(?<![^\W\d_])[^\W\d_]")  # of each part: O’Shingle, Slate-Shaw


def name(value) -> str:
    """`Last, First` and `First LAST` as First Last."""
    words = joined(value)
    if words.count(",") == 1:
        last, first = words.split(",")
        words = joined(f"{first} {last}")
    return " ".join(
        FIRST_LETTER.sub(lambda letter: letter[0].upper(), word.lower())
        if word.isupper() and len(word) > 2
        else word
        for word in words.split()
    )


def member_number(value, prefix: str = "") -> str:
    """`HP123456`, `hp-123456` and the bare number as HP-123456."""
    text = joined(value).upper().replace(" ", "")
    text = text.removesuffix(".0")
    found = re.fullmatch(r"([A-Z]*)-?(\d+)", text)
    if not found:
        return "" if text in {"-", "?", "TBC", "N/A", "NONE"} else text
    letters = found[1] or prefix
    return f"{letters}-{found[2]}" if letters else found[2]


def commonest_prefix(values) -> str:
    """The letters most membership numbers of this register begin with."""
    seen = defaultdict(int)
    for value in values:
        if found := re.match(r"([A-Za-z]+)-?\d", joined(value)):
            seen[found[1].upper()] += 1
    return max(seen, key=seen.get, default="")


def incident_label(value) -> str:
    return "" if folded(value) in {"-", "n/a", "none", "tbc", "?"} else joined(value).upper()


def clauses(value) -> tuple[str, ...]:
    """Every clause number cited, in the order cited, once."""
    found = re.findall(r"(?<![\w.])(?:s\.|J)?\d+(?:\.\d+)*(?:\([a-z]\))*", joined(value))
    return tuple(dict.fromkeys(number.removeprefix("s.") for number in found))


# Words -------------------------------------------------------------------------------------------
NUMBER = re.compile(r"\d+")


class Spellings:
    """How list values are written in the sheet: column -> word -> meaning."""

    def __init__(self, rows):
        self.words = defaultdict(dict)
        for column, written, meaning in rows:
            self.words[folded(column)][folded(written)] = joined(meaning)
            # A value already written as its meaning is understood, so an export imports again.
            self.words[folded(column)].setdefault(folded(meaning), joined(meaning))

    def meaning(self, column: str, value) -> str | None:
        """The meaning of a word, or None when it is not known."""
        return self.words[folded(column)].get(folded(value))

    def with_number(self, column: str, value) -> tuple[str | None, int | None]:
        """The meaning of a word and the {n} in it: `Suspended 6m` is (suspension, 6)."""
        word = folded(value)
        if (known := self.meaning(column, word)) is not None:
            return known, None
        numbers = NUMBER.findall(word)
        if len(numbers) != 1:
            return None, None
        return self.meaning(column, NUMBER.sub("{n}", word)), int(numbers[0])


def _pairs(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if not {"column", "as_written", "meaning"} <= set(lines.fieldnames or ()):
            raise ValidationError(_("A mapping has the columns column, as_written and meaning."))
        for line in lines:
            yield line["column"], line["as_written"], line["meaning"]


def _own_words():
    """The words of this register's own lists, in English, so that its exports import again."""
    with override("en-gb"):
        for column, table in (("How rec’d", CHANNELS), ("Where", MEDIA)):
            yield from ((column, str(e.name), str(e.name).lower()) for e in table.values())
        yield from (("Outcome", str(e.name), e.code) for e in CLOSING_REASONS.values())
        yield from (("Prot. char.", str(e.name), e.code) for e in CHARACTERISTICS.values())
        for rung in SANCTIONS.values():
            yield "Sanction(s)", str(rung.name), rung.code
            yield "Sanction(s)", f"{rung.name} ({{n}} months)", rung.code


def spellings(*further: Path) -> Spellings:
    """The shipped table, extended and overridden by the officer's own files."""
    tables = [_own_words(), _pairs(SHIPPED), *map(_pairs, further)]
    return Spellings(row for table in tables for row in table)
