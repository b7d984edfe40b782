"""What stands in the way of destroying a case, and who agreed to destroy which?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.base import OfCase, OfCaseQuerySet


class HoldQuerySet(OfCaseQuerySet):
    def standing(self, on):
        return self.filter(lifted_on=None).filter(Q(until_on=None) | Q(until_on__gte=on))


class Hold(OfCase):
    """A case that must not be destroyed: a legal hold, or a restriction somebody asked for."""

    class Kind(models.TextChoices):
        LEGAL = "legal", _("Legal hold")
        RESTRICTION = "restriction", _("Restriction of processing")

    kind = models.CharField(max_length=20, choices=Kind)
    reasons = models.TextField()
    placed_on = models.DateField()
    placed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    until_on = models.DateField(null=True, blank=True)
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_reasons = models.TextField(blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["placed_on", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.placed_on}"


class PurgeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(party=user.party_id) if user.party_id else self.none()

    def open(self):
        return self.exclude(state__in=[Purge.State.DONE, Purge.State.DROPPED])


class Purge(models.Model):
    """One list of cases that two people agree to destroy; bound to what both were shown."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a second person")
        AGREED = "agreed", _("Agreed, about to be carried out")
        DONE = "done", _("Carried out")
        DROPPED = "dropped", _("Dropped")

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the list as it was shown")
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, help_text="What was destroyed: how many of what")

    objects = PurgeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["party", "id"], name="purge_party_and_id"),
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(state__in=["asked", "agreed"]),
                name="one_open_purge_per_party",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="two_different_people_purge",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "dropped"]) | Q(agreed_by__isnull=False),
                name="a_purge_is_agreed_before_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.pk}: {self.get_state_display()}"


class PurgeItem(models.Model):
    """One case of a list, and how far its destruction has come."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MARKED = "marked", _("Begun")
        SHREDDED = "shredded", _("Rows and keys destroyed")
        DONE = "done", _("Done")

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    case = models.ForeignKey("complaints.Case", models.PROTECT, related_name="purgeitems")
    batch = models.ForeignKey(Purge, models.PROTECT, related_name="items")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    files = models.JSONField(default=list, help_text="Stored names still to be removed")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "case"], name="a_case_is_listed_once")
        ]

    def __str__(self):
        return f"{self.case_id}: {self.state}"
