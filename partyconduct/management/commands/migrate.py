"""Bring the database up to date, and then put its guards back.

Django's command, preceded on an empty database by making every table at once, and followed by
what migrations cannot promise: the triggers that keep the trail and published editions as they
are (SQLite drops them whenever it remakes a table), and on PostgreSQL row-level security and the
rights of the runtime role. Repeating it changes nothing.
"""

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor

from partyconduct.audit import guards
from partyconduct.rlsdb import as_owner, policies


class Command(migrate.Command):
    help = "Brings the database up to date and puts its triggers and policies in place."

    def handle(self, *args, **options):
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        connection = connections[options["database"]]
        with as_owner():
            guards.make_way(connection)
            policies.relax(connection)
            try:
                if not options["app_label"]:
                    make_at_once(connection)
                super().handle(*args, **options)
            finally:  # a migration that failed leaves no door open
                policies.tighten(connection)
                guards.install(connection)
            policies.install(connection)


OWN = {"parties", "dates"}  # whose migrations bring rows that every register has


def make_at_once(connection):
    """An empty database gets every table as the migrations leave it, and they count as applied.

    Django renders all models anew for every operation: that took 45 s where this takes two. A
    test compares both ways. A database that has any migration is left to the migrations.
    """
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations:
        return
    executor.recorder.ensure_schema()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    models = executor.loader.project_state().apps
    with connection.schema_editor() as editor:
        for model in models.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
    with connection.schema_editor() as editor:
        for migration, _backwards in plan:
            for operation in migration.operations:
                if migration.app_label in OWN and isinstance(operation, RunPython):
                    operation.code(models, editor)
            executor.recorder.record_applied(migration.app_label, migration.name)
