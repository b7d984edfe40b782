"""Can somebody read the rules on a phone, and does every page fit a narrow or enlarged window?"""

import pytest
from playwright.sync_api import expect

from complaints.workflow import STEPS


def test_a_member_reads_harbours_code_on_a_phone(visit):
    member = visit(width=360, height=780)
    member.go("/").follow("Read a code", exact=False).follow("Harbour Party", exact=False)
    member.is_at("Code of Conduct")
    member.follow("Clause 3.2", exact=False)
    assert member.address == "/codes/harbour/#clause-3-2"
    member.follow("What may follow a breach").sees("Typical conduct")
    assert member.address.endswith("#what-may-follow")


def test_a_member_compares_two_editions_and_takes_the_pdf(visit):
    member = visit(width=360, height=780)
    member.go("/codes/harbour/").follow("Compare 1 with 2").is_at("What changed from edition 1")
    assert member.page.get_by_role("insertion").count()
    assert member.page.get_by_role("deletion").count()
    member.go("/codes/harbour/")
    assert member.download("PDF").read_bytes().startswith(b"%PDF-")


MAIN_PAGES = {
    "": "/ /codes/ /codes/harbour/ /codes/joint/ /codes/harbour/editions/2/compare/1/ "
    "/codes/harbour/on/ /complain/ /complain/another-party/ /complain/harbour/start/ "
    "/complain/harbour/danger/ /track/ /statistics/ /statistics/methods/ /privacy/ "
    "/accessibility/ /sign-in/ /sign-in/forgotten/ /no-such-page/",
    "officer@harbour.example": "/cases/ /cases/?all=1 /cases/new/ /cases/import/ {case} "
    "{case}acknowledge/ {case}note/ {case}raise_wall/ {case}add_evidence/ {case}decide/ "
    "/work/",
    "admin@harbour.example": "/people/ /people/new/ /roles/ /start/ /second-factor/ /password/",
    "editor@harbour.example": (
        "/codes/drafts/ /codes/harbour/drafts/ /codes/harbour/drafts/upload/"
    ),
    "publisher@harbour.example": "/statistics/drafts/",
    "auditor@harbour.example": "/audit/",
}


@pytest.mark.parametrize("email", MAIN_PAGES)
def test_no_page_scrolls_sideways_at_four_times_the_size(visit, staff, register, email):
    """320 pixels are what is left of 1280 at 400 %; every page is looked at there by axe, too."""
    window = {"width": 320, "height": 256}
    reader = staff(email, **window) if email else visit(**window)
    first = next(told for told in register.told["complaints"] if told["party"] == "harbour")
    for address in MAIN_PAGES[email].split():
        reader.go(address.format(case=f"/cases/{first['case']}/"))


ASKED = ("reject", "end", "join", "note", "add_evidence", "pause", "raise_wall", "recuse")


def test_what_a_step_lacks_is_said_on_a_narrow_page_too(staff, register):
    """The steps that no journey takes; the others err on their way (walks.err_once)."""
    officer = staff("officer@harbour.example", width=320, height=256)
    told = [each["case"] for each in register.told["complaints"] if each["party"] == "harbour"]
    for verb in ASKED:
        officer.go(f"/cases/{told[-1]}/{verb}/").press(str(STEPS[verb].label))
        expect(officer.page.get_by_role("alert")).to_contain_text("There is a problem")


def test_a_wrong_password_is_said_without_saying_which_of_both_is_wrong(visit):
    stranger = visit(width=360, height=780)
    stranger.sign_in("deputy@meadow.example", "not the password")
    stranger.told("This email address and password do not belong together")
