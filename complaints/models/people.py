"""Who complained, about whom, who has a part in the case, and who may not know of it?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from codes.tariff import CHARACTERISTICS
from complaints import outcomes
from complaints.models.base import OfCase, OneOfCase


class Respondent(OneOfCase):
    """The member complained about, as known at the date of behaviour (a snapshot)."""

    class Membership(models.TextChoices):
        YES = "yes", _("Member")
        NO = "no", _("Not a member")
        UNKNOWN = "unknown", _("Not checked yet")

    name = models.CharField(max_length=200)
    member_no = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    branch = models.CharField(max_length=200, blank=True)
    role = models.CharField(
        max_length=20, choices=outcomes.choices(outcomes.RESPONDENT_ROLES), default="member"
    )
    checked_on = models.DateField(null=True, blank=True)
    checked_with = models.CharField(max_length=200, blank=True)
    is_member = models.CharField(max_length=10, choices=Membership, default=Membership.UNKNOWN)
    identity = models.CharField(
        max_length=250, help_text="Counts a person once: the member number, else the name"
    )
    counted_as = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="A random word in place of the identity, once a case of theirs was destroyed",
    )

    class Meta:
        indexes = [
            models.Index(fields=["party", "identity"], name="respondents_by_identity"),
            models.Index(fields=["party", "name"], name="respondents_by_name"),
            models.Index(fields=["party", "email"], name="respondents_by_email"),
        ]

    def __str__(self):
        return self.name


class Complaint(OfCase):
    """One submission by one complainant; every one is acknowledged and told the outcome."""

    incident = models.ForeignKey("complaints.Incident", models.PROTECT, related_name="complaints")
    reference = models.CharField(max_length=20, unique=True)
    channel = models.CharField(max_length=30, choices=outcomes.choices(outcomes.CHANNELS))
    kind = models.CharField(max_length=20, choices=outcomes.choices(outcomes.COMPLAINANT_KINDS))
    received_on = models.DateField()
    received_at = models.DateTimeField(auto_now_add=True)
    statement = models.TextField()
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    happened_from = models.DateField(null=True, blank=True)
    happened_until = models.DateField(null=True, blank=True)
    happened_words = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=300, blank=True)
    medium = models.CharField(max_length=30, blank=True, choices=outcomes.choices(outcomes.MEDIA))
    platform = models.CharField(max_length=60, blank=True)
    link = models.URLField(max_length=500, blank=True)
    clauses_cited = models.CharField(max_length=300, blank=True)
    outcome_wanted = models.TextField(blank=True)
    witnesses = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    external_ref = models.CharField(max_length=60, blank=True)
    external_row = models.PositiveIntegerField(null=True, blank=True)
    external_officer = models.CharField(
        max_length=200, blank=True, help_text="Named by the imported row; a case has one officer"
    )
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "received_on"], name="complaints_by_receipt"),
            models.Index(fields=["party", "case"], name="complaints_of_case"),
            models.Index(
                fields=["party", "text_digest"],
                condition=~Q(text_digest=""),
                name="complaints_of_one_text",
            ),
            models.Index(
                fields=["party", "link"], condition=~Q(link=""), name="complaints_of_one_link"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "fingerprint"],
                condition=~Q(fingerprint=""),
                name="a_submission_is_kept_once",
            )
        ]

    def __str__(self):
        return self.reference


class Complainant(OfCase):
    """Who complained; apart from what was said, so that the statement can travel alone."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="complainant")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    member_no = models.CharField(max_length=40, blank=True)
    wants_email = models.BooleanField(default=False)
    withhold_identity = models.BooleanField(default=False)
    withhold_reason = models.TextField(blank=True)
    adjustments = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "name"], name="complainants_by_name"),
            models.Index(fields=["party", "email"], name="complainants_by_email"),
        ]

    def __str__(self):
        return self.name


class CitedCharacteristic(OfCase):
    """A protected characteristic of the target, as alleged; a complaint may cite several."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="characteristics")
    code = models.CharField(
        max_length=40, choices=[(code, entry.name) for code, entry in CHARACTERISTICS.items()]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "code"], name="a_characteristic_is_cited_once"
            )
        ]

    def __str__(self):
        return self.get_code_display()


class Duty(OfCase):
    """A person's part in one case. One kind per person and case, for ever: rows end, never go."""

    case = models.ForeignKey("complaints.Case", models.PROTECT, related_name="duties")
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=20, choices=outcomes.choices(outcomes.DUTIES))
    given_on = models.DateField()
    declared_on = models.DateField(null=True, blank=True)
    declaration = models.TextField(blank=True, help_text="What connects the person with the case")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "duties"
        indexes = [models.Index(fields=["person", "ended_on"], name="duties_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="one_duty_per_person_and_case")
        ]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"


class Wall(OfCase):
    """Who may not know of or act in one case, whatever their role."""

    class Kind(models.TextChoices):
        NAMED = "named", _("Named in the complaint (provisional)")
        DECLARED = "declared", _("Declared interest")
        RECUSED = "recused", _("Recused")
        CONFLICT = "conflict", _("Conflicting part")

    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="walls")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField()
    raised_at = models.DateTimeField()
    lift_asked_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "person"], name="walls_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(lifted_at=None),
                name="one_standing_wall_per_person",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"


class UnsentComplaint(models.Model):
    """What somebody has typed on the public form so far; belongs to no party until it is sent.
    `visitor` is a random word of their session, `token` one of the form."""

    visitor = models.CharField(max_length=64)
    token = models.CharField(max_length=40)
    party_slug = models.SlugField()
    kept = models.JSONField()
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visitor", "token"], name="a_draft_has_one_token")
        ]

    def __str__(self):
        return self.token


class Receipt(models.Model):
    """The index from a complaint's reference to its party: no content, so outside row-level
    security. The secret itself is nowhere; `mac` recognises it (security.md 3.6)."""

    reference = models.CharField(max_length=20, unique=True)
    mac = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20)
    party_number = models.BigIntegerField()
    complaint_number = models.BigIntegerField()
    submission = models.CharField(
        max_length=64, unique=True, help_text="MAC of the form's idempotency key"
    )
    body = models.CharField(max_length=64, help_text="SHA-256 of what was submitted")

    def __str__(self):
        return self.reference
