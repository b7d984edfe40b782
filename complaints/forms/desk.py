"""What do the steps ask that are possible at almost any time?"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints import outcomes
from complaints.actions.duties import PANELS, colleagues, may_handle
from complaints.actions.sealing import sealed_upload
from complaints.eligibility import eligible, why_not
from complaints.forms.assessing import WithLinks
from complaints.forms.fields import Choice, OneOf, OneOfMany, StepForm, nobody, reasons, words
from complaints.intake.files import MOST_BYTES, MOST_FILES
from complaints.links import in_words, links_of
from complaints.models import Delivery, Wall
from complaints.sniffing import ACCEPTED_ENDINGS, examine
from partyconduct.ui.forms import DayField, Form, Radios


class WriteToRespondent(StepForm):
    text = words(
        _l("Message"),
        _l("The respondent reads it on the page. Name nobody who complained."),
        error_messages={"required": _l("Enter the message")},
    )


class Write(StepForm):
    complaint = OneOf(
        label=_l("To which complainant?"),
        error_messages={"required": _l("Choose the complainant")},
    )
    text = words(
        _l("Message"),
        _l("The complainant reads it on the tracking page."),
        error_messages={"required": _l("Enter the message")},
    )

    def limit(self):
        complaints = list(self.case.complaints.select_related("complainant"))
        self.fields["complaint"].offer(
            complaints, lambda each: f"{each.reference}, {each.complainant.name}"
        )
        if len(complaints) == 1:
            self.initial["complaint"] = complaints[0].pk


class Note(StepForm):
    text = words(
        _l("Note"),
        _l("For colleagues who handle the case; neither side sees it here."),
        error_messages={"required": _l("Enter the note")},
    )


class AddEvidence(StepForm):
    file = forms.FileField(
        label=_l("File"),
        help_text=_l(
            "A picture, PDF, recording, document or email, up to 50 MB. It is sealed as it is."
        ),
        widget=forms.FileInput({"accept": ",".join(ACCEPTED_ENDINGS)}),
        error_messages={
            "required": _l("Choose a file"),
            "empty": _l(
                "The file is empty. Check that it opens on your device, then choose it again."
            ),
        },
    )
    description = forms.CharField(
        label=_l("What it shows"),
        max_length=300,
        error_messages={"required": _l("Say what the file shows")},
    )
    captured_on = DayField(label=_l("Day it was captured, if known"), past=True, required=False)
    source_url = forms.URLField(
        label=_l("Web address it comes from, if any"),
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _l("Enter a web address in the correct format, like https://example.org")
        },
    )

    def clean_file(self):
        file, held = self.cleaned_data["file"], [each.size for each in self.case.evidence.all()]
        if len(held) >= MOST_FILES:
            raise forms.ValidationError(_("You can add up to %d files.") % MOST_FILES)
        if sum(held) + file.size > MOST_BYTES:
            most = MOST_BYTES >> 20
            raise forms.ValidationError(_("All files together can be up to %d MB.") % most)
        self.accepted = examine(file.name, file)
        return file

    @property
    def details(self):
        told = dict(super().details)
        file = told.pop("file")
        return {"sealed": sealed_upload(self.case.party, file, self.accepted, **told)}


class Assign(StepForm):
    officer = OneOf(
        label=_l("Officer of the case"),
        error_messages={"required": _l("Choose the officer")},
    )

    def limit(self):
        walled = self.case.walls.filter(lifted_at=None).values("person")
        offered = self.fields["officer"].offer(may_handle(self.case).exclude(pk__in=walled))
        self.say_if_none("officer", offered, nobody())

    def known(self, case):
        return {"officer": case.officer_id}


NAMED_ELSEWHERE = PANELS | {"support-contact"}


class GiveDuty(StepForm):
    kind = Choice(
        label=_l("Duty"),
        choices=[
            each for each in outcomes.choices(outcomes.DUTIES) if each[0] not in NAMED_ELSEWHERE
        ],
        error_messages={"required": _l("Choose the duty")},
    )
    person = OneOfMany(
        label=_l("Person"),
        help_text=_l("Only people without an earlier part in this case are listed."),
        error_messages={"required": _l("Choose the person")},
    )

    def limit(self):
        kinds = [kind for kind, _name in self.fields["kind"].choices]
        self.free = {kind: eligible(self.case, kind) for kind in kinds}
        people = {who.pk: who for free in self.free.values() for who in free}
        people.pop(self.by.person_id, None)
        self.with_links = WithLinks(self.case, list(people.values()))
        ordered = sorted(people.values(), key=lambda who: who.name)
        self.say_if_none("person", self.fields["person"].offer(ordered, self._may_be), nobody())

    def _may_be(self, who):
        kinds = [
            str(outcomes.DUTIES[kind].name).lower()
            for kind, free in self.free.items()
            if who in free
        ]
        return _("%(person)s (may be %(duties)s)") % {
            "person": self.with_links(who),
            "duties": _(" or ").join(kinds),
        }

    def clean(self):
        kind, person = self.cleaned_data.get("kind"), self.cleaned_data.get("person")
        if kind and person and person not in self.free[kind]:
            self.add_error("person", why_not(self.case, person, kind))
        return self.cleaned_data


class EndDuty(StepForm):
    duty = OneOf(
        label=_l("Duty that ends"),
        error_messages={"required": _l("Choose the duty that ends")},
    )
    reasons = reasons()

    def limit(self):
        held = self.case.duties.filter(ended_on=None).select_related("person")
        self.fields["duty"].offer(held)


class Pause(StepForm):
    category = Choice(
        label=_l("Why the clocks stand still"),
        choices=outcomes.choices(outcomes.PAUSE_CATEGORIES),
        error_messages={"required": _l("Choose why the clocks stand still")},
    )
    reason = words(
        _l("Reason"),
        _l("What you wait for, and how you will know that it is over"),
        rows=4,
        error_messages={"required": _l("Enter the reason")},
    )


class RaiseWall(StepForm):
    person = OneOfMany(
        label=_l("Who is kept out"),
        help_text=_l("From their next click on, they find nothing of this case anywhere."),
        error_messages={"required": _l("Choose who is kept out")},
    )
    reasons = reasons(_l("What connects the person with this case"))

    def limit(self):
        walled = self.case.walls.filter(lifted_at=None).values("person")
        people = colleagues(self.case.party).exclude(pk__in=walled)
        self.fields["person"].offer(people.exclude(pk=self.by.person_id))


class LiftWall(StepForm):
    wall = OneOf(
        label=_l("Wall to lift"), error_messages={"required": _l("Choose the wall to lift")}
    )
    reasons = reasons(_l("Why the person may know of this case after all"))

    def limit(self):
        standing = self.case.walls.filter(lifted_at=None).exclude(kind=Wall.Kind.RECUSED)
        others = standing.exclude(person=self.by.person_id)
        others = others.select_related("person", "lift_asked_by")
        offered = self.fields["wall"].offer(others, self.why_it_stands)
        self.say_if_none("wall", offered, _("Whoever recused themselves stays out of the case."))

    @staticmethod
    def why_it_stands(wall):
        """Whom it keeps out, why, and who has asked already; a second person has to agree."""
        asked = _("%(name)s asks to lift it: %(reasons)s") % {
            "name": wall.lift_asked_by,
            "reasons": wall.lifted_reason,
        }
        words = _("%(name)s (%(reason)s)") % {"name": wall.person, "reason": wall.reason}
        return f"{words} {asked}" if wall.lift_asked_by_id else words


class LogContact(StepForm):
    came_from = Choice(
        label=_l("Who approached you?"),
        choices=outcomes.choices(outcomes.APPROACHED_BY),
        error_messages={"required": _l("Choose who approached you")},
    )
    name = forms.CharField(
        label=_l("Their name"),
        max_length=200,
        error_messages={"required": _l("Enter the name, or say that you do not know it")},
    )
    happened_on = DayField(label=_l("Day of the approach"), noun=_l("day of it"), past=True)
    how = Choice(
        label=_l("How?"),
        choices=outcomes.choices(outcomes.APPROACHED_HOW),
        error_messages={"required": _l("Choose how they approached you")},
    )
    asked_for = Choice(
        label=_l("What did they want?"),
        choices=outcomes.choices(outcomes.APPROACHED_FOR),
        error_messages={"required": _l("Choose what they wanted")},
    )
    answer = words(_l("What you answered"), rows=3, required=False)
    words = words(
        _l("What was said"),
        _l("As close to the words as you can. You did nothing wrong by being approached."),
        error_messages={"required": _l("Enter what was said")},
    )
    field_order = ("came_from", "name", "happened_on", "how", "asked_for", "words", "answer")


class Declare(StepForm):
    """The links that the register sees stand above the question."""

    template = "complaints/step_declare.html"
    connected = forms.TypedChoiceField(
        label=_l("Does anything connect you with this case or with anybody in it?"),
        help_text=_l(
            "A friend or relative, a branch, a contest, work, a quarrel, an opinion given."
        ),
        choices=[("no", _l("Nothing")), ("yes", _l("Something does"))],
        coerce=lambda answer: answer == "yes",
        widget=Radios,
        error_messages={"required": _l("Choose whether something connects you with the case")},
    )
    words = words(
        _l("What it is"),
        _l(
            "If something connects you, you step back: your part ends and you will not find this "
            "case any more. If the register named a link above and you can act all the same, "
            "say why."
        ),
        rows=4,
        required=False,
    )

    def limit(self):
        self.links = links_of(self.case, [self.by.person]).get(self.by.person_id, [])
        self.links_in_words = in_words(self.links)

    def clean(self):
        connected, said = self.cleaned_data.get("connected"), self.cleaned_data.get("words")
        if connected and not said:
            self.add_error("words", _("Say what connects you with the case."))
        if connected is False and self.links and not said:
            self.add_error("words", _("The register sees a link: say why you can act."))
        return self.cleaned_data


class Recuse(StepForm):
    reasons = reasons(
        _l("What connects you with this case. You will not find it any more, for good.")
    )


class DeliveryForm(Form):
    """Asked of a letter, also after its case is closed."""

    way = Choice(label=_l("What happened?"), choices=Delivery.Way.choices)
    on = DayField(label=_l("Day"), past=True)
    words = forms.CharField(
        label=_l("Anything to note (optional)"),
        help_text=_l("For example the number of a registered letter"),
        max_length=200,
        required=False,
    )

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.fields["on"].not_before = letter.written_on
