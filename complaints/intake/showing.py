"""What may a complainant be shown, and in which words?

A target is told each stage, the outcome and the reasons; a third party, that the complaint arrived
and that the case has ended (domain D12). Letters say so much by themselves: each was written for
the one it is addressed to. Notes, walls, other complainants and the people who handle the case
appear nowhere here, so no page can show them.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from complaints.clocks import ClockKind
from complaints.models import Appeal, Finding, Letter, Message, SupportContact
from complaints.telling import TO_BOTH, Words, due_of, findings_of
from complaints.workflow import Stage

ARRIVED = Words(
    _("Your complaint has arrived"), _("A person of the conduct team reads it and answers.")
)
STAGES = {
    Stage.RECEIVED: ARRIVED,
    Stage.ASSESSMENT: Words(
        _("Your complaint is being assessed"),
        _("The conduct team looks at whether the rules cover it and what should be done."),
    ),
    Stage.INFORMAL: Words(
        _("An informal resolution is being tried"),
        _("For example a talk, an apology or training, if both sides agree."),
    ),
    Stage.INVESTIGATION: Words(
        _("Your complaint is being investigated"),
        _("Somebody who will not decide gathers the facts. You may be asked questions here."),
    ),
    Stage.NOTICE_SERVED: Words(
        _("The person you complained about has been told"),
        _("They know what is alleged and may answer before anything is decided."),
    ),
    Stage.RESPONSE: Words(
        _("The time to answer is over"),
        _("The investigator now writes down what was found. Nothing is decided yet."),
    ),
} | TO_BOTH
TOLD = Words(_("A decision has been made"), _("Read the outcome and the reasons below."))
UNDER_WAY = Words(
    _("Your complaint is being dealt with"),
    _("To be fair to those it is about, we can tell you no more until the case has ended."),
)
ENDED = Words(
    _("The case has ended"),
    _("To be fair to those it is about, you are told no more. Thank you for speaking up."),
)
THIRD_PARTY = {Stage.RECEIVED: ARRIVED, Stage.CLOSED: ENDED}


@dataclass(frozen=True)
class Outcome:
    """What was found and what follows; also the reasons of an ending without a panel."""

    findings: tuple[Finding, ...]
    sanctions: tuple[str, ...]
    ended: str
    reasons: str


class Shown:
    """One complaint as its own complainant may see it."""

    def __init__(self, complaint):
        self.complaint, self.case = complaint, complaint.case
        self.is_target = complaint.kind != "third-party"

    @property
    def status(self):
        if self.is_target and self.case.stage == Stage.DECIDED and self.case.notified_on:
            return TOLD
        told = STAGES if self.is_target else THIRD_PARTY
        return told.get(Stage(self.case.stage), UNDER_WAY)

    @property
    def acknowledge_by(self):
        return due_of(self.case, ClockKind.ACKNOWLEDGE)

    @property
    def appeal_until(self) -> date | None:
        """While the complainant may ask for an appeal, where the pinned procedure allows it."""
        told = self.is_target and self.case.stage == Stage.DECIDED and self.case.notified_on
        allowed = self.case.procedure.complainant_may_appeal
        heard = Appeal.objects.filter(case=self.case).exists()
        return due_of(self.case, ClockKind.APPEAL) if told and allowed and not heard else None

    @property
    def outcome(self):
        """Only once both sides have been told, or the case has ended."""
        closed = self.case.stage == Stage.CLOSED
        if not self.is_target or not (closed or self.case.notified_on):
            return None
        findings = findings_of(self.case) if self.case.notified_on else ()
        standing = self.case.sanctions.standing() if self.case.notified_on else ()
        return Outcome(
            findings=tuple(findings),
            sanctions=tuple(sanction.get_sanction_display() for sanction in standing),
            ended=str(self.case.get_closing_reason_display()) if closed else "",
            reasons=self._reasons() if closed else "",
        )

    def _reasons(self):
        """As the closing letter gave them. Words about a joined case are among officers only."""
        told = self.complaint.letters.filter(kind=Letter.Kind.CLOSING, side="complainant")
        return self.case.closing_words if told.exists() else ""

    @property
    def letters(self):
        return Letter.objects.filter(complaint=self.complaint, side=Letter.Side.COMPLAINANT)

    @property
    def messages(self):
        return Message.objects.filter(complaint=self.complaint)

    @property
    def files(self):
        """What this complainant handed in, never what anybody else did."""
        return self.complaint.evidence.filter(uploaded_by=None)

    @property
    def contacts(self):
        """Who was named to be there for this complainant, and for nobody else."""
        return SupportContact.objects.filter(complaint=self.complaint, ended_on=None)

    @property
    def adjustments(self):
        return self.complaint.adjustments.all()

    @property
    def companions(self):
        return self.complaint.companions.all()

    @property
    def may_write(self):
        return self.case.is_open
