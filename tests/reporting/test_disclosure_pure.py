"""Does disclosure control stand alone? Nothing of Django, nothing of the register."""

import subprocess
import sys

ALONE = """
import sys
import reporting.statistics.disclosure
ours = {name for name in sys.modules if name.startswith(("reporting", "complaints", "codes"))}
assert not [name for name in sys.modules if name.partition(".")[0] == "django"]
assert all(n in ("reporting", "reporting.statistics") or "disclosure" in n for n in ours), ours
"""


def test_the_engine_imports_nothing_but_itself_and_its_solvers():
    subprocess.run([sys.executable, "-c", ALONE], check=True)
