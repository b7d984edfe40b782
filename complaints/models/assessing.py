"""What does the first look ask beside the four-part test: is there danger, does it repeat?"""

from django.db import models
from django.db.models import Q

from complaints import risks
from complaints.models.base import OfCase, OfCaseQuerySet


class RiskCheckQuerySet(OfCaseQuerySet):
    def latest_of(self, case):
        return self.filter(case=case).order_by("-pk").first()


class RiskCheck(OfCase):
    """The risk questions with their answers; asked again when something new comes in."""

    answers = models.JSONField()
    reasons = models.TextField()
    urgent = models.BooleanField()
    police_words = models.TextField(blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    objects = RiskCheckQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(urgent=False) | ~Q(police_words=""),
                name="an_urgent_check_says_what_was_told_about_the_police",
            )
        ]

    def __str__(self):
        return str(self.checked_at)

    @property
    def answered(self):
        """(question, answer in words) as they were asked."""
        return [
            (risk.question, risks.ANSWERS[self.answers[code]])
            for code, risk in risks.RISKS.items()
            if code in self.answers
        ]


class RepeatFlag(OfCase):
    """A complainant who complains again and again about the same: one officer says so, and it
    counts for nothing until a second one agrees (domain D18)."""

    complaint = models.OneToOneField(
        "complaints.Complaint", models.PROTECT, related_name="repeatflag"
    )
    reasons = models.TextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=models.F("asked_by")),
                name="a_repeat_flag_is_agreed_by_somebody_else",
            )
        ]

    def __str__(self):
        return f"{self.complaint}: {self.asked_on}"

    @property
    def stands(self):
        return self.agreed_by_id is not None
