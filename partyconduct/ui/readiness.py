"""What must be true before this process should be sent requests?

Django's system checks tagged `readiness` answer: any app registers its own (triggers, keys, the
last backup) and both `/readyz` and `check_install` report it.
"""

import shutil

from django.conf import settings
from django.core.checks import Error, register, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

TAG = "readiness"
ROOM = 500_000_000  # bytes: enough for the uploads of a day, and for SQLite's own journal


@register(TAG)
def database_answers(**_kwargs):
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return [Error("The database does not answer.", id="ready.database")]
    if waiting:
        hint = "Run `manage.py migrate`."
        return [Error("The database is behind the program.", hint, id="ready.migrations")]
    return []


@register(TAG)
def disk_has_room(**_kwargs):
    folders = [folder for folder in (settings.VAR, settings.EVIDENCE_ROOT) if folder.exists()]
    if any(shutil.disk_usage(folder).free < ROOM for folder in folders):
        hint = "Free at least 500 MB."
        return [Error("The disk is nearly full.", hint, id="ready.disk")]
    return []


def faults():
    """Everything that is not ready, as checks' messages; empty means ready."""
    return [fault for fault in run_checks(tags=[TAG]) if fault.is_serious()]
