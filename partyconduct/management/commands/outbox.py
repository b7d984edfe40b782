"""outbox run --once: send the e-mail that waits."""

import json
import time

from django.core.management.base import BaseCommand, CommandError

from complaints.actions import outbox

PAUSE = 15  # seconds between two looks


class Command(BaseCommand):
    help = "Sends the e-mail that waits. With --once it stops when nothing waits any more."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["run"])
        parser.add_argument("--once", action="store_true", help="one look, then stop")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *, once, json, **options):
        while True:
            sent, failed = outbox.send_waiting()
            self.stdout.write(told(sent, failed, json))
            if once:
                break
            time.sleep(PAUSE)
        if failed:
            raise CommandError("Some messages could not be sent; they are tried again later.")


def told(sent, failed, as_json):
    if as_json:
        return json.dumps({"sent": sent, "failed": failed})
    return f"{sent} message(s) sent, {failed} failed."
