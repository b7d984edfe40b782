"""A large lawful register for load and statistics, the same for the same seed.

Rows are written in bulk, past the verbs, and carry no trail: refused where real cases may be.
Each satisfies every constraint of the database: what is closed has its reason, what is decided
its findings, what is upheld its sanctions, and every date follows the one before it.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from codes.models import Clause, Edition
from codes.tariff import BEHAVIOURS, CHARACTERISTICS
from complaints.models import (
    Allegation,
    AllegedBehaviour,
    Case,
    CitedCharacteristic,
    Complainant,
    Complaint,
    Finding,
    Incident,
    Procedure,
    Respondent,
    Sanction,
)
from complaints.outcomes import CHANNELS, MEDIA, RESPONDENT_ROLES
from complaints.workflow import Stage
from partyconduct.demonstration import cast
from partyconduct.parties.models import Membership, Party, Person, User
from partyconduct.parties.roles import Role
from partyconduct.rlsdb import acting

BATCH = 2_000
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# How a case ends, how often of a hundred, from which stage, after how many days at the median.
ENDINGS = (
    ("dismissed-at-assessment", 46, Stage.ASSESSMENT, 25),
    ("dismissed-with-warning", 8, Stage.ASSESSMENT, 30),
    ("resolved-informally", 6, Stage.INFORMAL, 45),
    ("resolved-at-investigation", 7, Stage.INVESTIGATION, 80),
    ("decided-by-panel", 20, Stage.DECIDED, 130),
    ("not-a-member", 3, Stage.ASSESSMENT, 10),
    ("out-of-time", 2, Stage.ASSESSMENT, 15),
    ("referred-elsewhere", 2, Stage.ASSESSMENT, 20),
    ("complainant-withdrew", 3, Stage.INVESTIGATION, 40),
    ("respondent-left", 3, Stage.INVESTIGATION, 70),
)
SANCTIONS = (
    ("reminder-of-conduct", 14),
    ("apology", 12),
    ("training", 20),
    ("formal-warning", 18),
    ("candidacy-bar", 5),
    ("suspension", 14),
    ("expulsion", 9),
)
STILL_OPEN = (Stage.ASSESSMENT, Stage.INVESTIGATION, Stage.RESPONSE, Stage.PANEL)


class Command(BaseCommand):
    help = "Fills an empty or demonstration register with invented cases."

    def add_arguments(self, parser):
        parser.add_argument("--parties", type=int, default=2)
        parser.add_argument("--cases", type=int, required=True, help="in all parties together")
        parser.add_argument("--years", required=True, help="for example 2022-2024")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, **options):
        if not settings.DEMONSTRATION and Case.objects.exists():
            raise CommandError(_("This register holds cases. Synthesise into an empty one."))
        first, last = _years(options["years"])
        if not Party.objects.exists():
            cast.assemble()
        parties = _parties(options["parties"])
        jobs = User.objects.service("jobs")
        for at, party in enumerate(parties):
            share = options["cases"] // len(parties) + (at < options["cases"] % len(parties))
            source = random.Random(f"{options['seed']}/{party.slug}")
            with transaction.atomic(), acting(party.pk, jobs.person_id):
                _Register(party, source, first, last).fill(share)
            self.stdout.write(_("%(party)s: %(n)s cases") % {"party": party, "n": share})


def _years(words):
    first, _dash, last = words.partition("-")
    if not first.isdigit() or not (last or first).isdigit() or int(last or first) < int(first):
        raise CommandError(_("Give the years as 2022-2024."), returncode=2)
    return date(int(first), 1, 1), date(int(last or first), 12, 31)


def _parties(number):
    parties = list(Party.objects.filter(kind=Party.Kind.PARTY).order_by("pk")[:number])
    return parties + [_new_party(at) for at in range(len(parties) + 1, number + 1)]


def _new_party(at):
    """A further invented party with a procedure and a code in force."""
    letters = f"Z{ALPHABET[10 + at // 22 % 22]}{ALPHABET[10 + at % 22]}"
    party = Party.objects.create(slug=f"party-{at}", name=f"Invented Party {at}", prefix=letters)
    Procedure.objects.create(
        party=party, number=1, in_force_from=cast.SINCE, published_at=timezone.now()
    )
    editor = User.objects.create(
        email=f"editor@party-{at}.example", person=Person.objects.create(name=f"Editor {at}")
    )
    Membership.objects.create(
        person=editor.person, party=party, role=Role.EDITOR, starts_on=cast.SINCE
    )
    cast.publish(party, editor, cast.CODES / "meadow-code-of-conduct.md", cast.SINCE)
    return party


@dataclass
class _Register:
    """The cases of one party, batch by batch."""

    party: Party
    source: random.Random
    first: date
    last: date

    def fill(self, number):
        self.procedure = Procedure.objects.filter(party=self.party).order_by("number").last()
        self.edition = Edition.objects.of(self.party.slug).published().last()
        clauses = Clause.objects.filter(edition=self.edition, level__gt=1, number__lt="5")
        self.clauses = list(clauses) or list(Clause.objects.filter(edition=self.edition))
        self.number, self.today = number, timezone.localdate()
        for start in range(0, number, BATCH):
            self._batch(range(start, min(start + BATCH, number)))

    def _batch(self, places):
        made = [self._case(at) for at in places]
        cases = Case.objects.bulk_create(made)
        Respondent.objects.bulk_create([self._respondent(case) for case in cases])
        events = [self._incident(case) for case in cases]
        incidents = dict(zip(cases, Incident.objects.bulk_create(events), strict=True))
        self._complaints(cases, incidents)
        self._allegations(cases, incidents)

    def _of(self, case, **fields):
        return {"case": case, "party": self.party, **fields}

    def _pick(self, weighted):
        return self.source.choices(weighted, [row[1] for row in weighted])[0]

    def _reference(self):
        letters = "".join(self.source.choices(ALPHABET, k=8))
        return f"{self.party.prefix}-{letters[:4]}-{letters[4:]}"

    def _case(self, at):
        received = self.first + timedelta(
            days=self.source.randrange((self.last - self.first).days)
        )
        reason, _weight, stage, days = self._pick(ENDINGS)
        closed = received + timedelta(days=int(self.source.lognormvariate(0, 0.6) * days))
        is_open = closed > self.today
        return Case(
            party=self.party,
            reference=self._reference(),
            procedure=self.procedure,
            edition=self.edition,
            received_on=received,
            conduct_from=received - timedelta(days=3),
            conduct_until=received - timedelta(days=1),
            stage=self.source.choice(STILL_OPEN) if is_open else Stage.CLOSED,
            closing_reason="" if is_open else reason,
            closed_on=None if is_open else closed,
            closed_from="" if is_open else stage,
        )

    def _respondent(self, case):
        who = self.source.randrange(max(1, int(self.number * 0.9)))
        return Respondent(
            **self._of(case, name=f"Member {who}", member_no=f"M{who:07d}"),
            identity=f"m{who:07d}",
            role=self.source.choice(list(RESPONDENT_ROLES)),
            is_member="no" if case.closing_reason == "not-a-member" else "yes",
        )

    def _incident(self, case):
        return Incident(
            party=self.party,
            label=f"S/{case.reference}",
            happened_from=case.conduct_from,
            happened_until=case.conduct_until,
        )

    def _complaints(self, cases, incidents):
        rows = [c for case in cases for c in self._complaints_of(case, incidents[case])]
        complaints = Complaint.objects.bulk_create(rows)
        Complainant.objects.bulk_create(
            Complainant(**self._of(c.case, complaint=c, name="Somebody", email="a@b.example"))
            for c in complaints
        )
        CitedCharacteristic.objects.bulk_create(
            CitedCharacteristic(**self._of(c.case, complaint=c, code=self._characteristic()))
            for c in complaints
            if self.source.random() < 0.3
        )

    def _complaints_of(self, case, incident):
        """Mostly one; now and then a post that many complain about within days."""
        many = 1 if self.source.random() < 0.9 else self.source.randrange(2, 13)
        room = ((case.closed_on or self.today) - case.received_on).days
        for at in range(many):
            later = self.source.randrange(min(room, 10) + 1) if at else 0
            yield Complaint(
                **self._of(case, incident=incident, reference=self._reference()),
                channel=self.source.choice(list(CHANNELS)),
                kind=self.source.choice(("target", "third-party", "third-party")),
                received_on=case.received_on + timedelta(days=later),
                statement="Invented for measuring.",
                medium=self.source.choice(list(MEDIA)),
            )

    def _characteristic(self):
        return self.source.choice([c for c in CHARACTERISTICS if c != "none-cited"])

    def _allegations(self, cases, incidents):
        rows = [a for case in cases for a in self._allegations_of(case, incidents[case])]
        allegations = Allegation.objects.bulk_create(rows)
        AllegedBehaviour.objects.bulk_create(
            AllegedBehaviour(**self._of(a.case, allegation=a, code=code))
            for a in allegations
            for code in self.source.sample(list(BEHAVIOURS), self.source.choice((1, 1, 2)))
        )
        decided = [a for a in allegations if a.case.closing_reason == "decided-by-panel"]
        findings = Finding.objects.bulk_create(
            Finding(
                **self._of(a.case, allegation=a),
                finding=self._finding(),
                found_on=a.case.closed_on,
            )
            for a in decided
        )
        upheld = {f.case: None for f in findings if f.finding in ("upheld", "partly-upheld")}
        Sanction.objects.bulk_create(
            Sanction(**self._of(case, sanction=code), imposed_on=case.closed_on)
            for case in upheld
            for code in self._sanctions()
        )

    def _allegations_of(self, case, incident):
        chosen = self.source.sample(self.clauses, self.source.choice((1, 1, 1, 2)))
        for position, clause in enumerate(chosen, start=1):
            yield Allegation(
                **self._of(case, incident=incident, clause=clause, position=position), severity=2
            )

    def _finding(self):
        findings = ("upheld", "partly-upheld", "not-upheld", "not-proven")
        return self.source.choices(findings, (5, 2, 4, 2))[0]

    def _sanctions(self):
        if self.source.random() < 0.08:
            return set()
        return {self._pick(SANCTIONS)[0] for _each in range(self.source.choice((1, 1, 2)))}
