"""outbox: send the e-mail that waits, and note which came back."""

import json
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from complaints import bounces
from complaints.actions import outbox

PAUSE = 15  # seconds between two looks


class Command(BaseCommand):
    help = (
        "run: sends the e-mail that waits; with --once it stops when nothing waits any more. "
        "bounces: reads returned mails, files or folders of them, and notes what came back."
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["run", "bounces"])
        parser.add_argument("files", nargs="*", type=Path, help="returned mails")
        parser.add_argument("--once", action="store_true", help="one look, then stop")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *, action, **options):
        return self.bounces(**options) if action == "bounces" else self.run(**options)

    def run(self, *, once, json, **options):
        while True:
            sent, failed = outbox.send_waiting()
            self.stdout.write(told(sent, failed, json))
            if once:
                break
            time.sleep(PAUSE)
        if failed:
            raise CommandError("Some messages could not be sent; they are tried again later.")

    def bounces(self, *, files, json, **options):
        """A mail that tells of a delay, or of nothing of ours, changes nothing."""
        if not files:
            raise CommandError("Name the returned mails, or folders of them.", returncode=2)
        noted = strange = 0
        for path in mails(files):
            ids, status = bounces.read(path.read_bytes())
            ours = sum(outbox.bounce(found, status) for found in ids)
            noted, strange = noted + ours, strange + (not ours)
        self.stdout.write(told_of_bounces(noted, strange, json))


def mails(paths):
    for path in paths:
        if not path.exists():
            raise CommandError(f"There is no file {path}.", returncode=2)
        yield from sorted(path.iterdir()) if path.is_dir() else [path]


def told(sent, failed, as_json):
    if as_json:
        return json.dumps({"sent": sent, "failed": failed})
    return f"{sent} message(s) sent, {failed} failed."


def told_of_bounces(noted, strange, as_json):
    if as_json:
        return json.dumps({"bounced": noted, "other": strange})
    return f"{noted} message(s) came back; {strange} mail(s) told of nothing of ours."
