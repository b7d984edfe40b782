"""Is the trail whole, and what does it say of a case? verify, checkpoint, report, export."""

import json
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partyconduct.audit import checkpoint, exporting, trail
from partyconduct.audit.cases import case_called, events_of_case
from partyconduct.audit.offline_verifier import sentence
from partyconduct.rlsdb import acting

WRONG_USE = 2


class Command(BaseCommand):
    help = "Verifies, checkpoints, reports and exports the trail. Status 1: something is wrong."

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        for name, (_act, words, options) in ACTIONS.items():
            action = actions.add_parser(name, help=words, description=words)
            for option, settings in options.items():
                action.add_argument(option, **settings)

    def handle(self, **options):
        ACTIONS[options["action"]][0](self, **options)

    def say(self, as_json, facts, sentences):
        """Sentences for people, or exactly one object for programs."""
        lines = [json.dumps(facts, default=str)] if as_json else sentences
        self.stdout.write("\n".join(map(str, lines)))

    def verify(self, party, checkpoints, since_checkpoint, public_key, **options):
        if since_checkpoint and not checkpoints:
            raise CommandError("--since-checkpoint needs --checkpoints.", returncode=WRONG_USE)
        points, faults = self._checkpoints(checkpoints, public_key)
        faults += trail.missing_guards()
        verdicts, party_id = [], party and self._party(slug=party).pk
        for chain, found in trail.examine(
            party_id, points=points, since=newest(points) if since_checkpoint else None
        ):
            verdicts.append(chain.verdict)
            faults += found
        facts = {
            "ok": not faults,
            "faults": [fault._asdict() for fault in faults],
            "chains": verdicts,
        }
        self.say(options["json"], facts, [*map(sentence, verdicts), *faults, summary(faults)])
        if faults:
            raise CommandError(summary(faults))

    def checkpoint(self, out, **options):
        path, key = checkpoint.write(Path(out)), checkpoint.our_public_key()
        sentences = [f"Wrote {path}.", f"Public key of the signature: {key}"]
        self.say(options["json"], {"file": str(path), "public_key": key}, sentences)

    def report(self, case, **options):
        party = self._party(prefix=case.split("-")[0].upper())
        service = get_user_model().objects.service("jobs")
        with acting(party.pk, service.person_id):
            found = case_called(case, party.pk)
            if found is None:
                raise CommandError(f"There is no case {case}.")
            events = list(events_of_case(found))
        facts = {"case": found.reference, "events": [facts_of(event) for event in events]}
        self.say(options["json"], facts, map(line_of, events))

    def export(self, out, party, **options):
        party_id, written = party and self._party(slug=party).pk, -1  # the first line is no event
        with Path(out).open("w", encoding="utf-8") as file:
            for line in exporting.lines(party_id):
                written += file.write(line) and 1
        self.say(options["json"], {"file": out, "lines": written}, [f"Wrote {out}."])

    def _checkpoints(self, directory, public_key):
        if directory is None:
            return {}, []
        if not Path(directory).is_dir():
            raise CommandError(f"There is no directory {directory}.", returncode=WRONG_USE)
        return checkpoint.read(Path(directory), public_key)

    def _party(self, **named):
        party = apps.get_model(trail.PARTY).objects.filter(**named).first()
        if party is None:
            raise CommandError(f"There is no party {next(iter(named.values()))}.")
        return party


JSON = {"--json": {"action": "store_true", "help": "one JSON object and nothing else"}}
PARTY = {"--party": {"help": "the slug of one party; all chains without it"}}
ACTIONS = {
    "verify": (
        Command.verify,
        "Reads every chain and names what is wrong.",
        PARTY
        | JSON
        | {
            "--checkpoints": {"help": "directory of checkpoint files to compare with"},
            "--since-checkpoint": {
                "action": "store_true",
                "help": "reads only what follows the newest checkpoint",
            },
            "--public-key": {"help": "hex; our own checkpoint key without it"},
        },
    ),
    "checkpoint": (
        Command.checkpoint,
        "Signs the heads of all chains into a file.",
        JSON | {"--out": {"required": True, "help": "directory, outside the database’s reach"}},
    ),
    "report": (
        Command.report,
        "Tells who saw a case and who did what with it.",
        JSON | {"--case": {"required": True, "help": "its reference"}},
    ),
    "export": (
        Command.export,
        "Writes the chains for the offline verifier.",
        PARTY | JSON | {"--out": {"required": True, "help": "the file to write"}},
    ),
}


def newest(points):
    """The last thing remembered of each chain."""
    return {place: max(known) for place, known in points.items()}


def summary(faults):
    return f"{len(faults)} faults found." if faults else "The trail is whole."


def actor_of(event):
    return event.actor.name if event.actor else event.get_actor_kind_display()


def facts_of(event):
    return {
        "at": event.at,
        "actor": actor_of(event),
        "stream": event.stream,
        "verb": event.verb,
        "outcome": event.outcome,
        "subject": f"{event.subject_type} {event.subject_id}",
        "details": event.details,
    }


def line_of(event):
    at = timezone.localtime(event.at).strftime("%-d %B %Y %H:%M:%S")
    subject = event.subject_type.split(".")[-1]
    return f"{at}  {actor_of(event)}  {event.verb} ({event.outcome})  {subject} {event.subject_id}"
