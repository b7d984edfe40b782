"""Do versions of a procedure bind what they should, and stand still once in force?"""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from complaints.actions import take
from complaints.models import Case, Procedure
from complaints.procedures import actions
from complaints.procedures.contradictions import contradictions
from complaints.workflow import STEPS, Refused, Stage
from partyconduct.audit.trail import events_about
from partyconduct.dates.models import BankHoliday
from partyconduct.rlsdb import bind
from tests import walk


@pytest.fixture
def draft(cast):
    return actions.draft(cast.harbour, by=cast.harbour_admin)


def changed(cast, draft, **settings):
    return actions.change(draft, by=cast.harbour_admin, settings=settings)


def test_a_new_version_begins_as_a_copy_of_the_one_in_force(cast, draft):
    earlier = Procedure.objects.get(party=cast.harbour, number=1)
    assert draft.number == 2
    assert draft.appeal_days == earlier.appeal_days


def test_there_is_one_draft_at_a_time(cast, draft):
    assert actions.draft(cast.harbour, by=cast.harbour_admin) == draft


def test_every_verb_leaves_an_event(cast, draft):
    actions.put_in_force(
        changed(cast, draft, notify_days=7), by=cast.harbour_admin, on=timezone.localdate()
    )
    assert [event.verb for event in events_about(draft)] == ["draft", "change", "put_in_force"]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("harbour_head", "This is for: party administrator"),
        ("harbour_leader", "This is for: party administrator"),
        ("meadow_admin", "another party"),
    ],
)
def test_only_the_partys_own_administrator_may_draft(cast, who, sentence):
    with pytest.raises(actions.Refused, match=sentence):
        actions.draft(cast.harbour, by=getattr(cast, who))


# --- Must show 6: what binds a case


def test_a_new_version_changes_no_case_that_was_received_before(cast, make_case):
    with walk.travel("2026-03-02"):
        before = make_case(at=Stage.RECEIVED)
        due = [(c.kind, c.due_on) for c in before.clocks.all()]
    with walk.travel("2026-03-03"):
        second = walk.new_procedure(cast, acknowledge_days=1, review="all")
        after = make_case(at=Stage.RECEIVED)
        bind(cast.harbour.pk, 0)
        before = Case.objects.get(pk=before.pk)
        assert before.procedure.number == 1
        assert after.procedure == second
        assert [(c.kind, c.due_on) for c in before.clocks.all()] == due
        assert after.clocks.get().due_on == date(2026, 3, 4)
        before = walk.step(cast, before, "acknowledge")
        assert before.clocks.running().get().due_on == date(2026, 3, 31)  # still 20 days


def test_a_version_binds_from_its_day_on_and_not_before(cast, draft, make_case):
    with walk.travel("2026-03-02"):
        later = actions.put_in_force(draft, by=cast.harbour_admin, on=date(2026, 3, 9))
    with walk.travel("2026-03-06"):
        assert make_case().procedure.number == 1
    with walk.travel("2026-03-09"):
        assert make_case().procedure == later


def test_a_draft_binds_nothing(draft, make_case):
    assert make_case().procedure.number == 1


def test_a_holiday_that_is_added_moves_no_clock_by_itself(cast, make_case):
    with walk.travel("2026-03-02"):
        case = make_case(at=Stage.RECEIVED)
        due, version = case.clocks.values_list("due_on", "calendar_version").get()
        BankHoliday.objects.create(nation="England", date=date(2026, 3, 5), name="Mourning")
        bind(cast.harbour.pk, 0)
        clock = Case.objects.get(pk=case.pk).clocks.get()
        assert (clock.due_on, clock.calendar_version) == (due, version)


# --- in force it stands


def test_a_version_in_force_is_not_changed_or_thrown_away(cast, draft):
    actions.put_in_force(draft, by=cast.harbour_admin, on=timezone.localdate())
    for verb in (actions.discard, lambda p, by: actions.change(p, by=by, settings={})):
        with pytest.raises(actions.Refused, match="does not change"):
            verb(draft, by=cast.harbour_admin)


@pytest.mark.parametrize(
    "write",
    [
        lambda rows: rows.update(appeal_days=1),
        lambda rows: rows.update(published_at=None),
        lambda rows: rows._raw_delete("default"),
    ],
)
def test_the_database_itself_refuses_to_change_it(cast, write):
    rows = Procedure.objects.filter(party=cast.harbour)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        write(rows)


def test_the_database_lets_a_draft_change(draft):
    assert Procedure.objects.filter(pk=draft.pk).update(appeal_days=1) == 1


def test_a_version_in_force_cannot_be_replaced_by_another_row(cast):
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite’s own")
    with pytest.raises(DatabaseError, match="never changes"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO complaints_procedure SELECT * FROM complaints_procedure"
        )


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (lambda today: today - timedelta(days=1), "Choose today or a later day"),
        (lambda today: today, "Version 2 is in force from"),
    ],
)
def test_the_day_must_follow_every_earlier_version(cast, on, sentence):
    walk.new_procedure(cast)
    third = actions.draft(cast.harbour, by=cast.harbour_admin)
    with pytest.raises(actions.Refused, match=sentence):
        actions.put_in_force(third, by=cast.harbour_admin, on=on(timezone.localdate()))


# --- contradictions


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"update_days": 90}, "at least every three months"),
        ({"campaign_update_days": 61, "update_days": 60}, "less often than at other times"),
        ({"panel_size": 4}, "A panel of 4 can split in half"),
        ({"panel_size": 9}, "A panel takes 9 adjudicators, and the party has 7"),
        ({"panel_size": 5}, "An appeal takes 5 appeal adjudicators, and the party has 3"),
        ({"appeal_days": 0}, "“The time to lodge an appeal” has 0 days"),
        ({"appeal_grounds": []}, "no ground to base it on"),
        ({"keep_upheld_months": 6}, "destroyed before one in which nothing was"),
        ({"keep_not_upheld_months": 3}, "may still come for 12 months"),
        ({"interim_recheck_days": 0}, "has 0 days"),
    ],
)
def test_a_contradiction_is_a_sentence_and_keeps_the_draft_a_draft(cast, draft, chosen, sentence):
    draft = changed(cast, draft, **chosen)
    assert any(sentence in found for found in contradictions(draft))
    with pytest.raises(actions.Refused, match=sentence):
        actions.put_in_force(draft, by=cast.harbour_admin, on=timezone.localdate())


def test_a_review_needs_somebody_who_reviews(cast, draft):
    cast.harbour_reviewer.person.memberships.update(ends_on=timezone.localdate())
    draft = changed(cast, draft, review="all")
    assert any("nobody as a reviewer" in found for found in contradictions(draft))


@pytest.mark.parametrize(
    "chosen",
    [
        {"informal_route": False, "informal_days": 0},
        {"complainant_may_appeal": False, "respondent_may_appeal": False, "appeal_days": 0},
        {"review": "off", "review_days": 0},
    ],
)
def test_a_limit_that_nothing_uses_may_be_nothing(cast, draft, chosen):
    assert contradictions(changed(cast, draft, **chosen)) == []


# --- options switch rows of the one table


def test_without_the_informal_route_its_step_is_neither_offered_nor_open(cast, make_case):
    walk.new_procedure(cast, informal_route=False)
    case = make_case(at=Stage.ASSESSMENT)
    case = walk.step(cast, case, "interim")
    assert "no informal resolution" in STEPS["resolve_informally"].objection(
        case, cast.harbour_officer
    )
    with pytest.raises(Refused, match="no informal resolution"):
        take("resolve_informally", case, by=cast.harbour_officer, reasons="Both agree.")


def test_without_appeals_the_case_may_be_closed_at_once(cast, make_case):
    walk.new_procedure(cast, complainant_may_appeal=False, respondent_may_appeal=False)
    case = walk.step(cast, make_case(at=Stage.DECIDED), "notify")
    assert not case.clocks.running().exists()
    with pytest.raises(Refused, match="no appeal"):
        walk.step(cast, case, "lodge_appeal")
    assert walk.step(cast, case, "close").stage == Stage.CLOSED


@pytest.mark.parametrize(
    ("chosen", "details", "sentence"),
    [
        ({"respondent_may_appeal": False}, {}, "only the complainant may appeal"),
        ({"complainant_may_appeal": False}, {"side": "complainant"}, "only the respondent may"),
        ({"appeal_grounds": ["procedure"]}, {}, "is no ground of appeal in this procedure"),
    ],
)
def test_who_may_appeal_and_on_what_ground_is_the_procedures(
    cast, make_case, chosen, details, sentence
):
    walk.new_procedure(cast, **chosen)
    case = walk.step(cast, make_case(at=Stage.DECIDED), "notify")
    with pytest.raises(Refused, match=sentence):
        walk.step(cast, case, "lodge_appeal", **details)


@pytest.mark.parametrize(("veto", "then"), [("once", Stage.DECIDED), ("every", Stage.REVIEW)])
def test_after_a_veto_the_new_panels_decision_is_reviewed_or_stands(cast, make_case, veto, then):
    walk.new_procedure(cast, review="all", veto=veto)
    case = make_case(at=Stage.PANEL)
    case = walk.step(cast, case, "decide")
    case = walk.step(cast, case, "give_duty")
    reviewer = walk.somebody(cast, case, "reviewer")
    case = take("veto", case, by=reviewer, reasons="A witness was not heard.")
    case = walk.step(cast, case, "convene")
    assert walk.step(cast, case, "decide").stage == then
