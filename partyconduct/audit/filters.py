"""By what may the trail be narrowed? Every filter stands in the address."""

import re
from datetime import date, datetime, time, timedelta

import django_filters
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partyconduct.audit.cases import case_called
from partyconduct.audit.models import CASE, AuditEvent, Stream
from partyconduct.ui.forms import DayField

NUMBERED = re.compile(r"(?P<model>[a-z]+) (?P<number>\d{1,18})")


class DayFilter(django_filters.Filter):
    field_class = DayField


class TrailFilter(django_filters.FilterSet):
    """One stream at a time, because each is numbered by itself."""

    stream = django_filters.ChoiceFilter(
        choices=Stream, empty_label=None, label=_("Stream"), method="in_stream"
    )
    verb = django_filters.CharFilter(label=_("Step"))
    subject = django_filters.CharFilter(label=_("Subject"), method="about")
    actor = django_filters.CharFilter(label=_("E-mail address of the person"), method="by")
    since = DayFilter(label=_("From"), method="from_day")
    until = DayFilter(label=_("To"), method="to_day")

    class Meta:
        model = AuditEvent
        fields = []

    def __init__(self, data, *args, **kwargs):
        data = data.copy()
        data.setdefault("stream", Stream.WRITE)
        super().__init__(data, *args, **kwargs)
        self.filters["subject"].extra["help_text"] = _(
            "A case’s reference, or what and which number as shown below: “case 12”"
        )

    def in_stream(self, events, name, value):
        return events.filter(stream=value)

    def about(self, events, name, value):
        """A word and a number, or the reference of a case of this party."""
        if match := NUMBERED.fullmatch(value.strip().lower()):
            labels = [m._meta.label_lower for m in apps.get_models()]
            named = [label for label in labels if label.split(".")[1] == match["model"]]
            return events.filter(subject_type__in=named, subject_id=int(match["number"]))
        case = case_called(value, self.request.user.party_id)
        return events.filter(subject_type=CASE, subject_id=case.pk) if case else events.none()

    def by(self, events, name, value):
        user = get_user_model()
        return events.filter(**{f"actor__{user.USERNAME_FIELD}__iexact": value.strip()})

    def from_day(self, events, name, value):
        return events.filter(at__gte=midnight(value))

    def to_day(self, events, name, value):
        if value == date.max:  # no day comes after it
            return events
        return events.filter(at__lt=midnight(value + timedelta(days=1)))


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
