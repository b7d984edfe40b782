"""Which ways are gone in more than one journey? To complain, and to bring a case to a decision."""

import re
from collections import namedtuple
from datetime import timedelta
from functools import partial

from django.utils import timezone
from playwright.sync_api import expect

from partyconduct.demonstration.cast import FAMILY, GIVEN, addresses

ERRED = set()
Receipt = namedtuple("Receipt", "reference secret")
WORDS = "At the hustings he shouted that I should watch my back."


def last_week():
    day = timezone.localdate() - timedelta(days=7)
    return day.day, day.month, day.year


def begin(visitor, party="Harbour Party"):
    """To the first page of a complaint to a party."""
    visitor.go("/complain/").choose(party).press("Continue")
    visitor.choose("How a member of the party behaved").press("Continue")


def answer_up_to_the_files(visitor, name, cited=()):
    visitor.enter(("Name", name)).press("Continue")
    visitor.enter(("What happened?", WORDS)).press("Continue")
    visitor.day("Day it happened, or first day", *last_week()).press("Continue")
    visitor.choose("Public meeting or event").press("Continue")
    for characteristic in cited:
        visitor.choose(characteristic)
    visitor.press("Continue").press("Continue")


def answer_from_the_files(visitor):
    """To the page where all answers are checked."""
    visitor.choose("Yes, at me").press("Continue")
    visitor.enter(("Your full name", "Clover Fenwick")).choose("I am 15 or older")
    visitor.press("Continue")
    visitor.choose("No", "Shall we email you").press("Continue")
    visitor.choose("No", "Do you ask that your name is withheld").press("Continue")
    visitor.is_at("Who will see what you send").press("Continue")


def keep_receipt(visitor):
    """Reads the receipt, proves to have it, and goes on."""
    visitor.is_at("Your complaint has arrived")
    receipt = Receipt(*visitor.page.get_by_role("code").all_inner_texts())
    visitor.enter(("Type the last four characters of your secret", receipt.secret[-4:]))
    visitor.press("I have saved it").sees("Complaint sent")
    return receipt


def complain(visitor, name="Bramble Saltmarsh", *, party="Harbour Party", cited=()):
    begin(visitor, party)
    answer_up_to_the_files(visitor, name, cited)
    visitor.press("Continue")
    answer_from_the_files(visitor)
    visitor.press("Send the complaint")
    return keep_receipt(visitor)


def come_back(visitor, receipt):
    visitor.go("/track/")
    visitor.enter(("Reference", receipt.reference), ("Secret", receipt.secret)).press("Continue")


# The officer's side ------------------------------------------------------------------------------
def open_case(member, name):
    """The reference of the case about a person, found by searching as people do."""
    member.go("/cases/?all=1")
    member.enter(("Reference, respondent or membership number", name)).press("Show")
    row = member.page.get_by_role("row").filter(has_text=name)
    with member.page.expect_navigation():
        row.get_by_role("link").click()
    return member.look().address


def take(member, case, step, fill=None):
    """Opens the case, takes a step by its button, and is told that it was done."""
    member.go(case).follow(step)
    if fill:
        err_once(member, step)
        fill(member)
    return member.press(step).sees(f"Done: {step.lower()}.")


def err_once(member, step):
    """The first time in a session that a step asks something, nothing is answered."""
    if step not in ERRED:
        expect(member.press(step).page.get_by_role("alert")).to_contain_text("There is a problem")
        ERRED.add(step)


# Whom the demonstration has on the seats of both parties: name -> sign-in.
SIGN_INS = {
    f"{given} {family}": f"{word}@{slug}.example"
    for slug in ("harbour", "meadow")
    for given, family, (word, _role) in zip(GIVEN, FAMILY[slug], addresses(), strict=False)
}
NAMES = {sign_in: name for name, sign_in in SIGN_INS.items()}
REBUKE = "Severe rebuke or final warning"
REASONS = ("Reasons", "Two people heard it and wrote it down the same evening.")


def assess(officer, case, interim=None):
    take(officer, case, "Acknowledge the complaint")
    take(officer, case, "Add an allegation", allege)
    take(officer, case, "Test for intimidation", test_it)
    take(officer, case, "Decide on an interim measure", interim or no_measure)


def allege(page):
    page.pick("Clause that may be broken", page_option(page, "3.2 "))
    page.enter(("What was said or done", "Shouted “watch your back” at the hustings."))
    page.choose("Serious")


def page_option(page, start):
    options = page.field("Clause that may be broken").get_by_role("option")
    return options.filter(has_text=start).first.inner_text()


def test_it(page):
    for part in ("Conduct", "Intent", "Deterrence", "Withdrawal"):
        page.choose("Yes", part)
        short = "intent or likelihood" if part == "Intent" else part.lower()
        page.enter((f"Reasons ({short})", "Anybody would be afraid."))


def no_measure(page):
    page.choose("No interim measure").enter(REASONS)


def to_panel(staff, name, slug="harbour", interim=None):
    """A case about a person, from receipt to its panel, by the officer and the investigator."""
    officer = staff(f"officer@{slug}.example")
    case = open_case(officer, name)
    assess(officer, case, interim or no_measure)
    appoint(staff, officer, case, "Open an investigation", partial(name_investigator, slug=slug))
    take(officer, case, "Serve notice on the respondent", facts)
    take(officer, case, "Record the response", respond)
    take(staff(f"investigator@{slug}.example"), case, "Submit the report", report)
    appoint(staff, officer, case, "Convene the panel")
    return case


def appoint(staff, member, case, step, fill=None):
    """Takes a step that gives somebody a part, and lets whoever has got one declare."""
    take(member, case, step, fill)
    silent = member.go(case).page.locator("#people dd", has_text="has not declared interests yet")
    for row in silent.all_inner_texts():
        sign_in = SIGN_INS[row.partition(",")[0]]
        take(staff(sign_in), case, "Declare your interests", nothing_connects)


def nothing_connects(page):
    page.choose("Nothing").enter(("What it is", "An earlier case; I keep an open mind."))


def name_investigator(page, slug="harbour"):
    page.choose(NAMES[f"investigator@{slug}.example"]).enter(REASONS)


def facts(page):
    page.enter(("The facts the allegations rest on", "What was said at the hustings."))


def respond(page):
    page.enter(("What the respondent answers", "I was angry about the vote."))


def report(page):
    page.enter(("Report", "Two witnesses agree on the words."))


def drawn(member, case, duty="Adjudicator"):
    """The sign-ins of those on whom the lot fell, as the file names them."""
    member.go(case)
    seats = member.page.locator("#people dt", has_text=re.compile(f"^{duty}$"))
    held = [seat.locator("xpath=following-sibling::dd").inner_text() for seat in seats.all()]
    return [SIGN_INS[row.partition(",")[0]] for row in held if "since" in row]


def find(page, finding="Upheld"):
    page.choose(finding).enter(
        ("Facts found", "He said it, as two people heard."),
        ("Reasons", "The words were a threat."),
        ("Evidence relied on", "Two statements."),
    )


def uphold(page):
    find(page)
    page.choose(f"{REBUKE} (expires)").day(f"Last day of “{REBUKE}”", 1, 12, next_year())


def next_year():
    return timezone.localdate().year + 1


def lodge(page):
    page.choose("Respondent").choose("A sanction out of proportion")
    page.enter(("What they say", "It was one evening."))


def suspend(page):
    page.choose("Interim suspension").enter(REASONS)
    day = timezone.localdate() + timedelta(days=20)
    page.day("Day to look again", day.day, day.month, day.year)
    page.enter(("Does the respondent stand in a selection or election before that day?", "No."))


def allow(page):
    page.choose("Allowed: the sanctions are lifted").enter(REASONS)


def refused(member, address, sentence):
    """The page is not open to this person, and says why."""
    member.go(address).is_at("You cannot do this").sees(sentence)
    assert member.status == 403


def unguarded(text):
    """A page without the words against forged forms, which differ every time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
