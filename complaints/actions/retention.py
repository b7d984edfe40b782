"""Who keeps a case from being destroyed, and how do two people agree on what is destroyed?"""

import hashlib
import json

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.access import not_kept_from
from complaints.actions.writing import add
from complaints.models import Case, Finding, Hold, Procedure, Purge, PurgeItem, Sanction
from complaints.outcomes import UPHELD
from complaints.retention import Due, kept_as, later
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.parties.access import require
from partyconduct.parties.roles import Permission

MOST = 500  # cases of one list: what two people can look at


# --- what is due


def due(by, today, *, held=False) -> list[Due]:
    """The party's cases whose time is over, the oldest first, without those this person may not
    know of. With `held`, those that a hold or a restriction keeps beyond their time."""
    schedules = {p.pk: p for p in Procedure.objects.filter(party=by.party_id)}
    found = []
    for case in _closed(by, today, held).iterator():
        ending = kept_as(case["closing_reason"], case["is_upheld"])
        months = schedules[case["procedure"]].months_to_keep(ending)
        over = max(filter(None, (later(case["closed_on"], months), case["sanctioned_until"])))
        if over <= today:
            days = (case["closed_on"].isoformat(), over.isoformat())
            number = schedules[case["procedure"]].number
            found.append(Due(case["pk"], case["reference"], ending, *days, number))
        if len(found) == MOST:
            break
    return found


COLUMNS = (
    "pk",
    "reference",
    "closing_reason",
    "closed_on",
    "procedure",
    "is_upheld",
    "sanctioned_until",
)


def _closed(by, today, held):
    mine = {"case": OuterRef("pk")}
    is_held = Exists(Hold.objects.standing(today).filter(**mine))
    running = Sanction.objects.standing().filter(**mine).values("case")
    return (
        not_kept_from(by, Case.objects.filter(party=by.party_id, purged_on=None))
        .closed()
        .filter(is_held if held else ~is_held)
        .annotate(
            is_upheld=Exists(Finding.objects.filter(**mine, finding__in=UPHELD)),
            sanctioned_until=Subquery(running.annotate(last=Max("ends_on")).values("last")),
        )
        .values(*COLUMNS)
        .order_by("closed_on", "pk")
    )


def digest_of(listed: list[Due]) -> str:
    """What was shown, as one number: whoever agrees agrees to exactly this list."""
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()


# --- two people


@transaction.atomic
def ask(by, *, digest):
    """The first person asks for what the page showed; a list that has changed is shown again."""
    require(by, Permission.PURGE)
    listed = due(by, timezone.localdate())
    if not listed or digest_of(listed) != digest:
        raise Refused(_("The list has changed since it was shown. Look at it again."))
    if Purge.objects.visible_to(by).open().exists():
        raise Refused(_("A list is waiting already. Finish that one first."))
    batch = Purge(party_id=by.party_id, digest=digest, asked_by=by.person, asked_at=timezone.now())
    batch.save()
    PurgeItem.objects.bulk_create(
        PurgeItem(party_id=by.party_id, case_id=each.number, batch=batch) for each in listed
    )
    record(by, "ask_purge", batch, cases=len(listed), digest=digest)
    return batch


def shown(batch, by) -> list[Due]:
    """The cases of a list as they are due today, as far as this person may know of them."""
    numbers = set(batch.items.values_list("case", flat=True))
    return [each for each in due(by, timezone.localdate()) if each.number in numbers]


@transaction.atomic
def agree(batch, by, *, digest):
    """A second person, who was shown the same, agrees; from then on the list is carried out."""
    require(by, Permission.PURGE)
    batch = _waiting(batch, by)
    if batch.asked_by_id == by.person_id:
        raise Refused(_("You asked for it. A second person has to agree."))
    if not batch.digest == digest == digest_of(shown(batch, by)):
        raise Refused(_("The list has changed since it was asked for. Drop it and ask again."))
    batch.state, batch.agreed_by = Purge.State.AGREED, by.person
    batch.agreed_at = timezone.now()
    batch.save()
    record(by, "agree_purge", batch, digest=digest)
    return batch


@transaction.atomic
def drop(batch, by):
    """Nothing is destroyed; whoever may ask may also drop."""
    require(by, Permission.PURGE)
    batch = _waiting(batch, by)
    batch.state = Purge.State.DROPPED
    batch.save()
    batch.items.all().delete()
    record(by, "drop_purge", batch)


def _waiting(batch, by):
    found = Purge.objects.visible_to(by).select_for_update().filter(pk=batch.pk).first()
    if found is None or found.state != Purge.State.ASKED:
        raise Refused(_("This list is not waiting for anybody."))
    return found


# --- holds


@transaction.atomic
def hold(case, by, *, kind, reasons, until_on=None):
    """Also a closed case: it is the closed ones that would be destroyed."""
    require(by, Permission.HANDLE)
    placed = add(
        Hold,
        case,
        by,
        "hold",
        kind=kind,
        reasons=reasons,
        until_on=until_on,
        placed_on=timezone.localdate(),
        placed_by=by.person,
    )
    record(by, "hold", case, hold=placed.pk, kind=str(kind))
    return placed


@transaction.atomic
def release(held, by, *, reasons):
    require(by, Permission.HANDLE)
    if held.lifted_on:
        raise Refused(_("This hold has been lifted already."))
    held.lifted_on, held.lifted_by = timezone.localdate(), by.person
    held.lifted_reasons = reasons
    save(held, by, "release")
    record(by, "release", held.case, hold=held.pk)
    return held
