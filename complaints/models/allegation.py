"""What is alleged: which event, which clause, which behaviour; and is it intimidation?"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from codes.tariff import BEHAVIOURS, severity_choices
from complaints.models.base import OfCase, OneOfCase


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, user):
        case = Allegation._meta.get_field("case").related_model
        cases = case.objects.visible_to(user).values("pk")
        return self.filter(complaints__case__in=cases).distinct()


class Incident(models.Model):
    """One event in the world; it may group complaints and allegations of several cases."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    label = models.CharField(max_length=40)
    happened_from = models.DateField(null=True, blank=True)
    happened_until = models.DateField(null=True, blank=True)
    history = HistoricalRecords(cascade_delete_history=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "label"], name="incident_label_once_per_party"
            ),
            models.UniqueConstraint(fields=["party", "id"], name="incident_party_and_id"),
        ]

    def __str__(self):
        return self.label


class Allegation(OfCase):
    """One claimed breach of one clause of the edition in force on the day of the behaviour."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="allegations")
    clause = models.ForeignKey(
        "codes.Clause",
        models.PROTECT,
        null=True,  # an imported register may record a panel's result without naming a clause
        blank=True,
        related_name="+",
    )
    position = models.PositiveIntegerField()
    particulars = models.TextField(blank=True)
    severity = models.PositiveSmallIntegerField(null=True, blank=True, choices=severity_choices)

    class Meta:
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clause", "incident"], name="a_clause_is_alleged_once"
            )
        ]

    def __str__(self):
        return f"{self.clause}"


class AllegedBehaviour(OfCase):
    """A kind of behaviour in an allegation; several may apply (domain 5.1)."""

    class SocialMediaRole(models.TextChoices):
        AUTHORED = "authored", _("Wrote it")
        SHARED = "shared", _("Shared it")
        LIKED = "liked", _("Liked it")
        ENCOURAGED = "encouraged", _("Encouraged it")
        ADMINISTERED = "administered", _("Administers the group")

    allegation = models.ForeignKey(Allegation, models.PROTECT, related_name="behaviours")
    code = models.CharField(
        max_length=10, choices=[(code, entry.name) for code, entry in BEHAVIOURS.items()]
    )
    social_media_role = models.CharField(max_length=20, blank=True, choices=SocialMediaRole)

    class Meta:
        indexes = [models.Index(fields=["party", "code", "case"], name="behaviours_by_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["allegation", "code"], name="a_behaviour_is_named_once"
            )
        ]

    def __str__(self):
        return self.get_code_display()


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNCLEAR = "unclear", _("Unclear")


PARTS = ("conduct", "intent", "deterrence", "withdrawal")


class IntimidationTest(OneOfCase):
    """The four-part test of domain 1.4 with reasons; not itself a finding."""

    conduct = models.CharField(max_length=10, choices=Answer)
    conduct_reasons = models.TextField()
    intent = models.CharField(max_length=10, choices=Answer)
    intent_reasons = models.TextField()
    deterrence = models.CharField(max_length=10, choices=Answer)
    deterrence_reasons = models.TextField()
    withdrawal = models.CharField(max_length=10, choices=Answer)
    withdrawal_reasons = models.TextField()
    evidence_relied = models.TextField(blank=True)
    tested_on = models.DateField()

    def __str__(self):
        return self.result

    @property
    def result(self):
        """Four times yes meets it; any no does not; otherwise it is undetermined."""
        answers = {getattr(self, part) for part in PARTS}
        if answers == {Answer.YES}:
            return "yes"
        return "no" if Answer.NO in answers else "undetermined"
