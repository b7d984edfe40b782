"""Do the files of an installation, and a backup made afterwards, still hold a word of the case?"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_byte_of_a_destroyed_case_is_left_in_any_file(tmp_path):
    environment = os.environ | {
        "VAR": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "partyconduct.settings",
    }
    command = [sys.executable, "-m", "tests.purge_on_disk"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["done"]["cases"] == 2
    assert any(name.startswith("partyconduct.sqlite3") for name in told["before"])
    # Mail that was sent (.log) has left the register.
    assert [name for name in told["after"] if not name.endswith(".log")] == []
