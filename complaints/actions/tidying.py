"""Which sealed files belong to nothing any more?

A file is sealed before the row that opens it is written. Where that row never came, or went, the
file is an orphan: nobody can open it, and nobody is owed it. What is young is left alone, because
its row may be about to be written.
"""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import JSONField

from complaints import vault
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import acting

YOUNG = timedelta(days=2)  # longer than any session holds the ticket of an upload
NAME = "stored_name"  # what every model calls the file that it opens


def discard_orphans(_by, _at):
    # Listed before the rows are read: what is written meanwhile is too young to be listed.
    old = list(vault.store().older_than(YOUNG.total_seconds()))
    orphans = set(old) - _claimed() if old else set()
    for name in sorted(orphans):
        vault.discard(name)
    return {"files": len(orphans)}


def _claimed():
    """The files that some row opens, party by party, as the database shows them."""
    service, found = User.objects.service("jobs"), set()
    for party in Party.objects.all():
        # The database is told who acts when a transaction begins; without one it shows no row.
        with acting(party.pk, service.person_id), transaction.atomic():
            for model in apps.get_models():
                found |= files_in(model, model._base_manager.all())
    return found


def files_in(model, rows):
    """The stored names that these rows hold, in a column of that name or inside plain data."""
    fields = [f for f in model._meta.local_fields if f.name == NAME]
    fields += [f for f in model._meta.local_fields if isinstance(f, JSONField)]
    if not fields or hasattr(model, "history_type"):
        return set()
    columns = [field.name for field in fields]
    return {name for row in rows.values(*columns) for name in _names(row) if name}


def _names(data):
    if isinstance(data, dict):
        yield data.get(NAME)
    for each in data.values() if isinstance(data, dict) else data:
        if isinstance(each, dict | list):
            yield from _names(each)
