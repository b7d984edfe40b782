"""How is a case destroyed, so that it can be stopped at any point and goes on from there?

For each case of an agreed list: mark (note which files it has), shred (in one transaction, rows,
keys and history go and the event is written), remove (the sealed files, which nothing can open any
more), done. Whoever is killed leaves either the whole case or a destruction that the next run
finishes. At the end the database itself is made to forget: what is deleted must not lie in its
files (security.md F20).
"""

import json
import secrets
from collections import Counter
from datetime import timedelta
from functools import partial

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from complaints import vault
from complaints.actions.tidying import files_in
from complaints.models import (
    Allegation,
    Case,
    Complainant,
    Complaint,
    Hold,
    Incident,
    InvitationKey,
    OutboxMessage,
    PrintRun,
    Purge,
    PurgeItem,
    Receipt,
    Respondent,
)
from complaints.retention import SURVIVES
from partyconduct.audit.trail import record
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import acting

State = PurgeItem.State
LEDGER = settings.VAR / "purged.jsonl"


def carry_out(_by, at):
    """Every agreed list of every party, case by case; then the database forgets."""
    total = Counter(cases=0, rows=0, files=0, kept=0)
    for party in Party.objects.order_by("pk"):
        service = User.objects.service("jobs").act_for(party)
        with acting(party.pk, service.person_id):
            for batch in _agreed(service):
                total += _carry_out(batch, service, at)
    if total["cases"] and not forget_on_disk():
        raise RuntimeError("the journal could not be emptied; the next run does it")
    return {name: total[name] for name in ("cases", "rows", "files", "kept")}


def _agreed(by):
    with transaction.atomic():  # the database is told who acts when a transaction begins
        return list(Purge.objects.visible_to(by).filter(state=Purge.State.AGREED))


def _carry_out(batch, by, at):
    total = Counter()
    with transaction.atomic():
        items = list(batch.items.exclude(state=State.DONE).select_related("case__party"))
    for item in items:
        total += _destroy(item, by, at)
    _finish(batch, by)
    return total


def _destroy(item, by, at):
    done = Counter(cases=1)
    if item.state in (State.WAITING, State.MARKED) and not _mark(item, at.date()):
        return Counter(kept=1)
    if item.state == State.MARKED:
        done["rows"] = shred(item, by, at)
    done["files"] = _remove(item)
    return done


def _mark(item, today):
    """A hold placed since the list was agreed keeps the case."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=item.case_id)
        if Hold.objects.standing(today).filter(case=case).exists() or case.stage != "closed":
            item.delete()
            return False
        item.files = sorted(files_of(case))
        item.state = State.MARKED
        item.save()
    return True


def shred(item, by, at):
    """Rows, keys and history of one case; what the counts need stays, without a word."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=item.case_id)
        _write_down(case, at.date())
        _let_links_hang()
        rows = _forget_addresses(case, at)
        rows += _forget_ways_in(case)
        rows += _forget_prints(case)
        _count_alike(case)
        Case.objects.filter(pk=case.pk).update(purged_on=at.date())
        rows += sum(_empty(model, case) for model in surviving())
        rows += sum(_delete(model, case) for model in perishing())
        rows += _forget_incidents(case)
        item.state = State.SHREDDED
        item.save()
        record(by, "purge", case, batch=item.batch_id, rows=rows, files=len(item.files))
    return rows


def _remove(item):
    for name in item.files:
        vault.discard(name)
    removed, item.files, item.state = len(item.files), [], State.DONE
    with transaction.atomic():
        item.save()
    return removed


def _finish(batch, by):
    with transaction.atomic():
        items = batch.items.filter(state=State.DONE)
        batch.state, batch.done_at = Purge.State.DONE, timezone.now()
        batch.counts = {"cases": items.count()}
        batch.save()
        record(by, "finish_purge", batch, cases=items.count())


# --- which rows


def of_case():
    """Every model whose rows hang on a case, and the case itself, by Django's own registry."""
    return [m for m in apps.get_models() if m is Case or _has_case(m)]


def _has_case(model):
    for field in model._meta.local_fields:
        if field.name == "case" and field.is_relation and field.related_model is Case:
            return True
    return False


def is_history(model):
    return hasattr(model, "history_type")


def surviving():
    return [m for m in of_case() if not is_history(m) and m._meta.model_name in SURVIVES]


def perishing():
    """Histories, that of the case included, and every model that is not named to survive."""
    kept = set(surviving())
    return [m for m in of_case() if m not in kept] + [Case.history.model]


def _rows(model, case):
    if model is Case or model is Case.history.model:
        return model._base_manager.filter(id=case.pk)
    return model._base_manager.filter(case_id=case.pk)


def _delete(model, case):
    return _rows(model, case)._raw_delete(connection.alias)


def _empty(model, case):
    """Every column that is not named to survive gets what it holds when nothing is known."""
    kept = SURVIVES[model._meta.model_name]
    lost = [field for field in model._meta.local_fields if field.name not in kept]
    if lost:
        _rows(model, case).update(**{field.name: _nothing(field) for field in lost})
    return 0


def _nothing(field):
    if field.null:
        return None
    if field.unique:
        return Concat(Value("PURGED-"), Cast("pk", models.CharField()))
    return field.get_default()


def files_of(case):
    """The stored names of whatever the case has in the vault, whichever model holds them."""
    return {name for model in of_case() for name in files_in(model, _rows(model, case))}


# --- what does not hang on the case


def _forget_addresses(case, at):
    """E-mail says nothing; the address it went to says who complained. What was queued only now
    is somebody else's news, and goes out first."""
    told = _addresses(case)
    told -= _addresses_elsewhere(case, told)
    waiting = (OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING)
    over = Q(queued_at__lt=at - timedelta(days=1)) | ~Q(state__in=waiting)
    return OutboxMessage.objects.filter(over, to__in=told).delete()[0]


def _forget_ways_in(case):
    """The receipts of its complaints and the codes of its invitations."""
    complaints, invitations = (
        list(rows.values_list("pk", flat=True)) for rows in (case.complaints, case.invitations)
    )
    keys = (
        Receipt.objects.filter(party_number=case.party_id, complaint_number__in=complaints),
        InvitationKey.objects.filter(
            party_number=case.party_id, invitation_number__in=invitations
        ),
    )
    return sum(rows.delete()[0] for rows in keys)


def _forget_prints(case):
    """A file made of many letters goes when one of them is the case's; it can be made again. The
    sealed bytes, which nothing opens any more, go with the vault's orphans."""
    letters = set(case.letters.values_list("pk", flat=True))
    runs = PrintRun.objects.filter(party=case.party_id)
    told = [pk for pk, printed in runs.values_list("pk", "letters") if letters & set(printed)]
    return runs.filter(pk__in=told).delete()[0]


def _addresses(case):
    held = [
        (model, field.name)
        for model in of_case()
        for field in model._meta.local_fields
        if isinstance(field, models.EmailField) and not is_history(model)
    ]
    return {
        email
        for model, name in held
        for email in _rows(model, case).values_list(name, flat=True)
        if email
    }


def _addresses_elsewhere(case, told):
    return {
        email
        for model in (Complainant, Respondent)
        for email in model.objects.filter(email__in=told)
        .exclude(case=case)
        .values_list("email", flat=True)
    }


def _count_alike(case):
    """A respondent of several cases is one person in the counts, and stays so when one of them is
    destroyed: a random word, shared by them, stands for the identity (counting reads it)."""
    respondent = Respondent.objects.filter(case=case).first()
    if respondent is None:
        return
    word = respondent.counted_as or secrets.token_hex(16)
    same = Respondent.objects.filter(party=case.party_id, identity=respondent.identity)
    same.update(counted_as=word)
    Respondent.objects.filter(pk=respondent.pk).update(identity=word)


def _forget_incidents(case):
    """An incident that no other case is about keeps its number for the counts, not its label."""
    here = Q(complaints__case=case) | Q(allegations__case=case)
    told = Incident.objects.filter(here).distinct()
    rows = 0
    for incident in told:
        about = (Complaint, Allegation)
        if any(m.objects.filter(incident=incident, case__purged_on=None).exists() for m in about):
            continue
        incidents = Incident.objects.filter(pk=incident.pk)
        incidents.update(label=f"PURGED-{incident.pk}", happened_from=None, happened_until=None)
        rows += Incident.history.filter(id=incident.pk)._raw_delete(connection.alias)
    return rows


def _write_down(case, today):
    """Outside the database, so that a backup from before can be told what to forget again."""
    line = json.dumps({"party": case.party.slug, "case": case.pk, "on": today.isoformat()})
    LEDGER.parent.mkdir(parents=True, exist_ok=True)
    with LEDGER.open("a") as file:
        file.write(line + "\n")


def _let_links_hang():
    """Rows go in any order; whether they still fit is asked when the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# --- the database forgets


def forget_on_disk():
    """SQLite overwrites what is deleted (secure_delete) once its journal is emptied; returns
    whether that went through. PostgreSQL's own VACUUM clears its pages."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _written, _moved = cursor.fetchone()
    except OperationalError:
        return False
    return not busy


def leftovers(case):
    """What of a purged case is still there: names of models, empty when all is gone."""
    faults = [m._meta.label for m in perishing() if _rows(m, case).exists()]
    for model in surviving():
        kept = SURVIVES[model._meta.model_name]
        lost = [f for f in model._meta.local_fields if f.name not in kept and not f.unique]
        clean = {field.name: field.get_default() if not field.null else None for field in lost}
        same = partial(_is_clean, clean)
        faults += [model._meta.label for row in _rows(model, case).values(*clean) if not same(row)]
    return faults


def _is_clean(clean, row):
    return all(row[name] == value for name, value in clean.items())
