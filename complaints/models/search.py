"""By which words is a case found?"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from complaints.workflow import DECIDING
from partyconduct.parties.roles import Permission


class SearchWordQuerySet(models.QuerySet):
    def shown_to(self, user):
        """Words of the file; those of the desk for whoever is shown the complainant of that case
        (complaints.access.may_see_complainant)."""
        if not (user.can(Permission.HANDLE) or user.can(Permission.INVESTIGATE)):
            return self.filter(whose=0)
        duty = self.model._meta.get_field("case").related_model._meta.get_field("duties")
        judges = duty.related_model.objects.filter(
            case=OuterRef("case"), person=user.person_id, kind__in=DECIDING
        )
        return self.filter(Q(whose=0) | ~Exists(judges))


class SearchWord(models.Model):
    """One word of one case. `whose` 0: of the file; 1: of the desk alone."""

    pk = models.CompositePrimaryKey("party_id", "word", "case_id")
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=40)
    case = models.ForeignKey("complaints.Case", models.PROTECT, related_name="searchwords")
    whose = models.PositiveSmallIntegerField(default=0)

    objects = SearchWordQuerySet.as_manager()

    def __str__(self):
        return self.word


class SearchPosition(models.Model):
    """Up to which event of a party's trail is everything in the index?"""

    party = models.OneToOneField("parties.Party", models.PROTECT, related_name="+")
    seq = models.BigIntegerField(default=0)

    def __str__(self):
        return f"{self.party}: {self.seq}"
