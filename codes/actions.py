"""How does a code change? Only here: each verb with its person, its history and its event.

An edition is drafted, edited and put in force; from then on it stands still, and a change is a
new edition. Only the editor of the party that owns the code may act; the operator's import
command acts as the register's own service account.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from codes.importing import LONGEST_NUMBER, Found, anchor_of
from codes.models import Adherence, Clause, Code, Edition, TariffLine
from codes.tariff import SANCTIONS, SEVERITIES
from partyconduct.audit.history import remove, save
from partyconduct.audit.trail import record
from partyconduct.parties.access import refusal
from partyconduct.parties.roles import Permission

NUMBER = re.compile(r"[A-Z]{0,2}\d{1,3}[A-Z]?(\.\d{1,3}[A-Z]?)*(\([a-z]{1,4}\))*")
WORDS = ("heading", "text", "heading_cy", "text_cy")


class Refused(PermissionDenied):
    """A verb that is not open; the message is a sentence for the page."""


@dataclass(frozen=True)
class Words:
    """What one clause says."""

    number: str
    text: str = ""
    heading: str = ""
    text_cy: str = ""
    heading_cy: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a tariff."""

    severity: int
    name: str
    typical_conduct: str
    sanctions: list[str]


@dataclass(frozen=True)
class Stand:
    """A party's answer to an edition of the joint code."""

    party: Any
    stand: str
    from_on: date
    evidence: str


def needs_its_editor(code, by) -> str:
    if by.party_id != code.party_id:
        return _("This code belongs to another party.")
    return "" if by.is_service or by.can(Permission.EDIT_CODES) else refusal(Permission.EDIT_CODES)


def needs_a_draft(edition) -> str:
    if edition.is_published:
        return _("This edition is published and does not change. Draft a new edition.")
    return ""


def _refuse(*objections):
    for objection in objections:
        if objection:
            raise Refused(objection)


def _refuse_unless_drafting(edition, by):
    _refuse(needs_its_editor(edition.code, by), needs_a_draft(edition))


def _all_new(rows, model, by, verb):
    return bulk_create_with_history(rows, model, default_user=by, default_change_reason=verb)


@transaction.atomic
def open_code(party, *, by, title):
    """The party's one code, made when the first edition is drafted."""
    code = Code.objects.filter(party=party).select_related("party").first()
    if code is None:
        code = Code(party=party, title=title)
        _refuse(needs_its_editor(code, by))
        save(code, by, "open_code")
        record(by, "open_code", code)
    return code


@transaction.atomic
def draft(code, *, by, found=None):
    """A new edition: from a document, or else a copy of the latest published one."""
    _refuse(needs_its_editor(code, by))
    source = code.editions.latest()
    numbers = code.editions.aggregate(last=Max("number"))["last"] or 0
    number = numbers + 1
    if found and found.number and found.number > numbers:
        number = found.number
    edition = Edition(code=code, number=number, title=(source or code).title)
    if source:
        edition.title_cy, edition.applies_to = source.title_cy, source.applies_to
    save(edition, by, "draft")
    record(by, "draft", edition, number=number, copied_from=source and source.pk)
    if found:
        return import_into(edition, by=by, found=found)
    if source:
        _copy(source, edition, by)
    return edition


def _copy(source, edition, by):
    clauses = [_like(clause) for clause in source.clauses.select_related("parent")]
    _set_clauses(edition, clauses, by, "draft")
    lines = [
        TariffLine(
            edition=edition,
            severity=line.severity,
            name=line.name,
            typical_conduct=line.typical_conduct,
            sanctions=line.sanctions,
        )
        for line in source.tariff_lines.all()
    ]
    _all_new(lines, TariffLine, by, "draft")


def _like(clause):
    words = {name: getattr(clause, name) for name in (*WORDS, "number", "level", "table")}
    return clause.parent_number, words


@transaction.atomic
def import_into(edition, *, by, found: Found):
    """Replaces the draft's clauses, and its tariff when the document has one."""
    _refuse_unless_drafting(edition, by)
    welsh = {c.number: (c.heading_cy, c.text_cy) for c in edition.clauses.all()}
    _clear(edition.clauses.order_by("-level"), by, "import_into")
    clauses = []
    for clause in found.clauses:
        words = asdict(clause)
        heading_cy, text_cy = welsh.get(clause.number, ("", ""))
        clauses.append(
            (words.pop("parent"), words | {"heading_cy": heading_cy, "text_cy": text_cy})
        )
    _set_clauses(edition, clauses, by, "import_into")
    edition.title = found.title or edition.title
    edition.adopted_by = found.adopted_by or edition.adopted_by
    save(edition, by, "import_into")
    record(by, "import_into", edition, clauses=len(clauses))
    if found.tariff:
        lines = [
            Line(line.severity, line.name, line.typical_conduct, line.sanctions)
            for line in found.tariff
        ]
        set_tariff(edition, by=by, lines=lines)
    return edition


def _clear(rows, by, verb):
    for row in rows:
        remove(row, by, verb)


def _set_clauses(edition, clauses, by, verb):
    """Level by level, because a clause points to the one it stands in."""
    made = {}
    placed = list(enumerate(clauses, start=1))
    for level in sorted({words["level"] for _parent, words in clauses}):
        rows = [
            Clause(
                edition=edition,
                position=position,
                parent=made.get(parent),
                anchor=anchor_of(words["number"]),
                **words,
            )
            for position, (parent, words) in placed
            if words["level"] == level
        ]
        made |= {row.number: row for row in _all_new(rows, Clause, by, verb)}


@transaction.atomic
def describe(edition, *, by, details):
    """Title, who it applies to, who adopted it, the proposed day."""
    _refuse_unless_drafting(edition, by)
    for name in ("title", "title_cy", "applies_to", "adopted_by", "in_force_from"):
        if name in details:
            setattr(edition, name, details[name])
    if edition.in_force_from:
        _refuse(edition.objection_to_start(edition.in_force_from))
    save(edition, by, "describe")
    record(by, "describe", edition)
    return edition


def objection_to_number(edition, number, clause=None) -> str:
    """Why a clause may not carry this number."""
    if len(number) > LONGEST_NUMBER or not NUMBER.fullmatch(number):
        return _("Enter a number such as 3, 3.2, 3.2(a) or J1.")
    others = edition.clauses.exclude(pk=clause and clause.pk)
    if others.filter(anchor=anchor_of(number)).exists():
        return _("Clause %s exists already. Choose another number.") % number
    above = _above(number)
    if above and not others.filter(number=above).exists():
        return _("There is no clause %s for it to stand in. Add that one first.") % above
    return ""


def _above(number):
    above = re.sub(r"(\([a-z]{1,4}\)|\.\d+[A-Z]?)$", "", number)
    return "" if above == number else above


def _key(number):
    """Sorts 3.2 before 3.10, and 3.2(a) after 3.2."""
    parts = re.findall(r"\d+|[A-Za-z]+", number)
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


@transaction.atomic
def add_clause(edition, *, by, words: Words):
    _refuse_unless_drafting(edition, by)
    _refuse(objection_to_number(edition, words.number))
    parent = edition.clauses.filter(number=_above(words.number)).first()
    following = [
        clause for clause in edition.clauses.all() if _key(clause.number) > _key(words.number)
    ]
    last = edition.clauses.aggregate(last=Max("position"))["last"] or 0
    position = following[0].position if following else last + 1
    for clause in following:
        clause.position += 1
    _moved(following, by, "add_clause")
    level = parent.level + 1 if parent else 1
    anchor = anchor_of(words.number)
    clause = Clause(
        edition=edition,
        parent=parent,
        position=position,
        level=level,
        anchor=anchor,
        **asdict(words),
    )
    save(clause, by, "add_clause")
    record(by, "add_clause", edition, clause=anchor)
    return clause


def _moved(clauses, by, verb):
    bulk_update_with_history(
        clauses, Clause, ["position"], default_user=by, default_change_reason=verb
    )


@transaction.atomic
def edit_clause(clause, *, by, words: Words):
    """New words; a new number too, when the place in the code stays the same."""
    edition = clause.edition
    _refuse_unless_drafting(edition, by)
    if words.number != clause.number:
        _refuse(objection_to_number(edition, words.number, clause), _moves(clause, words.number))
        clause.number, clause.anchor = words.number, anchor_of(words.number)
    for name in WORDS:
        setattr(clause, name, getattr(words, name))
    save(clause, by, "edit_clause")
    record(by, "edit_clause", edition, clause=clause.anchor)
    return clause


def _moves(clause, number):
    """A number that belongs elsewhere is a removal and an addition, so that order stays true."""
    if clause.children.exists() or _above(number) != clause.parent_number:
        return _("This number belongs elsewhere. Remove this clause and add it there.")
    siblings = clause.edition.clauses.filter(parent=clause.parent).exclude(pk=clause.pk)
    wrong = [
        other
        for other in siblings
        if (other.position < clause.position) != (_key(other.number) < _key(number))
    ]
    if wrong:
        return _("With this number the clause would be out of order. Choose one that fits.")
    return ""


@transaction.atomic
def remove_clause(clause, *, by):
    """With the clauses that stand in it."""
    edition = clause.edition
    _refuse_unless_drafting(edition, by)
    gone, found = [clause], [clause]
    while found:
        found = list(edition.clauses.filter(parent__in=found))
        gone += found
    anchor = clause.anchor
    _clear(reversed(gone), by, "remove_clause")
    record(by, "remove_clause", edition, clause=anchor, clauses=len(gone))
    return edition


@transaction.atomic
def set_tariff(edition, *, by, lines: list[Line]):
    """What may follow at each severity; the lines replace the earlier ones."""
    _refuse_unless_drafting(edition, by)
    _refuse(*(_objection_to_line(line) for line in lines))
    kept = {line.severity: line for line in edition.tariff_lines.all()}
    for line in lines:
        row = kept.pop(line.severity, None) or TariffLine(edition=edition, severity=line.severity)
        row.name, row.typical_conduct = line.name, line.typical_conduct
        row.sanctions = line.sanctions
        save(row, by, "set_tariff")
    _clear(kept.values(), by, "set_tariff")
    record(by, "set_tariff", edition, severities=[line.severity for line in lines])
    return edition


def _objection_to_line(line):
    if line.severity not in SEVERITIES:
        return _("A severity is a number from 1 to 4.")
    if unknown := set(line.sanctions) - set(SANCTIONS):
        return _("%s is not a sanction of the ladder.") % min(unknown)
    return ""


@transaction.atomic
def put_in_force(edition, *, by, on):
    """Publishes a complete edition; it is in force from `on` until the next one begins."""
    # Two editors at once: the second waits here and then sees the first one's edition.
    Code.objects.select_for_update().get(pk=edition.code_id)
    edition.refresh_from_db()
    _refuse_unless_drafting(edition, by)
    _refuse(edition.objection_to_start(on), *edition.objections())
    edition.in_force_from = on
    edition.source_hash = hash_of(edition)
    edition.status, edition.published_at = Edition.Status.PUBLISHED, timezone.now()
    save(edition, by, "put_in_force")
    record(by, "put_in_force", edition, number=edition.number, on=on, digest=edition.source_hash)
    return edition


def hash_of(edition) -> str:
    """SHA-256 of everything the edition says; the name of its PDF and part of its events."""
    clauses = edition.clauses.values_list("number", "table", *WORDS)
    lines = edition.tariff_lines.values_list("severity", "name", "typical_conduct", "sanctions")
    head = [edition.code_id, edition.number, edition.title, edition.title_cy]
    head += [edition.applies_to, edition.adopted_by, edition.in_force_from]
    said = json.dumps([head, list(clauses), list(lines)], cls=DjangoJSONEncoder)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def discard(edition, *, by):
    """A draft is thrown away; its history and its events stay."""
    _refuse_unless_drafting(edition, by)
    record(by, "discard", edition, number=edition.number)
    _clear(edition.clauses.order_by("-level"), by, "discard")
    _clear(edition.tariff_lines.all(), by, "discard")
    remove(edition, by, "discard")


@transaction.atomic
def record_adherence(edition, *, by, stand: Stand):
    """Where a party stands on an edition of the joint code, from a day; never assumed."""
    _refuse(needs_its_editor(edition.code, by), needs_the_joint_code(edition))
    same = Adherence.objects.filter(
        edition=edition, party=stand.party, from_on=stand.from_on
    ).first()
    adherence = same or Adherence(edition=edition, **vars(stand))
    adherence.stand, adherence.evidence = stand.stand, stand.evidence
    save(adherence, by, "record_adherence")
    stood = stand.stand.replace(" ", "-")
    record(by, "record_adherence", adherence, edition=edition.pk, stand=stood, on=stand.from_on)
    return adherence


def needs_the_joint_code(edition) -> str:
    if not edition.code.is_joint:
        return _("Parties adhere to the joint code only.")
    return "" if edition.is_published else _("Put the edition in force first.")
