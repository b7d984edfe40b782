"""Can somebody complain, lose nothing on the way, come back and be told the outcome?"""

import re

from playwright.sync_api import expect

from tests.browser import files, walks

CHOOSE_FILES = "Choose one or more files"


def test_a_complainant_without_javascript_errs_on_the_way_and_loses_nothing(visit):
    teller = visit(javascript=False)
    walks.begin(teller)
    teller.press("Continue").told("Enter the name of the person, or describe them")
    teller.enter(("Name", "Rook Tarnside"), ("Branch or area (optional)", "Gannet Bay"))
    teller.press("Continue").enter(("What happened?", walks.WORDS)).press("Continue")
    teller.day("Day it happened, or first day", 31, 2, 2026)
    teller.enter(("If you do not know the day, say it in words", "late in February"))
    teller.press("Continue")
    teller.told("Date it happened must be a real date, for example 27 3 2026")
    for box, typed in (("Day", "31"), ("Month", "2"), ("Year", "2026")):
        expect(teller.box("Day it happened, or first day", box)).to_have_value(typed)
    expect(teller.field("If you do not know the day, say it in words")).to_have_value(
        "late in February"
    )
    teller.day("Day it happened, or first day", *walks.last_week()).press("Continue")
    teller.press("Continue").told("Select how or where it happened")
    teller.choose("Social media public post").press("Continue").press("Continue")
    teller.enter(("Did anybody else see or hear it? (optional)", "Thrift Sandling"))
    teller.press("Continue")
    _add_files(teller)
    walks.answer_from_the_files(teller)
    teller.sees("Rook Tarnside", "Gannet Bay", walks.WORDS, "late in February", "post.png")


def _add_files(teller):
    teller.attach(CHOOSE_FILES, files.program())
    teller.enter(("What does it show? (optional)", "The post")).press("Add the file")
    assert "prize.exe" in teller.page.get_by_role("alert").inner_text()
    expect(teller.field("What does it show? (optional)")).to_have_value("The post")
    teller.attach(CHOOSE_FILES, files.screenshot()).press("Add the file").sees("post.png")
    teller.press("Continue")


def test_a_complainant_without_javascript_is_asked_answers_and_learns_the_outcome(visit, staff):
    teller = visit(javascript=False)
    receipt = walks.complain(teller, "Heron Pebblecombe")
    officer = staff("officer@harbour.example")
    case = walks.open_case(officer, "Heron Pebblecombe")
    walks.take(officer, case, "Acknowledge the complaint")
    walks.take(officer, case, "Write to a complainant", ask)

    later = visit(javascript=False)
    walks.come_back(later, receipt)
    later.sees("Who else was there?").follow("Write a message", exact=False)
    later.press("Send").told("Enter what you want to say")
    later.enter(("Write to the conduct team", "Thrift Sandling was.")).press("Send")
    later.sees("Your message has been sent.", "Thrift Sandling was.")
    officer.go(case).sees("Thrift Sandling was.")

    walks.take(officer, case, "Dismiss at assessment", dismiss)
    later.go("/track/").sees("The outcome", "Nobody else heard the words.")


def ask(page):
    page.enter(("Message", "Who else was there?"))


def dismiss(page):
    page.choose("Dismissed: insufficient evidence")
    page.enter(("Reasons", "Nobody else heard the words."))


def test_a_complainant_keeps_the_receipt_as_a_file(visit):
    teller = visit(javascript=False)
    walks.begin(teller)
    walks.answer_up_to_the_files(teller, "Tansy Weirhead")
    teller.attach(CHOOSE_FILES, files.screenshot()).press("Continue")
    walks.answer_from_the_files(teller)
    teller.press("Send the complaint")
    kept = teller.download("Download the receipt").read_text("utf-8")
    receipt = walks.keep_receipt(teller)
    assert receipt.reference in kept
    assert receipt.secret in kept
    assert walks.WORDS in kept
    teller.go("/track/").press("Continue").told(
        "Enter the reference of your receipt", "Enter the secret of your receipt"
    )
    teller.enter(("Reference", receipt.reference), ("Secret", "0000 " * 6)).press("Continue")
    assert teller.status == 403
    walks.come_back(teller, receipt)
    teller.sees("post.png")


def test_a_double_click_makes_one_complaint_and_one_receipt(visit, staff):
    teller = visit()
    walks.begin(teller)
    walks.answer_up_to_the_files(teller, "Sedge Marlinspike")
    teller.press("Continue")
    walks.answer_from_the_files(teller)
    assert len(set(teller.page.evaluate(SENT_TWICE))) == 1
    teller.page.reload()
    walks.keep_receipt(teller)
    officer = staff("officer@harbour.example")
    officer.go("/cases/?all=1&q=Sedge+Marlinspike")
    assert officer.page.get_by_role("row", name=re.compile("Sedge Marlinspike")).count() == 1


# The form is sent twice at the same moment; each answer's reference.
SENT_TWICE = """async () => {
  const form = document.forms[document.forms.length - 1]
  const once = async () => {
    const answer = await fetch(location.href, {method: "POST", body: new FormData(form)})
    return (await answer.text()).match(/HAR-[0-9A-Z]{4}-[0-9A-Z]{4}/)[0]
  }
  return await Promise.all([once(), once()])
}"""
