"""Where does the solver run? In a process of its own, which cannot disturb or be disturbed.

HiGHS keeps settings for its whole process, so that another library's run could change ours
without a word. What goes in and comes out is pickled between two of our own processes. A child
that dies, or is not back in time, ends in a refusal, never in another pattern.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path

from reporting.statistics.disclosure.protect import Pattern, pattern, released
from reporting.statistics.disclosure.result import Released
from reporting.statistics.disclosure.solver import Stopped
from reporting.statistics.disclosure.system import System, Unprotectable

ROOT = Path(__file__).parents[3]
SECONDS = 900  # far above any real release: a limit to stop at, not to hurry by
COMMAND = [sys.executable, "-m", "reporting.statistics.disclosure"]


def protect(system: System, salt: str = "") -> Released:
    """The release of a system: every figure true or hidden, no hidden one recoverable."""
    return released(system, find(system, salt))


def find(system: System, salt: str = "") -> Pattern:
    try:
        done = subprocess.run(
            COMMAND,
            input=pickle.dumps((system, salt)),
            capture_output=True,
            cwd=ROOT,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as fault:
        raise Stopped("Protecting these figures did not finish. Nothing is published.") from fault
    found = pickle.loads(done.stdout)
    if isinstance(found, Unprotectable):
        raise found
    return found


def answer() -> None:
    """In the child: reads a system, writes its pattern or the reason why there is none."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing a library prints gets between
    system, salt = pickle.load(sys.stdin.buffer)
    try:
        found = pattern(system, salt)
    except Unprotectable as refusal:
        found = refusal
    with out:
        pickle.dump(found, out)
