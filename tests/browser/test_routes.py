"""Does a case find its way along every route, however it ends?

Taken with PICTURES=1 only, since they are long: every page of every person is kept as a picture
under `var/pictures`, to be looked at, and the number of pages a route takes is printed. The same
routes are walked without a browser by the tests of the workflow.
"""

import os

import pytest

from tests.browser import walks
from tests.performance.bench_register import say

pytestmark = pytest.mark.skipif("PICTURES" not in os.environ, reason="only with PICTURES=1")

OFFICER = "officer@harbour.example"
ALL = "/cases/?all=1"


def begun(visit, name, **told):
    return walks.complain(visit(), name, **told)


def test_settled_informally(visit, staff):
    receipt = begun(visit, "Linnet Brackwater")
    officer = staff(OFFICER)
    case = walks.open_case(officer, "Linnet Brackwater")
    walks.assess(officer, case)
    walks.take(officer, case, "Try an informal resolution", because)
    walks.take(officer, case, "Record that it is resolved", because)
    officer.go(case).sees("The case is closed. Nothing more happens.", "Resolved informally")
    told = visit()
    walks.come_back(told, receipt)
    told.sees("Two people heard it")


def test_upheld_with_an_interim_suspension_and_a_police_pause(visit, staff):
    begun(visit, "Merle Saltings")
    officer = staff(OFFICER)
    case = walks.to_panel(staff, "Merle Saltings", interim=walks.suspend)
    officer.go(case).sees("Interim suspension")
    walks.take(officer, case, "Pause the clocks", police)
    officer.go(case).sees("Police investigation or court")
    walks.take(officer, case, "Let the clocks run")
    panel = walks.drawn(officer, case)
    walks.take(staff(panel[0]), case, "Record the decision", walks.uphold)
    walks.take(officer, case, "Tell both sides the decision")
    officer.go(case).sees("Severe rebuke")


def test_vetoed_and_decided_again_by_a_wholly_new_panel(visit, staff):
    begun(visit, "Osier Fallowfield", party="Meadow Party", cited=["Age"])
    officer = staff("officer@meadow.example")
    case = walks.to_panel(staff, "Osier Fallowfield", "meadow")
    first = walks.drawn(officer, case)
    walks.take(staff(first[0]), case, "Record the decision", walks.find)
    walks.appoint(staff, officer, case, "Give a duty", give_the_review)
    walks.take(staff("reviewer@meadow.example"), case, "Veto the decision", because)
    assert staff(first[1]).go(case).status == 404
    walks.appoint(staff, officer, case, "Convene the panel")
    second = walks.drawn(officer, case)
    assert len(second) == len(first) == 3
    assert not {*first} & {*second}
    walks.take(staff(second[0]), case, "Record the decision", not_upheld)
    walks.take(staff("reviewer@meadow.example"), case, "Verify the decision", because)
    walks.take(officer, case, "Tell both sides the decision")
    officer.go(case).sees("Not upheld")


def test_appealed_and_varied(visit, staff):
    begun(visit, "Sallow Quern")
    case = walks.to_panel(staff, "Sallow Quern")
    officer = staff(OFFICER)
    walks.take(staff(walks.drawn(officer, case)[0]), case, "Record the decision", two_sanctions)
    walks.take(officer, case, "Tell both sides the decision")
    walks.take(officer, case, "Record an appeal", walks.lodge)
    walks.appoint(staff, officer, case, "Convene the appeal panel")
    hearing = walks.drawn(officer, case, "Appeal adjudicator")
    walks.take(staff(hearing[0]), case, "Decide the appeal", vary)
    officer.go(case).sees(
        "Varied: some sanctions are lifted or replaced by milder ones", "Severe rebuke"
    )


def test_sent_back_by_the_appeal_panel(visit, staff):
    begun(visit, "Tormentil Sluice")
    case = walks.to_panel(staff, "Tormentil Sluice")
    officer = staff(OFFICER)
    first = walks.drawn(officer, case)
    walks.take(staff(first[0]), case, "Record the decision", walks.uphold)
    walks.take(officer, case, "Tell both sides the decision")
    walks.take(officer, case, "Record an appeal", walks.lodge)
    walks.appoint(staff, officer, case, "Convene the appeal panel")
    hearing = walks.drawn(officer, case, "Appeal adjudicator")
    walks.take(staff(hearing[0]), case, "Send back to a new panel", because)
    walks.appoint(staff, officer, case, "Convene the panel")
    assert not {*first} & {*walks.drawn(officer, case)}


def test_the_respondent_left(visit, staff):
    receipt = begun(visit, "Yarrow Coldharbour")
    officer = staff(OFFICER)
    case = walks.open_case(officer, "Yarrow Coldharbour")
    walks.take(officer, case, "Acknowledge the complaint")
    walks.take(officer, case, "Close without a decision", left)
    officer.go(case).sees("The case is closed. Nothing more happens.")
    told = visit()
    walks.come_back(told, receipt)
    told.sees("Two people heard it")


def test_three_complaints_become_one_case_and_each_complainant_is_told(visit, staff):
    receipts = [begun(visit, "Wigeon Mudlark") for _number in range(3)]
    officer = staff(OFFICER)
    officer.go(f"{ALL}&q=Wigeon+Mudlark")
    first, *others = officer.page.get_by_role("link", name="HAR-").all_inner_texts()
    for reference in (first, *others):
        walks.take(officer, f"/cases/{reference}/", "Acknowledge the complaint")
    for reference in others:
        walks.take(officer, f"/cases/{reference}/", "Join to another case", joining(first))
    officer.go(f"/cases/{first}/").sees("3 complaints")
    walks.take(officer, f"/cases/{first}/", "Dismiss at assessment", dismiss)
    for receipt in receipts:
        told = visit()
        walks.come_back(told, receipt)
        told.sees("The outcome", "Two people heard it")


def test_a_wall_goes_up_and_two_people_take_it_down(visit, staff):
    begun(visit, "Fulmar Strake")
    officer, deputy = staff(OFFICER), staff("deputy@harbour.example")
    case = walks.open_case(officer, "Fulmar Strake")
    walks.take(officer, case, "Raise a wall", around_the_deputy)
    assert deputy.go(case).status == 404
    walks.take(officer, case, "Lift a wall", lifting)
    assert deputy.go(case).status == 404
    head = staff("head@harbour.example")
    head.go(case + "lift_wall/").sees("asks to lift it")
    walks.take(head, case, "Lift a wall", lifting)
    assert deputy.go(case).status == 200


@pytest.fixture(autouse=True)
def pages_counted(counted, request):
    yield
    say(f"\n{request.node.name}: {counted()} pages")


# What is filled in -------------------------------------------------------------------------------
def because(page):
    page.enter(walks.REASONS)


def police(page):
    page.choose("Police investigation or court")
    page.enter(("Reason", "The police look into a threat. They will write when they are done."))


def give_the_review(page):
    page.choose("Reviewer")
    name = walks.NAMES["reviewer@meadow.example"]
    offered = page.field("Person").get_by_role("option").filter(has_text=name)
    page.pick("Person", offered.inner_text())


def not_upheld(page):
    walks.find(page, "Not upheld")


def two_sanctions(page):
    walks.uphold(page)
    name = "Apology required"
    page.choose(f"{name} (due date)").day(f"“{name}” is to be done by", 1, 12, walks.next_year())
    page.enter(("Why a sanction outside the tariff is right here", "An apology heals more."))


def vary(page):
    page.choose("Varied: some sanctions are lifted or replaced by milder ones")
    page.choose("Apology required", "Sanctions that are lifted, if only some are")
    page.enter(walks.REASONS)


def left(page):
    page.choose("Respondent left the party").enter(walks.REASONS)


def dismiss(page):
    page.choose("Dismissed: no breach").enter(walks.REASONS)


def joining(reference):
    def join(page):
        page.enter(("Reference of the other case", reference), walks.REASONS)

    return join


def around_the_deputy(page):
    page.pick("Who is kept out", walks.NAMES["deputy@harbour.example"])
    page.enter(walks.REASONS)


def lifting(page):
    page.page.get_by_role("radio", name=walks.NAMES["deputy@harbour.example"]).check()
    page.enter(walks.REASONS)
