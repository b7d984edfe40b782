"""What was said: messages with the complainant, notes among officers, letters, what waits."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.base import OfCase, OfCaseQuerySet
from complaints.workflow import DECIDING


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
    news = models.ForeignKey(
        "complaints.OutboxMessage", models.SET_NULL, null=True, blank=True, related_name="+"
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


class LetterQuerySet(OfCaseQuerySet):
    def to_post(self, user):
        """On paper and not recorded as sent: to respondents, and to complainants who wrote or
        rang and hold no receipt. Whoever sits in judgement on a case sends none of it."""
        duty = self.model._meta.apps.get_model("complaints", "Duty")
        judging = duty.objects.filter(
            case=OuterRef("case"), person=user.person_id, kind__in=DECIDING
        )
        on_paper = Q(side=Letter.Side.RESPONDENT) | ~Q(complaint__channel="public-form")
        return (
            self.visible_to(user)
            .filter(on_paper, news=None, deliveries=None)
            .exclude(Exists(judging))
            .select_related("case", "party")
            .order_by("written_on", "pk")
        )


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
    # The version of the party's own words; without one it is the register's.
    wording = models.ForeignKey(
        "complaints.LetterWording", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The e-mail that says there is news; without one nobody asked for it.
    news = models.ForeignKey(
        "complaints.OutboxMessage", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["written_on", "pk"]

    def __str__(self):
        return self.subject


class Delivery(OfCase):
    """What became of a letter on paper: who sent it which way, or that it came back."""

    class Way(models.TextChoices):
        POST = "post", _("Sent by post")
        HAND = "hand", _("Given by hand")
        ELSEWHERE = "elsewhere", _("Sent another way")
        RETURNED = "returned", _("Came back undelivered")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=10, choices=Way)
    on = models.DateField()
    words = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.get_way_display()}: {self.on}"


class OutboxMessage(models.Model):
    """An e-mail that waits to go out: it says only that there is news (security.md 3.11).

    At least once with a stable Message-ID; the letter on the page is the exactly-once notice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")
        BOUNCED = "bounced", _("Came back")

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    # What the mail system said last, cut short and without the address.
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "queued_at"], name="outbox_waiting")]

    def __str__(self):
        return self.message_id
