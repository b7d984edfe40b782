"""How does a party change the words of its letters? By a new version, never by altering one."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from complaints.letters.standard import faults_of
from complaints.models import LetterWording
from partyconduct.audit.trail import record
from partyconduct.parties.access import require
from partyconduct.parties.models import Party
from partyconduct.parties.roles import Permission
from partyconduct.rlsdb import bind


@transaction.atomic
def reword(party, *, by, letter, subject, text):
    """New words for a letter (kind, audience), from the next one on; sent ones stay."""
    if faults := faults_of(*letter, text):
        raise PermissionDenied(" ".join(map(str, faults)))
    return _version(party, by, "reword", letter, subject=subject, text=text)


@transaction.atomic
def restore(party, *, by, letter):
    """Back to the words of the register."""
    return _version(party, by, "restore_wording", letter)


def _version(party, by, verb, letter, **words):
    require(by, Permission.EDIT_PROCEDURE)
    bind(party.pk, by.person_id)
    Party.objects.select_for_update().get(pk=party.pk)
    kind, audience = letter
    latest = LetterWording.objects.of(party, kind, audience).first()
    made = LetterWording.objects.create(
        party=party,
        kind=kind,
        audience=audience,
        number=(latest.number if latest else 0) + 1,
        written_at=timezone.now(),
        written_by=by.person,
        **words,
    )
    facts = {"kind": str(kind), "audience": str(audience), "number": made.number}
    record(by, verb, made, **facts)
    return made
