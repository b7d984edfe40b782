"""In whose words does a letter go out, version by version?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.message import Letter


class Audience(models.TextChoices):
    """To whom a letter speaks: what they may be told differs (domain D12)."""

    RESPONDENT = "respondent", _("the respondent")
    TARGET = "target", _("a complainant it was directed at")
    THIRD_PARTY = "third-party", _("a complainant who saw or heard it")

    @classmethod
    def of(cls, complaint):
        """Of whoever made this complaint; without one, it is the respondent."""
        if complaint is None:
            return cls.RESPONDENT
        return cls.THIRD_PARTY if complaint.kind == "third-party" else cls.TARGET


class LetterWordingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The words of the own party, to those who write letters and who word them."""
        return self.filter(party=user.party_id)

    def of(self, party, kind, audience):
        """The newest first; the first is the one that letters go out in."""
        return self.filter(party=party, kind=kind, audience=audience).order_by("-number")


class LetterWording(models.Model):
    """A party's own words for one letter. Each change is a new version, and none is altered;
    one with no text goes back to the register's words."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Letter.Kind)
    audience = models.CharField(max_length=20, choices=Audience)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    objects = LetterWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "audience", "number"], name="a_wording_has_one_number"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"


class PrintRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Their own: a run holds letters of cases that somebody else may not know of."""
        return self.filter(party=user.party_id, asked_by=user.person_id)


class PrintRun(models.Model):
    """Many letters made into one file by the worker, for whoever asked."""

    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    letters = models.JSONField()
    done = models.PositiveIntegerField(default=0)
    sealed = models.JSONField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)

    objects = PrintRunQuerySet.as_manager()

    def __str__(self):
        return f"{self.done} / {len(self.letters)}"
