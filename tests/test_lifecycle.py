"""After any sequence of steps, tried by anybody, is the case lawful?"""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from complaints.actions import duties, take
from complaints.models import Case, Duty, Procedure
from complaints.outcomes import UPHELD
from complaints.workflow import ROWS, STEPS, Refused, Stage
from partyconduct.audit.models import AuditEvent
from partyconduct.audit.trail import events_about
from partyconduct.parties.models import User
from partyconduct.rlsdb import bind
from tests import walk

SIDE = {step.verb for step in ROWS if step.kind == "side"}
# Steps that no sensible details exist for in every state are tried with what there is.
# What may still be done to a closed case has tests of its own: here a closed case never changes.
AFTER = {"reopen", "complete_education"}
TRIED = sorted(
    set(STEPS) - AFTER - {"join", "add_evidence", "amend_respondent", "assign", "lift_wall"}
)


class AnySequence(RuleBasedStateMachine):
    """One case; people of both parties with every role try one step after another."""

    cast = None
    review = Procedure.Review.OFF

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.clock = time_machine.travel("2026-02-02T12:00:00+00:00", tick=False)
        self.clock.start()

    @initialize()
    def a_complaint_arrives(self):
        walk.new_procedure(self.cast, review=self.review)
        self.case = walk.complain(self.cast, key=str(id(self))).case
        self.stage, self.taken, self.closed = Stage.RECEIVED, 0, None
        self.before = {}

    def fresh(self):
        bind(self.cast.harbour.pk, 0)
        case = Case.objects.select_related("procedure", "party").get(pk=self.case.pk)
        case.today = timezone.localdate()
        return case

    @rule(verb=st.sampled_from(TRIED), role=st.sampled_from(sorted(walk.PLAYERS)))
    def somebody_tries_a_step(self, verb, role):
        self.attempt(verb, getattr(self.cast, f"harbour_{role}"))

    @rule(data=st.data())
    def the_right_person_goes_on(self, data):
        due = [verb for verb in TRIED if self.fresh().stage in STEPS[verb].sources]
        moving = [verb for verb in due if verb not in SIDE] or ["note"]
        verb = data.draw(st.sampled_from(moving))
        self.attempt(verb, walk.right_person(self.cast, self.fresh(), verb))

    @rule()
    def whoever_was_given_a_duty_declares(self):
        while walk.undeclared(self.fresh()) and self.fresh().is_open:
            self.attempt("declare", walk.right_person(self.cast, self.fresh(), "declare"))

    @rule(verb=st.sampled_from(TRIED), role=st.sampled_from(sorted(walk.PLAYERS)))
    def somebody_of_the_other_party_tries(self, verb, role):
        outsider = getattr(self.cast, f"meadow_{role}")
        details = walk.try_details(verb, self.fresh())
        with pytest.raises(Refused, match="no such case"):
            take(verb, self.fresh(), by=outsider, **details)

    @rule(days=st.integers(1, 30))
    def days_pass(self, days):
        later = self.fresh().today + timedelta(days=days)
        self.clock.stop()
        self.clock = time_machine.travel(f"{later}T12:00:00+00:00", tick=False)
        self.clock.start()

    def attempt(self, verb, user):
        case = self.fresh()
        details = walk.try_details(verb, case)
        visible = Case.objects.visible_to(user).filter(pk=case.pk).exists()
        allowed = visible and not STEPS[verb].objection(case, user)
        target, _starts = STEPS[verb].leads_to(case)
        try:
            with transaction.atomic():
                take(verb, case, by=user, **details)
        except Refused:
            # Only what was entered can still be refused by the action itself.
            assert not allowed or walk.may_be_refused(verb, details)
        else:
            assert allowed, f"{verb} by {user.email} was not open"
            self.stage, self.taken = target, self.taken + 1

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def the_stage_follows_the_table(self):
        assert self.fresh().stage == self.stage

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def one_event_stands_for_each_step(self):
        verbs = events_about(self.case).filter(verb__in=STEPS, payload__contains="target")
        assert verbs.count() == self.taken

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def no_event_ever_changes(self):
        now = dict(
            AuditEvent.objects.filter(party_id=self.cast.harbour.pk).values_list("seq", "mac")
        )
        assert self.before.items() <= now.items()
        self.before = now

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def a_closed_case_never_changes(self):
        case = self.fresh()
        if not case.is_open:
            state = (case.version, case.closing_reason, case.closed_on)
            assert self.closed in (None, state)
            self.closed = state
            assert not case.clocks.running().exists()

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def nobody_has_two_parts(self):
        bind(self.cast.harbour.pk, 0)
        held = Duty.objects.filter(case=self.case).values_list("person", flat=True)
        assert len(held) == len(set(held))

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def nobody_acts_in_a_duty_before_declaring(self):
        case = self.fresh()
        reported = case.reports.values("written_by")
        assert not case.duties.filter(person__in=reported, declared_on=None).exists()
        if case.findings.exists():
            assert case.duties.filter(kind="adjudicator").exclude(declared_on=None).exists()

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def no_sanction_without_an_upheld_allegation(self):
        case = self.fresh()
        if case.sanctions.standing().exists():
            assert case.findings.filter(finding__in=UPHELD).exists()

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def nothing_was_decided_before_the_answer_or_the_end_of_its_window(self):
        case = self.fresh()
        if case.findings.exists():
            assert hasattr(case, "response")

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)


@pytest.mark.parametrize("review", [Procedure.Review.OFF, Procedure.Review.ALL])
def test_any_sequence_of_steps_by_anybody_leaves_a_lawful_case(cast, review, monkeypatch):
    # A sequence that fails is tried again and again: the lot must fall on the same people.
    monkeypatch.setattr(duties, "fresh_seed", lambda: "0" * 32)
    AnySequence.cast, AnySequence.review = cast, review
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_person_is_named_on_every_history_row_of_a_walked_case(cast, make_case):
    case = make_case(at=Stage.APPEAL)
    for model in (Case, *(rel.related_model for rel in Case._meta.related_objects)):
        if hasattr(model, "history"):
            rows = model.history.filter(history_user=None)
            assert not rows.exists(), model
    assert User.objects.exists()
    assert case.stage == Stage.APPEAL
