"""purge: what the retention schedule has due, and the destruction of what two people agreed to."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from complaints.actions import purging, retention
from partyconduct.management.commands.run_due import moment
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import acting


class Command(BaseCommand):
    help = (
        "Destroys the cases of the lists that two people have agreed to (see /retention/). "
        "--dry-run destroys nothing and lists what is due and what is held."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="list only")
        parser.add_argument("--at", default="", help="as if it were this day or time (ISO)")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, **options):
        at = moment(options["at"])
        if options["dry_run"]:
            self.list(at.date(), options["json"])
            return
        try:
            done = purging.carry_out(None, at)
        except RuntimeError as fault:
            raise CommandError(f"Destroyed, but {fault}.") from fault
        words = ", ".join(f"{number} {name}" for name, number in done.items())
        self.stdout.write(json.dumps(done) if options["json"] else f"{words}.")

    def list(self, today, as_json):
        rows = {
            name: [row for party in Party.objects.all() for row in lines(party, today, held)]
            for name, held in (("due", False), ("held", True))
        }
        if as_json:
            self.stdout.write(json.dumps(rows))
            return
        for row in rows["due"]:
            self.stdout.write(
                f"{row['case']}: closed on {row['closed_on']}, due on {row['due_on']}"
                f" ({row['kept_as']})."
            )
        self.stdout.write(f"{len(rows['due'])} due, {len(rows['held'])} held.")


def lines(party, today, held):
    service = User.objects.service("jobs").act_for(party)
    with acting(party.pk, service.person_id), transaction.atomic():
        for each in retention.due(service, today, held=held):
            yield {
                "party": party.slug,
                "case": each.reference,
                "kept_as": each.kept_as,
                "closed_on": each.closed_on,
                "due_on": each.due_on,
                "procedure": each.procedure,
            }
