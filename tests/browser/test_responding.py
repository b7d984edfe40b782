"""Can the respondent come in, read and answer, with and without script, and only once by link?"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import walks
from tests.browser.files import screenshot

OFFICER = "officer@harbour.example"


def served(staff, visit, name):
    """A case about a person whose notice was served, with the link and the second code."""
    walks.complain(visit(), name)
    officer = staff(OFFICER)
    case = walks.open_case(officer, name)
    walks.assess(officer, case)
    walks.appoint(staff, officer, case, "Open an investigation", walks.name_investigator)
    walks.take(officer, case, "Serve notice on the respondent", walks.facts)
    return case, *codes(officer, case)


def codes(officer, case):
    officer.go(case).follow("Both sides")
    link, code = officer.page.get_by_role("code").all_inner_texts()
    return "/respond/#" + link.partition("#")[2], code


def keep_way_back(visitor):
    reference, secret = (
        visitor.is_at("Keep your way back").page.get_by_role("code").all_inner_texts()
    )
    visitor.enter(("Type the last four characters of your secret", secret[-4:]))
    visitor.press("I have saved it").is_at("You may answer a complaint about you")
    return reference, secret


@pytest.mark.parametrize(("name", "script"), [("Gorse Mudlark", True), ("Sorrel Eddy", False)])
def test_a_respondent_reads_what_is_alleged_and_answers(visit, staff, name, script):
    case, link, code = served(staff, visit, name)
    respondent = visit(width=360, height=780, javascript=script)
    respondent.go(link)
    if script:
        expect(respondent.page).not_to_have_url(re.compile("#"))
    else:
        respondent.enter(("Code from the link", link))
    respondent.enter(("Second code", code)).press("Continue")
    reference, secret = keep_way_back(respondent)
    respondent.sees("What is alleged", "Shouted “watch your back” at the hustings.")
    assert "Clover" not in respondent.words()
    respondent.follow("Write your answer").enter(("Your answer", "I was angry"))
    respondent.press("Keep it for later").sees("Kept. You may leave and go on another day.")

    later = visit(width=360, height=780)
    later.go("/respond/").follow("I have been here before")
    later.enter(("Reference", reference), ("Secret", secret)).press("Continue")
    later.follow("Write your answer").enter(("Your answer", "I was angry about the vote."))
    later.attach("Files that support it, if you have any", screenshot())
    later.press("Check and send").is_at("Check your answer").sees("I was angry about the vote.")
    later.press("Send my answer").sees("Your answer has been sent.")

    officer = staff(OFFICER)
    officer.go(case).sees("I was angry about the vote.", "The respondent")
    stranger = visit()
    stranger.go("/respond/").enter(("Code from the link", link), ("Second code", code))
    stranger.press("Continue").is_at("This does not open any more")


LOOKED = "I have looked at all of it: nothing in it shows this side what it must not be told."


def test_both_sides_are_heard_before_the_panel(visit, staff):
    """What was released is read, time is asked for and given, support is named for each side."""
    receipt = walks.complain(visit(), "Kelp Harrier")
    officer, respondent = staff(OFFICER), visit(width=360, height=780)
    case = walks.open_case(officer, "Kelp Harrier")
    walks.assess(officer, case)
    walks.take(officer, case, "Open an investigation", walks.name_investigator)
    release(officer, case)
    walks.take(officer, case, "Serve notice on the respondent", walks.facts)
    ask(respondent, *codes(officer, case))
    grant(officer, case)
    support(officer, "The respondent", "01632 960001")
    support(officer, f"Clover Fenwick ({receipt.reference})", "01632 960002")

    respondent.go("/respond/").sees("Granted: you may answer until", "01632 960001")
    assert "Clover" not in respondent.words()
    assert respondent.open_beside("PDF").startswith(b"%PDF")
    complainant = visit()
    walks.come_back(complainant, receipt)
    complainant.sees("01632 960002")


def ask(respondent, link, code):
    """The respondent comes in, reads, asks for time and says who comes along."""
    respondent.go(link).enter(("Second code", code)).press("Continue")
    keep_way_back(respondent)
    respondent.sees("Statement about the hustings", "He shouted at [left out].")
    later = timezone.localdate() + timedelta(days=40)
    question = "Until when do you need?"
    respondent.follow("Ask for more time").day(question, later.day, later.month, later.year)
    respondent.enter(("Why do you need longer?", "I work nights."))
    respondent.press("Send").sees("Your request has been sent.")
    respondent.follow("Name somebody who accompanies you").enter(("Their name", "Sedge Coomb"))
    respondent.press("Send").sees("Sedge Coomb")


def grant(officer, case):
    officer.go(case).follow("A side has asked for something and waits for an answer.")
    officer.follow("Decide on more time to answer").choose("Yes", "Is more time granted?")
    officer.enter(("Reasons", "Shift work.")).press("Decide on more time to answer")
    officer.sees("Granted until")


def release(officer, case):
    officer.go(case).follow("Both sides").follow("Release a statement to a side")
    officer.choose("The respondent").choose(LOOKED)
    officer.enter(
        ("What this side reads as its name", "Statement by Clover"),
        ("The words as this side may read them", "He shouted at [left out]."),
    )
    officer.press("Release a statement to a side").sees("is part of the name of somebody")
    officer.enter(("What this side reads as its name", "Statement about the hustings"))
    officer.press("Release a statement to a side").sees("Items released")


def support(officer, side, reach):
    officer.follow("Name a support contact for a side").choose(side)
    free = officer.field("Support contact").get_by_role("option").nth(1).inner_text()
    officer.pick("Support contact", free).enter(("How that side reaches them", reach))
    officer.press("Name a support contact for a side").sees(reach)
