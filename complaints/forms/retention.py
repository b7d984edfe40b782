"""What is asked of whoever holds a case back, or lets it go?"""

from django.utils.translation import gettext_lazy as _l

from complaints.forms.fields import Choice, reasons
from complaints.models import Hold
from partyconduct.ui.forms import DayField, Form


class PlaceHold(Form):
    kind = Choice(
        label=_l("Kind"),
        choices=Hold.Kind.choices,
        error_messages={"required": _l("Choose the kind")},
    )
    reasons = reasons()
    until_on = DayField(
        label=_l("Until, if there is a day"), noun=_l("last day of the hold"), required=False
    )


class Lift(Form):
    reasons = reasons()
