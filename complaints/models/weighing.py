"""How was the decision reached beside its findings: weighed, signed, followed up, opened again?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from codes.tariff import FACTORS, severity_choices
from complaints import outcomes
from complaints.models.base import OfCase, OfCaseQuerySet


class Weighing(OfCase):
    """What the panel had before it when it weighed the sanction, and why it went where it did.

    One row for each time a decision was taken; an earlier one stays. `compared` is the spread of
    comparable cases as it was shown (complaints.comparing).
    """

    severity = models.PositiveSmallIntegerField(null=True, blank=True, choices=severity_choices)
    behaviours = models.JSONField(default=list)
    tariff = models.JSONField(default=list, help_text="Codes of the sanctions in the range")
    factors = models.JSONField(default=list, help_text="Codes of codes.tariff.FACTORS")
    compared = models.JSONField(default=dict)
    sanctions = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField(help_text="Of the most severe sanction; 0: none")
    distance = models.SmallIntegerField(null=True, blank=True, help_text="Rungs from the median")
    outside_tariff = models.BooleanField(default=False)
    tariff_reasons = models.TextField(blank=True)
    outside_spread = models.BooleanField(default=False)
    spread_reasons = models.TextField(blank=True)
    upheld = models.BooleanField(default=False)
    weighed_on = models.DateField()
    weighed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["party", "weighed_on"], name="weighings_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outside_tariff=False) | ~Q(tariff_reasons=""),
                name="reasons_for_leaving_the_tariff",
            ),
            models.CheckConstraint(
                condition=Q(outside_spread=False) | ~Q(spread_reasons=""),
                name="reasons_for_leaving_the_spread",
            ),
        ]

    def __str__(self):
        return str(self.weighed_on)

    @property
    def factor_names(self):
        return "; ".join(str(FACTORS[code].name) for code in self.factors if code in FACTORS)

    @property
    def distance_in_words(self):
        names = {"n": self.compared["n"], "rungs": f"{self.distance:+d}"}
        return _("%(rungs)s rungs from the median of %(n)d") % names


class Countersignature(OfCase):
    """A second member of the panel stands by the decision as it read; an edit voids it."""

    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the decision that was shown")
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(voided_at=None), name="one_countersignature_counts"
            )
        ]

    def __str__(self):
        return str(self.person)


class EducationQuerySet(OfCaseQuerySet):
    def overdue(self, on):
        return self.filter(completed_on=None, due_on__lt=on).select_related("case")


class Education(OfCase):
    """What the respondent is to learn, whatever the sanction; tracked until it is done (D38)."""

    words = models.CharField(max_length=300)
    due_on = models.DateField()
    set_on = models.DateField()
    completed_on = models.DateField(null=True, blank=True)
    completed_words = models.TextField(blank=True)

    objects = EducationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "educations"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["party", "due_on"],
                condition=Q(completed_on=None),
                name="educations_still_due",
            )
        ]

    def __str__(self):
        return self.words

    def is_overdue(self, on):
        return self.completed_on is None and self.due_on < on


class Reopening(OfCase):
    """A finished case is taken up again on a listed ground only (D40)."""

    ground = models.CharField(max_length=20, choices=outcomes.choices(outcomes.REOPENING_GROUNDS))
    reasons = models.TextField()
    reopened_on = models.DateField()
    reopened_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    closed_on = models.DateField(help_text="When and how it had ended before")
    closing_reason = models.CharField(
        max_length=30, choices=outcomes.choices(outcomes.CLOSING_REASONS)
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.get_ground_display()
