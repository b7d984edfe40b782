"""Which settings of a procedure does a party choose, version by version?"""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from complaints import outcomes
from partyconduct.parties.models import Nation
from partyconduct.parties.roles import Permission


def every_ground():
    """All listed grounds of appeal: what a procedure allows unless it says otherwise."""
    return list(outcomes.APPEAL_GROUNDS)


def may_edit(user):
    return bool(user.party_id) and user.can(Permission.EDIT_PROCEDURE)


class ProcedureQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def drafts(self):
        return self.filter(published_at=None)

    def visible_to(self, user):
        """What is in force is everybody's to read; a draft is its party's administrator's."""
        drafts = Q(party_id=user.party_id) if may_edit(user) else Q(pk__in=[])
        return self.filter(Q(published_at__isnull=False) | drafts).select_related("party")

    def of(self, party):
        """Every published version of a party, the newest first, each with its last day."""
        versions = self.published().filter(party=party).order_by("-in_force_from")
        following = None
        for version in versions:
            version.until = following and following - timedelta(days=1)
            following = version.in_force_from
        return list(versions)

    def in_force(self, party, on):
        """The version that binds a complaint received on that day (domain fact 8)."""
        begun = self.published().filter(party=party, in_force_from__lte=on)
        return begun.order_by("-in_force_from").first()


class Procedure(models.Model):
    """A party's versioned settings, pinned to a case at receipt. Limits are working days.

    A version is a draft until it is published; from then on the database refuses every change of
    it (complaints.standing), so that a case keeps the rules it was received under.
    """

    class Review(models.TextChoices):
        OFF = "off", _("No review")
        PROTECTED = "protected", _("Review where a protected characteristic is cited")
        ALL = "all", _("Review of every decision")

    class Veto(models.TextChoices):
        EVERY = "every", _("What the new panel decides is reviewed again")
        ONCE = "once", _("What the new panel decides stands without another review")

    class PanelBy(models.TextChoices):
        PICKED = "picked", _("Chosen by whoever assigns duties, with reasons")
        DRAWN = "drawn", _("Drawn at random from those who are eligible")

    class Anonymous(models.TextChoices):
        PUBLIC_INTEREST = "public-interest", _("Only with a recorded public interest")
        NEVER = "never", _("Never")

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="procedures")
    number = models.PositiveIntegerField()
    in_force_from = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    adopted_by = models.CharField(max_length=200, blank=True)
    nation = models.CharField(max_length=20, choices=Nation)
    acknowledge_days = models.PositiveIntegerField(default=5)
    assess_days = models.PositiveIntegerField(default=20)
    investigate_days = models.PositiveIntegerField(default=40)
    respond_days = models.PositiveIntegerField(default=10)
    report_days = models.PositiveIntegerField(default=20)
    decide_days = models.PositiveIntegerField(default=20)
    review_days = models.PositiveIntegerField(default=10)
    notify_days = models.PositiveIntegerField(default=5)
    appeal_days = models.PositiveIntegerField(default=10)
    hear_appeal_days = models.PositiveIntegerField(default=30)
    informal_days = models.PositiveIntegerField(default=40)
    interim_recheck_days = models.PositiveIntegerField(default=30, help_text=_("Calendar days"))
    complaint_limit_months = models.PositiveIntegerField(default=12)
    minimum_age = models.PositiveIntegerField(default=15)
    update_days = models.PositiveIntegerField(default=60)
    campaign_update_days = models.PositiveIntegerField(default=10)
    informal_route = models.BooleanField(default=True)
    anonymous = models.CharField(
        max_length=20, choices=Anonymous, default=Anonymous.PUBLIC_INTEREST
    )
    panel_size = models.PositiveIntegerField(default=3)
    panel_by = models.CharField(max_length=10, choices=PanelBy, default=PanelBy.DRAWN)
    countersigned = models.BooleanField(default=False)
    review = models.CharField(max_length=10, choices=Review, default=Review.OFF)
    veto = models.CharField(max_length=10, choices=Veto, default=Veto.EVERY)
    complainant_may_appeal = models.BooleanField(default=True)
    respondent_may_appeal = models.BooleanField(default=True)
    appeal_grounds = models.JSONField(default=every_ground)
    # Months from the day a case is closed until it is destroyed, by how it ended (D52).
    keep_upheld_months = models.PositiveIntegerField(default=72)
    keep_not_upheld_months = models.PositiveIntegerField(default=24)
    keep_informal_months = models.PositiveIntegerField(default=24)
    keep_out_of_scope_months = models.PositiveIntegerField(default=12)
    keep_ended_months = models.PositiveIntegerField(default=36)
    history = HistoricalRecords()

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "number"], name="procedure_number_once_per_party"
            ),
            models.UniqueConstraint(
                fields=["party", "in_force_from"], name="one_procedure_from_a_day"
            ),
            models.CheckConstraint(condition=Q(panel_size__gte=1), name="panel_has_somebody"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(in_force_from__isnull=False),
                name="a_published_procedure_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(interim_recheck_days__lte=30), name="interim_recheck_within_30_days"
            ),
        ]

    def __str__(self):
        return f"{self.party} {self.number}"

    def get_absolute_url(self):
        if self.is_published:
            return reverse("procedure_version", args=[self.party.slug, self.number])
        return reverse("procedure_draft", args=[self.number])

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def draws(self):
        return self.panel_by == self.PanelBy.DRAWN

    @property
    def has_appeals(self):
        return self.complainant_may_appeal or self.respondent_may_appeal

    @property
    def has_review(self):
        return self.review != self.Review.OFF

    def may_appeal(self, side):
        return getattr(self, f"{side}_may_appeal")

    def objection_to_start(self, on, today):
        """Why it may not begin on a day, "" when it may: versions follow one another in time,
        and none reaches back to cases that are pinned to an earlier one."""
        if on < today:
            return _("Cases were received since that day. Choose today or a later day.")
        later = Procedure.objects.published().filter(party=self.party, in_force_from__gte=on)
        latest = later.order_by("-in_force_from").first()
        if latest is None:
            return ""
        return _("Version %(number)s is in force from %(day)s. Choose a later day.") % {
            "number": latest.number,
            "day": date_format(latest.in_force_from, "j F Y"),
        }

    def limit(self, kind):
        """Working days allowed for an obligation of that kind."""
        return getattr(self, f"{kind}_days")

    def months_to_keep(self, ending):
        """How long a case is kept after it was closed; `ending` is a value of outcomes.KEPT_AS."""
        return getattr(self, f"keep_{ending}_months")
