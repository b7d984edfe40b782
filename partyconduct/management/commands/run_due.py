"""run_due: every periodic job that is due, once."""

import json
from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partyconduct.periodic.actions import run_due

WRONG_USE = 2


class Command(BaseCommand):
    help = "Runs every periodic job that is due; a second run in the same period changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--at", default="", help="as if it were this day or time (ISO)")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *, at, json, **options):
        report(self, list(run_due(moment(at))), json)


def moment(text):
    """A time, or noon of a day; now without either."""
    if not text:
        return timezone.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(f"{text} is no day or time.", returncode=WRONG_USE) from fault
    if len(text) == len("2026-01-01"):
        at = datetime.combine(at, time(12))
    return at if at.tzinfo else timezone.make_aware(at)


def report(command, ran, as_json):
    """What was done and what broke; status 1 when anything did."""
    broken = [each for each in ran if each.fault]
    if as_json:
        facts = {"ran": [each._asdict() for each in ran], "ok": not broken}
        command.stdout.write(json.dumps(facts))
    else:
        command.stdout.write("\n".join(map(sentence, ran)) or "Nothing is due.")
    if broken:
        raise CommandError(f"{len(broken)} failed; they are tried again at the next run.")


def sentence(ran):
    where = f" for {ran.scope}" if ran.scope else ""
    if ran.fault:
        return f"{ran.job}{where}: failed ({ran.fault})."
    did = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in ran.did.items())
    return f"{ran.job}{where}: {did or 'done'}."
