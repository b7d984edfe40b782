"""Is a decision reasoned, weighed against like ones, signed by two, followed up and final?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from codes.tariff import SANCTIONS
from complaints.actions import take
from complaints.comparing import Spread, spread_for
from complaints.consistency import by_person, decisions, departures, over_time
from complaints.models import Case, Sanction, Weighing
from complaints.workflow import Refused, Stage
from partyconduct.audit.trail import events_about
from partyconduct.rlsdb import acting, bind
from tests import walk

RANK = {code: rung.rank for code, rung in SANCTIONS.items()}


def decide(cast, case, **more):
    return walk.step(cast, case, "decide", **more)


def in_a_year():
    return timezone.localdate() + timedelta(days=365)


# --- what the verb itself asks
@pytest.mark.parametrize(
    ("sanction", "sentence"),
    [
        ({"sanction": "formal-warning"}, "Enter the day on which “Formal warning” ends"),
        ({"sanction": "apology"}, "Enter the day by which “Apology required” is to be done"),
        ({"sanction": "suspension"}, "lasts at least 1 month"),
        ({"sanction": "suspension", "months": 13}, "lasts at most 12 months"),
    ],
)
def test_a_sanction_that_ends_or_is_due_has_its_day(cast, make_case, sanction, sentence):
    with pytest.raises(Refused, match=sentence):
        decide(cast, make_case(at=Stage.PANEL), sanctions=[sanction], outside_reason="Because.")


def test_a_day_that_has_passed_is_no_end(cast, make_case):
    past = {"sanction": "severe-rebuke", "ends_on": timezone.localdate()}
    with pytest.raises(Refused, match="must be in the future"):
        decide(cast, make_case(at=Stage.PANEL), sanctions=[past])


def test_months_give_the_day_of_their_end(cast, make_case):
    case = decide(cast, make_case(at=Stage.PANEL), sanctions=[{"sanction": "suspension",
                  "months": 6}])  # fmt: skip
    imposed = case.sanctions.get()
    assert imposed.ends_on > imposed.imposed_on + timedelta(days=175)


@pytest.mark.parametrize("missing", ["facts", "reasons", "evidence_relied"])
def test_an_upheld_finding_says_facts_reasons_and_evidence(cast, make_case, missing):
    case = make_case(at=Stage.PANEL)
    found = walk.findings(case)
    for each in found.values():
        each[missing] = ""
    with pytest.raises(Refused, match="allegation 1"):
        decide(cast, case, findings=found)


def test_factors_come_from_the_list_and_are_kept(cast, make_case):
    case = make_case(at=Stage.PANEL)
    with pytest.raises(Refused, match="from the list"):
        decide(cast, case, factors=["bad-hair"])
    case = decide(cast, case, factors=["planned", "admitted"])
    assert case.weighings.get().factors == ["admitted", "planned"]


# --- comparable cases
def spread(**cases):
    counts = sorted((RANK[code.replace("_", "-")], n) for code, n in cases.items())
    return Spread("behaviour", "2021-01-01", tuple(counts))


def test_the_spread_is_the_middle_eight_of_ten():
    found = spread(apology=1, training=8, formal_warning=9, suspension=1, expulsion=1)
    assert (found.n, found.median) == (20, RANK["formal-warning"])
    assert (found.low, found.high) == (RANK["training"], RANK["formal-warning"])
    assert found.leaves_out(["expulsion", "apology"])
    assert not found.leaves_out(["training", "apology"])
    assert found.distance(["expulsion"]) == RANK["expulsion"] - RANK["formal-warning"]
    assert found.leaves_out([])


def test_few_cases_have_no_spread():
    found = spread(expulsion=4)
    assert not found.says_something
    assert not found.leaves_out([])


@pytest.fixture
def five(cast, make_case):
    """Five cases of Harbour that ended in a severe rebuke."""
    for _each in range(5):
        make_case(at=Stage.DECIDED)


def test_leaving_the_spread_of_comparable_cases_needs_reasons(cast, make_case, five, sign_in):
    case = make_case(at=Stage.PANEL)
    bind(cast.harbour.pk, 0)
    case.today = timezone.localdate()
    found = spread_for(case)
    assert (found.circle, found.counts) == ("behaviour", ((RANK["severe-rebuke"], 5),))
    expel = {"sanctions": [{"sanction": "expulsion"}], "outside_reason": "It is the third time."}
    with pytest.raises(Refused, match=r"5 rung\(s\) above the median of 5 comparable cases"):
        decide(cast, case, **expel)
    shown = sign_in(walk.somebody(cast, case, "adjudicator")).get(f"/cases/{case}/decide/").text
    assert "5 decided cases of your party are comparable" in shown
    assert "5 rungs above the median; outside the spread, needs reasons" in shown.replace("\n", "")
    case = decide(cast, case, **expel, spread_reason="Threats of harm to a child.")
    weighing = case.weighings.get()
    assert (weighing.outside_spread, weighing.distance) == (True, 5)
    assert weighing.compared["median"] == RANK["severe-rebuke"]
    event = events_about(case).filter(verb="decide").get()
    assert (event.details["distance"], event.details["outside"]) == (5, ["tariff", "spread"])
    head = cast.harbour_head
    with acting(cast.harbour.pk, head.person_id):
        assert [row.case_id for row in departures(decisions(head))[0]] == [case.pk]
    shown = sign_in(head).get("/cases/consistency/").text
    assert "Threats of harm to a child." in shown


def test_only_like_cases_of_the_same_party_are_compared(cast, make_case, five):
    bind(cast.harbour.pk, 0)
    unlike = make_case(at=Stage.ASSESSMENT)
    unlike = walk.step(cast, unlike, "allege", behaviours=["LEAK"], severity=1)
    unlike.today = timezone.localdate()
    assert spread_for(unlike).n == 0
    same_kind = make_case(at=Stage.ASSESSMENT)
    same_kind = walk.step(cast, same_kind, "allege", behaviours=["THREAT"])
    same_kind.today = timezone.localdate()
    assert (spread_for(same_kind).circle, spread_for(same_kind).n) == ("group", 5)
    other = make_case(at=Stage.ASSESSMENT, party="meadow")
    other = walk.step(cast, other, "allege")
    other.today = timezone.localdate()
    bind(cast.meadow.pk, 0)
    assert spread_for(other).n == 0


def test_what_was_decided_years_ago_or_lifted_is_not_compared(cast, make_case):
    with walk.travel(timezone.localdate() - timedelta(days=365 * 5 + 10)):
        make_case(at=Stage.DECIDED)
    case = make_case(at=Stage.PANEL)
    case.today = timezone.localdate()
    bind(cast.harbour.pk, 0)
    assert spread_for(case).n == 0


def test_a_spent_sanction_does_not_count_later(cast, make_case):
    case = make_case(at=Stage.DECIDED)
    bind(cast.harbour.pk, 0)
    imposed = case.sanctions.get()
    live = Sanction.objects.filter(case=case).live
    assert live(imposed.ends_on).exists()
    assert not live(imposed.ends_on + timedelta(days=1)).exists()
    assert imposed.is_spent(imposed.ends_on + timedelta(days=1))


# --- the consistency page
def test_the_head_sees_sanctions_by_behaviour_severity_and_year(cast, make_case, five):
    head = cast.harbour_head
    with acting(cast.harbour.pk, head.person_id):
        ((severity, behaviour, cells),) = over_time(decisions(head))
        assert (str(severity), str(behaviour)) == ("Serious", "Violence and threats")
        assert (str(cells[0].name), cells[0].n) == ("Severe rebuke or final warning", 5)


def test_nobody_is_shown_by_name_while_few_have_sat_in_few(cast, five, monkeypatch):
    head = cast.harbour_head
    with acting(cast.harbour.pk, head.person_id):
        assert by_person(decisions(head), head) == []
        monkeypatch.setattr("complaints.consistency.ENOUGH_DECISIONS", 1)
        assert sum(each.n for each in by_person(decisions(head), head)) == 15


def test_another_partys_decisions_are_not_compared(cast, five):
    with acting(cast.meadow.pk, cast.meadow_head.person_id):
        assert decisions(cast.meadow_head) == []


# --- two people stand by it
@pytest.fixture
def countersigned(cast):
    """Harbour's procedure asks for a countersignature."""
    walk.new_procedure(cast, countersigned=True)


def others(cast, case, by):
    held = case.duties.filter(kind="adjudicator", ended_on=None).exclude(person=by.person_id)
    return [walk.account(duty.person, case.party) for duty in held.select_related("person")]


def test_both_sides_are_told_once_a_second_member_has_signed(cast, make_case, countersigned):
    case = make_case(at=Stage.PANEL)
    first = walk.somebody(cast, case, "adjudicator")
    case = take("decide", case, by=first, **walk.details("decide", case))
    with pytest.raises(Refused, match="A second member of the panel has to countersign"):
        take("notify", case, by=cast.harbour_officer)
    with pytest.raises(Refused, match="You recorded the decision"):
        take("countersign", case, by=first, **walk.details("countersign", case))
    second = others(cast, case, first)[0]
    case = take("countersign", case, by=second, **walk.details("countersign", case))
    assert take("notify", case, by=cast.harbour_officer).notified_on


def test_a_signature_is_bound_to_what_was_read_and_an_edit_voids_and_keeps_it(
    cast, make_case, countersigned
):
    case = make_case(at=Stage.PANEL)
    first = walk.somebody(cast, case, "adjudicator")
    case = take("decide", case, by=first, **walk.details("decide", case))
    read = walk.details("countersign", case)
    second, third = others(cast, case, first)
    case = take("countersign", case, by=second, **read)
    with pytest.raises(Refused, match="The decision is countersigned"):
        take("countersign", case, by=third, **read)
    changed = walk.details("decide", case, sanctions=())
    case = take("correct_decision", case, by=first, **changed)
    assert case.countersignatures.get().voided_at
    with pytest.raises(Refused, match="The decision has changed since you read it"):
        take("countersign", case, by=third, **read)
    case = take("countersign", case, by=third, **walk.details("countersign", case))
    assert case.countersignatures.count() == 2
    assert case.weighings.count() == 2


def test_nobody_countersigns_where_the_procedure_does_not_ask(cast, make_case):
    case = make_case(at=Stage.DECIDED)
    by = walk.somebody(cast, case, "adjudicator")
    with pytest.raises(Refused, match="asks for no countersignature"):
        take("countersign", case, by=by, **walk.details("countersign", case))


def test_a_decision_is_corrected_only_until_both_sides_are_told(cast, make_case):
    case = walk.step(cast, make_case(at=Stage.DECIDED), "notify")
    by = walk.somebody(cast, case, "adjudicator")
    with pytest.raises(Refused, match="Both sides were told"):
        take("correct_decision", case, by=by, **walk.details("decide", case))


def test_the_page_of_a_correction_holds_what_was_decided(cast, make_case, sign_in):
    case = make_case(at=Stage.DECIDED)
    by = Weighing.objects.filter(case=case).get().weighed_by
    shown = sign_in(walk.account(by, case.party)).get(f"/cases/{case}/correct_decision/").text
    assert "He said it, as two people heard." in shown
    assert 'name="impose_severe-rebuke" id="id_impose_severe-rebuke" checked' in shown


# --- after the decision
def test_education_stands_beside_any_sanction_and_is_tracked_past_closing(
    cast, make_case, sign_in
):
    course = {"words": "A course on antisemitism", "due_on": in_a_year()}
    case = decide(cast, make_case(at=Stage.PANEL), sanctions=(), education=course)
    assert not case.sanctions.exists()
    case = walk.step(cast, case, "notify")
    with walk.travel(timezone.localdate() + timedelta(days=60)):
        case = walk.step(cast, case, "close")
    with walk.travel(in_a_year() + timedelta(days=3)):
        head = sign_in(cast.harbour_head)
        assert "A course on antisemitism" in head.get("/cases/consistency/").text
        told = {"education": case.educations.get(), "words": "A certificate."}
        case = take("complete_education", case, by=cast.harbour_officer, **told)
        assert "A course on antisemitism" not in head.get("/cases/consistency/").text
    assert (case.stage, case.educations.get().completed_words) == (Stage.CLOSED, "A certificate.")


def test_an_appeal_varies_a_sanction_and_makes_nothing_worse(cast, make_case):
    case = walk.step(cast, make_case(at=Stage.APPEAL), "convene_appeal")
    lifted = [sanction.pk for sanction in case.sanctions.standing()]
    worse = {
        "outcome": "partly-allowed",
        "lifted": lifted,
        "sanctions": [{"sanction": "expulsion"}],
    }
    with pytest.raises(Refused, match="has to be milder"):
        walk.step(cast, case, "decide_appeal", **worse)
    milder = worse | {"sanctions": [{"sanction": "apology", "due_on": in_a_year()}]}
    with pytest.raises(Refused, match="Only where the decision is varied"):
        walk.step(cast, case, "decide_appeal", **(milder | {"outcome": "dismissed"}))
    case = walk.step(cast, case, "decide_appeal", **milder)
    assert [each.sanction for each in case.sanctions.standing()] == ["apology"]


def test_a_closed_case_is_reopened_by_the_head_on_a_listed_ground_before_new_people(
    cast, make_case
):
    case = walk.step(cast, make_case(at=Stage.DECIDED), "notify")
    with walk.travel(timezone.localdate() + timedelta(days=60)):
        case = walk.step(cast, case, "close")
        told = walk.details("reopen", case)
        with pytest.raises(Refused, match="This step is for"):
            take("reopen", case, by=cast.harbour_officer, **told)
        with pytest.raises(Refused, match="listed grounds"):
            take("reopen", case, by=cast.harbour_head, **(told | {"ground": "mercy"}))
        case = take("reopen", case, by=cast.harbour_head, **told)
        assert (case.stage, case.closing_reason) == (Stage.REPORT, "")
        assert case.reopenings.get().closing_reason == "decided-by-panel"
        old = set(case.duties.filter(kind="adjudicator").values_list("person", flat=True))
        case = walk.step(cast, case, "convene")
        new = case.duties.filter(kind="adjudicator", ended_on=None)
        assert not old & set(new.values_list("person", flat=True))
        case = walk.step(cast, walk.step(cast, case, "decide"), "notify")
        assert walk.step(cast, case, "lodge_appeal").stage == Stage.APPEAL


def test_a_reopened_decision_needs_a_signature_of_its_own(cast, make_case, countersigned):
    case = make_case(at=Stage.PANEL)
    first = walk.somebody(cast, case, "adjudicator")
    case = take("decide", case, by=first, **walk.details("decide", case))
    second = others(cast, case, first)[0]
    take("countersign", case, by=second, **walk.details("countersign", case))
    case = walk.step(cast, case, "notify")
    with walk.travel(timezone.localdate() + timedelta(days=60)):
        case = walk.step(cast, case, "close")
        case = take("reopen", case, by=cast.harbour_head, **walk.details("reopen", case))
        case = walk.step(cast, walk.step(cast, case, "convene"), "decide")
        with pytest.raises(Refused, match="A second member of the panel has to countersign"):
            take("notify", case, by=cast.harbour_officer)


def test_a_case_that_was_not_decided_is_assessed_again(cast, make_case):
    case = walk.step(cast, make_case(at=Stage.ASSESSMENT), "dismiss")
    case = take("reopen", case, by=cast.harbour_head, **walk.details("reopen", case))
    assert case.stage == Stage.ASSESSMENT
    assert Case.objects.visible_to(cast.harbour_officer).open().filter(pk=case.pk).exists()
