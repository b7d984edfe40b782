"""Do the commands that start things also stop them?"""

import subprocess
import sys
import time
from pathlib import Path

from partyconduct.management.commands.serve import keep_running

POSTGRES = Path(__file__).parent.parent / "postgres.py"


def test_when_the_server_ends_the_worker_is_not_left_behind():
    began = time.monotonic()
    server, worker = "raise SystemExit(3)", "import time; time.sleep(60)"
    assert keep_running([[sys.executable, "-c", server], [sys.executable, "-c", worker]]) == 3
    assert time.monotonic() - began < 30


def test_a_failing_command_fails_and_its_database_is_gone(tmp_path):
    script = f"import os; open({str(tmp_path / 'url')!r}, 'w').write(os.environ['DATABASE_URL'])"
    command = [sys.executable, "-c", f"{script}; raise SystemExit(7)"]
    done = subprocess.run([sys.executable, POSTGRES, "--", *command], check=False)
    assert done.returncode == 7
    assert (tmp_path / "url").read_text().startswith("postgres")
