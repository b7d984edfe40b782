"""What must be true before this process should be sent requests?

Django's system checks tagged `readiness` answer: any app registers its own (triggers, keys, the
last backup) and both `/readyz` and `check_install` report it. They are deployment checks, so
that no ordinary command asks the database before it has begun.
"""

import shutil

from django.conf import settings
from django.core.checks import Error, register, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

TAG = "readiness"
ROOM = 500_000_000  # bytes: enough for the uploads of a day, and for SQLite's own journal


@register(TAG, deploy=True)
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


@register(TAG, deploy=True)
def disk_has_room(**_kwargs):
    folders = [folder for folder in (settings.VAR, settings.EVIDENCE_ROOT) if folder.exists()]
    if any(shutil.disk_usage(folder).free < ROOM for folder in folders):
        hint = "Free at least 500 MB."
        return [Error("The disk is nearly full.", hint, id="ready.disk")]
    return []


def faults():
    """Everything that is not ready, as checks' messages; empty means ready."""
    return [
        fault
        for fault in run_checks(tags=[TAG], include_deployment_checks=True)
        if fault.is_serious()
    ]
