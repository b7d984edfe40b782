"""What is remembered of an event, and what ties it to the one before?

Events hold opaque facts: who, which verb, which row, and details made of numbers, dates and
short words, never names or free text. So an event can outlive the case it tells of, and in this
form the details stand in the event itself; a separate payload that a purge may delete would only
be needed for details that identify somebody.
"""

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partyconduct.audit.offline_verifier import START


class Stream(models.TextChoices):
    """Two chains per party, so that reading and writing do not wait for each other."""

    WRITE = "write", _("What was done")
    ACCESS = "access", _("What was read")


class ActorKind(models.TextChoices):
    PERSON = "person", _("Person")
    COMPLAINANT = "complainant", _("Complainant")
    RESPONDENT = "respondent", _("Respondent")
    SERVICE = "service", _("The register itself")
    NOBODY = "nobody", _("Nobody signed in")


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The trail of the party the user acts for, if that role may read it."""
        if not user.is_authenticated or not user.can("read_trail") or user.party_id is None:
            return self.none()
        return self.filter(party_id=user.party_id)

    def about(self, subject):
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


class AuditEvent(models.Model):
    """One row of the trail. Every column is under the seal, so no column can be changed unseen."""

    # There is no surrogate key: it could not be sealed, because the database chooses it.
    pk = models.CompositePrimaryKey("party_id", "stream", "seq")
    party_id = models.IntegerField()  # 0: the platform
    stream = models.CharField(max_length=6, choices=Stream)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_kind = models.CharField(max_length=11, choices=ActorKind)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=80)
    payload = models.TextField(db_column="details")  # canonical JSON, byte for byte as sealed
    request_id = models.CharField(max_length=64)
    key_id = models.CharField(max_length=32)
    prev = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "seq"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="event_by_subject"),
            models.Index(fields=["party_id", "actor", "stream", "seq"], name="event_by_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stream__in=Stream.values), name="event_is_in_a_known_stream"
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="events_count_from_one"),
        ]

    def __str__(self):
        return f"{self.party_id}/{self.stream}/{self.seq} {self.verb}"

    @property
    def details(self) -> dict:
        return json.loads(self.payload)


class AuditHead(models.Model):
    """The last event of each chain; locked while the next one is written."""

    pk = models.CompositePrimaryKey("party_id", "stream")
    party_id = models.IntegerField()
    stream = models.CharField(max_length=6, choices=Stream)
    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, default=START)

    def __str__(self):
        return f"{self.party_id}/{self.stream} stands at {self.seq}"
