"""Which figures were released, by whom, and in exactly which bytes?

A release is public record: it holds protected figures only, belongs to no party's walled rows,
and once published neither it nor its files change; triggers refuse it (`guards.py`).
"""

import json
from datetime import timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partyconduct.parties.roles import Permission
from reporting.statistics.disclosure import Released, thaw


class ReleaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is published is everyone's; a draft is for its party's publisher and signers."""
        return self.filter(Q(state=Release.State.PUBLISHED) | self._drafts_of(user))

    def _drafts_of(self, user):
        may = user.is_authenticated and any(user.can(permission) for permission in AT_WORK)
        return Q(party_id=user.party_id) if may and user.party_id else Q(pk__in=[])

    def in_hand(self, user):
        """The releases somebody may work on, the newest first."""
        return self.filter(self._drafts_of(user)).select_related("party").order_by("-pk")

    def published(self):
        return self.filter(state=Release.State.PUBLISHED)

    def due(self, at):
        """Signed, and announced for a minute that has come."""
        announced = Announcement.objects.filter(
            party=OuterRef("party"),
            year=OuterRef("year"),
            number=OuterRef("number"),
            due_at__lte=at,
        )
        signed = self.filter(Exists(announced), state=Release.State.SIGNED, failure="")
        return signed.select_related("party").order_by("pk")

    def current(self):
        """The newest published number of each year and party."""
        later = self.model.objects.published().filter(
            party=OuterRef("party"),
            year=OuterRef("year"),
            number__gt=OuterRef("number"),
        )
        return self.published().filter(~Exists(later)).select_related("party")


class Release(models.Model):
    """The year's figures of one party, or of the parties together: drafted, signed, published."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", _("Signed")
        PUBLISHED = "published", _("Published")

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="releases")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    as_at = models.DateField(help_text=_("The day on which the register is read"))
    note = models.TextField(blank=True, help_text=_("What a correction corrects, and why"))

    progress = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=200, blank=True)
    failure = models.TextField(blank=True)
    checks = models.JSONField(default=list)

    frozen = models.TextField(blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    inputs_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    definitions_version = models.CharField(max_length=20, blank=True, editable=False)
    calendar_version = models.CharField(max_length=20, blank=True, editable=False)
    code_version = models.CharField(max_length=40, blank=True, editable=False)

    created_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    first_signature = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_signed_at = models.DateTimeField(null=True, blank=True)
    second_signature = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_signed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["frozen"])

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "party", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "year", "number"], name="a_release_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(state="published") ^ Q(published_at=None),
                name="a_release_is_dated_exactly_when_published",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    first_signature__isnull=False,
                    second_signature__isnull=False,
                    first_signed_at__isnull=False,
                    second_signed_at__isnull=False,
                ),
                name="a_release_is_signed_twice",
            ),
            models.CheckConstraint(
                condition=Q(first_signature=None)
                | Q(second_signature=None)
                | ~Q(first_signature=F("second_signature")),
                name="two_different_people_sign",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(sha256=""), name="a_signed_release_is_frozen"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Where the newest number of the year is read."""
        return reverse("release", args=[self.year, self.party.slug])

    def get_permanent_url(self):
        """Where this number is read for good, whatever corrects it later."""
        return reverse("release_numbered", args=[self.year, self.party.slug, self.number])

    def numbers(self):
        """Every published number of the year, the newest first, without the figures."""
        published = type(self).objects.published().filter(party_id=self.party_id, year=self.year)
        return published.select_related("party").defer("frozen", "checks").order_by("-number")

    def early(self):
        """Who may see, or saw, the figures before everybody, with every look."""
        return list(self.early_readers.select_related("person").prefetch_related("views"))

    @property
    def announcement(self):
        """The entry of the calendar for this number; None where nothing is announced."""
        entries = Announcement.objects.filter(
            party_id=self.party_id, year=self.year, number=self.number
        )
        return entries.first()

    @property
    def is_built(self):
        return bool(self.sha256)

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def passed(self):
        return all(check["passed"] for check in self.checks)

    def released(self) -> Released:
        """The protected figures; refused when a byte of them is not the one that was frozen."""
        return thaw(self.frozen, self.sha256)

    def audit(self) -> dict | None:
        """What the attacker found on the files of this release: counts only."""
        kept = self.files.filter(name="audit.json").first()
        return json.loads(bytes(kept.content)) if kept else None


AT_WORK = (Permission.PUBLISH_STATISTICS, Permission.SIGN_STATISTICS)


class ReleaseFile(models.Model):
    """One file of a release, kept as the bytes that were built."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="files")
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["release", "name"], name="a_file_name_is_used_once"),
        ]

    def __str__(self):
        return self.name


# --- The calendar --------------------------------------------------------------------------------


class AnnouncementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is announced, and why a day was moved, is everyone's to read."""
        return self.select_related("party").prefetch_related("changes")

    def coming(self, today):
        """The twelve months ahead, and what was due and has not come out."""
        out = Release.objects.published().filter(
            party=OuterRef("party"), year=OuterRef("year"), number=OuterRef("number")
        )
        horizon = today.replace(day=1) + timedelta(days=366)
        return self.filter(~Exists(out), month__lte=horizon).order_by(
            "month", F("due_at").asc(nulls_last=True), "party__name", "number"
        )


class Announcement(models.Model):
    """When a year's figures come out: the month first, then the minute."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="announcements")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    month = models.DateField(help_text=_("The first day of the month"))
    due_at = models.DateTimeField(null=True, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text=_("Why less than four weeks ahead"))
    announced_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    history = HistoricalRecords()

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["month", "due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "year", "number"], name="a_release_is_announced_once"
            ),
            models.CheckConstraint(
                condition=Q(due_at=None, dated_on=None)
                | Q(due_at__isnull=False, dated_on__isnull=False),
                name="an_announced_minute_says_when_it_was_set",
            ),
        ]

    def __str__(self):
        return f"{self.party.slug} {self.year} ({self.number})"

    @property
    def pending(self):
        """The change of date that waits for its second person."""
        return next(
            (change for change in self.changes.all() if change.approved_by_id is None), None
        )


class DateChange(models.Model):
    """A move of an announced minute: asked for with a reason, approved by somebody else."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="changes")
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    reason = models.TextField()
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement"],
                condition=Q(approved_by=None),
                name="one_change_of_date_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | (Q(approved_at__isnull=False) & ~Q(approved_by=F("asked_by"))),
                name="another_person_approves_a_change_of_date",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_change_of_date_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.announcement}: {self.old_due_at:%d %B} to {self.new_due_at:%d %B}"


# --- What stands behind a release ----------------------------------------------------------------


class Freeze(models.Model):
    """What was counted for a release, as bytes: its figures and files can be made again of it.

    These are figures before protection: walled to the party, and read by nothing but `releases`.
    """

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    release = models.OneToOneField(Release, models.CASCADE, related_name="freeze")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    parameters = models.JSONField()

    def __str__(self):
        return self.sha256


class EarlyReaderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever is listed sees their own entry."""
        return self.filter(person_id=user.person_id).select_related("release__party")


class EarlyReader(models.Model):
    """Somebody who may see a signed release before everybody, and is listed on it for good."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="early_readers")
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    reason = models.TextField()
    listed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()

    objects = EarlyReaderQuerySet.as_manager()

    class Meta:
        ordering = ["listed_at"]
        constraints = [
            models.UniqueConstraint(fields=["release", "person"], name="a_reader_is_listed_once"),
        ]

    def __str__(self):
        return self.role


class EarlyView(models.Model):
    """One look at a release before it was published."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="early_views")
    reader = models.ForeignKey(EarlyReader, models.CASCADE, related_name="views")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"{self.at:%d %B %Y, %H:%M}"


def _words():
    """A word of a catalogue in a fact, or NULL where the fact has none."""
    return models.CharField(null=True, max_length=200)


class Fact(models.Model):
    """The rows of one counting statement. There is no such table: `counting` names it with WITH.

    It lets the figures be worded through the ORM on columns that were computed once.
    """

    complaints = models.BigIntegerField(primary_key=True)
    allegations = models.BigIntegerField(null=True)
    incidents = models.BigIntegerField()
    file = models.BigIntegerField()
    person = _words()
    membership = _words()
    respondent_role = _words()
    received_on = models.DateField()
    received_by = _words()
    registered_on = models.DateField()
    is_imported = models.BooleanField()
    medium = _words()
    happened_from = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    reason = _words()
    closed_from = _words()
    case_stage = _words()
    reached = _words()
    severest_rank = models.IntegerField()
    upheld = models.IntegerField()
    undetermined = models.IntegerField()
    refused = models.IntegerField()
    intimidatory_acts = models.IntegerField()
    referred_to = _words()
    behaviour = _words()
    cited = _words()
    clause_code = _words()
    clause_number = _words()
    clause_level = models.IntegerField(null=True)
    clause_parent = _words()
    clause_grandparent = _words()
    finding = _words()
    imposed = _words()
    lifted_on = models.DateField(null=True)
    obligation = _words()
    due_on = models.DateField()
    stopped_on = models.DateField(null=True)
    measure = _words()
    answer = _words()

    class Meta:
        managed = False
        db_table = "facts"

    def __str__(self):
        return str(self.pk)
