"""Does each step ask what its verb needs, offer only what the case allows, and lose nothing?"""

from datetime import date, timedelta

import pytest

from codes.models import Clause
from complaints.forms import FORMS, form_for
from complaints.forms.keying import KeyIn
from complaints.models import Case
from complaints.retention import later
from complaints.workflow import Stage
from partyconduct.rlsdb import bind
from tests import walk


@pytest.fixture
def ask(cast, make_case):
    """The form of a step as an officer sends it: `ask("note", case, text="…")`."""

    def asked(verb, case, by=None, **typed):
        by = by or cast.harbour_officer
        bind(by.party_id, by.person_id)
        case = Case.objects.select_related("procedure", "edition", "respondent").get(pk=case.pk)
        case.today = date.today()  # noqa: DTZ011 - the tests stand in one time zone
        return form_for(verb)(case, by, {"version": case.version} | typed)

    return asked


def day(name, moment):
    return {
        f"{name}_day": moment.day,
        f"{name}_month": moment.month,
        f"{name}_year": moment.year,
    }


def offered(form, field):
    return {str(words) for key, words in form.fields[field].choices if key}


# --- choices stay inside the case
@pytest.fixture
def picked(cast):
    """Harbour's procedure lets the officer pick a panel by hand."""
    walk.new_procedure(cast, panel_by="picked")


def test_nobody_who_is_walled_off_or_had_a_part_is_offered(cast, make_case, ask, picked):
    case = make_case(at=Stage.REPORT, statement=f"{cast.harbour_adjudicator1.name} laughed.")
    names = offered(ask("convene", case), "people")
    assert cast.harbour_adjudicator1.name not in names
    assert cast.harbour_adjudicator2.name in names
    assert cast.harbour_investigator.name not in names
    assert not any(name.startswith(cast.meadow_adjudicator1.name) for name in names)


def test_another_partys_person_cannot_be_forged_in(cast, make_case, ask):
    case = make_case(at=Stage.ASSESSMENT)
    stranger = cast.meadow_investigator.person_id
    form = ask("investigate", case, investigator=stranger, reasons="Because.")
    assert form.errors["investigator"] == ["Choose one of the answers shown here."]


def test_a_clause_of_another_edition_cannot_be_forged_in(make_case, ask):
    case = make_case(at=Stage.ASSESSMENT)
    other = Clause.objects.exclude(edition=case.edition).first()
    form = ask("allege", case, clause=other.pk, particulars="Said it.", severity=2)
    assert form.errors["clause"] == ["Choose one of the answers shown here."]


def test_a_panel_has_the_size_of_the_procedure(cast, make_case, ask, picked):
    case = make_case(at=Stage.REPORT)
    form = ask("convene", case, people=[cast.harbour_adjudicator1.person_id])
    assert form.errors["people"] == ["Choose 3 different people."]


def test_a_duty_goes_only_to_whoever_may_hold_it(cast, make_case, ask):
    case = make_case(at=Stage.REPORT)
    form = ask("give_duty", case, kind="reviewer", person=cast.harbour_investigator2.person_id)
    assert form.errors["person"] == [
        f"{cast.harbour_investigator2.name} cannot be reviewer in this case."
    ]


# --- the interim measure
SUSPEND = {"kind": "suspension", "reasons": "To protect her.", "election_answer": "No."}


def interim(ask, case, days, **changes):
    moment = date.today() + timedelta(days=days)  # noqa: DTZ011
    return ask("interim", case, **(SUSPEND | day("recheck_on", moment) | changes))


@pytest.mark.parametrize(("days", "accepted"), [(30, True), (31, False), (0, False), (-1, False)])
def test_a_suspension_is_looked_at_again_within_thirty_days(make_case, ask, days, accepted):
    assert interim(ask, make_case(at=Stage.ASSESSMENT), days).is_valid() == accepted


def test_a_suspension_needs_an_answer_on_elections(make_case, ask):
    form = interim(ask, make_case(at=Stage.ASSESSMENT), 10, election_answer="")
    assert "stands in an election" in form.errors["election_answer"][0]


def test_no_measure_needs_neither(make_case, ask):
    form = ask("interim", make_case(at=Stage.ASSESSMENT), kind="none", reasons="Calm.")
    assert form.is_valid()


# --- the decision
def decision(case, finding="upheld", **more):
    typed = {}
    for each in case.allegations.all():
        typed |= {
            f"finding_{each.pk}": finding,
            f"facts_{each.pk}": "He said it.",
            f"reasons_{each.pk}": "It frightens.",
            f"evidence_relied_{each.pk}": "Two statements.",
        }
    return typed | more


@pytest.fixture
def panel(make_case):
    return make_case(at=Stage.PANEL, allegations=2)


def test_every_allegation_needs_a_finding(panel, ask):
    form = ask("decide", panel)
    assert form.errors[f"finding_{panel.allegations.last().pk}"] == [
        "Choose the finding on allegation 2"
    ]


def test_the_tariff_of_the_edition_stands_beside_the_choice(panel, ask):
    assert "suspension" in {rung.code for rung in ask("decide", panel).inside}


@pytest.mark.parametrize(
    ("months", "fault"), [("", "at least 1"), ("13", "at most 12"), ("x", "whole number")]
)
def test_a_suspension_lasts_as_long_as_the_catalogue_allows(panel, ask, months, fault):
    typed = decision(panel, impose_suspension="on", months_suspension=months)
    assert fault in ask("decide", panel, **typed).errors["months_suspension"][0]


def test_a_sanction_outside_the_tariff_needs_a_reason(panel, ask):
    typed = decision(panel, impose_expulsion="on")
    assert "outside the tariff" in ask("decide", panel, **typed).errors["outside_reason"][0]
    assert ask("decide", panel, **typed, outside_reason="It was planned.").is_valid()


def test_a_sanction_needs_something_upheld(panel, ask):
    typed = decision(panel, "not-upheld", impose_suspension="on", months_suspension="3")
    assert "at least one upheld" in ask("decide", panel, **typed).non_field_errors()[0]


def test_what_the_form_gives_is_what_the_verb_takes(cast, panel, ask):
    typed = decision(panel, impose_suspension="on", months_suspension="3")
    member = walk.somebody(cast, panel, "adjudicator")
    form = ask("decide", panel, member, **typed)
    assert form.is_valid()
    decided = walk.take("decide", panel, by=member, **form.details)
    (sanction,) = decided.sanctions.all()
    assert (sanction.months, sanction.ends_on) == (3, later(sanction.imposed_on, 3))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 25), 3, date(2027, 2, 25)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, months, end):
    assert later(start, months) == end


# --- others
def test_an_appeal_lifts_named_sanctions_or_none(cast, make_case, ask):
    case = make_case(at=Stage.APPEAL)
    form = ask("decide_appeal", case, outcome="partly-allowed", reasons="New evidence.")
    assert form.errors["lifted"] == ["Choose the sanctions that are lifted."]


def test_a_case_is_joined_to_one_on_the_same_respondent(make_case, ask):
    case, other = make_case(), make_case(respondent_member_no="HP-2", respondent_name="Ivy")
    form = ask("join", case, into=other.reference, reasons="Same evening.")
    assert form.errors["into"] == ["Both cases must be about the same respondent."]


def test_a_case_of_another_party_cannot_be_joined(make_case, ask):
    case, other = make_case(), make_case(party="meadow")
    form = ask("join", case, into=other.reference, reasons="Same evening.")
    assert "There is no open case" in form.errors["into"][0]


def test_the_version_is_taken_from_what_was_shown(make_case, ask):
    form = ask("note", make_case(), version="0", text="Rang.")
    assert "while you were writing" in form.non_field_errors()[0]


@pytest.mark.parametrize("verb", sorted(FORMS))
def test_an_empty_form_is_answered_with_sentences(make_case, ask, verb):
    """No stock words of the framework: each fault says what to do."""
    case = make_case(at=Stage.APPEAL)
    for faults in ask(verb, case).errors.values():
        assert not any("field is required" in fault or "valid choice" in fault for fault in faults)


def test_a_keyed_complaint_has_its_days_in_order(cast):
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    today = date.today()  # noqa: DTZ011
    typed = day("received_on", today - timedelta(days=9)) | day("happened_from", today)
    form = KeyIn(cast.harbour, typed)
    assert form.errors["happened_from"] == [
        "The day of the behaviour must not be after the day of receipt"
    ]


def test_a_day_that_does_not_exist_stays_on_the_form(cast):
    form = KeyIn(
        cast.harbour,
        {"received_on_day": "31", "received_on_month": "2", "received_on_year": "2026"},
    )
    assert "must be a real date" in form.errors["received_on"][0]
    assert 'value="31"' in str(form["received_on"])
