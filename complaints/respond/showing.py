"""What may the respondent be shown, and in which words?

What is alleged, the letters addressed to them, what was released to them item by item, what they
sent themselves, and the decision once both sides have been told. Complaints, complainants, notes,
evidence as it came in and the people who handle the case appear nowhere here, so no page can show
them (security.md 3.7, T-044).
"""

from django.utils.translation import gettext_lazy as _

from complaints.actions.unsent import unsent_of
from complaints.clocks import ClockKind
from complaints.disclosing import is_respondent, items_for, told_about
from complaints.models import (
    Adjustment,
    Allegation,
    Companion,
    Complainant,
    Evidence,
    Extension,
    Letter,
    RespondentMessage,
    Response,
    SupportContact,
)
from complaints.telling import TO_BOTH, Words, due_of, findings_of
from complaints.workflow import STEPS, Stage

STAGES = {
    Stage.NOTICE_SERVED: Words(
        _("You may answer a complaint about you"),
        _("Nothing is decided. Read what is alleged, and say what you want to say about it."),
    ),
    Stage.RESPONSE: Words(
        _("Your answer is being looked at"),
        _("The investigator now writes down what was found. Nothing is decided yet."),
    ),
} | TO_BOTH
TOLD = Words(_("A decision has been made"), _("Read what was found and what follows below."))
UNANSWERED = Words(
    _("The time to answer is over"),
    _("No answer had arrived. You may still write; it is kept with the case."),
)
BEFORE = Words(_("A complaint about you"), _("The party has written to you."))


class Seen:
    """The case as the respondent sees it."""

    def __init__(self, invitation):
        self.invitation, self.service = invitation, invitation.service
        self.case, self.party = invitation.case, invitation.case.party

    @property
    def is_over(self):
        return not self.case.is_open

    @property
    def status(self):
        if self.case.stage == Stage.DECIDED and self.case.notified_on:
            return TOLD
        if self.case.stage == Stage.RESPONSE and self.response and self.response.none_received:
            return UNANSWERED
        return STAGES.get(Stage(self.case.stage), BEFORE)

    @property
    def allegations(self):
        return Allegation.objects.filter(case=self.case).select_related("clause")

    @property
    def letters(self):
        return Letter.objects.filter(case=self.case, side=Letter.Side.RESPONDENT)

    @property
    def messages(self):
        return RespondentMessage.objects.filter(case=self.case)

    @property
    def files(self):
        """What the respondent sent, never what anybody else did."""
        return Evidence.objects.filter(case=self.case, from_respondent=True)

    @property
    def response(self):
        return Response.objects.filter(case=self.case).first()

    @property
    def answer_until(self):
        return due_of(self.case, ClockKind.RESPOND)

    def may(self, verb):
        """Whether the respondent may take this step of the table now."""
        if verb == "lodge_appeal" and not self.case.procedure.may_appeal("respondent"):
            return False
        return not STEPS[verb].objection(self.case, self.service)

    @property
    def may_answer(self):
        return self.may("record_response")

    @property
    def may_write(self):
        return self.case.is_open

    @property
    def unsent(self):
        return unsent_of(self.case)

    # What was asked and given ------------------------------------------------------------------
    @property
    def items(self):
        return items_for(self.case) if self.case.is_open else items_for(self.case).none()

    @property
    def extensions(self):
        return Extension.objects.filter(case=self.case)

    @property
    def open_extension(self):
        return self.extensions.filter(decided_on=None).first()

    @property
    def companions(self):
        return Companion.objects.filter(case=self.case).for_side()

    @property
    def adjustments(self):
        return Adjustment.objects.filter(case=self.case).for_side()

    @property
    def contacts(self):
        return SupportContact.objects.filter(case=self.case, ended_on=None).for_side()

    @property
    def named(self):
        """Who complained, where it was decided that the respondent is told."""
        return Complainant.objects.filter(case=self.case, complaint__in=told_about(self.case))

    @property
    def also_complained(self):
        """Whoever is on both sides of one case is told which is which."""
        complainants = Complainant.objects.filter(case=self.case).select_related("complaint")
        return any(is_respondent(who, self.case) for who in complainants)

    @property
    def asks_left(self):
        """The pages whose step is open now; a message may always be written."""
        pages = {
            "extension": "ask_extension",
            "companion": "name_companion",
            "adjustments": "ask_adjustments",
        }
        return [page for page, verb in pages.items() if self.may(verb)]

    # The decision ------------------------------------------------------------------------------
    @property
    def findings(self):
        return findings_of(self.case) if self.case.notified_on else ()

    @property
    def sanctions(self):
        return self.case.sanctions.standing() if self.case.notified_on else ()

    @property
    def may_appeal(self):
        return self.may("lodge_appeal")

    @property
    def appeal_until(self):
        return due_of(self.case, ClockKind.APPEAL) if self.may_appeal else None
