"""Are those who decide free of interests, and is nobody able to lean on them unseen?"""

import pytest

from complaints.actions import contacts, take
from complaints.eligibility import standing
from complaints.links import links_of
from complaints.models import Case, Contact, Interest, Training, Wall
from complaints.workflow import STEPS, Refused, Stage
from partyconduct.audit.trail import events_about
from partyconduct.rlsdb import acting, bind
from tests import walk

NOTHING = {"connected": False, "words": ""}


def sees(user, case):
    with acting(user.party_id, user.person_id):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def convened(cast, make_case):
    """A case whose panel was drawn and has not declared yet."""
    case = make_case(at=Stage.REPORT)
    return take("convene", case, by=cast.harbour_officer)


# --- declarations
def test_nobody_acts_before_they_have_declared_their_interests(cast, make_case):
    case = convened(cast, make_case)
    member = walk.somebody(cast, case, "adjudicator")
    with pytest.raises(Refused, match="First declare"):
        take("decide", case, by=member, findings=walk.findings(case))


def test_a_panel_decides_when_all_of_it_have_declared(cast, make_case):
    case = convened(cast, make_case)
    member = walk.somebody(cast, case, "adjudicator")
    case = take("declare", case, by=member, **NOTHING)
    with pytest.raises(Refused, match="2 people of the panel have not declared"):
        take("decide", case, by=member, findings=walk.findings(case))
    case = walk.all_declare(case)
    assert take("decide", case, by=member, findings=walk.findings(case)).stage == Stage.DECIDED


def test_a_declared_connection_ends_the_part_and_leaves_no_trace_for_the_person(cast, make_case):
    case = convened(cast, make_case)
    member = walk.somebody(cast, case, "adjudicator")
    with pytest.raises(Refused, match="Say what connects"):
        take("declare", case, by=member, connected=True)
    take("declare", case, by=member, connected=True, words="My cousin.")
    assert not sees(member, case)
    bind(cast.harbour.pk, 0)
    assert case.walls.get(person=member.person).kind == Wall.Kind.DECLARED
    assert case.duties.get(person=member.person).ended_on


def test_nobody_declares_twice(cast, make_case):
    case = walk.all_declare(convened(cast, make_case))
    with pytest.raises(Refused, match="You declared your interests"):
        take("declare", case, by=walk.somebody(cast, case, "adjudicator"), **NOTHING)


def test_only_declaring_stepping_back_and_logging_are_open_before_it():
    early = {verb for verb, step in STEPS.items() if step.before_declaring}
    assert early == {"declare", "recuse", "log_contact"}


# --- what the register sees itself
def interest(cast, user, kind, words):
    with acting(cast.harbour.pk, user.person_id):
        return contacts.declare_interest(cast.harbour, by=user, kind=kind, words=words)


@pytest.mark.parametrize(
    ("kind", "words", "code"),
    [
        ("branch", "gannet  bay", "branch"),
        ("contest", "Selection for Gannet Bay, 2025", "contest"),
        ("relation", "Bramble Saltmarsh is my brother", "relation"),
        ("work", "I am employed by Fenwick, Clover", "relation"),
        ("group", "Friends of the Quay", None),
    ],
)
def test_a_declared_interest_is_seen_in_the_case_it_touches(cast, make_case, kind, words, code):
    case, member = make_case(), cast.harbour_adjudicator4
    interest(cast, member, kind, words)
    bind(cast.harbour.pk, 0)
    assert links_of(case, [member.person]) == ({member.person_id: [code]} if code else {})


def test_an_interest_that_names_a_side_bars_and_one_of_place_warns(cast, make_case):
    case = make_case(at=Stage.REPORT)
    barred, warned = cast.harbour_adjudicator4, cast.harbour_adjudicator5
    interest(cast, barred, "relation", "Bramble Saltmarsh")
    interest(cast, warned, "branch", "Gannet Bay")
    bind(cast.harbour.pk, 0)
    found = standing(case, "adjudicator")
    assert (found[barred.person], found[warned.person]) == ("linked", "")


def test_whoever_is_named_and_got_the_role_later_is_barred(cast, make_case):
    case = make_case(statement=f"Ask {cast.meadow_adjudicator1.name}.")
    person = cast.meadow_adjudicator1.person
    bind(cast.harbour.pk, 0)
    assert links_of(case, [person]) == {person.pk: ["named"]}


def test_a_part_in_an_earlier_case_of_the_respondent_is_a_link_to_answer_for(cast, make_case):
    make_case(at=Stage.RESPONSE)
    case = make_case(at=Stage.ASSESSMENT)
    for verb in ("allege", "test", "interim"):
        case = walk.step(cast, case, verb)
    entered = walk.details("investigate", case)
    case = take("investigate", case, by=cast.harbour_officer, **entered)
    investigator = walk.somebody(cast, case, "investigator")
    assert links_of(case, [investigator.person]) == {investigator.person_id: ["earlier"]}
    with pytest.raises(Refused, match="say why you can act"):
        take("declare", case, by=investigator, **NOTHING)


def test_the_officer_who_appoints_is_shown_the_links(cast, make_case, sign_in):
    interest(cast, cast.harbour_adjudicator5, "branch", "Gannet Bay")
    case = make_case(at=Stage.REPORT)
    shown = sign_in(cast.harbour_officer).get(f"{case.get_absolute_url()}convene/").text
    assert f"{cast.harbour_adjudicator5.name} – is of the respondent’s branch" in shown


def test_one_declares_ends_and_reads_ones_own_interests(cast, sign_in):
    interest(cast, cast.harbour_adjudicator5, "branch", "Gannet Bay")
    browser = sign_in(cast.harbour_investigator)
    shown = browser.post("/interests/", {"kind": "group", "words": "Friends of the Quay"})
    assert shown.status_code == 302
    shown = browser.get("/interests/").text
    assert "Friends of the Quay" in shown
    assert "Gannet Bay" not in shown
    mine, others = Interest.objects.get(words__startswith="F"), Interest.objects.get(kind="branch")
    assert browser.post(f"/interests/{others.pk}/end/").status_code == 404
    assert browser.post(f"/interests/{mine.pk}/end/").status_code == 302
    assert "Friends of the Quay" not in browser.get("/interests/").text
    assert "Gannet Bay" in sign_in(cast.harbour_head).get("/interests/").text


# --- approaches
@pytest.fixture
def approached(cast, make_case):
    case = make_case(at=Stage.PANEL)
    member = walk.somebody(cast, case, "adjudicator")
    return take("log_contact", case, by=member, **walk.details("log_contact", case))


def test_the_head_reads_an_approach_and_the_auditor_what_kind_it_was(cast, approached, sign_in):
    shown = sign_in(cast.harbour_head).get("/cases/approaches/").text
    assert "Whether it could not be over by Friday." in shown
    shown = sign_in(cast.harbour_auditor).get("/cases/approaches/").text
    assert approached.reference in shown
    assert "A certain outcome" in shown
    assert "Friday" not in shown
    assert "chief of staff" not in shown


def test_an_approach_about_a_case_one_is_kept_out_of_is_not_listed(cast, approached, sign_in):
    take("raise_wall", approached, by=cast.harbour_officer, person=cast.harbour_head.person,
         reasons="A cousin.")  # fmt: skip
    assert approached.reference not in sign_in(cast.harbour_head).get("/cases/approaches/").text


def test_the_trail_tells_what_kind_of_approach_it_was_and_no_words(approached):
    event = events_about(approached).filter(verb="log_contact").get()
    assert (event.details["came_from"], event.details["asked_for"]) == (
        "leaders-office",
        "outcome",
    )
    assert "Friday" not in event.payload


def test_another_partys_approaches_are_not_listed(cast, approached, sign_in):
    assert approached.reference not in sign_in(cast.meadow_head).get("/cases/approaches/").text
    assert not Contact.objects.visible_to(cast.meadow_auditor).exists()


# --- past the desk
@pytest.mark.parametrize(
    "about",
    [
        {"respondent_role": "leader"},
        {"respondent_role": "compliance-staff"},
        {"respondent_name": "Alder Anchorwell"},  # the head of compliance
        {"respondent_name": "The leader", "respondent_email": "leader@harbour.example"},
    ],
)
def test_a_complaint_about_the_desk_or_the_lead_goes_to_the_independent_person(cast, about):
    case = walk.complain(cast, **about).case
    for officer in (cast.harbour_head, cast.harbour_officer, cast.harbour_deputy):
        assert not sees(officer, case)
    assert sees(cast.harbour_independent, case)


def test_the_independent_person_takes_it_to_a_panel_without_the_desk(cast):
    case = walk.complain(cast, respondent_role="leader").case
    by = cast.harbour_independent
    for verb in ("acknowledge", "allege", "test", "interim", "investigate"):
        case = take(verb, case, by=by, **walk.details(verb, case))
    assert case.officer == by.person
    assert set(standing(case, "support-contact").values()) == {"line", ""}
    with pytest.raises(Refused, match="cannot be the officer"):
        take("assign", case, by=by, officer=cast.harbour_officer.person)


def test_a_case_that_turns_out_to_be_about_the_leader_leaves_the_desk_and_may_come_back(
    cast, make_case
):
    case = make_case(at=Stage.ASSESSMENT)
    case = walk.step(cast, case, "amend_respondent", role="leader")
    assert not sees(cast.harbour_officer, case)
    assert case.officer is None
    take("amend_respondent", case, by=cast.harbour_independent, role="member")
    assert sees(cast.harbour_officer, case)


def test_where_nobody_stands_in_it_stays_with_whoever_is_not_named(cast):
    cast.harbour_independent.person.memberships.all().delete()
    case = walk.complain(cast, respondent_name="Alder Anchorwell").case
    assert not sees(cast.harbour_head, case)
    assert sees(cast.harbour_officer, case)


# --- training
def test_the_administrator_records_a_training_and_sees_no_case(cast, sign_in):
    person = cast.harbour_adjudicator7.person
    told = {"person": person.pk, "course": "bullying", "passed_on_day": 1, "passed_on_month": 6,
            "passed_on_year": 2026}  # fmt: skip
    browser = sign_in(cast.harbour_admin)
    assert browser.post("/people/training/", told).status_code == 302
    assert Training.objects.filter(person=person, course="bullying").exists()
    assert "recorded already" in browser.post("/people/training/", told).text
    told["person"] = cast.meadow_adjudicator1.person_id
    assert "Choose one of the answers" in browser.post("/people/training/", told).text
