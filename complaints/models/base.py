"""What does every row of a case carry?"""

from django.db import models
from simple_history.models import HistoricalRecords

from complaints import access


class OfCaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A row is visible exactly when its case is."""
        return access.cases_open_to(user, self, case="case")


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
