"""Which elections, campaign periods and bank holidays does the register count by?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

UNITED_KINGDOM = "UK"


class Nation(models.TextChoices):
    """Where bank holidays and working days are counted."""

    ENGLAND = "England", _("England")
    WALES = "Wales", _("Wales")
    SCOTLAND = "Scotland", _("Scotland")
    NORTHERN_IRELAND = "Northern Ireland", _("Northern Ireland")


def nations():
    """An election or a campaign may also be of all four nations together."""
    return [(UNITED_KINGDOM, _("United Kingdom")), *Nation.choices]


class Election(models.Model):
    """A poll and the days that lead to it; days not known stay empty."""

    class Kind(models.TextChoices):
        UK_PARLIAMENT = "uk-parliament", _("UK Parliament")
        DEVOLVED_PARLIAMENT = "devolved-parliament", _("Devolved parliament")
        LOCAL = "local", _("Local")
        MAYOR_AND_ASSEMBLY = "mayor-and-assembly", _("Mayor and assembly")
        OTHER = "other", _("Other")

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    nation = models.CharField(max_length=20, choices=nations)
    announced = models.DateField(null=True, blank=True)
    dissolved_or_notice = models.DateField(
        null=True,
        blank=True,
        help_text=_("UK Parliament: the dissolution. Others: the last day for the notice."),
    )
    nominations_close = models.DateTimeField(null=True, blank=True)
    poll = models.DateField()
    verified = models.BooleanField(
        default=False, help_text=_("Every day was found in a published timetable")
    )
    note = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["poll", "name", "nation"]
        constraints = [
            models.UniqueConstraint(fields=["name", "nation"], name="one_election_per_nation"),
            models.CheckConstraint(
                condition=Q(announced=None) | Q(announced__lte=F("poll")),
                name="announced_before_the_poll",
            ),
            models.CheckConstraint(
                condition=Q(dissolved_or_notice=None) | Q(dissolved_or_notice__lte=F("poll")),
                name="dissolved_before_the_poll",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.get_nation_display()})"


class CampaignPeriodQuerySet(models.QuerySet):
    def open_on(self, day, nation=None):
        """Those that cover a day, in one nation or anywhere."""
        return self.filter(opens__lte=day, closes__gte=day).held_in(nation)

    def held_in(self, nation):
        return self.filter(nation__in=[nation, UNITED_KINGDOM]) if nation else self


class CampaignPeriod(models.Model):
    """The days in which the joint code is enforced together; not a period of spending law."""

    class Basis(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("From the announcement")
        DISSOLUTION_OR_NOTICE = "dissolution_or_notice", _("From the dissolution or the notice")
        NOMINATIONS = "nominations", _("From the close of nominations")
        CUSTOM = "custom", _("As the parties agreed")

    name = models.CharField(max_length=120)
    nation = models.CharField(max_length=20, choices=nations)
    election = models.ForeignKey(
        Election, models.PROTECT, null=True, blank=True, related_name="campaign_periods"
    )
    opens = models.DateField()
    closes = models.DateField(help_text=_("Some days after the poll, so that the count is in it"))
    basis = models.CharField(max_length=24, choices=Basis)
    verified = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = CampaignPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["opens", "name", "nation"]
        constraints = [
            models.UniqueConstraint(fields=["name", "nation"], name="one_period_per_nation"),
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")), name="campaign_closes_after_it_opens"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.get_nation_display()})"


class BankHoliday(models.Model):
    """A day off work in one nation. Editable: one-off days are announced by proclamation."""

    nation = models.CharField(max_length=20, choices=Nation)
    date = models.DateField()
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["date", "nation"]
        constraints = [
            models.UniqueConstraint(
                fields=["nation", "date"], name="one_holiday_per_day_and_nation"
            )
        ]

    def __str__(self):
        return f"{self.date} {self.name} ({self.nation})"
