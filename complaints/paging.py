"""Which rows of a long list come now? By key: a deep page costs what the first one does."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

SIZE = 25


@dataclass(frozen=True)
class Page:
    """Rows as plain values, and the marks of the neighbouring pages ("" = there is none)."""

    rows: list
    before: str
    after: str


def page_of(cases, *columns, before="", after="", size=SIZE):
    """The newest cases first; `before` and `after` are marks of rows of another page.

    Rows are read as plain values: a page of fifty needs no fifty models.
    """
    cases = cases.values("pk", "received_on", *columns)
    if mark := _read(before):
        newer = Q(received_on__gt=mark[0]) | Q(received_on=mark[0], pk__gt=mark[1])
        found = cases.filter(newer, received_on__gte=mark[0]).order_by("received_on", "pk")
        rows = list(found[: size + 1])
        return _page(rows[:size][::-1], newer=len(rows) > size, older=True)
    if mark := _read(after):
        older = Q(received_on__lt=mark[0]) | Q(received_on=mark[0], pk__lt=mark[1])
        cases = cases.filter(older, received_on__lte=mark[0])
    rows = list(cases.by_receipt()[: size + 1])
    return _page(rows[:size], newer=bool(mark), older=len(rows) > size)


def _page(rows, *, newer, older):
    before = _write(rows[0]) if rows and newer else ""
    return Page(rows, before, _write(rows[-1]) if rows and older else "")


def _write(case):
    return f"{case['received_on'].isoformat()}.{case['pk']}"


def _read(text):
    """(day, number) of a mark; nothing for what nobody was given."""
    day, _dot, number = text.partition(".")
    if not number.isdecimal() or len(number) > 18:
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
