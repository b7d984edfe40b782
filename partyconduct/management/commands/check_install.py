"""What does this installation lack to be safe, and what is the remedy for each?"""

import json
import sys

from django.core.checks import run_checks
from django.core.management.base import BaseCommand

from partyconduct.ui import readiness


class Command(BaseCommand):
    help = "Names everything this installation lacks, with the remedy; status 1 when anything is."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        faults = [*run_checks(include_deployment_checks=True), *readiness.faults()]
        found = list({fault.id: fault for fault in faults}.values())
        if options["json"]:
            rows = [{"id": f.id, "lacks": str(f.msg), "remedy": f.hint or ""} for f in found]
            self.stdout.write(json.dumps({"safe": not rows, "faults": rows}))
        else:
            self.stdout.write("\n".join(sentence(fault) for fault in found))
            self.stdout.write(f"{len(found)} lacking." if found else "Nothing is lacking.")
        sys.exit(1 if found else 0)


def sentence(fault):
    return f"{fault.id}: {fault.msg} {fault.hint or ''}".rstrip()
