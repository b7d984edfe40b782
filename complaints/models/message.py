"""What was said: messages with the complainant, notes among officers, letters, what waits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.base import OfCase


class Message(OfCase):
    """One message between the party and one complainant, read on the tracking page."""

    class About(models.TextChoices):
        QUESTION = "message", _("Message")
        APPEAL = "appeal", _("Asks for an appeal")
        WITHDRAWAL = "withdrawal", _("Asks to withdraw the complaint")

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="messages")
    from_complainant = models.BooleanField(default=False)
    about = models.CharField(max_length=20, choices=About, default=About.QUESTION)
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self):
        return str(self.sent_at)


class Note(OfCase):
    """What officers write for each other; neither side sees it."""

    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self):
        return str(self.written_at)


class Letter(OfCase):
    """A notice as it was sent: the words are kept, templates may change."""

    class Kind(models.TextChoices):
        ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
        NOTICE = "notice", _("Notice of what is alleged")
        DECISION = "decision", _("Decision")
        CLOSING = "closing", _("How the case ended")
        APPEAL_RECEIVED = "appeal_received", _("Appeal received")
        UPDATE = "update", _("How it stands")

    class Side(models.TextChoices):
        COMPLAINANT = "complainant", _("Complainant")
        RESPONDENT = "respondent", _("Respondent")

    complaint = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, null=True, blank=True, related_name="letters"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    side = models.CharField(max_length=20, choices=Side)
    addressee = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    html = models.TextField()
    written_on = models.DateField()

    class Meta:
        ordering = ["written_on", "pk"]

    def __str__(self):
        return self.subject


class OutboxMessage(models.Model):
    """An e-mail that waits to go out: it says only that there is news (security.md 3.11).

    At least once with a stable Message-ID; the letter on the page is the exactly-once notice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "queued_at"], name="outbox_waiting")]

    def __str__(self):
        return self.message_id
