"""Is each side asked and answered, with reasons, and is nothing lost that comes too late?"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from complaints.actions import answering, take, tidying
from complaints.intake.showing import Shown
from complaints.models import Appeal, Case, Companion, Extension, RespondentMessage
from complaints.respond.entering import service_for
from complaints.workflow import Refused, Stage
from partyconduct.audit.trail import events_about
from partyconduct.dates.models import Election
from partyconduct.rlsdb import acting
from tests import walk
from tests.complaints.test_responding import as_officer, codes_of, inside
from tests.demonstration_files import PNG

BUSY = "I work nights until then."


@pytest.fixture
def notice(cast, make_case, client):
    """A case whose notice was served, and its respondent on the page."""
    case = make_case(at=Stage.NOTICE_SERVED)
    return case, inside(client, codes_of(cast, case))


def fresh(cast, case):
    with acting(cast.harbour.pk, 0):
        found = Case.objects.get(pk=case.pk)
        found.due = found.clocks.filter(kind="respond").values_list("due_on", flat=True).first()
        return found


def parts(day, name="until_on"):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def ask_for_time(cast, case, browser, days=14):
    day = fresh(cast, case).due + timedelta(days=days)
    browser.post("/respond/ask/extension/", parts(day) | {"reasons": BUSY})
    return day


def test_more_time_is_asked_for_granted_and_moves_the_clock_by_an_event(cast, notice):
    case, browser = notice
    day = ask_for_time(cast, case, browser)
    before = fresh(cast, case).due
    as_officer(cast, "decide_extension", case, granted=True, until_on=day, reasons="Shift work.")
    after = fresh(cast, case).due
    assert before < after <= day
    with acting(cast.harbour.pk, 0):
        event = events_about(case).get(verb="decide_extension")
        assert event.details["until"] == after.isoformat()
        clock = case.clocks.get(kind="respond")
        assert clock.extra_days == event.details["days"] > 0
        assert clock.history.first().history_change_reason == "decide_extension"
    assert "Shift work." in browser.get("/respond/").text


def test_a_refusal_moves_nothing_and_its_reasons_are_read(cast, notice):
    case, browser = notice
    before = fresh(cast, case).due
    ask_for_time(cast, case, browser)
    as_officer(cast, "decide_extension", case, granted=False, reasons="You had four weeks.")
    assert fresh(cast, case).due == before
    assert "You had four weeks." in browser.get("/respond/").text


def test_the_window_does_not_close_over_an_open_request(cast, notice):
    case, browser = notice
    ask_for_time(cast, case, browser)
    with (
        time_machine.travel(timezone.now() + timedelta(days=60)),
        pytest.raises(Refused, match="asked for more time"),
    ):
        as_officer(cast, "close_window", case)


def test_the_link_lasts_as_long_as_the_time_that_was_granted(cast, make_case, client):
    case = make_case(at=Stage.NOTICE_SERVED)
    day = fresh(cast, case).due + timedelta(days=20)
    as_officer(cast, "ask_extension", case, until_on=day, reasons=BUSY)
    as_officer(cast, "decide_extension", case, granted=True, until_on=day, reasons="Yes.")
    codes = codes_of(cast, case)
    with time_machine.travel(day - timedelta(days=4)):
        answer = client.post("/respond/", {"token": codes.token, "code": codes.code})
        assert answer.status_code == 302


def test_a_second_request_is_refused_with_a_sentence(cast, notice):
    case, browser = notice
    ask_for_time(cast, case, browser)
    refused = browser.get("/respond/ask/extension/")
    assert refused.status_code == 403
    assert "You have asked for more time already." in refused.text


def test_a_companion_and_adjustments_are_named_and_answered(cast, notice):
    case, browser = notice
    browser.post("/respond/ask/companion/", {"name": "Teasel Marram", "relation": "a friend"})
    browser.post("/respond/ask/adjustments/", {"asked": "Large print, please."})
    with acting(cast.harbour.pk, 0):
        adjustment = case.adjustments.get()
    agreed = {"adjustment": adjustment, "agreed": "All letters come in large print."}
    as_officer(cast, "answer_adjustments", case, **agreed)
    page = browser.get("/respond/").text
    for words in ("Teasel Marram", "Large print, please.", "All letters come in large print."):
        assert words in page


def test_the_respondents_page_speaks_for_the_respondent_alone(cast, notice):
    case, _browser = notice
    with acting(cast.harbour.pk, 0):
        complaint = case.complaints.get()
    service = service_for(cast.harbour)
    with pytest.raises(Refused, match="speak for yourself"):
        take("name_companion", case, by=service, name="A friend", complaint=complaint)


def test_each_side_has_companions_of_its_own(cast, notice):
    case, browser = notice
    with acting(cast.harbour.pk, 0):
        complaint = case.complaints.get()
    as_officer(cast, "name_companion", case, name="Sedge Coomb", complaint=complaint)
    assert "Sedge Coomb" not in browser.get("/respond/").text
    with acting(cast.harbour.pk, 0):
        assert Companion.objects.get().side_words == complaint.reference


APPEAL = {"grounds": "disproportionate", "statement": "It was one evening."}


@pytest.fixture
def told(cast, make_case, client):
    """A case whose decision was told to both sides, and its respondent on the page."""
    case = make_case(at=Stage.DECIDED)
    as_officer(cast, "invite", case)
    as_officer(cast, "notify", case)
    return case, inside(client, codes_of(cast, case))


def test_the_respondent_appeals_within_the_window(cast, told):
    case, browser = told
    assert "You may appeal until" in browser.get("/respond/").text
    browser.post("/respond/ask/appeal/", APPEAL)
    with acting(cast.harbour.pk, 0):
        assert Appeal.objects.get(case=case).side == "respondent"
    assert fresh(cast, case).stage == Stage.APPEAL


def test_a_late_appeal_is_kept_and_lodges_nothing(cast, told):
    case, browser = told
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        browser.post("/respond/back/", {})
        codes = codes_of_used(cast, case)
        browser.post("/respond/back/", codes)
        page = browser.get("/respond/ask/appeal/").text
        assert "An appeal cannot be lodged any more" in page
        browser.post("/respond/ask/appeal/", APPEAL)
    with acting(cast.harbour.pk, 0):
        kept = RespondentMessage.objects.get(case=case)
        assert not case.appeals.exists()
    assert (kept.about, "It was one evening." in kept.text) == ("late-appeal", True)


def codes_of_used(cast, case):
    """A new way back: the secret of one that was kept is nowhere."""
    as_officer(cast, "invite", case)
    made = codes_of(cast, case)
    with acting(cast.harbour.pk, 0):
        made.invitation.case = case
        by = service_for(cast.harbour)
        answering.open_invitation(made.invitation, by=by)
        answering.keep_way_back(made.invitation, by=by)
    return {"reference": case.reference, "secret": made.secret}


def test_before_the_decision_there_is_nothing_to_appeal(notice):
    _case, browser = notice
    refused = browser.get("/respond/ask/appeal/")
    assert refused.status_code == 403
    assert "There is no decision yet" in refused.text


def test_a_faulty_request_keeps_what_was_typed(cast, notice):
    _case, browser = notice
    browser.post("/respond/ask/extension/", {"reasons": "My mother is ill."})
    assert "My mother is ill." in browser.get("/respond/ask/extension/").text
    with acting(cast.harbour.pk, 0):
        assert not Extension.objects.exists()


def test_the_case_says_that_somebody_waits_for_an_answer(cast, notice, sign_in):
    case, browser = notice
    ask_for_time(cast, case, browser)
    page = sign_in(cast.harbour_officer).get(f"/cases/{case.reference}/").text
    assert "A side has asked for something" in page


def test_the_panel_does_not_read_what_was_done_towards_either_side(cast, make_case, sign_in):
    case = make_case(at=Stage.PANEL)
    browser = sign_in(walk.somebody(cast, case, "adjudicator"))
    assert browser.get(f"/cases/{case.reference}/").status_code == 200
    assert browser.get(f"/cases/{case.reference}/sides/").status_code == 404
    assert browser.get(f"/cases/{case.reference}/copies/respondent.html").status_code == 404


# --- support and confidentiality
def supporters(cast, case):
    with acting(cast.harbour.pk, 0):
        return [who for who in walk.eligible(case, "support-contact")
                if who.pk != cast.harbour_officer.person_id]  # fmt: skip


def test_each_side_reads_its_own_support_contact_and_not_the_other(cast, notice):
    case, browser = notice
    with acting(cast.harbour.pk, 0):
        complaint = case.complaints.get()
    one, another = supporters(cast, case)[:2]
    as_officer(cast, "offer_support", case, person=one, reach="01632 960001")
    theirs = {"person": another, "reach": "01632 960002", "complaint": complaint}
    as_officer(cast, "offer_support", case, **theirs)
    page = browser.get("/respond/").text
    assert "01632 960001" in page
    assert "01632 960002" not in page
    shown = Shown(complaint)
    with acting(cast.harbour.pk, 0):
        assert [each.reach for each in shown.contacts] == ["01632 960002"]


def test_nobody_supports_both_sides_or_has_another_part(cast, notice):
    case, _browser = notice
    with acting(cast.harbour.pk, 0):
        complaint = case.complaints.get()
        investigator = case.duties.get(kind="investigator").person
    one = supporters(cast, case)[0]
    as_officer(cast, "offer_support", case, person=one, reach="01632 960001")
    for person in (one, investigator):
        with pytest.raises(Refused, match=r"already had a part|cannot be support contact"):
            as_officer(cast, "offer_support", case, person=person, reach="x", complaint=complaint)


def test_a_support_contact_does_not_open_the_file(cast, notice, sign_in):
    case, _browser = notice
    reviewer = cast.harbour_reviewer
    as_officer(cast, "offer_support", case, person=reviewer.person, reach="01632 960001")
    assert sign_in(reviewer).get(f"/cases/{case.reference}/").status_code == 404


def test_an_officer_who_supports_a_side_does_nothing_else_in_the_case(cast, notice):
    case, _browser = notice
    deputy = cast.harbour_deputy
    as_officer(cast, "offer_support", case, person=deputy.person, reach="01632 960001")
    with acting(cast.harbour.pk, deputy.person_id), pytest.raises(Refused, match="Your part"):
        take("note", Case.objects.get(pk=case.pk), by=deputy, text="I think")


def test_both_sides_read_until_when_it_is_private(cast, notice):
    case, browser = notice
    assert "Until the case has ended, please do not" in browser.get("/respond/").text
    day = timezone.localdate() + timedelta(days=100)
    as_officer(cast, "set_confidentiality", case, until_on=day, also_told="Her line manager")
    page = browser.get("/respond/").text
    assert f"Until {day:%-d %B %Y}, please do not" in page
    assert "Her line manager" in page
    assert "the police, a court" in page


# --- interim measures
MEASURE = {"kind": "restriction", "reasons": "No branch meetings meanwhile."}


def soon(days=20):
    return timezone.localdate() + timedelta(days=days)


def with_a_measure(cast, make_case, **more):
    """A measure decided on a day without an election before the day to look again."""
    case = make_case(at=Stage.ASSESSMENT)
    return as_officer(cast, "interim", case, **(MEASURE | {"recheck_on": soon()} | more))


def test_the_day_to_look_again_is_a_clock_that_comes_due(cast, make_case):
    case = with_a_measure(cast, make_case)
    with acting(cast.harbour.pk, 0):
        clock = case.clocks.running().get(kind="look_again")
        assert clock.due_on == soon()
        late = case.clocks.late(soon(21))
        assert clock in late


def test_a_second_look_moves_the_day_or_ends_the_measure(cast, make_case):
    case = with_a_measure(cast, make_case)
    as_officer(cast, "review_interim", case, goes_on=True, reasons="Still.", recheck_on=soon(30))
    with acting(cast.harbour.pk, 0):
        assert case.clocks.running().get(kind="look_again").due_on == soon(30)
    as_officer(cast, "review_interim", case, goes_on=False, reasons="They made peace.")
    with acting(cast.harbour.pk, 0):
        measure = case.interimmeasures.get()
        assert measure.ended_on
        assert not case.clocks.running().filter(kind="look_again").exists()
        assert [look.goes_on for look in case.interimreviews.all()] == [True, False]


def test_a_measure_before_an_election_needs_an_answer_on_it(cast, make_case):
    Election.objects.create(name="A by-election", kind="other", nation="England", poll=soon(10))
    case = make_case(at=Stage.ASSESSMENT)
    with pytest.raises(Refused, match="stands in an election"):
        as_officer(cast, "interim", case, **MEASURE, recheck_on=soon())
    told = {"recheck_on": soon(), "election_answer": "Not a candidate in it."}
    as_officer(cast, "interim", case, **MEASURE, **told)
    with acting(cast.harbour.pk, 0):
        event = events_about(case).filter(verb="interim").last()
    assert len(event.details["elections"]) == 1
    with pytest.raises(Refused, match="stands in an election"):
        as_officer(
            cast, "review_interim", case, goes_on=True, reasons="Still.", recheck_on=soon(25)
        )


def test_a_measure_ends_with_the_decision_or_the_case(cast, make_case):
    case = with_a_measure(cast, make_case)
    as_officer(cast, "dismiss", case, outcome="dismissed-no-breach", reasons="Not forbidden.")
    with acting(cast.harbour.pk, 0):
        measure = case.interimmeasures.get()
    assert (measure.ended_on, measure.how_ended) == (timezone.localdate(), "The case ended")


def test_whoever_investigates_does_not_look_again(cast, make_case):
    case = with_a_measure(cast, make_case)
    for verb in ("allege", "test", "investigate"):
        case = walk.step(cast, case, verb)
    investigator = walk.somebody(cast, case, "investigator")
    with acting(cast.harbour.pk, investigator.person_id), pytest.raises(Refused):
        take("review_interim", case, by=investigator, goes_on=False, reasons="No.")


def test_a_pause_of_the_case_does_not_stop_the_day_to_look_again(cast, make_case):
    case = with_a_measure(cast, make_case)
    as_officer(cast, "pause", case, category="police", reason="They asked us to wait.")
    with acting(cast.harbour.pk, 0):
        assert not case.clockpauses.filter(clock__kind="look_again").exists()


def test_the_pages_of_the_measure_and_of_both_sides_are_there(cast, make_case, sign_in):
    case = with_a_measure(cast, make_case)
    browser = sign_in(cast.harbour_officer)
    for tail in ("", "review_interim/", "sides/", "offer_support/", "set_confidentiality/"):
        assert browser.get(f"/cases/{case.reference}/{tail}").status_code == 200


# --- whoever is more than one thing
def test_a_respondent_who_complained_too_is_told_which_side_this_is(
    cast, make_case, client, sign_in
):
    case = make_case(at=Stage.NOTICE_SERVED, complainant_name="bramble  Saltmarsh")
    page = inside(client, codes_of(cast, case)).get("/respond/").text
    assert "You are also one of those who complained" in page
    shown = sign_in(cast.harbour_officer).get(f"/cases/{case.reference}/sides/").text
    assert "The respondent also complained in this case" in shown


def test_a_respondent_with_a_role_answers_as_respondent_and_finds_no_case(
    cast, make_case, client, sign_in
):
    holder = cast.harbour_publisher
    case = make_case(at=Stage.NOTICE_SERVED, respondent_name=holder.name)
    browser = sign_in(holder)
    page = inside(browser, codes_of(cast, case)).get("/respond/").text
    assert "You are signed in with a role in a party." in page
    assert browser.get(f"/cases/{case.reference}/").status_code == 404
    browser.post("/respond/ask/message/", {"text": "I was not there."})
    with acting(cast.harbour.pk, 0):
        kept = RespondentMessage.objects.get(case=case)
        assert kept.history.get().history_user.email == "respondent@service.invalid"


def test_files_that_wait_for_an_answer_are_no_orphans(cast, notice, settings):
    _case, browser = notice
    browser.post("/respond/answer/", {"text": "x", "files": PNG(), "save": "1"})
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert tidying.discard_orphans(None, timezone.now()) == {"files": 0}
