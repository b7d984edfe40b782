"""How does an officer's spreadsheet come into the register from the shell?"""

import json
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.register import tidying, writing
from complaints.register.judging import judge
from complaints.register.reading import MAX_BYTES, read
from complaints.register.report import report, sentences
from complaints.workflow import Refused
from partyconduct.parties.models import Party, User


class Command(BaseCommand):
    help = (
        "Imports an .xlsx or .csv. Every row is accepted, recognised as a duplicate, or rejected "
        "with its row number and reasons. Importing again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--party", required=True, metavar="SLUG")
        parser.add_argument("--mapping", type=Path, help="CSV: column,as_written,meaning")
        parser.add_argument(
            "--closed-on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the register's last day; else as its title says; else today",
        )
        parser.add_argument("--dry-run", action="store_true", help="report, write nothing")
        parser.add_argument("--report", type=Path, help="write the report to a file as JSON")
        parser.add_argument("--json", action="store_true")  # fmt: skip

    def handle(self, **options):
        self.shows_progress = self.stderr.isatty() and not options["json"]
        try:
            found = self._import(options)
        except (OSError, ValidationError, Refused) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        text = json.dumps(found, ensure_ascii=False, default=str)
        if options["report"]:
            Path(options["report"]).write_text(text + "\n", encoding="utf-8")
        if options["json"]:
            self.stdout.write(text)
        else:
            self._say(found)

    def _import(self, options):
        party = _party(options["party"])
        self._progress("Reading the file …")
        sheet = read(_content(options["file"]), Path(options["file"]).name)
        known = tidying.spellings(*filter(None, [options["mapping"]]))
        self._progress(f"Checking {len(sheet.rows)} rows …")
        closed_on = options["closed_on"] or sheet.closed_on or timezone.localdate()
        verdict = judge(sheet, known, closed_on)
        found = report(verdict) | {"party": party.slug, "dry_run": options["dry_run"]}
        if options["dry_run"]:
            return found
        by = User.objects.service("jobs").act_for(party)
        return found | {"done": vars(writing.write(party, by=by, verdict=verdict,
                                                   progress=self._progress))}  # fmt: skip

    def _progress(self, words):
        if self.shows_progress:
            self.stderr.write(f"\r\033[K{words}", ending="")

    def _say(self, found):
        self._progress("")
        self.stdout.write("\n".join(sentences(found)))
        self.stdout.write(_conclusion(found))


def _content(path):
    """No more than a register may have, plus the byte that shows there is more."""
    with open(path, "rb") as file:
        return file.read(MAX_BYTES + 1)


def _party(slug):
    party = Party.objects.filter(slug=slug, kind=Party.Kind.PARTY).first()
    if party is None:
        raise CommandError(f"There is no party “{slug}”.", returncode=2)
    return party


def _conclusion(found):
    if found["dry_run"]:
        return "Nothing was written: this was a dry run."
    return (
        "{complaints} complaints in {cases} cases were added; {already} were in the register "
        "already. {unlinked} clauses cited are in no edition in force and were kept in words."
    ).format(**found["done"])
