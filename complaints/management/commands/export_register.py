"""How does a party take its whole register with it?"""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from complaints.register.exporting import workbook
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import acting


class Command(BaseCommand):
    help = "Writes the party's whole register to a workbook that import_register reads again."

    def add_arguments(self, parser):
        parser.add_argument("--party", required=True, metavar="SLUG")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        party = Party.objects.filter(slug=options["party"], kind=Party.Kind.PARTY).first()
        if party is None:
            raise CommandError(f"There is no party “{options['party']}”.", returncode=2)
        by = User.objects.service("jobs").act_for(party)
        with transaction.atomic(), acting(party.pk, by.person_id):
            content = workbook(party, by=by, on=timezone.localdate())
        try:
            _write(options["out"], content)
        except OSError as error:
            raise CommandError(f"{options['out']} could not be written: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps({"out": str(options["out"]), "bytes": len(content)}))
        else:
            self.stdout.write(f"The register of {party} is in {options['out']}.")


def _write(path, content):
    """Readable by its owner only: the file names people."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
