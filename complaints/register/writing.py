"""How do accepted rows become cases? In one transaction, with history and trail, once.

A writer module. Everything is set-based, and what is in the register already is recognised by its
fingerprint or reference, so that importing again changes nothing. A case of a register that has a
panel's result but names no clause gets one allegation without a clause, to hold the finding.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from simple_history.utils import bulk_create_with_history

from codes.models import Edition
from complaints.actions.walls import people_of, signs_of, wall_off_named
from complaints.actions.writing import start_clock
from complaints.clocks import ClockKind
from complaints.models import (
    Allegation,
    Case,
    CitedCharacteristic,
    Complainant,
    Complaint,
    Finding,
    Incident,
    Note,
    Procedure,
    Respondent,
    Sanction,
)
from complaints.naming import plain
from complaints.outcomes import CHANNELS, MEDIA
from complaints.references import new_reference
from complaints.register import grouping
from complaints.register.judging import ONGOING, UPHELD, Entry, Verdict, fingerprint
from complaints.suggesting import text_digest
from complaints.workflow import Refused, Stage
from partyconduct.audit.trail import record
from partyconduct.parties.models import Membership, Person, User
from partyconduct.rlsdb import acting

VERB = "import_register"
FINDING_OF = {UPHELD: "upheld", "dismissed-or-no-action": "not-upheld"}
# Where an open case stands, by its panel's result, and what is due there.
OPEN_AT = {ONGOING: (Stage.PANEL, ClockKind.DECIDE), UPHELD: (Stage.DECIDED, ClockKind.NOTIFY)}
ASSESSED = (Stage.ASSESSMENT, ClockKind.ASSESS)
# From which stage a case closed, by its closing reason.
CLOSED_FROM = {
    "decided-by-panel": Stage.DECIDED,
    "resolved-at-investigation": Stage.INVESTIGATION,
}


@dataclass
class Imported:
    """What one import did."""

    complaints: int = 0
    cases: int = 0
    incidents: int = 0
    allegations: int = 0
    already: int = 0
    unlinked: int = 0  # clauses cited that no edition in force knows; they are kept in words


def write(
    party, *, by, verdict: Verdict, source: str = "", progress=lambda words: None
) -> Imported:
    """Write what was accepted and is not here yet. `source` is the SHA-256 of the file; `progress`
    is told in words what is being written."""
    # The register itself acts for the database: a wall must not hide a row from the question
    # whether it is here already. History and trail name the person.
    jobs = User.objects.service("jobs")
    with transaction.atomic(), acting(party.pk, jobs.person_id):
        here = already_here(party, verdict.accepted)
        new = [entry for entry in verdict.accepted if entry.row not in here]
        done = Imported(already=len(verdict.accepted) - len(new))
        if new:
            _Writer(party, by, verdict.closed_on, done).write(new, progress)
            counts = {"complaints": done.complaints, "cases": done.cases, "already": done.already}
            counts |= {"duplicates": len(verdict.duplicates), "rejected": len(verdict.rejected)}
            record(by, VERB, party, **counts, **({"file": source} if source else {}))
    return done


def already_here(party, entries: Iterable[Entry]) -> set[int]:
    """Rows whose complaint the register holds, by the file's row number."""
    mine = Complaint.objects.filter(party=party)
    prints = set(mine.exclude(fingerprint="").values_list("fingerprint", flat=True))
    unmarked = mine.filter(fingerprint="").values_list("received_on", "statement")
    prints |= {fingerprint(received, statement) for received, statement in unmarked.iterator()}
    references = set(mine.values_list("reference", flat=True))
    return {e.row for e in entries if e.fingerprint in prints or e.ref in references}


# The columns in which a person of the party may be named.
NAMED_IN = (
    "respondent",
    "member_no",
    "complainant",
    "contact",
    "statement",
    "place",
    "happened_words",
    "notes",
)


class _Writer:
    """One import: models in the order in which their rows need each other."""

    def __init__(self, party, by, closed_on, done):
        self.party, self.by, self.closed_on, self.done = party, by, closed_on, done
        self.rules, self.procedures = _Rules(party), _Procedures(party)

    def write(self, entries, progress):
        self.officers = self._officers({e.officer for e in entries if e.officer})
        self.incidents = self._incidents(entries)
        groups = grouping.cases(entries)
        progress(_("Writing %d cases …") % len(groups))
        self.cases = self._cases(groups)
        progress(_("Writing %d complaints …") % len(entries))
        rows = self._complaints(entries)
        self._add(Complainant, (self._complainant(e, c) for e, c in rows))
        self._add(CitedCharacteristic, chain.from_iterable(map(_characteristics, rows)))
        self._add(Note, (self._note(e, c) for e, c in rows if e.notes))
        self._decide(groups)
        self._start_clocks(groups)
        for number, case in enumerate(self.new.values(), start=1):
            if number % 100 == 0:
                progress(
                    _("Recording case %(n)d of %(all)d …") % {"n": number, "all": len(self.new)}
                )
            record(self.by, "import_case", case, stage=str(case.stage))
        self._wall_off(rows)

    def _add(self, model, rows):
        """In bulk, each row with its history row that names the person and the verb."""
        return bulk_create_with_history(
            list(rows), model, batch_size=500, default_user=self.by, default_change_reason=VERB
        )

    def _of(self, case, **fields):
        return {"case": case, "party_id": self.party.pk} | fields

    # People, incidents, cases
    def _officers(self, names):
        """Officers by name; whoever is not known yet becomes a person without account."""
        near = Person.objects.filter(name__in=names)
        members = Membership.objects.filter(party=self.party).values("person")
        earlier = Case.objects.filter(party=self.party).exclude(officer=None).values("officer")
        known = near.filter(pk__in=earlier) | near.filter(pk__in=members)
        people = {person.name: person for person in known}
        missing = [Person(name=name) for name in sorted(names - people.keys())]
        return people | {person.name: person for person in self._add(Person, missing)}

    def _incidents(self, entries):
        groups = grouping.incidents(entries)
        held = Incident.objects.filter(party=self.party, label__in=groups)
        known = {incident.label: incident for incident in held}
        missing = [
            Incident(
                party=self.party,
                label=label,
                happened_from=min(group.happened, default=None),
                happened_until=max(group.happened, default=None),
            )
            for label, group in groups.items()
            if label not in known
        ]
        self.done.incidents = len(missing)
        return known | {incident.label: incident for incident in self._add(Incident, missing)}

    def _cases(self, groups):
        """A row about an incident and respondent of an earlier import joins that case, where
        the importer may know of it; behind a wall the rows open a case of their own."""
        earlier = Complaint.objects.filter(
            case__in=Case.objects.visible_to(self.by).filter(imported=True),
            incident__in=self.incidents.values(),
        ).select_related("incident", "case__respondent")
        known = {(c.incident.label, c.case.respondent.identity): c.case for c in earlier}
        missing = {key: group for key, group in groups.items() if key not in known}
        made = self._add(Case, map(self._case, missing.values()))
        self.new = dict(zip(missing, made, strict=True))
        self.done.cases = len(made)
        self._add(
            Respondent,
            (self._respondent(key[1], missing[key], case) for key, case in self.new.items()),
        )
        return known | self.new

    def _case(self, group):
        happened, reason = group.happened, group.closing_reason
        stage = Stage.CLOSED if reason else OPEN_AT.get(group.panel, ASSESSED)[0]
        officers = [entry.officer for entry in group.entries if entry.officer]
        return Case(
            party=self.party,
            reference=new_reference(self.party.prefix),
            stage=stage,
            received_on=group.received,
            conduct_from=min(happened, default=None),
            conduct_until=max(happened, default=None),
            edition=self.rules.in_force(max(happened, default=group.received)),
            procedure=self.procedures.at(group.received),
            officer=self.officers[officers[-1]] if officers else None,
            closing_reason=reason,
            closed_on=group.closed if reason else None,
            closed_from=CLOSED_FROM.get(reason, Stage.ASSESSMENT) if reason else "",
            imported=True,
        )

    def _respondent(self, identity, group, case):
        entry = group.entries[0]
        branch = next((each.branch for each in group.entries if each.branch), "")
        return Respondent(
            **self._of(case, name=entry.respondent, member_no=entry.member_no, branch=branch),
            is_member="yes" if entry.member_no else "unknown",
            identity=identity,
        )

    # Complaints and what hangs on them
    def _complaints(self, entries):
        channels, media = _codes_by_name(CHANNELS), _codes_by_name(MEDIA)
        rows = []
        for entry in entries:
            incident = self.incidents[grouping.incident_key(entry)]
            rows.append(
                Complaint(
                    **self._of(self.cases[incident.label, entry.identity], incident=incident),
                    reference=new_reference(self.party.prefix),
                    channel=channels.get(entry.channel, "imported"),
                    kind=entry.kind,
                    received_on=entry.received,
                    statement=entry.statement,
                    text_digest=text_digest(entry.statement),
                    happened_from=entry.happened,
                    happened_until=entry.happened,
                    happened_words=entry.happened_words,
                    place=entry.place,
                    medium=media.get(entry.medium, ""),
                    platform=entry.platform,
                    clauses_cited="; ".join(entry.clauses),
                    withdrawn_on=entry.closed if entry.outcome == "withdrawn" else None,
                    external_ref=entry.ref,
                    external_row=entry.row,
                    external_officer=entry.officer,
                    fingerprint=entry.fingerprint,
                )
            )
        made = self._add(Complaint, rows)
        self.done.complaints = len(made)
        return list(zip(entries, made, strict=True))

    def _complainant(self, entry, complaint):
        who = {"name": entry.complainant, "email": entry.contact, "complaint": complaint}
        return Complainant(**self._of(complaint.case, **who))

    def _note(self, entry, complaint):
        written = {"written_at": timezone.now(), "written_by_id": self.by.person_id}
        return Note(**self._of(complaint.case, text=entry.notes, **written))

    # Allegations, findings, sanctions: those of the incident, kept with each of its cases
    def _decide(self, groups):
        made = self._add(Allegation, self._allegations(groups))
        self.done.allegations = sum(allegation.clause_id is not None for allegation in made)
        decided = {
            case.pk: groups[key]
            for key, case in self.new.items()
            if groups[key].panel in FINDING_OF
        }
        self._add(
            Finding, (self._finding(a, decided[a.case_id]) for a in made if a.case_id in decided)
        )
        self._add(Sanction, self._sanctions(groups))

    def _allegations(self, groups):
        held = Allegation.objects.filter(case__in=set(self.cases.values())).values_list(
            "case", "clause"
        )
        charged = set(held) if len(self.new) < len(self.cases) else set()
        for key, group in groups.items():
            case, found = self.cases[key], self.rules.clauses(self.cases[key].edition_id)
            clauses = [found[number] for number in group.clauses if number in found]
            self.done.unlinked += len(group.clauses) - len(clauses)
            if not clauses and group.panel in FINDING_OF and key in self.new:
                clauses = [None]
            for position, clause in enumerate(clauses, start=1):
                if (case.pk, clause) not in charged:
                    fields = {"incident": self.incidents[key[0]], "clause_id": clause}
                    yield Allegation(**self._of(case, position=position, **fields))

    def _finding(self, allegation, group):
        return Finding(
            **self._of(allegation.case, allegation=allegation, finding=FINDING_OF[group.panel]),
            reasons=_("As recorded in the imported register."),
            found_on=group.closed or self.closed_on,
        )

    def _sanctions(self, groups):
        for key, case in self.new.items():
            imposed = groups[key].closed or self.closed_on
            for code, months in groups[key].sanctions.items():
                yield Sanction(
                    **self._of(case, sanction=code, months=months, imposed_on=imposed),
                    ends_on=_later(imposed, months) if months else None,
                )

    def _start_clocks(self, groups):
        """An open case without a deadline would be lost from everybody's list of what is due."""
        for key, case in self.new.items():
            if case.is_open:
                case.today = self.closed_on
                kind = OPEN_AT.get(groups[key].panel, ASSESSED)[1]
                start_clock(case, self.by, VERB, kind, case.received_on)

    def _wall_off(self, rows):
        """Last, since a wall hides its case at once, from the person who imports as well."""
        people = [signs_of(person) for person in people_of(self.party)]
        for entry, complaint in rows:
            texts = [getattr(entry, name) for name in NAMED_IN]
            text = plain("\n".join(texts))
            if any(signs.stand_in_plain(text) for signs in people):
                wall_off_named(complaint.case, by=self.by, texts=texts)


def _characteristics(row):
    entry, complaint = row
    return [
        CitedCharacteristic(
            case=complaint.case, party_id=complaint.party_id, complaint=complaint, code=code
        )
        for code in entry.characteristics
    ]


def _codes_by_name(table):
    with override("en-gb"):
        return {str(entry.name).lower(): entry.code for entry in table.values()}


def _later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


class _Rules:
    """The party's editions by day, and the clauses of each, read once."""

    def __init__(self, party):
        own = Edition.objects.published().filter(code__party=party).order_by("in_force_from")
        self.editions = list(own.prefetch_related("clauses"))
        self.starts = [edition.in_force_from for edition in self.editions]
        self.numbers = {
            edition.pk: {clause.number: clause.pk for clause in edition.clauses.all()}
            for edition in self.editions
        }

    def in_force(self, on):
        place = bisect_right(self.starts, on)
        return self.editions[place - 1] if place else None

    def clauses(self, edition_id):
        return self.numbers.get(edition_id, {})


class _Procedures:
    """The procedure in force at receipt; the party's earliest for what came before it."""

    def __init__(self, party):
        published = Procedure.objects.published().filter(party=party)
        self.versions = list(published.order_by("in_force_from"))
        if not self.versions:
            raise Refused(
                _("%(party)s has no procedure yet. Set one up first.") % {"party": party}
            )
        self.starts = [version.in_force_from for version in self.versions]

    def at(self, day):
        return self.versions[max(0, bisect_right(self.starts, day) - 1)]
