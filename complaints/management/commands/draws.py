"""Do the lots still fall on the people who sat? Draws every panel again from its record."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from complaints import drawing
from complaints.models import Draw
from partyconduct.audit.trail import events_about
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import acting


class Command(BaseCommand):
    help = "Draws panels again from their records. Status 1: a record does not agree."

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="every draw, or those of one case")
        check.add_argument("reference", nargs="?", metavar="REFERENCE")
        check.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, reference=None, **options):
        checked = [told for party in parties(reference) for told in draws_of(party, reference)]
        if reference and not checked:
            raise CommandError(f"No panel was drawn in a case {reference}.", returncode=2)
        wrong = [told for told in checked if told["faults"]]
        facts = {"ok": not wrong, "draws": checked}
        lines = [json.dumps(facts)] if options["json"] else [*map(sentence, checked), end(checked)]
        self.stdout.write("\n".join(lines))
        if wrong:
            raise CommandError(f"{len(wrong)} draw(s) do not agree with their record.")


def parties(reference):
    """Each with the service account that may look at its cases."""
    found = Party.objects.filter(kind=Party.Kind.PARTY)
    return found.filter(prefix=reference.split("-")[0].upper()) if reference else found


def draws_of(party, reference):
    by = User.objects.service("jobs").act_for(party)
    with transaction.atomic(), acting(party.pk, by.person_id):
        draws = Draw.objects.visible_to(by).select_related("case").order_by("case", "pk")
        if reference:
            draws = draws.filter(case__reference=reference.upper())
        return [told_of(draw) for draw in draws]


def told_of(draw):
    """A draw as it stands, as it comes out again, and what does not agree."""
    record = draw.as_record()
    by_lot = draw.algorithm == drawing.LOTS
    again = drawing.draw(draw.pool, draw.seats, draw.seed) if by_lot else draw.result
    return {
        "case": draw.case.reference,
        "draw": draw.pk,
        **record,
        "drawn_at": draw.drawn_at.isoformat(),
        "again": again,
        "faults": drawing.faults(record, digest_in_trail(draw)) + unseated(draw),
    }


def digest_in_trail(draw):
    told = (event.details for event in events_about(draw.case).filter(stream="write"))
    return next((each["digest"] for each in told if each.get("draw") == draw.pk), "")


def unseated(draw):
    """Whoever was drawn has the duty, also when it has ended since."""
    seated = draw.case.duties.filter(kind=draw.kind, person__in=draw.result).count()
    return [] if seated == len(draw.result) else ["somebody drawn was given no seat"]


def sentence(told):
    how = "drawn by lot" if told["algorithm"] == drawing.LOTS else "picked by hand"
    said = "; ".join(told["faults"]) or ("the same again" if told["seed"] else "as recorded")
    people = ", ".join(map(str, told["result"]))
    return f"{told['case']}, {told['kind']}, {how}: {people}: {said}"


def end(checked):
    wrong = sum(bool(told["faults"]) for told in checked)
    return f"{len(checked)} draw(s) checked, {wrong} do not agree."
