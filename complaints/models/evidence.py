"""Which files belong to the case? The bytes lie sealed in the vault (complaints.vault)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.base import OfCase


class Evidence(OfCase):
    """One sealed file: immutable; a replacement is a new one (D19)."""

    class Scan(models.TextChoices):
        NOT_SCANNED = "not scanned", _("Not scanned for viruses")

    case = models.ForeignKey("complaints.Case", models.PROTECT, related_name="evidence")
    complaint = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    uploaded_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_respondent = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=300, blank=True)
    captured_on = models.DateField(null=True, blank=True)
    source_url = models.URLField(blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=64, unique=True)
    owner = models.CharField(max_length=64, help_text="What the sealed file is bound to")
    wrapped_key = models.BinaryField()
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["uploaded_at", "pk"]

    def __str__(self):
        return self.name
