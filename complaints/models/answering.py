"""How does the respondent get in, and what was said there?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.base import OfCase


class Invitation(OfCase):
    """The respondent's way to the page of the case: by link and a second code, once.

    What opens it is in InvitationKey. One stands at a time; a new one ends the one before.
    """

    issued_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    sent_to = models.EmailField(blank=True, help_text="Empty: the link is handed over on paper")
    expires_on = models.DateField(help_text="The last day to use the link")
    opened_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True, help_text="The way back was kept")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(revoked_at=None), name="one_standing_invitation"
            )
        ]

    def __str__(self):
        return str(self.issued_at)


class InvitationKey(models.Model):
    """The index from a code to its invitation: no content, so outside row-level security.

    The codes are nowhere. They follow from `nonce` and a key that is not in the database; the
    nonce is erased once the respondent has kept the way back.
    """

    token_mac = models.CharField(max_length=64, unique=True)
    code_mac = models.CharField(max_length=64)
    reference = models.CharField(max_length=20, db_index=True)
    way_back_mac = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=20)
    party_number = models.BigIntegerField()
    invitation_number = models.BigIntegerField(unique=True)

    def __str__(self):
        return self.reference


class RespondentMessage(OfCase):
    """What the party and the respondent write to each other beside the answer itself."""

    class About(models.TextChoices):
        QUESTION = "message", _("Message")
        LATE_ANSWER = "late-answer", _("Answer after its time")
        LATE_APPEAL = "late-appeal", _("Appeal after its time")

    from_respondent = models.BooleanField(default=False)
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


class UnsentAnswer(models.Model):
    """What the respondent has typed and not sent. Nobody of the party reads it; it has no
    history, and goes with the case."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    case = models.OneToOneField("complaints.Case", models.PROTECT, related_name="unsentanswer")
    kept = models.JSONField()
    touched_at = models.DateTimeField()

    def __str__(self):
        return str(self.touched_at)
