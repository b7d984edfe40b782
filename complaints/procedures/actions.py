"""How does a procedure change? Only here: drafted, changed, put in force, or thrown away.

Only the administrator of the party may act. A version in force stands still, and a change is a
new version; cases keep the one they were received under (domain D21).
"""

import hashlib
import json

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Procedure
from complaints.procedures.contradictions import contradictions
from complaints.procedures.options import NAMES
from partyconduct.audit.history import remove, save
from partyconduct.audit.trail import record
from partyconduct.parties.access import refusal
from partyconduct.parties.models import Party
from partyconduct.parties.roles import Permission


class Refused(PermissionDenied):
    """What is not open; the sentence says why and is shown as it is."""


@transaction.atomic
def draft(party, *, by):
    """A copy of the latest version, to be changed; the one draft there is, where there is one."""
    _refuse_unless_theirs(party, by)
    Party.objects.select_for_update().get(pk=party.pk)
    open_draft = Procedure.objects.drafts().filter(party=party).first()
    if open_draft:
        return open_draft
    source = Procedure.objects.published().filter(party=party).order_by("in_force_from").last()
    number = Procedure.objects.filter(party=party).aggregate(last=Max("number"))["last"] or 0
    copied = {name: getattr(source, name) for name in NAMES} if source else {}
    made = Procedure(party=party, number=number + 1, **({"nation": party.nation} | copied))
    save(made, by, "draft")
    record(by, "draft", made, number=made.number, copied_from=source and source.pk)
    return made


@transaction.atomic
def change(procedure, *, by, settings):
    """New settings; those that contradict each other may stand until it is put in force."""
    _refuse_unless_drafting(procedure, by)
    changed = [name for name in settings if getattr(procedure, name) != settings[name]]
    for name in changed:
        setattr(procedure, name, settings[name])
    save(procedure, by, "change")
    record(by, "change", procedure, settings=sorted(changed))
    return procedure


@transaction.atomic
def put_in_force(procedure, *, by, on):
    """Publishes a version; it binds whatever is received from that day on."""
    # Two administrators at once: the second waits here and then sees the first one's version.
    Party.objects.select_for_update().get(pk=procedure.party_id)
    procedure.refresh_from_db()
    _refuse_unless_drafting(procedure, by)
    found = [procedure.objection_to_start(on, timezone.localdate()), *contradictions(procedure)]
    if objections := [sentence for sentence in found if sentence]:
        raise Refused(" ".join(map(str, objections)))
    procedure.in_force_from, procedure.published_at = on, timezone.now()
    procedure.digest = hash_of(procedure)
    save(procedure, by, "put_in_force")
    facts = {"number": procedure.number, "on": on, "digest": procedure.digest}
    record(by, "put_in_force", procedure, **facts)
    return procedure


def hash_of(procedure) -> str:
    """SHA-256 of everything that the version sets."""
    head = [procedure.party_id, procedure.number, procedure.in_force_from, procedure.adopted_by]
    said = json.dumps([head, {n: getattr(procedure, n) for n in NAMES}], cls=DjangoJSONEncoder)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def discard(procedure, *, by):
    """A draft is thrown away; its history and its events stay."""
    _refuse_unless_drafting(procedure, by)
    record(by, "discard", procedure, number=procedure.number)
    remove(procedure, by, "discard")


def _refuse_unless_drafting(procedure, by):
    _refuse_unless_theirs(procedure.party, by)
    if procedure.is_published:
        raise Refused(_("This version is in force and does not change. Draft a new one."))


def _refuse_unless_theirs(party, by):
    if not by.can(Permission.EDIT_PROCEDURE):
        raise Refused(refusal(Permission.EDIT_PROCEDURE))
    if by.party_id != party.pk:
        raise Refused(_("This procedure belongs to another party."))
