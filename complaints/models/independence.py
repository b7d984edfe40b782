"""What keeps those who decide independent? Their training, and the draw of each panel."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from complaints import outcomes
from complaints.courses import course_choices
from complaints.drawing import BY_HAND, FIELDS, LOTS
from complaints.models.base import OfCase
from partyconduct.parties.roles import Permission


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever gives the roles keeps the record of who was trained for them."""
        if not user.can(Permission.MANAGE_PEOPLE):
            return self.none()
        return self.filter(party=user.party_id)

    def live(self, on):
        return self.filter(passed_on__lte=on).filter(Q(expires_on=None) | Q(expires_on__gt=on))


class Training(models.Model):
    """A person passed a course; the record lives until it expires."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="trainings")
    course = models.CharField(max_length=30, choices=course_choices)
    passed_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "course", "-passed_on"]
        indexes = [models.Index(fields=["party", "course", "person"], name="trainings_of_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "person", "course", "passed_on"], name="a_course_is_passed_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("passed_on")),
                name="training_expires_after_it_was_passed",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_course_display()}"


class Draw(OfCase):
    """How the seats of a panel were filled: enough to do it again (complaints.drawing)."""

    ALGORITHMS = ((LOTS, _("By lot")), (BY_HAND, _("By hand")))

    kind = models.CharField(max_length=20, choices=outcomes.choices(outcomes.DUTIES))
    seats = models.PositiveSmallIntegerField()
    pool = models.JSONField(help_text="Numbers of the people who could be drawn")
    exclusions = models.JSONField(help_text="[number of a person, why not] of everybody else")
    seed = models.CharField(max_length=64, blank=True)
    algorithm = models.CharField(max_length=20, choices=ALGORITHMS)
    result = models.JSONField(help_text="Numbers of the people who sit, in the order drawn")
    reasons = models.TextField(blank=True)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(algorithm=BY_HAND) ^ Q(reasons=""), name="reasons_where_picked_by_hand"
            ),
            models.CheckConstraint(
                condition=Q(algorithm=BY_HAND) ^ ~Q(seed=""), name="a_seed_where_drawn_by_lot"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.get_algorithm_display()}"

    def as_record(self):
        return {name: getattr(self, name) for name in FIELDS}
