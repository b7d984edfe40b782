"""Who does what waits and what comes round? One process, for ever.

Background tasks are taken from the database as they come; beside them a thread asks once a
minute what is due. Any number of workers may run: each task and each period is done once.
"""

import threading
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from partyconduct.periodic.actions import run_due

PAUSE = 60  # seconds between two looks at what is due


class Command(BaseCommand):
    help = "Runs tasks as they come and jobs as they fall due; --once: those that wait, then ends."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")

    def handle(self, **options):
        if options["once"]:
            self.look()
        else:
            threading.Thread(target=self.look_for_ever, name="due", daemon=True).start()
        call_command("db_worker", queue_name="*", batch=options["once"], reload=False)

    def look_for_ever(self):
        while True:
            self.look()
            time.sleep(PAUSE)

    def look(self):
        """A database that is away for a while must not end the thread: the next look finds it."""
        close_old_connections()
        try:
            broken = [ran for ran in run_due(timezone.now()) if ran.fault]
        except Exception as fault:  # as above
            self.stderr.write(f"What is due could not be looked up: {type(fault).__name__}.")
        else:
            for ran in broken:
                self.stderr.write(f"{ran.job} {ran.scope} failed: {ran.fault}.")
