"""Which events are about a case and all that hangs on it?

Goes by Django's registry, because the trail imports nothing above it.
"""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Q

from partyconduct.audit.models import CASE, AuditEvent


def case_called(reference, party_id):
    """A party's case of that reference, as far as the database shows it to whoever acts."""
    cases = apps.get_model(CASE).objects.filter(party_id=party_id)
    return cases.filter(reference=reference.strip().upper()).first()


def events_of_case(case):
    """Events about the case, its complaints, its evidence and whatever else belongs to it."""
    subjects = Q(subject_type=CASE, subject_id=case.pk)
    parts = (link for link in case._meta.related_objects if link.field.name == "case")
    asked = [subjects, *(_about(link.related_model, case) for link in parts)]
    events = AuditEvent.objects.filter(reduce(or_, asked), party_id=case.party_id)
    return events.with_actors().order_by("at", "stream", "seq")


def _about(model, case):
    rows = model._base_manager.filter(case=case).values_list("pk", flat=True)
    return Q(subject_type=model._meta.label_lower, subject_id__in=list(rows))
