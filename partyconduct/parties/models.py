"""Which parties, people and roles are there?"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partyconduct.parties.roles import Permission, Role, permissions_of


class Nation(models.TextChoices):
    ENGLAND = "England", _("England")
    WALES = "Wales", _("Wales")
    SCOTLAND = "Scotland", _("Scotland")
    NORTHERN_IRELAND = "Northern Ireland", _("Northern Ireland")


class PartyQuerySet(models.QuerySet):
    def taking_complaints(self):
        return self.filter(kind=Party.Kind.PARTY, takes_complaints=True)

    def visible_to(self, user):
        """The names of parties are public."""
        return self.all()


class Party(models.Model):
    """A political party, or the joint body of several: the owner of codes and cases."""

    class Kind(models.TextChoices):
        PARTY = "party", _("Political party")
        JOINT = "joint", _("Joint body of several parties")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200, unique=True)
    prefix = models.CharField(max_length=3, unique=True, help_text=_("Begins each reference"))
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PARTY)
    nation = models.CharField(
        max_length=20,
        choices=Nation,
        default=Nation.ENGLAND,
        help_text=_("Its bank holidays count for every deadline"),
    )
    founded_on = models.DateField(null=True, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_address = models.TextField(blank=True)
    takes_complaints = models.BooleanField(default=True)
    history = HistoricalRecords()

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "parties"

    def __str__(self):
        return self.name


class Registration(models.Model):
    """A party's entry in a register of the Electoral Commission: key (register, reference)."""

    class Register(models.TextChoices):
        GREAT_BRITAIN = "Great Britain", _("Great Britain")
        NORTHERN_IRELAND = "Northern Ireland", _("Northern Ireland")

    party = models.ForeignKey(Party, models.PROTECT, related_name="registrations")
    register = models.CharField(max_length=20, choices=Register)
    ec_reference = models.CharField(max_length=20, help_text="ECRef")
    entity_name = models.CharField(max_length=200, help_text="RegulatedEntityName")
    entity_type = models.CharField(max_length=60, help_text="RegulatedEntityType")
    status = models.CharField(max_length=40, help_text="RegistrationStatus")
    approved_on = models.DateField(null=True, blank=True, help_text="ApprovedDate")
    history = HistoricalRecords()

    class Meta:
        ordering = ["register"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "ec_reference"], name="one_entry_per_reference"
            )
        ]

    def __str__(self):
        return f"{self.ec_reference} ({self.register})"


class Person(models.Model):
    """A human being, whatever the number of accounts: duties and walls follow the person."""

    name = models.CharField(max_length=200)
    member_no = models.CharField(max_length=40, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def get_queryset(self):
        """The name of an account is its person's, and every page shows it."""
        return super().get_queryset().select_related("person")

    def create_user(self, email, name, password=None, **fields):
        person = fields.pop("person", None) or Person.objects.create(name=name)
        user = self.model(email=self.normalize_email(email).lower(), person=person, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def service(self, name):
        """The named account under which the register itself acts: intake or jobs."""
        return self.get(email=f"{name}@service.invalid", is_service=True)


class User(AbstractBaseUser):
    """An account of a person. Nobody is a superuser: roles alone grant (see roles.GRANTS)."""

    email = models.EmailField(unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField(default=False)
    history = HistoricalRecords(excluded_fields=["last_login", "password"])

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.person.name

    def act_for(self, party):
        """Choose the one party this account acts for from now on; None for nobody."""
        self.__dict__.pop("current", None)
        self._chosen = party and party.pk
        return self

    @cached_property
    def current(self):
        """(party or None, roles): what the person holds today in the party acted for."""
        self.has_choice = False
        if self.is_service:
            party = Party.objects.filter(pk=getattr(self, "_chosen", None)).first()
            return party, frozenset({Role.SERVICE} if party else ())
        held = list(Membership.objects.of(self.person_id).current().select_related("party"))
        chosen = getattr(self, "_chosen", None) or (held[0].party_id if held else None)
        mine = [membership for membership in held if membership.party_id == chosen]
        self.has_choice = len({membership.party_id for membership in held}) > 1
        party = mine[0].party if mine and self.is_active else None
        return party, frozenset(Role(membership.role) for membership in mine if party)

    @property
    def party(self):
        return self.current[0]

    @property
    def party_id(self):
        return self.party.pk if self.party else None

    @property
    def roles(self):
        return self.current[1]

    @cached_property
    def parties(self):
        """Every party and body the person may act for today."""
        held = Membership.objects.of(self.person_id).current().values("party")
        return list(Party.objects.filter(pk__in=held))

    @property
    def permissions(self):
        return permissions_of(self.roles)

    def can(self, permission):
        return Permission(permission) in self.permissions


class MembershipQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(person=person)

    def current(self, on=None):
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))

    def visible_to(self, user):
        """A party's administrator sees who holds which role there; nobody else does."""
        if not user.can(Permission.MANAGE_PEOPLE):
            return self.none()
        return self.filter(party=user.party)


class Membership(models.Model):
    """A person holds a role in a party from a day until a day (exclusive)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["party__name", "person__name", "role", "starts_on"]
        indexes = [models.Index(fields=["person", "party"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person", "party", "role"],
                condition=Q(ends_on=None),
                name="one_open_membership_per_role",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_role_display()}"
