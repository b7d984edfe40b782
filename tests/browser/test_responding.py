"""Can the respondent come in, read and answer, with and without script, and only once by link?"""

import pytest

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
    officer.go(case).follow("The respondent’s side")
    link, code = officer.page.get_by_role("code").all_inner_texts()
    return case, "/respond/#" + link.partition("#")[2], code


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
        assert "#" not in respondent.page.url
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
