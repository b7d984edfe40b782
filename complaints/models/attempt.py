"""How often was a receipt tried of late? Counts only: no address and no reference in clear."""

from django.db import models


class Attempt(models.Model):
    """Wrong tries under one key of a day. In the database, so that all processes count together;
    the key is an HMAC, so that no network address rests anywhere (security.md 3.10)."""

    key = models.CharField(max_length=64, unique=True)
    wrong = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    open_at = models.DateTimeField(help_text="Until then no further try is looked at")

    def __str__(self):
        return self.key[:8]
