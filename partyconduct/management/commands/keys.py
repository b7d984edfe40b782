"""Which keys does this installation hold, and how does it get them?"""

import json
import os
import secrets
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NAMES = ("receipt", "audit", "evidence")


class Command(BaseCommand):
    help = "keys create FILE makes a keyring; keys status tells which one is in use."

    def add_arguments(self, parser):
        doing = parser.add_subparsers(dest="doing", required=True)
        doing.add_parser("create").add_argument("file", type=Path)
        doing.add_parser("status").add_argument("--json", action="store_true")

    def handle(self, *, doing, **options):
        if doing == "create":
            self.create(options["file"])
        else:
            told = {"id": settings.KEY_ID, "keys": list(NAMES)}
            words = f"Keyring {settings.KEY_ID} with keys for {', '.join(NAMES)}."
            self.stdout.write(json.dumps(told) if options["json"] else words)

    def create(self, file):
        """Readable by its owner alone, and never written over another one."""
        ring = {"id": f"{date.today():%Y%m%d}-{secrets.token_hex(2)}"}  # noqa: DTZ011 - a label
        ring |= {name: secrets.token_hex(32) for name in NAMES}
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        except FileExistsError as found:
            raise CommandError(f"{file} exists: a keyring is never written over.") from found
        except OSError as fault:
            raise CommandError(f"{file} cannot be written: {fault.strerror}.") from fault
        with os.fdopen(handle, "w") as out:
            json.dump(ring, out)
        self.stdout.write(f"Keyring {ring['id']} is in {file}. Keep a copy apart from backups.")
