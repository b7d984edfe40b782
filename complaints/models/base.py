"""What does every row of a case carry?"""

from django.db import models
from django.db.models import Exists, OuterRef
from simple_history.models import HistoricalRecords


class OfCaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A row is visible exactly when its case is. Asked row by row (EXISTS): a list of all
        visible cases to look each row up in would grow with the register."""
        case = self.model._meta.get_field("case").related_model
        return self.filter(Exists(case.objects.visible_to(user).filter(pk=OuterRef("case"))))


class OfCase(models.Model):
    """A row of a case. `party` is the copy that row-level security needs: actions.writing sets
    it, and the database refuses one that differs from the case's (rlsdb.policies)."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    case = models.ForeignKey("complaints.Case", models.PROTECT, related_name="%(class)ss")
    history = HistoricalRecords(inherit=True, cascade_delete_history=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        abstract = True


class OneOfCase(OfCase):
    """A row of which a case has at most one."""

    case = models.OneToOneField("complaints.Case", models.PROTECT, related_name="%(class)s")

    class Meta:
        abstract = True
