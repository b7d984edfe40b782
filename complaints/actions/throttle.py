"""How fast may a receipt be guessed, or a desk be flooded? Too many tries cost waiting, and nobody
is ever locked out.

A few tries are free; then each wrong one doubles the wait, up to a quarter of an hour, and what
is tried meanwhile is not even looked at, so that it lengthens nothing. Whoever was told to wait
holds a ticket (in the session): at its time one try is looked at, however busy others were.
Counted in the database and under a row lock, so that any number of processes count as one.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from complaints.models import Attempt

FORGET = timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)


class Key(NamedTuple):
    """What is counted: tries at one reference, tries or complaints from one network, which more
    people share."""

    kind: str
    value: str

    @property
    def free(self) -> int:
        return {"reference": 5, "network": 100, "complaints": 20}[self.kind]

    def mac(self, now) -> str:
        """Another number every day: neither a reference nor an address can be read from it."""
        text = f"t1|{now:%Y-%m-%d}|{self.kind}|{self.value}"
        return hmac.new(settings.KEYS["receipt"], text.encode(), hashlib.sha256).hexdigest()


@dataclass
class Gate:
    """The locked counts of one try, and until when it has to wait (None: it is looked at)."""

    rows: list[tuple[Key, Attempt]]
    now: datetime
    opens_at: datetime | None

    def count(self):
        """One more wrong try, or one more complaint, under each key."""
        for key, row in self.rows:
            recent = row.last_at > self.now - FORGET or row.open_at > self.now - FORGET
            row.wrong = row.wrong + 1 if recent else 1
            row.last_at = self.now
            row.open_at = self.now + _wait(row.wrong - key.free)
            row.save()
        Attempt.objects.filter(last_at__lt=self.now - timedelta(days=1)).delete()

    def right(self):
        """Whoever holds the secret has proved it: the reference starts afresh."""
        for key, row in self.rows:
            if key.kind == "reference":
                row.wrong, row.open_at = 0, self.now
                row.save()


def too_many(until: datetime) -> tuple[int, str]:
    """For how many seconds somebody has to wait, and the sentence that says so."""
    seconds = max(1, ceil((until - timezone.now()).total_seconds()))
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "There were too many tries. Try again in %d minute.",
        "There were too many tries. Try again in %d minutes.",
        minutes,
    )
    return seconds, sentence % minutes


def _wait(beyond):
    if beyond < 0:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)


def gate(keys, *, ticket=None) -> Gate:
    """Locks the counts of these keys. `ticket` is the moment this browser was told to wait for."""
    now = timezone.now()
    macs = {key.mac(now): key for key in keys}
    fresh = [Attempt(key=mac, last_at=now, open_at=now) for mac in sorted(macs)]
    Attempt.objects.bulk_create(fresh, ignore_conflicts=True)
    # In one order, so that two tries never wait for each other.
    locked = Attempt.objects.select_for_update().filter(key__in=macs).order_by("key")
    rows = [(macs[row.key], row) for row in locked]
    waits = [row.open_at for key, row in rows if row.wrong >= key.free and row.open_at > now]
    may_pass = not waits or (ticket is not None and ticket <= now)
    return Gate(rows, now, None if may_pass else max(waits))
