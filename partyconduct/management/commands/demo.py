"""Builds the demonstration: two invented parties, people in every role, two years of cases."""

import json
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from partyconduct.demonstration import cast, figures, stories
from partyconduct.parties.models import Party
from partyconduct.periodic.actions import run_due

NOTES = settings.VAR / "demonstration.json"


class Command(BaseCommand):
    help = "Builds the demonstration once and prints its sign-ins; --reset starts it again."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="throw the earlier one away")

    def handle(self, *, reset, **options):
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration is refused on an installation: unset SECRET_KEY."
            )
        if reset:
            self.forget()
        call_command("migrate", verbosity=0)
        if not Party.objects.exists():
            self.build()
        self.tell(json.loads(NOTES.read_text()) if NOTES.exists() else {})

    def forget(self):
        """Only the embedded database is thrown away; a server's data is never touched here."""
        if connection.vendor != "sqlite":
            raise CommandError("--reset works on the embedded database only.")
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
        NOTES.unlink(missing_ok=True)

    def build(self):
        self.stdout.write("Building two parties with people in every role and their codes.")
        people = cast.assemble()
        self.stdout.write("Two years of cases, step by step: this takes two minutes.")
        tellers = stories.live(people, datetime.now(stories.LONDON), self.progress)
        self.stdout.write("Counting, protecting and publishing two years of statistics.")
        figures.publish_years(people)
        list(run_due(timezone.now()))
        NOTES.write_text(json.dumps({"receipt": receipt_of(tellers)}))

    def progress(self, done, total):
        if sys.stdout.isatty():
            sys.stdout.write(f"\r{done} of {total} cases")
            sys.stdout.flush()

    def tell(self, notes):
        lines = ["", "Sign in at /sign-in/ with one of these and the password:", cast.PASSWORD, ""]
        words = [word for word, _role in cast.addresses()]
        lines += [", ".join(f"{word}@{slug}.example" for word in words) for slug in cast.PARTIES]
        lines += ["secretary@joint.example, publisher@joint.example", ""]
        if receipt := notes.get("receipt"):
            lines += ["Follow a complaint at /track/ with this receipt:", *receipt, ""]
        self.stdout.write("\n".join(lines))


def receipt_of(tellers):
    """The reference and the secret of one complaint that has been written about."""
    told = [t for t in tellers if hasattr(t, "secret") and t.complaint.messages.exists()]
    if not told:
        return []
    return [f"reference {told[-1].complaint.reference}", f"secret {told[-1].secret}"]
