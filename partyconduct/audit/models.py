"""What is remembered of an event, and what ties it to the one before?

Events hold opaque facts: who, which verb, which row, and details made of numbers, dates and
short words, never names or free text. So an event can outlive the case it tells of, and in this
form the details stand in the event itself; a separate payload that a purge may delete would only
be needed for details that identify somebody.
"""

import json
from itertools import product

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partyconduct.audit.offline_verifier import START

CASE, WALL = "complaints.case", "complaints.wall"


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
        """The trail of the party the user acts for, without the cases behind a wall."""
        if not user.is_authenticated or not user.party_id or not user.can("read_trail"):
            return self.none()
        return self.filter(party_id=user.party_id).exclude(behind_a_wall(user.person_id))

    def about(self, subject):
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def with_actors(self):
        """With what a page needs to name them; a user's name is that of the person."""
        return self.select_related("actor__person")

    def numbered_before(self, seq):
        """The newest first, below a number of the chain; an index answers every page alike."""
        below = self.filter(seq__lt=int(seq)) if str(seq).isdecimal() else self
        return below.order_by("-seq")


def behind_a_wall(person_id):
    """Events about cases that a person may not know of: walls beat every role.

    The model is named by word, because the trail imports nothing above it.
    """
    walls = apps.get_model(WALL).objects.filter(person=person_id, lifted_at=None)
    cases = list(walls.values_list("case_id", flat=True))
    hidden = models.Q(subject_type=CASE, subject_id__in=cases)
    for number, end in product(cases, ",}"):  # an event about a part of a case names the case
        hidden |= models.Q(payload__contains=f'"case":{number}{end}')
    return hidden


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

    @property
    def subject_words(self) -> str:
        """“case 12”: enough to find the subject by, and nothing of what it says."""
        return f"{self.subject_type.split('.')[-1]} {self.subject_id}" if self.subject_id else ""


class AuditHead(models.Model):
    """The last event of each chain; locked while the next one is written."""

    pk = models.CompositePrimaryKey("party_id", "stream")
    party_id = models.IntegerField()
    stream = models.CharField(max_length=6, choices=Stream)
    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, default=START)

    def __str__(self):
        return f"{self.party_id}/{self.stream} stands at {self.seq}"
