"""What was concluded at each turn, by whom and why?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from codes.tariff import sanction_choices
from complaints import outcomes
from complaints.models.base import OfCase, OfCaseQuerySet, OneOfCase


class Assessment(OneOfCase):
    """How the first look ended: the outcome with its reasons."""

    outcome = models.CharField(max_length=40, choices=outcomes.choices(outcomes.TRIAGE_OUTCOMES))
    ineligible_reason = models.CharField(
        max_length=30, blank=True, choices=outcomes.choices(outcomes.INELIGIBLE_REASONS)
    )
    reasons = models.TextField()
    assessed_on = models.DateField()

    def __str__(self):
        return self.get_outcome_display()


class InterimMeasure(OfCase):
    """What holds while the case is open; not a sanction. "None" is a decision, too (D22)."""

    kind = models.CharField(max_length=20, choices=outcomes.choices(outcomes.INTERIM_KINDS))
    reasons = models.TextField()
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    starts_on = models.DateField()
    recheck_on = models.DateField(null=True, blank=True)
    election_answer = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    how_ended = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="none") ^ ~Q(recheck_on=None),
                name="a_measure_has_a_day_to_look_again",
            )
        ]

    def __str__(self):
        return self.get_kind_display()


class Response(OneOfCase):
    """The respondent's answer, or that the window ended without one."""

    text = models.TextField(blank=True)
    received_on = models.DateField()
    none_received = models.BooleanField(default=False)

    def __str__(self):
        return str(self.received_on)


class Report(OfCase):
    """The investigator's account: facts and evidence, no sanction."""

    text = models.TextField()
    submitted_on = models.DateField()
    written_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["submitted_on", "pk"]

    def __str__(self):
        return str(self.submitted_on)


class Finding(OfCase):
    """The conclusion on one allegation, on the balance of probabilities, with reasons (D34)."""

    allegation = models.OneToOneField(
        "complaints.Allegation", models.PROTECT, related_name="finding"
    )
    finding = models.CharField(max_length=20, choices=outcomes.choices(outcomes.FINDINGS))
    facts = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    evidence_relied = models.TextField(blank=True)
    found_on = models.DateField()

    def __str__(self):
        return self.get_finding_display()


class SanctionQuerySet(OfCaseQuerySet):
    def standing(self):
        return self.filter(lifted_on=None)

    def live(self, on):
        """Standing and not spent: what has run out does not count later (domain D39)."""
        return self.standing().filter(Q(ends_on=None) | Q(ends_on__gte=on))


class Sanction(OfCase):
    """What was imposed; several may stand. Rank and limits are in codes.tariff."""

    sanction = models.CharField(max_length=30, choices=sanction_choices)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    conditions = models.TextField(blank=True)
    outside_reason = models.TextField(blank=True)
    imposed_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sanction"],
                condition=Q(lifted_on=None),
                name="a_sanction_stands_once",
            )
        ]

    def __str__(self):
        return self.get_sanction_display()

    def is_spent(self, on):
        return self.lifted_on is None and self.ends_on is not None and self.ends_on < on


class Review(OfCase):
    """The independent review of one decision: verified or vetoed, with reasons."""

    verified = models.BooleanField()
    reasons = models.TextField()
    reviewed_on = models.DateField()

    def __str__(self):
        return str(_("Verified") if self.verified else _("Vetoed"))


class Appeal(OfCase):
    """A challenge to a decision, heard by people who took no part before."""

    class Side(models.TextChoices):
        RESPONDENT = "respondent", _("Respondent")
        COMPLAINANT = "complainant", _("Complainant")

    side = models.CharField(max_length=20, choices=Side)
    grounds = models.CharField(max_length=20, choices=outcomes.choices(outcomes.APPEAL_GROUNDS))
    statement = models.TextField()
    lodged_on = models.DateField()
    outcome = models.CharField(
        max_length=20, blank=True, choices=outcomes.choices(outcomes.APPEAL_OUTCOMES)
    )
    reasons = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["lodged_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") ^ ~Q(decided_on=None),
                name="appeal_dated_exactly_when_decided",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_on=None), name="one_open_appeal_per_case"
            ),
        ]

    def __str__(self):
        return self.get_side_display()
