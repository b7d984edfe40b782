"""What is each side asked, given and told, so that the case is fair to both?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.base import OfCase, OfCaseQuerySet, OneOfCase


class OfSideQuerySet(OfCaseQuerySet):
    def for_side(self, complaint=None):
        """Of the respondent, or of the complainant of one complaint; never of both."""
        return self.filter(complaint=complaint)


class OfSide(OfCase):
    """A row for one side: the complainant of a complaint, or the respondent (no complaint)."""

    complaint = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    objects = OfSideQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def side_words(self):
        return self.complaint.reference if self.complaint_id else _("The respondent")


class Extension(OfCase):
    """More time to answer: asked for with reasons, and granted or refused with reasons."""

    asked_on = models.DateField()
    asked_until = models.DateField()
    reasons = models.TextField()
    granted = models.BooleanField(null=True)
    granted_until = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_reasons = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_on=None), name="one_open_extension_per_case"
            ),
            models.CheckConstraint(
                condition=Q(granted=None, decided_on=None)
                | Q(granted__isnull=False, decided_on__isnull=False),
                name="extension_dated_exactly_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(granted=True) ^ Q(granted_until=None),
                name="extension_has_a_day_exactly_when_granted",
            ),
        ]

    def __str__(self):
        return str(self.asked_until)


class Companion(OfSide):
    """Who accompanies or represents one side; sees what that side sees."""

    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=200, blank=True)
    named_on = models.DateField()

    class Meta:
        ordering = ["named_on", "pk"]

    def __str__(self):
        return self.name


class Adjustment(OfSide):
    """What somebody needs to take part fully, and what was agreed."""

    asked = models.TextField()
    asked_on = models.DateField()
    agreed = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed="") ^ Q(answered_on__isnull=False),
                name="adjustment_dated_exactly_when_answered",
            )
        ]

    def __str__(self):
        return str(self.asked_on)


class IdentityDecision(OfCase):
    """Whether the respondent is told who complained. Without one the answer is no."""

    complaint = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, related_name="identitydecisions"
    )
    told = models.BooleanField()
    reasons = models.TextField()
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    decided_on = models.DateField()

    class Meta:
        ordering = ["decided_on", "pk"]

    def __str__(self):
        return str(_("Told") if self.told else _("Withheld"))


class DisclosedItem(OfSide):
    """One statement or file as one side may read it: a copy of its own, beside the original.

    It carries a name of its own and no trace of the original's name, author or dates. To change
    it is to withdraw it and to release another.
    """

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    evidence = models.ForeignKey(
        "complaints.Evidence", models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    redacted = models.BooleanField()
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    stored_name = models.CharField(max_length=64, blank=True)
    owner = models.CharField(max_length=64, blank=True)
    wrapped_key = models.BinaryField(default=b"")
    released_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    released_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence=None) ^ Q(statement=None),
                name="an_item_is_a_file_or_a_statement",
            ),
            models.UniqueConstraint(fields=["case", "number"], name="item_number_once_per_case"),
        ]

    def __str__(self):
        return self.title

    ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}

    @property
    def file_name(self):
        """Nothing of the original's name."""
        return f"item-{self.number}.{self.ENDINGS.get(self.content_type, 'txt')}"


class SupportContact(OfSide):
    """A named person who is there for one side only. The duty behind it keeps the same person
    from the other side, and from every other part, for ever."""

    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    reach = models.CharField(max_length=200, help_text="How that side reaches them")
    offered_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["offered_on", "pk"]

    def __str__(self):
        return str(self.person)


class Confidentiality(OneOfCase):
    """Until when the sides keep what they learn to themselves, and who else may be told.

    Without a row: until the case has ended. Never without an end (Kernaghan 2024; D53)."""

    until_on = models.DateField()
    also_told = models.TextField(blank=True)
    set_on = models.DateField()

    def __str__(self):
        return str(self.until_on)


class InterimReview(OfCase):
    """A second look at an interim measure by its day: it goes on to another day, or ends."""

    measure = models.ForeignKey(
        "complaints.InterimMeasure", models.PROTECT, related_name="reviews"
    )
    goes_on = models.BooleanField()
    reasons = models.TextField()
    election_answer = models.TextField(blank=True)
    recheck_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField()
    reviewed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reviewed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goes_on=True) ^ Q(recheck_on=None),
                name="a_measure_that_goes_on_has_a_day_to_look_again",
            )
        ]

    def __str__(self):
        return str(self.reviewed_on)
