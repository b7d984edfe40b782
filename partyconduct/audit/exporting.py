"""How does the trail leave the database so that anybody can verify it elsewhere?

One JSON object a line: first the format, then each chain's events in order, closed by its head.
"""

import json
from collections.abc import Iterator

from partyconduct.audit.offline_verifier import FORMAT, START
from partyconduct.audit.trail import Events, places


def lines(party_id: int | None = None) -> Iterator[str]:
    yield _line({"format": FORMAT, "party_id": party_id})  # null: all of them
    for party, stream in places(party_id):
        events = Events(party, stream)
        yield from map(_line, events)
        seq, mac, _source = events.head or (0, START, "")
        yield _line({"party_id": party, "stream": stream, "seq": seq, "mac": mac})


def _line(record):
    # What is not text or a number was never written by the register: shown, and found by its mac.
    return json.dumps(record, default=repr) + "\n"
