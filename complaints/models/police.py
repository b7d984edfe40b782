"""What did the police and the courts have to do with a case?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints import outcomes
from complaints.models.base import OfCase, OfCaseQuerySet


class Referral(OfCase):
    """A case, or a part of it, passed to the police: what for, to whom, and what happens here
    meanwhile. That is an explicit decision with reasons (domain 7.3; D46)."""

    class Meanwhile(models.TextChoices):
        PAUSED = "paused", _("The procedure waits for the police")
        CONTINUED = "continued", _("The procedure goes on beside the police")

    offence = models.CharField(max_length=30, choices=outcomes.choices(outcomes.POLICE_OFFENCES))
    force = models.CharField(max_length=120)
    force_reference = models.CharField(max_length=60, blank=True)
    referred_on = models.DateField()
    meanwhile = models.CharField(max_length=10, choices=Meanwhile)
    reasons = models.TextField()
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    result_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["referred_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result_on=None) | Q(result_on__gte=F("referred_on")),
                name="a_result_follows_its_referral",
            )
        ]

    def __str__(self):
        return f"{self.get_offence_display()}, {self.force}"


class DisqualificationQuerySet(OfCaseQuerySet):
    def in_force(self, on):
        return self.filter(made_on__lte=on, ends_on__gt=on)


class Disqualification(OfCase):
    """A court's order that bars the respondent from nomination, election and office for a time
    (Elections Act 2022, Part 5; D47). Recorded from the order itself, never inferred."""

    court = models.CharField(max_length=200)
    made_on = models.DateField()
    ends_on = models.DateField()
    evidence = models.TextField()

    objects = DisqualificationQuerySet.as_manager()

    class Meta:
        ordering = ["made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("made_on")), name="a_disqualification_ends_later"
            )
        ]

    def __str__(self):
        return f"{self.court}: {self.made_on}"
