"""Makes a named small world for checks from outside, and prints its keys."""

import json
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.actions import intake, take
from partyconduct.demonstration import cast, stories
from partyconduct.parties.models import Party, User

ANSWERS = {
    "respondent_name": "Bramble Saltmarsh",
    "respondent_member_no": "HP-100001",
    "complainant_name": "Clover Fenwick",
    "complainant_email": "clover@example.org",
    "kind": "target",
    "statement": "At the hustings he shouted that I should watch my back.",
    "medium": "public-meeting",
    "characteristics": ["none-cited"],
}
# What each world holds beside the cast: cases per party that were received and acknowledged.
SCENARIOS = {"empty": 0, "two-parties": 3, "panel": 0}


class Command(BaseCommand):
    help = "A named small world; refused unless this is a demonstration or the register is empty."

    def add_arguments(self, parser):
        parser.add_argument("--scenario", choices=sorted(SCENARIOS), required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, scenario, **options):
        if Party.objects.exists():
            if not settings.DEMONSTRATION:
                raise CommandError("This register is in use: seed fills only an empty one.")
            raise CommandError("There are parties already: start with an empty database.")
        people = cast.assemble()
        parties = (people.harbour, people.meadow)
        told = {
            "password": cast.PASSWORD,
            "users": sorted(User.objects.filter(is_service=False).values_list("email", flat=True)),
            "complaints": [
                complain(people, party, at)
                for party in parties
                for at in range(SCENARIOS[scenario])
            ],
        }
        if scenario == "panel":
            told["panel"] = before_the_panel(people)
        self.stdout.write(json.dumps(told) if options["json"] else in_lines(told))


def complain(people, party, at):
    service = User.objects.service("intake").act_for(party)
    answers = ANSWERS | {"happened_from": timezone.localdate() - timedelta(days=at + 1)}
    complaint, secret = intake.submit(
        party, by=service, answers=answers, key=f"seed-{party.slug}-{at}"
    )
    if at:
        officer = getattr(people, f"{party.slug}_officer").act_for(party)
        take("acknowledge", complaint.case, by=officer)
    return {
        "party": party.slug,
        "case": complaint.case.reference,
        "reference": complaint.reference,
        "secret": secret,
    }


def before_the_panel(people):
    """A case of Harbour whose panel sits, with the sign-ins of its three members."""
    teller = stories.Teller(people, people.harbour, "panel")
    for _wait in stories.PANEL_SITS(teller, timezone.localdate()):
        pass
    held = teller.case.duties.filter(kind="adjudicator")
    emails = User.objects.filter(person__duties__in=held).values_list("email", flat=True)
    return {"case": teller.case.reference, "adjudicators": sorted(emails)}


def in_lines(told):
    lines = [f"password: {told['password']}", *told["users"]]
    lines += [" ".join(complaint.values()) for complaint in told["complaints"]]
    if panel := told.get("panel"):
        lines += [panel["case"], *panel["adjudicators"]]
    return "\n".join(lines)
