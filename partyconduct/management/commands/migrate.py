"""Bring the database up to date, and then put its guards back.

Django's command, followed by what migrations cannot promise: the triggers that keep the trail
and published editions as they are (SQLite drops them whenever it remakes a table), and on
PostgreSQL row-level security and the rights of the runtime role. Repeating it changes nothing.
"""

from django.core.management.commands import migrate
from django.db import connections

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
                super().handle(*args, **options)
            finally:  # a migration that failed leaves no door open
                policies.tighten(connection)
                guards.install(connection)
            policies.install(connection)
