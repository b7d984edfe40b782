"""jobs list, jobs run --once NAME: the periodic jobs one by one."""

import json

from django.core.management.base import BaseCommand, CommandError

from partyconduct.management.commands.run_due import WRONG_USE, moment, report
from partyconduct.periodic.actions import run_due
from partyconduct.periodic.table import every_job


class Command(BaseCommand):
    help = "Lists the periodic jobs, or runs one of them."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["list", "run"])
        parser.add_argument("--once", metavar="NAME", default="", help="the job to run")
        parser.add_argument("--again", action="store_true", help="even if this period has had it")
        parser.add_argument("--at", default="", help="as if it were this day or time (ISO)")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *, action, once, **options):
        if action == "list":
            self.list(options["json"])
            return
        chosen = [job for job in every_job() if job.name == once]
        if not chosen:
            names = ", ".join(sorted(job.name for job in every_job()))
            raise CommandError(
                f"There is no job “{once}”. There are: {names}.", returncode=WRONG_USE
            )
        at = moment(options["at"])
        report(self, list(run_due(at, jobs=chosen, again=options["again"])), options["json"])

    def list(self, as_json):
        rows = [
            {"name": job.name, "every": job.every.name.lower(), "does": job.words}
            for job in every_job()
        ]
        lines = [f"{row['name']} (every {row['every']}): {row['does']}" for row in rows]
        self.stdout.write(json.dumps({"jobs": rows}) if as_json else "\n".join(lines))
