"""What keeps those who decide independent? Training, interests, draws, a log of approaches."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from complaints import access, outcomes
from complaints.courses import course_choices
from complaints.drawing import BY_HAND, FIELDS, LOTS
from complaints.models.base import OfCase, OfCaseQuerySet
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


class InterestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; whoever answers for the handling of cases reads everybody's (Wales, NMC)."""
        if not user.can(Permission.USE_CASES) or not user.party_id:
            return self.none()
        mine = self.filter(party=user.party_id)
        if user.can(Permission.READ_APPROACHES):
            return mine
        return mine.filter(person=user.person_id)

    def standing(self):
        return self.filter(ended_on=None)


class Interest(models.Model):
    """What connects somebody who handles cases with others, declared before any case comes."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=20, choices=outcomes.choices(outcomes.INTERESTS))
    words = models.CharField(max_length=300)
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "declared_on", "pk"]
        indexes = [models.Index(fields=["party", "person"], name="interests_of_party")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.words}"


class ContactQuerySet(OfCaseQuerySet):
    def visible_to(self, user):
        """With the case; the auditor lists them all, but for cases they are kept out of."""
        if user.can(Permission.READ_APPROACHES) and not user.can(Permission.USE_CASES):
            return access.not_kept_from(user, self.filter(party=user.party_id), case="case")
        return super().visible_to(user)


class Contact(OfCase):
    """Somebody from outside the case approached somebody in it about it (domain D49)."""

    came_from = models.CharField(max_length=20, choices=outcomes.choices(outcomes.APPROACHED_BY))
    asked_for = models.CharField(max_length=20, choices=outcomes.choices(outcomes.APPROACHED_FOR))
    how = models.CharField(max_length=20, choices=outcomes.choices(outcomes.APPROACHED_HOW))
    happened_on = models.DateField()
    name = models.CharField(max_length=200)
    words = models.TextField()
    answer = models.TextField(blank=True)
    logged_on = models.DateField()
    logged_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["party", "-happened_on"], name="contacts_of_party")]

    def __str__(self):
        return f"{self.get_came_from_display()}: {self.get_asked_for_display()}"

    @property
    def is_from_leadership(self):
        return outcomes.APPROACHED_BY[self.came_from].group == "leadership"
