"""The table is tested as a table: complete, connected, granted, and equal to what is printed."""

import csv
from pathlib import Path
from types import SimpleNamespace

import pytest

from complaints.actions import ACTIONS
from complaints.outcomes import DUTIES
from complaints.workflow import ROWS, STEPS, Kind, Stage, diagram
from partyconduct.parties.roles import GRANTS, Permission, Role, roles_with

EXPECTED = Path(__file__).parent.parent / "expected_steps.csv"


def test_every_stage_can_be_left_and_closed_only_on_a_listed_ground():
    left = {source for step in ROWS if step.target for source in step.sources}
    assert left == set(Stage)
    after = {step.verb for step in ROWS if Stage.CLOSED in step.sources}
    assert after == {"reopen", "complete_education"}


def test_every_stage_can_be_reached_from_received():
    reached, before = {Stage.RECEIVED}, None
    while reached != before:
        before = set(reached)
        for step in ROWS:
            if reached & set(step.sources):
                reached |= {step.target} if step.target else set()
                reached |= {step.detour.target} if step.detour else set()
    assert reached == set(Stage)


def test_every_step_has_its_action():
    assert set(ACTIONS) == set(STEPS)


def test_a_verb_stands_once_in_the_table():
    assert len(STEPS) == len(ROWS)


def test_every_permission_is_granted_to_somebody():
    assert all(roles_with(permission) for permission in Permission)


def test_no_step_is_open_to_leaders_administrators_secretariats_or_operators():
    outside = (Role.LEADER, Role.ADMINISTRATOR, Role.SECRETARIAT, Role.OPERATOR)
    used = {who.permission for step in ROWS for who in step.who}
    assert not any(GRANTS[role] & used for role in outside)


def test_deciding_steps_need_a_duty_in_the_case():
    assert all(
        who.duty in DUTIES
        for verb in ("report", "decide", "verify", "veto", "decide_appeal", "send_back")
        for who in STEPS[verb].who
    )


def test_every_stage_has_a_step_that_moves_it_on():
    moved = {source for step in ROWS if step.kind == Kind.NEXT for source in step.sources}
    assert moved == set(Stage) - {Stage.CLOSED}


class Player:
    """A person with one role and perhaps a duty, for asking the table without a database."""

    person_id = 1

    def __init__(self, role):
        self.role = role

    def can(self, permission):
        return permission in GRANTS[self.role]


class File:
    """A case at a stage in which the player holds a duty; guards are not asked."""

    def __init__(self, stage, duty):
        self.stage = stage
        self._duties = {1: SimpleNamespace(kind=duty, ended_on=None)} if duty else {}


def open_steps(stage, role, duty):
    case, player = File(stage, duty), Player(role)
    return [
        step.verb
        for step in ROWS
        if not step._objection_to_stage(case) and not step._objection_to_person(case, player)
    ]


def printed_table():
    """stage x role x duty -> open steps: what a party's rules officer checks."""
    playing = {
        Role.OFFICER: ["", "investigator", "adjudicator", "appeal-adjudicator", "reviewer"],
        Role.INVESTIGATOR: ["", "investigator"],
        Role.ADJUDICATOR: ["", "adjudicator"],
        Role.APPEAL_ADJUDICATOR: ["", "appeal-adjudicator"],
        Role.REVIEWER: ["", "reviewer"],
    }
    for stage in Stage:
        for role in Role:
            for duty in playing.get(role, [""]):
                steps = open_steps(stage, role, duty)
                if steps:
                    yield [stage.value, role.value, duty, " ".join(steps)]


def test_the_expected_steps_are_those_of_the_table():
    with EXPECTED.open() as file:
        expected = list(csv.reader(file))
    assert expected[0] == ["stage", "role", "duty", "steps"]
    assert expected[1:] == list(printed_table())


@pytest.mark.parametrize("stage", Stage)
def test_nobody_outside_a_case_role_has_any_step(stage):
    for role in (Role.LEADER, Role.ADMINISTRATOR, Role.DPO, Role.AUDITOR, Role.OPERATOR):
        assert open_steps(stage, role, "") == []


def test_an_ended_duty_opens_nothing_and_still_excludes():
    case, player = File(Stage.RESPONSE, "investigator"), Player(Role.INVESTIGATOR)
    case._duties[1].ended_on = "2026-01-05"
    assert STEPS["report"]._objection_to_person(case, player)
    case.stage, player.role = Stage.REPORT, Role.OFFICER
    assert "investigator" in STEPS["convene"]._objection_to_person(case, player)


def test_the_diagram_in_the_readme_is_the_one_of_the_table():
    readme = (EXPECTED.parent.parent / "README.md").read_text()
    assert f"```mermaid\n{diagram()}\n```" in readme
