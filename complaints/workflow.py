"""The procedure as one table: which step, from which stage, by whom, when, leading where?

`STEPS` is the only statement of the procedure. Buttons, permission checks, refusal sentences,
deadlines, the expected-steps CSV, the diagram and the property test all read it. A party's
options (complaints.models.Procedure) switch rows or lead a row elsewhere; they never fork code.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import guards as g
from complaints.clocks import ClockKind as C
from complaints.outcomes import DUTIES
from partyconduct.parties.access import who_may
from partyconduct.parties.roles import Permission as P


class Refused(PermissionDenied):
    """A step that is not open; the sentence says why and is shown as it is."""


class Stage(TextChoices):
    """Where a case is. Side-tracks (paused, interim measure, joined) are not stages."""

    RECEIVED = "received", gettext_lazy("Received")
    ASSESSMENT = "assessment", gettext_lazy("Assessment")
    INFORMAL = "informal", gettext_lazy("Informal resolution")
    INVESTIGATION = "investigation", gettext_lazy("Investigation")
    NOTICE_SERVED = "notice_served", gettext_lazy("Notice served")
    RESPONSE = "response", gettext_lazy("Response")
    REPORT = "report", gettext_lazy("Report")
    PANEL = "panel", gettext_lazy("Panel")
    REVIEW = "review", gettext_lazy("Review")
    DECIDED = "decided", gettext_lazy("Decided")
    APPEAL = "appeal", gettext_lazy("Appeal")
    CLOSED = "closed", gettext_lazy("Closed")

    @property
    def is_open(self) -> bool:
        return self != Stage.CLOSED


S = Stage
OPEN = tuple(stage for stage in Stage if stage.is_open)
UNDECIDED = tuple(stage for stage in OPEN if stage not in (S.DECIDED, S.APPEAL))
BEFORE_PANEL = (S.ASSESSMENT, S.INVESTIGATION, S.NOTICE_SERVED, S.RESPONSE, S.REPORT)
NAMED_OR_NOT = (S.ASSESSMENT, *BEFORE_PANEL[1:], S.PANEL, S.REVIEW, S.DECIDED, S.APPEAL)
RELEASING = NAMED_OR_NOT[1:]
SERVED = (S.NOTICE_SERVED, S.RESPONSE, S.REPORT, S.PANEL, S.REVIEW, S.DECIDED, S.APPEAL)


class Kind(StrEnum):
    """Where a step stands on the case page."""

    NEXT = "next"  # moves the case on
    WORK = "work"  # done within the stage
    END = "end"  # ends the case early
    SIDE = "side"  # possible at almost any time
    FAIR = "fair"  # towards one of the two sides: on a page of its own, beside the file


# Whoever sits in judgement on a case, or sat, does nothing else in it, whatever their roles:
# the panel knows the file as it was put before it, and works on it no further.
DECIDING = frozenset({"adjudicator", "appeal-adjudicator", "reviewer"})
# Nor does whoever is there for one side.
APART = DECIDING | {"support-contact"}


@dataclass(frozen=True)
class Who:
    """A permission, and the duty in this case that it needs beside it ("" = none)."""

    permission: P
    duty: str = ""
    judges_too: bool = False
    called: Promise | str = ""  # where the roles that hold the permission would say too little

    def allows(self, user: Any, held: str, current: str) -> bool:
        """`held` is the duty in the case, also an ended one; `current` the same unless ended."""
        if not user.can(self.permission):
            return False
        return self.duty == current if self.duty else self.judges_too or held not in APART

    def words(self) -> str:
        if self.called:
            return str(self.called)
        if not self.duty:
            return who_may(self.permission)
        return _("%(duty)s of this case") % {"duty": str(DUTIES[self.duty].name).lower()}


DESK = Who(P.HANDLE)
ASSIGNER = Who(P.ASSIGN)
INVESTIGATOR = Who(P.INVESTIGATE, "investigator")
PANEL = Who(P.ADJUDICATE, "adjudicator")
APPEAL_PANEL = Who(P.HEAR_APPEAL, "appeal-adjudicator")
REVIEWER = Who(P.REVIEW, "reviewer")
RESPONDENT = Who(P.ANSWER, called=gettext_lazy("the respondent, through the page"))
ANYBODY_IN_IT = Who(P.USE_CASES, judges_too=True)
WITH_A_DUTY = tuple(Who(P.USE_CASES, duty) for duty in DUTIES)

Guard = Callable[[Any, Any], str]


@dataclass(frozen=True)
class Option:
    """A setting of the procedure; with it off, the row does not stand in that party's table."""

    is_on: Callable[[Any], bool]  # asked of the procedure
    without: Promise


INFORMAL_ROUTE = Option(
    lambda procedure: procedure.informal_route,
    gettext_lazy("The procedure of this case has no informal resolution."),
)
REVIEW = Option(
    lambda procedure: procedure.has_review,
    gettext_lazy("The procedure of this case has no review."),
)
COUNTERSIGNATURE = Option(
    lambda procedure: procedure.countersigned,
    gettext_lazy("The procedure of this case asks for no countersignature."),
)
APPEALS = Option(
    lambda procedure: procedure.has_appeals,
    gettext_lazy("The procedure of this case has no appeal."),
)


@dataclass(frozen=True)
class Detour:
    """With this option of the procedure on, the step leads elsewhere and starts other clocks."""

    applies: Callable[[Any], bool]  # asked of the case
    target: Stage
    starts: tuple[C, ...]
    option: Option | None = None


@dataclass(frozen=True)
class Step:
    """One row: a named move. `target` None means that the case stays where it is."""

    verb: str
    label: Promise
    sources: tuple[Stage, ...]
    target: Stage | None
    who: tuple[Who, ...]
    kind: Kind = Kind.WORK
    guards: tuple[Guard, ...] = ()
    detour: Detour | None = None
    starts: tuple[C, ...] = ()
    stops: tuple[C, ...] = ()
    hint: Promise | str = ""
    barred_duties: frozenset[str] = field(default=frozenset())
    before_declaring: bool = False  # open to whoever has a duty and has not declared yet
    option: Option | None = None
    writes: bool = False  # letters, which may be seen before they go

    @property
    def targets(self) -> list[Stage]:
        """The other stages that it may lead to, whatever the options."""
        found = [self.target, self.detour.target if self.detour and self.target else None]
        return [target for target in found if target]

    def stands_in(self, procedure: Any) -> bool:
        return self.option is None or self.option.is_on(procedure)

    def leads_to(self, case: Any) -> tuple[Stage, tuple[C, ...]]:
        """The stage after the step and the clocks it starts, as the pinned procedure has it."""
        if self.detour and self.detour.applies(case):
            return self.detour.target, self.detour.starts
        return self.target or Stage(case.stage), self.starts

    def objection(self, case: Any, user: Any) -> str:
        """Why this step is not open to this person now, in one sentence; "" when it is.

        Whether the person may know of the case at all is complaints.access, asked before.
        """
        return (
            self._objection_to_stage(case)
            or self._objection_of_procedure(case)
            or self._objection_to_person(case, user)
            or self._objection_to_silence(case, user)
            or next(filter(None, (guard(case, user) for guard in self.guards)), "")
        )

    def _objection_to_stage(self, case: Any) -> str:
        if case.stage in self.sources:
            return ""
        if case.stage == Stage.CLOSED:
            return _("This case is closed, and a closed case does not change.")
        names = _(" or ").join(str(stage.label).lower() for stage in self.sources)
        return _("“%(step)s” is open at the stage %(stages)s; this case is at %(stage)s.") % {
            "step": self.label,
            "stages": names,
            "stage": str(Stage(case.stage).label).lower(),
        }

    def _objection_of_procedure(self, case: Any) -> str:
        if self.option is None or self.stands_in(case.procedure):
            return ""
        return str(self.option.without)

    def is_for(self, user: Any, part: Any) -> bool:
        """Whether the person takes this step; `part` is the duty in the case, if there is one."""
        kind = part.kind if part else ""
        # An ended duty opens nothing any more, but goes on excluding for ever.
        current = kind if part and part.ended_on is None else ""
        return kind not in self.barred_duties and any(
            who.allows(user, kind, current) for who in self.who
        )

    def _objection_to_person(self, case: Any, user: Any) -> str:
        part = g.part_of(case, user)
        return "" if self.is_for(user, part) else self._refusal(part.kind if part else "")

    def _objection_to_silence(self, case: Any, user: Any) -> str:
        """Whoever is given a duty declares first what connects them with the case (D28)."""
        part = g.part_of(case, user)
        if self.before_declaring or part is None or part.ended_on or part.declared_on:
            return ""
        return _("First declare whether anything connects you with this case.")

    def _refusal(self, duty: str) -> str:
        who = _(" or ").join(dict.fromkeys(who.words() for who in self.who))
        if duty:
            return _("Your part in this case is %(duty)s; this step is for: %(who)s.") % {
                "duty": str(DUTIES[duty].name).lower(),
                "who": who,
            }
        return _("This step is for: %(who)s.") % {"who": who}


NOT_THE_INVESTIGATOR = frozenset({"investigator"})
_l = gettext_lazy

ROWS = (
    # --- received
    Step(
        "acknowledge",
        _l("Acknowledge the complaint"),
        (S.RECEIVED,),
        S.ASSESSMENT,
        (DESK,),
        Kind.NEXT,
        starts=(C.ASSESS,),
        stops=(C.ACKNOWLEDGE,),
        hint=_l("Every complainant gets a letter; the assessment begins."),
        writes=True,
    ),
    # --- assessment
    Step(
        "allege",
        _l("Add an allegation"),
        (S.ASSESSMENT, S.INVESTIGATION),
        None,
        (DESK,),
        guards=(g.needs_an_edition,),
        hint=_l("Name the clause that may be broken and what was done."),
    ),
    Step(
        "test",
        _l("Test for intimidation"),
        (S.ASSESSMENT, S.INVESTIGATION),
        None,
        (DESK, INVESTIGATOR),
        hint=_l("Four questions, each with reasons."),
    ),
    Step(
        "interim",
        _l("Decide on an interim measure"),
        BEFORE_PANEL,
        None,
        (Who(P.DECIDE_INTERIM),),
        barred_duties=NOT_THE_INVESTIGATOR,
        hint=_l("None, a restriction or an interim suspension, with reasons."),
    ),
    Step(
        "review_interim",
        _l("Look at the interim measure again"),
        UNDECIDED[1:],
        None,
        (Who(P.DECIDE_INTERIM),),
        guards=(g.needs_a_measure,),
        barred_duties=NOT_THE_INVESTIGATOR,
        hint=_l("It goes on to another day, or ends; either way with reasons."),
    ),
    Step(
        "check_risk",
        _l("Ask the risk questions"),
        UNDECIDED,
        None,
        (DESK,),
        hint=_l("Is somebody in danger? An urgent case is seen to the same day."),
    ),
    Step(
        "investigate",
        _l("Open an investigation"),
        (S.ASSESSMENT,),
        S.INVESTIGATION,
        (ASSIGNER,),
        Kind.NEXT,
        (g.needs_an_allegation, g.needs_the_test, g.needs_an_interim_decision),
        starts=(C.INVESTIGATE,),
        stops=(C.ASSESS,),
        hint=_l("Name an investigator who takes no later part."),
    ),
    Step(
        "resolve_informally",
        _l("Try an informal resolution"),
        (S.ASSESSMENT,),
        S.INFORMAL,
        (DESK,),
        Kind.NEXT,
        (g.needs_an_interim_decision,),
        starts=(C.INFORMAL,),
        stops=(C.ASSESS,),
        hint=_l("Mediation, an apology or training, agreed by both sides."),
        option=INFORMAL_ROUTE,
    ),
    Step(
        "reject",
        _l("Reject as ineligible"),
        (S.ASSESSMENT,),
        S.CLOSED,
        (DESK,),
        Kind.END,
        stops=(C.ASSESS,),
        hint=_l("The complaint is outside the procedure, for a listed reason."),
        writes=True,
    ),
    Step(
        "dismiss",
        _l("Dismiss at assessment"),
        (S.ASSESSMENT,),
        S.CLOSED,
        (DESK,),
        Kind.END,
        stops=(C.ASSESS,),
        hint=_l("No breach, or not enough evidence, with reasons."),
        writes=True,
    ),
    # --- informal
    Step(
        "settle",
        _l("Record that it is resolved"),
        (S.INFORMAL,),
        S.CLOSED,
        (DESK,),
        Kind.NEXT,
        stops=(C.INFORMAL,),
        option=INFORMAL_ROUTE,
        writes=True,
    ),
    Step(
        "give_up_informal",
        _l("Return to assessment"),
        (S.INFORMAL,),
        S.ASSESSMENT,
        (DESK,),
        Kind.NEXT,
        starts=(C.ASSESS,),
        stops=(C.INFORMAL,),
        option=INFORMAL_ROUTE,
    ),
    # --- investigation
    Step(
        "serve_notice",
        _l("Serve notice on the respondent"),
        (S.INVESTIGATION,),
        S.NOTICE_SERVED,
        (DESK,),
        Kind.NEXT,
        (g.needs_an_allegation, g.needs_an_investigator),
        starts=(C.RESPOND,),
        stops=(C.INVESTIGATE,),
        hint=_l("The respondent is told what is alleged and on what basis, and may answer."),
        writes=True,
    ),
    Step(
        "record_response",
        _l("Record the response"),
        (S.NOTICE_SERVED,),
        S.RESPONSE,
        (DESK, RESPONDENT),
        Kind.NEXT,
        starts=(C.REPORT,),
        stops=(C.RESPOND,),
    ),
    Step(
        "close_window",
        _l("Go on without a response"),
        (S.NOTICE_SERVED,),
        S.RESPONSE,
        (DESK,),
        Kind.NEXT,
        (g.needs_the_response_window_over, g.needs_no_open_extension),
        starts=(C.REPORT,),
        stops=(C.RESPOND,),
    ),
    Step(
        "report",
        _l("Submit the report"),
        (S.RESPONSE,),
        S.REPORT,
        (INVESTIGATOR,),
        Kind.NEXT,
        stops=(C.REPORT,),
        starts=(C.DECIDE,),
        hint=_l("Facts and evidence; the report proposes no sanction."),
    ),
    Step(
        "convene",
        _l("Convene the panel"),
        (S.REPORT,),
        S.PANEL,
        (ASSIGNER,),
        Kind.NEXT,
        barred_duties=NOT_THE_INVESTIGATOR,
        hint=_l("People who took no part in the case before."),
    ),
    # --- panel
    Step(
        "decide",
        _l("Record the decision"),
        (S.PANEL,),
        S.DECIDED,
        (PANEL,),
        Kind.NEXT,
        (g.needs_a_full_panel, g.needs_a_declared_panel, g.needs_an_allegation),
        detour=Detour(g.goes_to_review, S.REVIEW, (C.REVIEW,), REVIEW),
        starts=(C.NOTIFY,),
        stops=(C.DECIDE,),
        hint=_l("A finding on each allegation with reasons, then any sanction."),
    ),
    Step(
        "fill_seat",
        _l("Fill an empty seat of the panel"),
        (S.PANEL,),
        None,
        (ASSIGNER,),
        Kind.SIDE,
        (g.needs_an_empty_seat,),
        barred_duties=NOT_THE_INVESTIGATOR,
        hint=_l("Somebody of the panel stepped back; somebody else is found in the same way."),
    ),
    Step(
        "verify",
        _l("Verify the decision"),
        (S.REVIEW,),
        S.DECIDED,
        (REVIEWER,),
        Kind.NEXT,
        starts=(C.NOTIFY,),
        stops=(C.REVIEW,),
        option=REVIEW,
    ),
    Step(
        "veto",
        _l("Veto the decision"),
        (S.REVIEW,),
        S.REPORT,
        (REVIEWER,),
        Kind.NEXT,
        starts=(C.DECIDE,),
        stops=(C.REVIEW,),
        hint=_l("A wholly new panel then decides."),
        option=REVIEW,
    ),
    # --- decided, appeal
    Step(
        "correct_decision",
        _l("Correct the decision"),
        (S.DECIDED,),
        None,
        (PANEL,),
        Kind.WORK,
        (g.needs_not_notified, g.needs_a_decision_that_may_change),
        hint=_l("Until both sides are told. A countersignature then no longer counts."),
    ),
    Step(
        "countersign",
        _l("Countersign the decision"),
        (S.DECIDED,),
        None,
        (PANEL,),
        Kind.NEXT,
        (g.needs_not_notified, g.needs_no_countersignature, g.needs_another_signer),
        hint=_l("You stand by the decision as you read it here."),
        option=COUNTERSIGNATURE,
    ),
    Step(
        "notify",
        _l("Tell both sides the decision"),
        (S.DECIDED,),
        None,
        (DESK,),
        Kind.NEXT,
        (g.needs_not_notified, g.needs_countersigned),
        detour=Detour(g.has_no_appeal, S.DECIDED, ()),
        starts=(C.APPEAL,),
        stops=(C.NOTIFY,),
        hint=_l("Letters with the findings, the reasons and how to appeal."),
        writes=True,
    ),
    Step(
        "lodge_appeal",
        _l("Record an appeal"),
        (S.DECIDED,),
        S.APPEAL,
        (DESK, RESPONDENT),
        Kind.NEXT,
        (g.needs_notified, g.needs_no_earlier_appeal, g.needs_the_appeal_window_open),
        starts=(C.HEAR_APPEAL,),
        stops=(C.APPEAL,),
        option=APPEALS,
        writes=True,
    ),
    Step(
        "convene_appeal",
        _l("Convene the appeal panel"),
        (S.APPEAL,),
        None,
        (ASSIGNER,),
        Kind.NEXT,
        (g.needs_no_appeal_panel,),
        barred_duties=NOT_THE_INVESTIGATOR,
        option=APPEALS,
    ),
    Step(
        "decide_appeal",
        _l("Decide the appeal"),
        (S.APPEAL,),
        S.DECIDED,
        (APPEAL_PANEL,),
        Kind.NEXT,
        (g.needs_a_full_appeal_panel, g.needs_a_declared_appeal_panel),
        starts=(C.NOTIFY,),
        stops=(C.HEAR_APPEAL,),
        option=APPEALS,
    ),
    Step(
        "send_back",
        _l("Send back to a new panel"),
        (S.APPEAL,),
        S.REPORT,
        (APPEAL_PANEL,),
        Kind.NEXT,
        (g.needs_a_full_appeal_panel, g.needs_a_declared_appeal_panel),
        starts=(C.DECIDE,),
        stops=(C.HEAR_APPEAL,),
        option=APPEALS,
    ),
    Step(
        "close",
        _l("Close the case"),
        (S.DECIDED,),
        S.CLOSED,
        (DESK,),
        Kind.NEXT,
        (g.needs_notified, g.needs_the_appeal_window_over),
        stops=(C.APPEAL,),
        writes=True,
    ),
    Step(
        "complete_education",
        _l("Record that the education is completed"),
        (S.DECIDED, S.APPEAL, S.CLOSED),
        None,
        (DESK,),
        Kind.SIDE,
        (g.needs_education_to_complete,),
    ),
    Step(
        "reopen",
        _l("Reopen the case"),
        (S.CLOSED,),
        S.ASSESSMENT,
        (Who(P.SUPERVISE),),
        Kind.SIDE,
        (g.needs_not_joined,),
        detour=Detour(g.was_decided, S.REPORT, (C.DECIDE,)),
        starts=(C.ASSESS,),
        hint=_l("Only on a listed ground. What was decided is decided afresh by new people."),
    ),
    # --- early endings
    Step(
        "end",
        _l("Close without a decision"),
        UNDECIDED,
        S.CLOSED,
        (DESK,),
        Kind.END,
        barred_duties=NOT_THE_INVESTIGATOR,
        hint=_l("The respondent left, the complainant withdrew, or another listed reason."),
        writes=True,
    ),
    Step(
        "join",
        _l("Join to another case"),
        (S.RECEIVED, S.ASSESSMENT, S.INVESTIGATION),
        S.CLOSED,
        (DESK,),
        Kind.END,
        barred_duties=NOT_THE_INVESTIGATOR,
        hint=_l("Same respondent, same conduct: its complaints move to the other case."),
    ),
    # --- towards one side
    Step(
        "offer_support",
        _l("Name a support contact for a side"),
        OPEN,
        None,
        (ASSIGNER,),
        Kind.FAIR,
        hint=_l("A different person for each side, with no other part in the case."),
    ),
    Step(
        "set_confidentiality",
        _l("Say until when the sides keep it private"),
        OPEN,
        None,
        (DESK,),
        Kind.FAIR,
        hint=_l("Without it: until the case has ended. Both sides read it."),
    ),
    Step(
        "decide_identity",
        _l("Decide whether the respondent is told who complained"),
        NAMED_OR_NOT,
        None,
        (DESK,),
        Kind.FAIR,
    ),
    Step(
        "release_statement",
        _l("Release a statement to a side"),
        RELEASING,
        None,
        (DESK,),
        Kind.FAIR,
        hint=_l("As that side may read it. The statement itself stays as it is."),
    ),
    Step(
        "release_file",
        _l("Release a file to a side"),
        RELEASING,
        None,
        (DESK,),
        Kind.FAIR,
        (g.needs_a_file,),
        hint=_l("A copy without author, dates and the name it came with."),
    ),
    Step(
        "withdraw_item",
        _l("Withdraw what was released"),
        RELEASING,
        None,
        (DESK,),
        Kind.FAIR,
        (g.needs_a_released_item,),
    ),
    Step(
        "invite",
        _l("Invite the respondent anew"),
        SERVED,
        None,
        (DESK,),
        Kind.FAIR,
        hint=_l("The earlier invitation, and the way back it gave, end at once."),
    ),
    Step(
        "revoke_invitation",
        _l("Close the respondent’s page"),
        SERVED,
        None,
        (DESK,),
        Kind.FAIR,
        (g.needs_an_invitation,),
    ),
    Step("write_to_respondent", _l("Write to the respondent"), SERVED, None, (DESK,), Kind.FAIR),
    Step(
        "ask_extension",
        _l("Ask for more time to answer"),
        (S.NOTICE_SERVED,),
        None,
        (DESK, RESPONDENT),
        Kind.FAIR,
        (g.needs_no_open_extension,),
    ),
    Step(
        "decide_extension",
        _l("Decide on more time to answer"),
        (S.NOTICE_SERVED,),
        None,
        (DESK,),
        Kind.FAIR,
        (g.needs_an_open_extension,),
        hint=_l("Granted, the end of the window moves; either way the respondent reads why."),
    ),
    Step(
        "name_companion",
        _l("Name who accompanies a side"),
        OPEN,
        None,
        (DESK, RESPONDENT),
        Kind.FAIR,
    ),
    Step(
        "ask_adjustments",
        _l("Record what somebody needs to take part"),
        OPEN,
        None,
        (DESK, RESPONDENT),
        Kind.FAIR,
    ),
    Step(
        "answer_adjustments",
        _l("Say what was agreed"),
        OPEN,
        None,
        (DESK,),
        Kind.FAIR,
        (g.needs_an_open_adjustment,),
    ),
    # --- at almost any time
    Step(
        "declare",
        _l("Declare your interests"),
        OPEN,
        None,
        WITH_A_DUTY,
        guards=(g.needs_no_declaration,),
        hint=_l("Before anything else: does anything connect you with this case?"),
        before_declaring=True,
    ),
    Step("write", _l("Write to a complainant"), OPEN, None, (DESK,), Kind.SIDE),
    Step(
        "update",
        _l("Tell both sides how it stands"),
        tuple(stage for stage in OPEN if stage != S.RECEIVED),
        None,
        (DESK,),
        Kind.SIDE,
        starts=(C.UPDATE,),
        stops=(C.UPDATE,),
        hint=_l(
            "Due at an interval, and more often in a campaign, even when nothing has changed."
        ),
        writes=True,
    ),
    Step(
        "supervise",
        _l("Answer for the time it takes"),
        OPEN,
        None,
        (Who(P.SUPERVISE),),
        Kind.SIDE,
        (g.needs_an_escalation,),
        hint=_l("The case came to you because it is late or has been open for long."),
    ),
    Step("note", _l("Add a note"), OPEN, None, (DESK, INVESTIGATOR), Kind.SIDE),
    Step("add_evidence", _l("Add evidence"), OPEN, None, (DESK, INVESTIGATOR), Kind.SIDE),
    Step(
        "flag_repeat",
        _l("Say that a complainant repeats themselves"),
        (S.RECEIVED, S.ASSESSMENT, S.INVESTIGATION),
        None,
        (DESK,),
        Kind.SIDE,
        hint=_l("It counts for nothing until a second officer agrees."),
    ),
    Step("amend_respondent", _l("Check the respondent"), OPEN, None, (DESK,), Kind.SIDE),
    Step("assign", _l("Assign an officer"), OPEN, None, (ASSIGNER,), Kind.SIDE),
    Step(
        "give_duty",
        _l("Give a duty"),
        (S.INVESTIGATION, S.NOTICE_SERVED, S.RESPONSE, S.REPORT, S.PANEL, S.REVIEW, S.APPEAL),
        None,
        (ASSIGNER,),
        Kind.SIDE,
        barred_duties=NOT_THE_INVESTIGATOR,
    ),
    Step("end_duty", _l("End a duty"), OPEN, None, (ASSIGNER,), Kind.SIDE, (g.needs_a_duty,)),
    Step("pause", _l("Pause the clocks"), OPEN, None, (DESK,), Kind.SIDE, (g.needs_running,)),
    Step("resume", _l("Let the clocks run"), OPEN, None, (DESK,), Kind.SIDE, (g.needs_paused,)),
    Step(
        "refer_to_police",
        _l("Record a referral to the police"),
        OPEN,
        None,
        (DESK,),
        Kind.SIDE,
        hint=_l("Which offence, which force, and whether the procedure waits or goes on."),
    ),
    Step(
        "record_police_result",
        _l("Record the result of the police"),
        OPEN,
        None,
        (DESK,),
        Kind.SIDE,
        (g.needs_a_referral,),
        hint=_l("Clocks that stand still go on when you let them run."),
    ),
    Step(
        "record_disqualification",
        _l("Record a disqualification order"),
        OPEN,
        None,
        (DESK,),
        Kind.SIDE,
        hint=_l("As the court made it: it bars from nomination, election and office."),
    ),
    Step("raise_wall", _l("Raise a wall"), OPEN, None, (Who(P.BUILD_WALL),), Kind.SIDE),
    Step(
        "lift_wall",
        _l("Lift a wall"),
        OPEN,
        None,
        (Who(P.BUILD_WALL),),
        Kind.SIDE,
        (g.needs_a_wall,),
    ),
    Step(
        "log_contact",
        _l("Log an approach about the case"),
        OPEN,
        None,
        (ANYBODY_IN_IT,),
        Kind.SIDE,
        hint=_l("A leader’s office or anybody else outside the case spoke to you about it."),
        before_declaring=True,
    ),
    Step(
        "recuse",
        _l("Recuse yourself"),
        OPEN,
        None,
        (ANYBODY_IN_IT,),
        Kind.SIDE,
        before_declaring=True,
    ),
)

STEPS: dict[str, Step] = {step.verb: step for step in ROWS}


def rows_of(procedure: Any) -> list[Step]:
    """The table as one party has it: the options of its procedure take rows out."""
    return [step for step in ROWS if step.stands_in(procedure)]


@dataclass(frozen=True)
class Offer:
    """A step as the case page shows it: open, or closed with the reason."""

    step: Step
    objection: str


ON_THE_FILE = frozenset(Kind) - {Kind.FAIR}


def offers(case: Any, user: Any, kinds: frozenset[Kind] = ON_THE_FILE) -> list[Offer]:
    """The steps whose stage has come, in the order of the table, each with its objection.

    Steps that the person's role and duties never open are left out: they are somebody else's.
    """
    rows = [step for step in rows_of(case.procedure) if step.kind in kinds]
    due = [step for step in rows if case.stage in step.sources]
    mine = [step for step in due if step.is_for(user, g.part_of(case, user))]
    return [Offer(step, step.objection(case, user)) for step in mine]


def next_steps(stage: str, procedure: Any, user: Any, part: Any) -> list[Step]:
    """The steps that move a case on from a stage and are this person's, once they are open."""
    rows = rows_of(procedure)
    due = [step for step in rows if step.kind == Kind.NEXT and stage in step.sources]
    return [step for step in due if step.is_for(user, part)]


# Obligations that no move of the case meets.
MET_BY: dict[str, str] = {C.UPDATE: "update", C.LOOK_AGAIN: "review_interim"}


def meeting(kind: str, stage: str, procedure: Any, user: Any, part: Any) -> list[Step]:
    """This person's steps that meet an obligation, or come before the one that does."""
    if kind in MET_BY:
        step = STEPS[MET_BY[kind]]
        return [step] if stage in step.sources and step.is_for(user, part) else []
    mine = next_steps(stage, procedure, user, part)
    return [step for step in mine if not step.stops or kind in step.stops]


def waiting_for(case: Any) -> str:
    """Whose turn it is, in words, for those who cannot act themselves."""
    people = [
        who.words()
        for step in rows_of(case.procedure)
        if step.kind == Kind.NEXT and case.stage in step.sources
        for who in step.who
    ]
    return _(" or ").join(dict.fromkeys(people))


def diagram() -> str:
    """The table as a state diagram (Mermaid): the steps that move a case on."""
    lines = ["stateDiagram-v2", "    [*] --> received"]
    for step in ROWS:
        targets = step.targets
        for source in step.sources if step.kind != Kind.END else ():
            lines += [f"    {source} --> {target}: {step.verb}" for target in targets]
    early = sorted({step.verb for step in ROWS if step.kind == Kind.END})
    lines += [f"    note right of closed: also by {', '.join(early)}", "    closed --> [*]"]
    return "\n".join(lines)
