"""Who saw a case and who did what with it?

Goes by the type and number of the case and of everything that hangs on it, through Django's
registry: the trail imports nothing above it.
"""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Q

from partyconduct.audit.models import AuditEvent

CASE = "complaints.case"


def case_called(reference):
    """The case of a reference, as far as whoever acts may know of it; None otherwise."""
    return apps.get_model(CASE).objects.filter(reference=reference).first()


def events_of_case(case):
    """Events about the case, its complaints, its evidence and whatever else belongs to it."""
    subjects = Q(subject_type=CASE, subject_id=case.pk)
    parts = (link for link in case._meta.related_objects if link.field.name == "case")
    asked = [subjects, *(_about(link.related_model, case) for link in parts)]
    events = AuditEvent.objects.filter(reduce(or_, asked), party_id=case.party_id)
    return events.select_related("actor").order_by("at", "stream", "seq")


def _about(model, case):
    rows = model._base_manager.filter(case=case).values_list("pk", flat=True)
    return Q(subject_type=model._meta.label_lower, subject_id__in=list(rows))
