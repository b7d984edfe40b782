"""Which periodic job has been done for which period?"""

from django.db import models


class JobRun(models.Model):
    """A job is done once a period and scope: a party's slug, or nothing for the whole register.

    The row is written in the transaction of the work itself, so that work half done leaves none.
    """

    job = models.CharField(max_length=40)
    period = models.CharField(max_length=20)
    scope = models.CharField(max_length=50, blank=True)
    ran_at = models.DateTimeField(auto_now_add=True)
    did = models.JSONField(default=dict, help_text="Numbers only: how many of what")

    class Meta:
        ordering = ["-ran_at", "-pk"]
        indexes = [models.Index(fields=["job", "-ran_at"], name="runs_of_a_job")]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "period", "scope"], name="a_job_runs_once_a_period"
            )
        ]

    def __str__(self):
        return f"{self.job} {self.period} {self.scope}".rstrip()
