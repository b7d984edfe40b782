"""How does the operator turn a document into a draft edition? `import_code FILE --party SLUG`"""

import json
from datetime import date
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from codes import actions
from codes.importing import Unreadable, read
from partyconduct.parties.models import Party, User


class Command(BaseCommand):
    help = "Reads a .docx or .md file into a draft edition of a party's code."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--party", required=True, metavar="SLUG")
        parser.add_argument("--edition-from", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, file, party, edition_from, **options):
        owner = Party.objects.filter(slug=party).first()
        if owner is None:
            raise CommandError(_("There is no party “%s”.") % party, returncode=2)
        try:
            found = read(file.name, file.read_bytes())
            edition = self.draft(owner, found, edition_from or found.in_force_from)
        except OSError as error:
            raise CommandError(_("%s cannot be opened.") % file, returncode=2) from error
        except (Unreadable, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.report(edition, found, as_json=options["json"])

    @transaction.atomic
    def draft(self, owner, found, on):
        by = User.objects.service("jobs").act_for(owner)
        code = actions.open_code(owner, by=by, title=found.title or str(owner))
        edition = actions.draft(code, by=by, found=found)
        return actions.describe(edition, by=by, details={"in_force_from": on})

    def report(self, edition, found, *, as_json):
        missing = [str(sentence) for sentence in edition.objections()]
        facts = {
            "party": edition.party.slug,
            "edition": edition.number,
            "status": edition.status,
            "in_force_from": edition.in_force_from and edition.in_force_from.isoformat(),
            "clauses": len(found.clauses),
            "tariff_lines": len(found.tariff),
            "left_out": found.left_out,
            "missing": missing,
        }
        if as_json:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        said = _(
            "Edition %(edition)s is drafted: %(clauses)s clauses, %(tariff_lines)s tariff lines."
        )
        self.stdout.write(said % facts)
        for words in found.left_out:
            self.stdout.write(_("Left out, because it belongs to no clause: %s") % words)
        for sentence in missing:
            self.stdout.write(_("Before it can be put in force: %s") % sentence)
