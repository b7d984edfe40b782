"""What do the steps ask that keep a case in time?"""

from django.utils.translation import gettext_lazy as _l

from complaints import outcomes
from complaints.forms.fields import Choice, StepForm, reasons, words


class Update(StepForm):
    text = words(
        _l("How it stands, and what comes next"),
        _l(
            "It goes to the respondent, once notice was served, and to whoever it was directed at."
        ),
        error_messages={"required": _l("Say how it stands")},
    )


class Supervise(StepForm):
    outcome = Choice(
        label=_l("How it goes on"),
        choices=outcomes.choices(outcomes.SUPERVISION_OUTCOMES),
        error_messages={"required": _l("Choose how it goes on")},
    )
    reasons = reasons()
