"""What may a complainant be shown, and in which words?

A target is told each stage, the outcome and the reasons; a third party, that the complaint arrived
and that the case has ended (domain D12). Letters say so much by themselves: each was written for
the one it is addressed to. Notes, walls, other complainants and the people who handle the case
appear nowhere here, so no page can show them.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.clocks import ClockKind
from complaints.models import Appeal, Finding, Letter, Message, SupportContact
from complaints.workflow import Stage


@dataclass(frozen=True)
class Words:
    title: Promise
    meaning: Promise


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
    Stage.REPORT: Words(
        _("The investigation is finished"), _("A panel is being brought together to decide.")
    ),
    Stage.PANEL: Words(
        _("A panel is deciding"), _("Its members took no part in the case before.")
    ),
    Stage.REVIEW: Words(
        _("The decision is being checked"), _("Somebody independent looks at it before it counts.")
    ),
    Stage.DECIDED: Words(
        _("A decision has been made"), _("You read it here as soon as both sides are told.")
    ),
    Stage.APPEAL: Words(
        _("There is an appeal"), _("People who took no part before look at the decision again.")
    ),
    Stage.CLOSED: Words(_("The case has ended"), _("Your letters tell you how.")),
}
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
        return self._due(ClockKind.ACKNOWLEDGE)

    @property
    def appeal_until(self) -> date | None:
        """While the complainant may ask for an appeal, where the pinned procedure allows it."""
        told = self.is_target and self.case.stage == Stage.DECIDED and self.case.notified_on
        allowed = self.case.procedure.complainant_may_appeal
        heard = Appeal.objects.filter(case=self.case).exists()
        return self._due(ClockKind.APPEAL) if told and allowed and not heard else None

    def _due(self, kind):
        running = self.case.clocks.running().filter(kind=kind)
        return running.values_list("due_on", flat=True).first()

    @property
    def outcome(self):
        """Only once both sides have been told, or the case has ended."""
        closed = self.case.stage == Stage.CLOSED
        if not self.is_target or not (closed or self.case.notified_on):
            return None
        findings = self._findings() if self.case.notified_on else ()
        standing = self.case.sanctions.standing() if self.case.notified_on else ()
        return Outcome(
            findings=tuple(findings),
            sanctions=tuple(sanction.get_sanction_display() for sanction in standing),
            ended=str(self.case.get_closing_reason_display()) if closed else "",
            reasons=self._reasons() if closed else "",
        )

    def _findings(self):
        found = Finding.objects.filter(case=self.case).select_related("allegation__clause")
        return found.order_by("allegation__position")

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
