"""The year's figures from a shell: build a release, attack its files, reconcile published figures.

Exit status 0 done, 1 a check failed or the figures cannot be protected, 2 wrong use.
"""

import hashlib
import json
import sys
import tempfile
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partyconduct.parties.models import Party
from reporting.statistics import assembly, reconcile, releases, trial


class Command(BaseCommand):
    help = "Builds the year's figures, or checks the identities of published ones."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        build = verbs.add_parser("build", help="count, check, protect, write every format")
        build.add_argument("--year", type=int, required=True)
        whose = build.add_mutually_exclusive_group(required=True)
        whose.add_argument("--party", metavar="SLUG")
        whose.add_argument("--joint", action="store_true")
        build.add_argument("--out", type=Path, required=True, metavar="DIR")
        build.add_argument("--json", action="store_true")
        attack = verbs.add_parser("attack", help="try to work out what published files hide")
        attack.add_argument("directory", type=Path, metavar="DIR")
        attack.add_argument("--earlier", type=Path, action="append", default=[], metavar="DIR")
        words = "a party of the register that knows its own figures"
        attack.add_argument("--insider", metavar="SLUG", help=words)
        attack.add_argument("--json", action="store_true")
        check = verbs.add_parser("reconcile", help="check the identities of a published table")
        check.add_argument("file", type=Path)
        check.add_argument("--json", action="store_true")

    def handle(self, **options):
        getattr(self, options["verb"])(options)

    # --- build -----------------------------------------------------------------------------------

    def build(self, options):
        party = self._party(options)
        as_at = releases.reading_day(options["year"])
        try:
            frame = releases.figures(party, options["year"], as_at)
            made = releases.make(frame, self._progress(options))
        except releases.Failed as fault:
            self._failed(fault, options)
        released, files, results = made.released, made.files, made.results
        self._write(options["out"], files)
        hidden = sum(status == "c" for _value, status in released.cells.values())
        done = {
            "party": party.slug,
            "year": options["year"],
            "as_at": as_at.isoformat(),
            "out": str(options["out"]),
            "sha256": released.sha256,
            "figures": len(released.cells),
            "hidden": hidden,
            "left_out": released.left_out,
            "checks": [result.as_data() for result in results],
            "files": {n: hashlib.sha256(c).hexdigest() for n, c in sorted(files.items())},
        }
        if options["json"]:
            self.stdout.write(json.dumps(done, ensure_ascii=False))
            return
        for result in results:
            self.stdout.write(_("Agrees: %(title)s.") % {"title": result.title})
        words = _("%(n)s figures, %(hidden)s of them hidden. %(files)s files written to %(out)s.")
        counted = {"n": len(released.cells), "hidden": hidden, "files": len(files)}
        self.stdout.write(words % (counted | {"out": options["out"]}))

    def _party(self, options):
        slug = "joint" if options["joint"] else options["party"]
        party = Party.objects.filter(slug=slug).first()
        if party is None:
            raise CommandError(_("There is no party “%(slug)s”.") % {"slug": slug}, returncode=2)
        if releases.reading_day(options["year"]).year <= options["year"]:
            words = _("The year %(year)s is not over yet.")
            raise CommandError(words % {"year": options["year"]}, returncode=2)
        return party

    def _progress(self, options):
        def say(percent, words):
            if not options["json"] and self.stderr.isatty():
                self.stderr.write(f"{percent:3d}% {words}")

        return say

    def _failed(self, fault, options):
        if options["json"]:
            found = {"failed": fault.sentences, "checks": [r.as_data() for r in fault.results]}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(_("Nothing was written."))
            self.stdout.writelines(f"{sentence}\n" for sentence in fault.sentences)
        sys.exit(1)

    def _write(self, out: Path, files: dict[str, bytes]):
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)

    # --- attack ----------------------------------------------------------------------------------

    def attack(self, options):
        if options["insider"]:
            with tempfile.TemporaryDirectory() as place:
                known = Path(place) / "known.json"
                known.write_bytes(self._known(options))
                verdict = trial.attack(options["directory"], options["earlier"], known)
        else:
            verdict = trial.attack(options["directory"], options["earlier"])
        if options["json"]:
            self.stdout.write(json.dumps(verdict.report, ensure_ascii=False))
        else:
            done = _("No hidden figure could be worked out.")
            self.stdout.writelines(f"{line}\n" for line in verdict.sentences() or [done])
        if not verdict.passed:
            sys.exit(2 if "failed" in verdict.report else 1)

    def _known(self, options) -> bytes:
        """The insider's own figures of the release's year, counted from the register."""
        try:
            about = json.loads((options["directory"] / "statistics.json").read_text())["about"]
        except (OSError, ValueError, KeyError) as fault:
            words = _("There is no statistics.json of a release in %(place)s.")
            place = {"place": options["directory"]}
            raise CommandError(words % place, returncode=2) from fault
        body = self._party({"joint": False, "party": about["slug"], "year": about["year"]})
        self._party({"joint": False, "party": options["insider"], "year": about["year"]})
        frame = releases.figures(body, about["year"], date.fromisoformat(about["as_at"]))
        insider = [c for c in frame.counts if c.party.slug == options["insider"]]
        return trial.closed(assembly.system(frame), insider)

    # --- reconcile -------------------------------------------------------------------------------

    def reconcile(self, options):
        try:
            report = reconcile.reconcile(options["file"])
        except reconcile.Unreadable as fault:
            raise CommandError(str(fault), returncode=2) from fault
        if options["json"]:
            self.stdout.write(json.dumps(self._as_data(report), ensure_ascii=False))
        else:
            self._print(report)
        if report.flagged:
            sys.exit(1)

    def _as_data(self, report):
        return {
            "checked": len(report.answers),
            "flagged": [
                {
                    "id": a.id,
                    "period": a.period,
                    "identity": a.statement,
                    "difference": a.difference,
                    "explanation": a.explanation,
                }
                for a in report.flagged
            ],
            "unanswerable": [a.id for a in report.answers if a.difference is None],
            "comparability": report.comparability,
        }

    def _print(self, report):
        for answer in report.flagged:
            words = _("%(id)s (%(period)s) does not hold, difference %(n)s: %(why)s")
            values = {"id": answer.id, "period": answer.period, "n": answer.difference}
            self.stdout.write(words % (values | {"why": answer.explanation}))
        for warning in report.comparability:
            self.stdout.write(_("Comparability: %(warning)s") % {"warning": warning})
        words = _("%(n)s identities checked, %(flagged)s flagged.")
        self.stdout.write(words % {"n": len(report.answers), "flagged": len(report.flagged)})
