"""What do the pages about interests and training ask?"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints import outcomes
from complaints.actions.duties import colleagues
from complaints.courses import course_choices
from complaints.forms.fields import Choice, OneOfMany
from complaints.models import Training
from partyconduct.ui.forms import DayField, Form


class DeclareInterest(Form):
    kind = Choice(
        label=_l("What kind of interest is it?"),
        choices=outcomes.choices(outcomes.INTERESTS),
        error_messages={"required": _l("Choose the kind of interest")},
    )
    words = forms.CharField(
        label=_l("What it is"),
        help_text=_l("The name of the branch, the contest, the person, the firm or the group"),
        max_length=300,
        error_messages={"required": _l("Say what the interest is")},
    )


class RecordTraining(Form):
    person = OneOfMany(
        label=_l("Who was trained"), error_messages={"required": _l("Choose who was trained")}
    )
    course = Choice(
        label=_l("Course"),
        choices=course_choices,
        error_messages={"required": _l("Choose the course")},
    )
    passed_on = DayField(label=_l("Day it was passed"), noun=_l("day it was passed"), past=True)
    expires_on = DayField(
        label=_l("Day from which it has to be taken again, if there is one"), required=False
    )

    def __init__(self, party, data=None):
        self.party = party
        super().__init__(data)
        self.fields["person"].offer(colleagues(party))

    def clean(self):
        typed = self.cleaned_data
        passed, expires = typed.get("passed_on"), typed.get("expires_on")
        if passed and expires and expires <= passed:
            self.add_error("expires_on", _("It has to be later than the day it was passed."))
        known = {"party": self.party, "passed_on": passed}
        about = known | {name: typed.get(name) for name in ("person", "course")}
        if all(about.values()) and Training.objects.filter(**about).exists():
            self.add_error("course", _("This is recorded already."))
        return typed
