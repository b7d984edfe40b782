"""How are many letters made into one file to print, and recorded as posted?

The worker makes the file, as the person who asked for it; it lies sealed and goes after two days
with everything that no row opens (actions.tidying).
"""

from base64 import b64decode, b64encode
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import vault
from complaints.actions.delivery import record_delivery
from complaints.models import Delivery, Letter, PrintRun
from complaints.printing import letters_as_pdf
from partyconduct.audit.trail import record
from partyconduct.parties.access import require
from partyconduct.parties.roles import Permission
from partyconduct.rlsdb import acting

MOST = 500  # letters in one file
EVERY = 20  # letters between two words on how far it is


def ask_for(party, *, by):
    """A run over what is to post now, the oldest first. Refused where there is nothing."""
    require(by, Permission.HANDLE)
    wanted = list(Letter.objects.to_post(by).values_list("pk", flat=True)[:MOST])
    if not wanted:
        raise PermissionDenied(_("No letter waits to be posted."))
    run = PrintRun(
        party=party, asked_by=by.person, asked_at=timezone.now(), letters=wanted, done=0
    )
    run.save()
    record(by, "print_letters", run, letters=len(wanted))
    return run


def make(number, *, by):
    """Lays out, seals, and says how far it is in transactions of their own."""
    require(by, Permission.HANDLE)
    with acting(by.party_id, by.person_id):
        with transaction.atomic():
            run = PrintRun.objects.visible_to(by).get(pk=number)
            letters = list(letters_of(run, by))
            if not letters:
                run.fault = _("No letter of this run is left to print.")
                run.save(update_fields=["fault"])
                return {"letters": 0}
        content = letters_as_pdf(letters, lambda done: _tell(run, done))
        sealed = vault.seal(BytesIO(content), party_id=by.party_id, owner=_owner(run))
        run.sealed = {
            "stored_name": sealed.stored_name,
            "wrapped_key": b64encode(sealed.wrapped_key).decode(),
            "sha256": sealed.sha256,
        }
        run.done = len(letters)
        with transaction.atomic():
            run.save(update_fields=["sealed", "done"])
    return {"letters": len(letters)}


def letters_of(run, by):
    """Asked again: a wall may have been raised since."""
    seen = Letter.objects.visible_to(by).filter(pk__in=run.letters)
    return seen.select_related("party", "case").order_by("written_on", "pk")


def _tell(run, done):
    if done % EVERY == 0:
        with transaction.atomic():
            PrintRun.objects.filter(pk=run.pk).update(done=done)


def content(run, *, by):
    """The file, in pieces; only for whoever asked for it."""
    return vault.open_sealed(
        run.sealed["stored_name"],
        b64decode(run.sealed["wrapped_key"]),
        party_id=by.party_id,
        owner=_owner(run),
        sha256=run.sealed["sha256"],
    )


def _owner(run):
    return f"letters of run {run.pk} for {run.asked_by_id}"


@transaction.atomic
def record_posted(run, *, by):
    """Each letter of the file, sent by post today; what was recorded meanwhile is left alone."""
    waiting = Letter.objects.to_post(by).filter(pk__in=run.letters)
    for letter in waiting:
        record_delivery(letter, by=by, way=Delivery.Way.POST, on=timezone.localdate())
    return len(waiting)
