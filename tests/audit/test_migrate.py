"""Do the guards survive migrations, which on SQLite remake and rename tables?"""

import subprocess
import sys

import pytest
from django.db import connection

BACK_AND_FORTH = """
import django; django.setup()
from django.core.management import call_command
from partyconduct.audit.guards import check_guards
for target in ["complaints", "0002"], []:  # 0003 remakes a table that triggers name
    call_command("migrate", *target, verbosity=0)
    assert check_guards() == []
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps a table’s triggers")
def test_every_guard_stands_again_after_going_back_and_forth(shared):
    assert (
        subprocess.run([sys.executable, "-c", BACK_AND_FORTH], check=False, **shared).returncode
        == 0
    )
