"""Is this chain of events whole, and is it the one that was checkpointed?

One file, standard library only: `python offline_verifier.py chain.jsonl --key-file key.json`
runs on any machine with Python 3.11, without this project. The register's own `audit verify`
imports the same functions, so both give the same verdict; tests/audit/vectors.json pins the
format for whoever writes a third.

An event's `mac` is HMAC-SHA256(key, canonical(its fields) + mac of the event before it). Whoever
changes, removes, moves or adds an event without the key breaks the chain at that event. Whoever
holds the key, or cuts off the end, is found only by a checkpoint kept somewhere else.

The signature of a checkpoint (Ed25519) is checked when `--public-key` is given. Take that key
from your own copy, never from the checkpoint itself: a forger would sign with his.
"""

import argparse
import hashlib
import hmac
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

FORMAT = "partyconduct-audit-1"
FIELDS = (
    "party_id", "stream", "seq", "at", "actor_id", "actor_kind", "verb",
    "subject_type", "subject_id", "outcome", "details", "request_id", "key_id",
)  # fmt: skip
START = "0" * 64


class Fault(NamedTuple):
    """Where something is wrong, and what kind of wrong it is."""

    party: int | None
    stream: str
    seq: int | None
    kind: str
    note: str = ""

    def __str__(self):
        event = "" if self.seq is None else f", event {self.seq}"
        place = f"Party {self.party}, {self.stream} stream{event}" if self.stream else ""
        return ": ".join(part for part in (place, self.kind, self.note) if part)


class Point(NamedTuple):
    """What somebody remembers of a chain: at event `seq` its mac was this."""

    seq: int
    mac: str
    source: str = "head"


# --- the format -----------------------------------------------------------------------------


def canonical(value) -> str:
    """The one spelling of a value: keys sorted, no spaces, no floats, UTC to the microsecond."""
    return _encode(_plain(value))


_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode


_FLAT = {str, int, bool, type(None)}  # asked first: nearly every value is one of these


def _plain(value):
    if type(value) in _FLAT or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {k: v if type(v) in _FLAT else _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"A {type(value).__name__} has no canonical form.")


def instant(moment: datetime) -> str:
    """2026-03-29T01:30:00.000000Z"""
    if moment.tzinfo is None:
        raise TypeError("A time without a zone has no canonical form.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def mac_of(key: bytes, event: Mapping, prev: str) -> str:
    """The seal of an event that follows the one sealed `prev`."""
    fields = canonical({name: event[name] for name in FIELDS})
    return hmac.digest(key, (fields + prev).encode(), "sha256").hex()


# --- the chain ------------------------------------------------------------------------------


class Chain:
    """One stream of one party, read in order, in constant memory."""

    def __init__(self, party, stream, keys: Mapping[str, bytes], points=(), begin=1):
        self.party, self.stream, self.keys = party, stream, keys
        # Begun in the middle, the mac before the first event is not known and not compared.
        self.seq, self.mac = begin - 1, START if begin == 1 else None
        self.events, self.compared = 0, 0
        self.points = defaultdict(list)
        for point in points:
            if point.seq >= begin:
                self.points[point.seq].append(point)

    def read(self, event: Mapping) -> Iterator[Fault]:
        """The faults that show at this event."""
        self.events += 1
        seq = event["seq"]
        if not isinstance(seq, int) or seq <= self.seq:
            yield self.fault(seq, "duplicate or misplaced")
            return
        if seq > self.seq + 1:
            yield self.fault(
                self.seq + 1, "gap", f"events {self.seq + 1} to {seq - 1} are missing"
            )
        elif self.mac not in (None, event["prev"]):
            yield self.fault(seq, "prev mismatch")
        if objection := self._objection(event):
            yield self.fault(seq, objection)
        self.seq, self.mac = seq, event["mac"]
        for point in self.points.pop(seq, ()):
            self.compared = seq
            if point.mac != self.mac:
                yield self.fault(seq, "checkpoint mismatch", f"{point.source} has another mac")

    def end(self, head: Point | None) -> Iterator[Fault]:
        """The faults that show only when nothing follows."""
        if head is None and self.seq:
            yield self.fault(self.seq, "head missing")
        elif head and head.seq > self.seq:
            yield self.fault(head.seq, "truncated below head", f"the chain ends at {self.seq}")
        elif head and head.seq < self.seq:
            yield self.fault(self.seq, "beyond head", f"the head stands at {head.seq}")
        elif head and head.mac != self.mac:
            yield self.fault(self.seq, "head mismatch")
        for seq in sorted(self.points):
            for point in self.points[seq]:
                yield self.fault(seq, "truncated below checkpoint", f"{point.source} knows it")

    def fault(self, seq, kind, note=""):
        return Fault(self.party, self.stream, seq, kind, note)

    def _objection(self, event):
        key = self.keys.get(event["key_id"])
        if key is None:
            return "unknown key"
        try:
            sealed = mac_of(key, event, event["prev"])
        except (TypeError, ValueError):  # something that no register ever writes
            return "mac mismatch"
        return "" if sealed == event["mac"] else "mac mismatch"

    @property
    def verdict(self) -> dict:
        return {
            "party": self.party,
            "stream": self.stream,
            "events": self.events,
            "last": self.seq,
            "compared": self.compared,
        }


def sentence(verdict: Mapping) -> str:
    """What can honestly be said of a chain without faults."""
    text = "Party {party}, {stream} stream: {events} events read, the last is {last}.".format(
        **verdict
    )
    if verdict["compared"] < verdict["last"]:
        text += " Nothing to compare after event {compared}.".format(**verdict)
    return text


# --- checkpoints ----------------------------------------------------------------------------

Signed = Callable[[bytes, bytes], bool]


def read_checkpoints(directory: Path, signed: Signed) -> tuple[dict, list[Fault]]:
    """The points of all checkpoint files, by (party, stream), and the faults of the files."""
    points, faults, hashes = defaultdict(list), [], {""}
    for number, path in enumerate(sorted(Path(directory).glob("checkpoint-*.json"))):
        content = path.read_bytes()
        try:
            document = json.loads(content)
            body, signature = document["body"], bytes.fromhex(document["signature"])
            heads = [(h["party"], h["stream"], Point(h["seq"], h["mac"], path.name))
                     for h in body["heads"]]  # fmt: skip
            genuine = signed(canonical(body).encode(), signature)
            follows = number == 0 or body["previous"] in hashes
        except (ValueError, KeyError, TypeError):
            faults.append(Fault(None, "", None, "checkpoint unreadable", path.name))
            continue
        hashes.add(hashlib.sha256(content).hexdigest())
        if not genuine:
            faults.append(Fault(None, "", None, "checkpoint signature invalid", path.name))
            continue
        if not follows:
            faults.append(Fault(None, "", None, "checkpoint missing", f"before {path.name}"))
        for party, stream, point in heads:
            points[party, stream].append(point)
    return points, faults


# Ed25519 as in RFC 8032 section 5.1.7. Only verifies, with nothing secret in it, so that it may
# be slow and plain; signing is left to a library.
_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def _recover(data: bytes):
    """The point of the curve that 32 bytes stand for, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


_BASE = _recover((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))


def ed25519_verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Did the holder of this key sign this message?"""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, commitment = _recover(public_key), _recover(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _Q:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % _Q
    left, right = _times(scalar, _BASE), _add(commitment, _times(challenge, key))
    return (
        left[0] * right[2] % _P == right[0] * left[2] % _P
        and left[1] * right[2] % _P == right[1] * left[2] % _P
    )


# --- the command ----------------------------------------------------------------------------


def verify_export(lines: Iterable[str], keys: Mapping[str, bytes], points: Mapping):
    """Every chain of an export and the faults found in them."""
    chains, faults, lines = [], [], iter(lines)
    first = json.loads(next(lines, "{}"))
    if first.get("format") != FORMAT:
        raise ValueError(f"The file does not begin with the format {FORMAT}.")
    left = {p: known for p, known in points.items() if first["party_id"] in (None, p[0])}
    chain = None
    for line in lines:
        record = json.loads(line)
        place = (record["party_id"], record["stream"])
        if chain is None or (chain.party, chain.stream) != place:
            chain = Chain(*place, keys, left.pop(place, ()))
            chains.append(chain)
        if "verb" in record:
            faults += chain.read(record)
        else:  # the head closes its chain
            faults += chain.end(Point(record["seq"], record["mac"]) if record["seq"] else None)
    for place, unmet in left.items():
        chains.append(Chain(*place, keys, unmet))
        faults += chains[-1].end(None)
    return chains, faults


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("export", help="the file that `audit export --out FILE` wrote")
    parser.add_argument("--key-file", required=True, help='JSON: {"id": …, "audit": hex digits}')
    parser.add_argument("--checkpoints", help="directory of checkpoint files")
    parser.add_argument("--public-key", help="64 hex digits; without it signatures stay unchecked")
    options = parser.parse_args(arguments)
    public = bytes.fromhex(options.public_key) if options.public_key else None

    def signed(message, signature):
        return public is None or ed25519_verify(public, message, signature)

    points, faults = {}, []
    if options.checkpoints:
        points, faults = read_checkpoints(Path(options.checkpoints), signed)
    with Path(options.export).open(encoding="utf-8") as lines:
        chains, found = verify_export(lines, _keys(Path(options.key_file)), points)
    faults += found
    for chain in chains:
        print(sentence(chain.verdict))  # noqa: T201  this file is a command of its own
    if options.checkpoints and public is None:
        print("Signatures of the checkpoints were not checked.")  # noqa: T201
    for fault in faults:
        print(fault)  # noqa: T201
    print(f"{len(faults)} faults." if faults else "The chain is whole.")  # noqa: T201
    return 1 if faults else 0


def _keys(path):
    ring = json.loads(path.read_text())
    return {ring["id"]: bytes.fromhex(ring["audit"])}


if __name__ == "__main__":
    sys.exit(main())
