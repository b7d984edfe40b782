"""Does a chain stay whole when several processes write into it at once?"""

import json
import subprocess
import sys

PARTY, WRITERS, EACH = 990_003, 4, 50
WRITE = f"""
import django; django.setup()
from partyconduct.audit.trail import record
for number in range({EACH}): record(None, "look", None, party_id={PARTY}, number=number)
"""


def test_two_hundred_parallel_writes_leave_no_gap(shared):
    writers = [subprocess.Popen([sys.executable, "-c", WRITE], **shared) for _n in range(WRITERS)]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    verify = [sys.executable, "manage.py", "audit", "verify", "--json"]
    done = subprocess.run(verify, capture_output=True, text=True, check=False, **shared)
    said = json.loads(done.stdout)
    (chain,) = (chain for chain in said["chains"] if chain["party"] == PARTY)
    assert (said["faults"], chain["last"]) == ([], WRITERS * EACH)
