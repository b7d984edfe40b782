"""Which sealed files belong to nothing any more?

A file is sealed before the row that opens it is written. Where that row never came, or went, the
file is an orphan: nobody can open it, and nobody is owed it. What is young is left alone, because
its row may be about to be written.
"""

from datetime import timedelta

from django.apps import apps

from complaints import vault
from complaints.models import UnsentComplaint
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
    service, found = User.objects.service("jobs"), _of_drafts()
    models = [m for m in apps.get_models() if NAME in {f.name for f in m._meta.local_fields}]
    for party in Party.objects.all():
        with acting(party.pk, service.person_id):
            for model in models:
                found |= set(model._base_manager.values_list(NAME, flat=True))
    return found


def _of_drafts():
    kept = UnsentComplaint.objects.values_list("kept", flat=True)
    return {sealed[NAME] for each in kept for sealed in each["files"]}
