"""The case: where it is, which rules bind it, what is due."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from codes.tariff import severity_choices
from complaints import access, outcomes
from complaints.clocks import WINDOWS, ClockKind
from complaints.models.base import OfCase, OfCaseQuerySet
from complaints.models.procedure import Procedure
from complaints.workflow import Stage
from partyconduct.parties.roles import Permission


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return access.cases_open_to(user, self)

    def open(self):
        return self.exclude(stage=Stage.CLOSED)

    def closed(self):
        return self.filter(stage=Stage.CLOSED)

    def urgent(self):
        """Somebody may be in danger: seen to the same day (complaints.risks)."""
        return self.open().exclude(urgent_since=None).order_by("urgent_since", "pk")

    def with_clock(self, clocks):
        """Cases that have one of these clocks, looked up from the clocks, which are few."""
        return self.filter(pk__in=clocks.values("case"))

    def work_of(self, user):
        """What a person has to keep going: cases handled today, or in which a duty is held; and,
        for those who handle cases, what nobody has taken yet."""
        duty = self.model._meta.get_field("duties").related_model
        held = duty.objects.filter(case=OuterRef("pk"), person=user.person_id, ended_on=None)
        mine = Q(officer=user.person_id) | Exists(held)
        if user.can(Permission.HANDLE):
            mine |= Q(officer=None)
        return self.filter(mine)

    def by_receipt(self):
        return self.order_by("-received_on", "-pk")


class Case(models.Model):
    """The file on one respondent about the same conduct; the procedure runs on it."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    received_on = models.DateField()
    conduct_from = models.DateField(null=True, blank=True)
    conduct_until = models.DateField(null=True, blank=True)
    edition = models.ForeignKey(
        "codes.Edition", models.PROTECT, null=True, blank=True, related_name="+"
    )
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    severity = models.PositiveSmallIntegerField(null=True, blank=True, choices=severity_choices)
    urgent_since = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    closing_reason = models.CharField(
        max_length=30, blank=True, choices=outcomes.choices(outcomes.CLOSING_REASONS)
    )
    closing_words = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_from = models.CharField(max_length=20, blank=True, choices=Stage)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    reopened_on = models.DateField(null=True, blank=True)
    imported = models.BooleanField(default=False)
    purged_on = models.DateField(null=True, blank=True, editable=False)
    passes_line = models.BooleanField(
        default=False, help_text="About the desk or its masters: the independent person handles it"
    )
    history = HistoricalRecords(cascade_delete_history=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["party", "-received_on", "-id"], name="cases_by_receipt"),
            models.Index(fields=["party", "stage", "-received_on"], name="cases_by_stage"),
            models.Index(fields=["party", "officer", "-received_on"], name="cases_by_officer"),
            models.Index(fields=["party", "closed_on"], name="cases_by_closing"),
            models.Index(fields=["party", "severity", "stage"], name="cases_by_severity"),
            models.Index(
                fields=["party", "urgent_since"],
                condition=Q(urgent_since__isnull=False),
                name="urgent_cases",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["party", "id"], name="case_party_and_id"),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED) ^ Q(closed_on=None),
                name="closed_on_set_only_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED) ^ Q(closing_reason=""),
                name="closing_reason_set_only_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("received_on")),
                name="closed_not_before_received",
            ),
            models.CheckConstraint(
                condition=Q(closing_reason="joined") ^ Q(joined_to=None),
                name="joined_to_set_only_when_joined",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("case", args=[self.reference])

    @property
    def is_open(self):
        return self.stage != Stage.CLOSED


class ClockQuerySet(OfCaseQuerySet):
    def running(self):
        return self.filter(stopped_on=None)

    def with_pause(self):
        """Adds `is_paused`: the clock stands still today."""
        still = ClockPause.objects.filter(clock=OuterRef("pk"), until_on=None)
        return self.annotate(is_paused=Exists(still))

    def late(self, on):
        """Running and past its day; a paused clock and the end of a window are nobody's delay."""
        behind = self.running().filter(due_on__lt=on).exclude(kind__in=WINDOWS)
        return behind.with_pause().filter(is_paused=False)

    def work_of(self, user):
        """The running clocks of somebody's work, the next due first."""
        cases = Case.objects.visible_to(user).work_of(user)
        mine = self.running().filter(Exists(cases.filter(pk=OuterRef("case"))))
        return mine.filter(party=user.party_id).order_by("due_on", "pk")


class Clock(OfCase):
    """One obligation: from the day it starts, due on a day, until it is met."""

    kind = models.CharField(max_length=20, choices=ClockKind)
    starts_on = models.DateField()
    due_on = models.DateField()
    stopped_on = models.DateField(null=True, blank=True)
    extra_days = models.SmallIntegerField(
        default=0, help_text="Working days beside the limit: an extension, or fewer in a campaign"
    )
    calendar_version = models.CharField(max_length=20)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["party", "due_on"], condition=Q(stopped_on=None), name="due"),
            models.Index(fields=["party", "case"], name="clocks_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(stopped_on=None),
                name="one_running_clock_of_a_kind",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.due_on}"

    def is_late(self, on):
        """For clocks read `with_pause`."""
        return self.due_on < on and self.kind not in WINDOWS and not self.is_paused


class EscalationQuerySet(OfCaseQuerySet):
    def waiting(self):
        return self.filter(answered_on=None)


class Escalation(OfCase):
    """A case that is late, or takes long, before the head of compliance; the answer is kept."""

    class Why(models.TextChoices):
        LATE = "late", _("Overdue for two weeks")
        LONG = "long", _("Open for half a year")

    why = models.CharField(max_length=10, choices=Why)
    clock = models.ForeignKey(
        Clock, models.PROTECT, null=True, blank=True, related_name="escalations"
    )
    raised_on = models.DateField()
    outcome = models.CharField(
        max_length=20, blank=True, choices=outcomes.choices(outcomes.SUPERVISION_OUTCOMES)
    )
    reasons = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["raised_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_on=None), name="one_waiting_escalation"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) ^ ~Q(outcome=""),
                name="an_escalation_is_answered_with_an_outcome",
            ),
        ]

    def __str__(self):
        return f"{self.get_why_display()}: {self.raised_on}"


class ClockPause(OfCase):
    """A clock stands still from a day until a day, for a reason."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    category = models.CharField(max_length=20, choices=outcomes.choices(outcomes.PAUSE_CATEGORIES))
    reason = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(until_on=None), name="one_open_pause_per_clock"
            )
        ]

    def __str__(self):
        return f"{self.clock}: {self.from_on}"
