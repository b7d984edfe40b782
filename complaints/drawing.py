"""Who sits on a panel? Whoever the lot falls on, so that nobody chooses and anybody can check.

A draw is a pure function of a pool of people, a number of seats and a seed: each person's lot is
the SHA-256 of seed and person, and the smallest lots sit. It needs no random generator of any
language or version, so that a record of it can be computed again for ever, with any tool:

    printf '%s:%s' SEED PERSON | sha256sum
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

LOTS = "lots-1"  # the name of this way of drawing; a changed one gets a new name
BY_HAND = "by-hand"
# What a record of a draw consists of; the digest in the trail is over these.
FIELDS = ("kind", "seats", "pool", "exclusions", "seed", "algorithm", "result")


def lot(seed: str, person: int) -> str:
    return hashlib.sha256(f"{seed}:{person}".encode()).hexdigest()


def draw(pool: Iterable[int], seats: int, seed: str) -> list[int]:
    """The people of the pool who sit, in the order of their lots."""
    return sorted(set(pool), key=lambda person: lot(seed, person))[:seats]


def digest(record: Mapping[str, Any]) -> str:
    """What the trail keeps of a draw, so that its record cannot be changed afterwards."""
    told = json.dumps([record[name] for name in FIELDS], separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def faults(record: Mapping[str, Any], told: str) -> list[str]:
    """What in a record does not agree with itself or with the trail, as sentences."""
    checks = (
        (record["algorithm"] in {LOTS, BY_HAND}, "drawn in a way that this version does not know"),
        (set(record["result"]) <= set(record["pool"]), "somebody drawn was not in the pool"),
        (len(set(record["result"])) == record["seats"], "not as many people as seats"),
        (_comes_out(record), "the lots fall on other people"),
        (told == digest(record), "the record is not the one that the trail knows"),
    )
    return [words for holds, words in checks if not holds]


def _comes_out(record):
    if record["algorithm"] != LOTS:
        return True
    return draw(record["pool"], record["seats"], record["seed"]) == record["result"]
