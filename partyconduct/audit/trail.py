"""Who did or read what, when, and is that record whole?

`record` writes an event in the transaction of the change it tells of: no audit, no action.
`events_about` answers for one subject. `verify` reads every chain and names what is wrong.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from partyconduct.audit.guards import check_guards
from partyconduct.audit.models import ActorKind, AuditEvent, AuditHead, EventQuerySet, Stream
from partyconduct.audit.offline_verifier import (
    FIELDS,
    Chain,
    Fault,
    Point,
    canonical,
    instant,
    mac_of,
)

# Set by whoever numbers requests, so that an error page and an event can be laid side by side.
request_id: ContextVar[str] = ContextVar("request_id", default="")

PLATFORM = 0
PARTY = "parties.party"  # the one model whose rows are parties rather than belonging to one
WORD = re.compile(r"[a-z0-9_.:-]{1,80}")


def record(  # noqa: PLR0913  an event is made of these six
    by: Any,
    verb: str,
    subject: Model | None,
    *,
    stream: str = "write",
    outcome: str = "done",
    party_id: int | None = None,
    **details: Any,
) -> AuditEvent:
    """Append one event; everything the caller has changed is undone if that fails.

    `by` is a user, None for nobody, or the word "complainant" or "respondent" for those who act
    without an account. `details` may hold numbers, truth values, dates, short words and lists of
    them; anything else is a ValueError, because it might be a name or somebody's words.
    """
    # Without a savepoint of its own a failure here condemns the caller's whole transaction,
    # even where the caller catches the exception.
    with transaction.atomic(savepoint=False):
        event = AuditEvent(
            party_id=_party_of(subject, by) if party_id is None else party_id,
            stream=Stream(stream),
            at=timezone.now(),
            actor_id=getattr(by, "pk", None),
            actor_kind=_kind_of(by),
            verb=_word(verb),
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=subject.pk if subject is not None else None,
            outcome=_word(outcome),
            payload=canonical({_word(name): _opaque(value) for name, value in details.items()}),
            request_id=request_id.get(),
            key_id=settings.KEY_ID,
        )
        return _append(event)


def events_about(subject: Model) -> EventQuerySet:
    """Every event about one row, the oldest first."""
    return AuditEvent.objects.about(subject).with_actors()


def _append(event):
    head = _locked_head(event.party_id, event.stream)
    event.seq, event.prev = head.seq + 1, head.mac
    event.mac = mac_of(settings.KEYS["audit"], _fields(event), event.prev)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=head.pk).update(seq=event.seq, mac=event.mac)
    return event


def _locked_head(party_id, stream):
    heads = AuditHead.objects.select_for_update().filter(pk=(party_id, stream))
    if head := heads.first():
        return head
    # The first event of a chain: two writers may both find no head, one of them inserts it.
    AuditHead.objects.bulk_create(
        [AuditHead(party_id=party_id, stream=stream)], ignore_conflicts=True
    )
    return heads.get()


def _fields(event):
    return {name: getattr(event, name) for name in FIELDS if name != "details"} | {
        "details": event.payload
    }


def _party_of(subject, by):
    if subject is not None and subject._meta.label_lower == PARTY:
        return subject.pk
    for owner in (subject, by):
        if (party_id := getattr(owner, "party_id", None)) is not None:
            return party_id
    return PLATFORM


def _kind_of(by):
    if isinstance(by, str):
        return ActorKind(by)
    if getattr(by, "pk", None) is None:  # nobody, or an anonymous visitor
        return ActorKind.NOBODY
    return ActorKind.SERVICE if getattr(by, "is_service", False) else ActorKind.PERSON


def _word(text):
    text = text.value if isinstance(text, Enum) else text
    if not isinstance(text, str) or not WORD.fullmatch(text):
        raise ValueError("The trail takes short words of a-z, 0-9 and _.:- only, never free text.")
    return text


def _opaque(value):
    value = value.value if isinstance(value, Enum) else value
    if value is None or isinstance(value, int | date):
        return value
    if isinstance(value, set | frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return [_opaque(item) for item in value]
    return _word(value)


# --- verification ---------------------------------------------------------------------------

PAGE = 10_000
COLUMNS = (*FIELDS, "prev", "mac")
AT, SEQ = COLUMNS.index("at"), COLUMNS.index("seq")
Place = tuple[int, str]  # party and stream: where a chain stands


def verify(party_id: int | None = None, since: Mapping[Place, Point] | None = None) -> list[Fault]:
    """What is wrong with the chains of one party, or with all of them and their guards."""
    faults = [fault for _chain, found in examine(party_id, since=since) for fault in found]
    return faults + missing_guards()


def examine(
    party_id: int | None = None,
    *,
    points: Mapping[Place, list[Point]] | None = None,
    since: Mapping[Place, Point] | None = None,
) -> Iterator[tuple[Chain, list[Fault]]]:
    """Chain by chain, in memory that does not grow with the trail.

    `points` is what checkpoints remember of each place; `since` where to begin in each place.
    """
    points, since = points or {}, since or {}
    for place in places(party_id, points):
        begin = since[place].seq if place in since else 1
        chain = Chain(*place, keys(), points.get(place, ()), begin)
        events = Events(*place, begin)
        faults = [fault for event in events for fault in chain.read(event)]
        yield chain, faults + list(chain.end(events.head))


def missing_guards() -> list[Fault]:
    """A trigger that is gone is a fault even while every event is still whole."""
    return [Fault(None, "", None, "trigger missing", name) for name in check_guards()]


def keys() -> dict[str, bytes]:
    """The keys an event may be sealed with, by id."""
    return {settings.KEY_ID: settings.KEYS["audit"]}


class Events:
    """One chain as it stands in the tables, page by page; afterwards `head` is its head.

    Read below the ORM, because a row that somebody has tampered with may not fit its model, and
    must be named rather than crash the search for it. Others may write meanwhile: what they
    added by the time the head is read is read too, so that the two agree.
    """

    def __init__(self, party_id: int, stream: str, begin: int = 1):
        self.place, self.begin = (party_id, stream), begin
        self.head: Point | None = None

    def __iter__(self) -> Iterator[dict]:
        while rows := self._page():
            for row in rows:
                yield dict(zip(COLUMNS, row, strict=True)) | {"at": _at(row[AT])}
            if not isinstance(rows[-1][SEQ], int):
                break
            self.begin = rows[-1][SEQ] + 1
            self.head = head_of(*self.place) if len(rows) < PAGE else None
            if self.head and self.head.seq < self.begin:
                return
        self.head = head_of(*self.place)

    def _page(self):
        with connection.cursor() as cursor, _as_it_stands():
            cursor.execute(_query(connection.vendor), [*self.place, self.begin])
            return cursor.fetchall()


def _query(vendor):
    # On SQLite an expression escapes the conversion that a column of times gets, and fails at.
    at = {"sqlite": "CASE typeof(at) WHEN 'text' THEN at END"}
    columns = ", ".join(COLUMNS).replace(" at,", f" {at.get(vendor, 'at')},")
    return (
        f"SELECT {columns} FROM {AuditEvent._meta.db_table}"
        f" WHERE party_id = %s AND stream = %s AND seq >= %s ORDER BY seq LIMIT {PAGE}"
    )


@contextmanager
def _as_it_stands():
    """SQLite would stop at text that is not UTF-8, which a changed byte may well leave."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        yield
    finally:
        connection.connection.text_factory = str


def _at(value):
    """As sealed. SQLite keeps text, and leaves out microseconds that are zero."""
    if isinstance(value, datetime):
        return instant(value)
    text = str(value).replace(" ", "T", 1)
    return (text if "." in text else text + ".000000") + "Z"


def head_of(party_id: int, stream: str) -> Point | None:
    """The last event of a chain, as its next one will follow it."""
    head = AuditHead.objects.filter(party_id=party_id, stream=stream, seq__gt=0).first()
    return Point(head.seq, head.mac) if head else None


def places(party_id: int | None = None, known: Iterable[Place] = ()) -> list[Place]:
    """Wherever there is an event, a head or something known, so that nothing vanishes whole."""
    found = set(known)
    for model in (AuditEvent, AuditHead):
        found.update(model.objects.order_by().values_list("party_id", "stream").distinct())
    return sorted(place for place in found if party_id in (None, place[0]))
