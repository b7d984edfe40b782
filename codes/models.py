"""What do the codes of conduct say, in which edition, from which day?

A code belongs to a party; the joint code belongs to the party of kind "joint". Its text stands
in editions of numbered clauses. A published edition never changes: triggers in the database
refuse it (`guards.py`). An edition is in force from its day until the next published one begins;
the end is derived, never stored.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from codes import completeness
from codes.tariff import SEVERITIES, in_order
from partyconduct.parties.roles import Permission


class CodeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Codes are public by nature: everyone may know that one exists."""
        return self.select_related("party")

    def with_edition_of(self, day):
        """Codes that readers can open, the joint code last, each with its edition of a day."""
        begun = Edition.objects.filter(code=OuterRef("pk")).starting_by(day)
        public = Edition.objects.published().filter(code=OuterRef("pk"))
        return (
            self.filter(Exists(public))
            .annotate(
                edition_number=Subquery(begun.values("number")[:1]),
                edition_from=Subquery(begun.values("in_force_from")[:1]),
                edition_title=Subquery(begun.values("title")[:1]),
            )
            .order_by("-party__kind", "party__name")
        )

    def editable_by(self, user):
        """The code of the party this person acts for, when they are its editor."""
        return self.filter(party_id=user.party_id) if may_edit(user) else self.none()


def may_edit(user):
    return user.is_authenticated and bool(user.party_id) and user.can(Permission.EDIT_CODES)


class Code(models.Model):
    """A party's rules of conduct, through all its editions."""

    party = models.OneToOneField(
        "parties.Party", models.PROTECT, related_name="code", verbose_name=_("party")
    )
    title = models.CharField(_("title"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    history = HistoricalRecords()
    objects = CodeQuerySet.as_manager()

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("code", args=[self.party.slug])

    @property
    def is_joint(self):
        return self.party.kind == "joint"


class EditionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Edition.Status.PUBLISHED)

    def drafts(self):
        return self.filter(status=Edition.Status.DRAFT)

    def visible_to(self, user):
        """What is published is everyone's; a draft is its party's editor's."""
        drafts = Q(code__party_id=user.party_id) if may_edit(user) else Q(pk__in=[])
        return self.filter(Q(status=Edition.Status.PUBLISHED) | drafts).select_related(
            "code__party"
        )

    def latest(self):
        return self.published().order_by("-in_force_from").first()

    def editable_by(self, user):
        """Drafts of the party's own code; what is published is nobody's to edit."""
        return self.visible_to(user).drafts().filter(code__in=Code.objects.editable_by(user))

    def of(self, slug):
        return self.filter(code__party__slug=slug).select_related("code__party")

    def starting_by(self, on):
        """Published editions that had begun on a day, the newest first."""
        return self.published().filter(in_force_from__lte=on).order_by("-in_force_from")

    def in_force(self, code, on):
        """The edition of a code that held on a day, or None before the first."""
        return self.filter(code=code).starting_by(on).first()

    def joint_in_force_for(self, party, on):
        """The joint edition a party was bound by on a day: begun, and supported by the party.

        A new joint edition takes effect party by party; until a party supports it, the earlier
        edition that it supported goes on.
        """
        stands = Adherence.objects.filter(party=party, edition=OuterRef("pk"), from_on__lte=on)
        latest = stands.order_by("-from_on", "-pk").values("stand")[:1]
        begun = self.filter(code__party__kind="joint").starting_by(on)
        return begun.annotate(latest=Subquery(latest)).filter(latest=Adherence.SUPPORTED).first()

    def with_end(self):
        """Adds `next_from`, the day on which the next published edition takes over."""
        later = Edition.objects.filter(
            code=OuterRef("code"), status=Edition.Status.PUBLISHED
        ).filter(in_force_from__gt=OuterRef("in_force_from"))
        first = later.order_by("in_force_from").values("in_force_from")[:1]
        return self.annotate(next_from=Subquery(first))

    def newest_first(self):
        return self.order_by(F("in_force_from").desc(nulls_first=True), "-number")


class Edition(models.Model):
    """A code's text between two dates, immutable once published."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    code = models.ForeignKey(Code, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    applies_to = models.CharField(_("who it applies to"), max_length=300, blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=200, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    history = HistoricalRecords()
    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["code_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "number"], name="an_edition_number_is_used_once_in_a_code"
            ),
            models.UniqueConstraint(
                fields=["code", "in_force_from"], name="two_editions_never_begin_on_one_day"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | Q(status="published", published_at__isnull=False, in_force_from__isnull=False),
                name="a_published_edition_is_dated_and_a_draft_is_not_published",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    def get_absolute_url(self):
        name = "edition" if self.is_published else "draft"
        return reverse(name, args=[self.code.party.slug, self.number])

    @property
    def party(self):
        return self.code.party

    @property
    def party_id(self):
        return self.code.party_id

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    def text(self):
        """The edition as the completeness checks read it."""
        clauses = self.clauses.select_related("parent")
        severities = self.tariff_lines.values_list("severity", flat=True)
        return completeness.text_of(clauses, severities, is_joint=self.code.is_joint)

    def objections(self):
        """Why it may not be put in force yet, whatever the day: one sentence each."""
        if self.is_published:
            return [_("This edition is published already and does not change.")]
        return completeness.objections(self.text())

    def objection_to_start(self, on):
        """Why it may not begin on a day, "" when it may. Editions follow one another in time."""
        founded = self.code.party.founded_on
        if founded and on < founded:
            return _("Choose a day after the party was founded.")
        others = Edition.objects.filter(code=self.code).exclude(pk=self.pk)
        same = others.filter(in_force_from=on).first()
        if same:
            return _("Edition %(number)s begins on that day. Choose another day.") % {
                "number": same.number
            }
        later = others.published().filter(in_force_from__gt=on).first()
        if later:
            day = date_format(later.in_force_from, "j F Y")
            return _(
                "Edition %(number)s is in force from %(day)s, so this one cannot begin before it. "
                "Choose a later day."
            ) % {"number": later.number, "day": day}
        return ""


class Clause(models.Model):
    """A numbered rule in an edition. Its anchor is the address people quote."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="clauses")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    number = models.CharField(_("number"), max_length=20)
    anchor = models.SlugField(max_length=40, editable=False)
    position = models.PositiveIntegerField(editable=False)
    level = models.PositiveSmallIntegerField(editable=False)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    heading_cy = models.CharField(_("heading in Welsh"), max_length=300, blank=True)
    text_cy = models.TextField(_("text in Welsh"), blank=True)
    table = models.JSONField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["edition_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"], name="a_clause_number_is_used_once_in_an_edition"
            ),
            models.UniqueConstraint(
                fields=["edition", "anchor"], name="an_anchor_is_used_once_in_an_edition"
            ),
            models.CheckConstraint(
                condition=~Q(heading="") | ~Q(text=""), name="a_clause_says_something"
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return f"{self.edition.get_absolute_url()}#{self.anchor}"

    @property
    def party_id(self):
        return self.edition.party_id

    @property
    def parent_number(self):
        return self.parent.number if self.parent else ""

    @property
    def label(self):
        """The last step of the number, as printed beside a nested clause: (a) of 3.2(a)."""
        return self.number[self.number.rfind("(") :] if self.number.endswith(")") else self.number

    @property
    def stem(self):
        """What comes before the label; read aloud, not shown."""
        return self.number.removesuffix(self.label)

    @property
    def words(self):
        return self.text or self.heading


class TariffLine(models.Model):
    """What an edition says may follow a breach of one severity."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="tariff_lines")
    severity = models.PositiveSmallIntegerField(_("severity"))
    name = models.CharField(_("name"), max_length=100)
    typical_conduct = models.TextField(_("typical conduct"), blank=True)
    sanctions = models.JSONField(_("what may follow"), default=list)
    history = HistoricalRecords()

    class Meta:
        ordering = ["edition_id", "severity"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "severity"], name="a_severity_has_one_line_in_an_edition"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=sorted(SEVERITIES)), name="a_severity_is_between_1_and_4"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def party_id(self):
        return self.edition.party_id

    @property
    def rungs(self):
        return in_order(self.sanctions)


class AdherenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Where each party stands on the joint code is public."""
        return self.select_related("party")

    def standing(self, on):
        """Each party's latest stand on each edition, as on a day."""
        later = Adherence.objects.filter(
            party=OuterRef("party"), edition=OuterRef("edition"), from_on__lte=on
        ).filter(Q(from_on__gt=OuterRef("from_on")))
        return self.filter(from_on__lte=on).filter(~Exists(later))


class Adherence(models.Model):
    """A party's recorded stand on an edition of the joint code, from a day, with its evidence."""

    SUPPORTED = "supported"
    STANDS = [
        (SUPPORTED, _("Supported")),
        ("in principle", _("Supported in principle")),
        ("declined", _("Declined")),
        ("no reply", _("No reply")),
    ]
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="adherences")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="adherences")
    stand = models.CharField(_("stand"), max_length=12, choices=STANDS)
    from_on = models.DateField(_("from"))
    evidence = models.CharField(_("evidence"), max_length=300)
    history = HistoricalRecords()
    objects = AdherenceQuerySet.as_manager()

    class Meta:
        ordering = ["edition_id", "party__name", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "edition", "from_on"],
                name="a_party_takes_one_stand_a_day_on_an_edition",
            ),
        ]

    def __str__(self):
        return f"{self.party}: {self.get_stand_display()}"
