"""Can an officer bring in the spreadsheet, and can the year then be published?"""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

HOLIDAYS = {(12, 25), (12, 26), (1, 1), (1, 2)}
WORKBOOK = Path(__file__).parents[1] / "data/officer-register-2023.xlsx"


def test_the_spreadsheet_comes_in_and_its_year_is_published(visit, staff, register):
    """One journey, since the figures of 2023 are there only once the sheet is."""
    _import(staff("officer@harbour.example"))
    publisher, head = staff("publisher@harbour.example"), staff("head@harbour.example")
    draft = _draft(publisher)
    head.go(draft).sees("The statistics publisher signs first.")
    _sign(publisher)
    publisher.sees("Two people have to sign before the figures are published.")
    head.follow("The page as everybody will see it").sees("This is a preview.")
    _sign(head.go(draft))
    publisher.go(draft).sees("Announce the day first.").follow("Announce it")
    _out_on(publisher, day := _next_working_day(), register)
    publisher.go(draft).sees("published")
    visit().go("/statistics/").sees(f"Published on {day.day} {day:%B %Y}")
    _read_by_anybody(visit(width=360, height=780))


def _import(officer):
    officer.go("/cases/import/").press("Check the spreadsheet").told("Choose a file")
    officer.attach("Spreadsheet", WORKBOOK).press("Check the spreadsheet")
    for fact, number in (("Rows entered", 611), ("Accepted", 580), ("Duplicates", 17)):
        assert officer.fact(fact) == str(number)
    assert officer.fact("Rejected") == "14"
    officer.press("Import 580 complaints")
    expect(officer.page.get_by_role("heading", level=1)).to_have_text(
        "The register was imported", timeout=60_000
    )
    officer.look()
    assert officer.fact("Complaints added") == "580"


def _draft(publisher):
    publisher.go("/statistics/drafts/").press("Build the figures").told("Enter the year.")
    publisher.enter(("Which year?", "2023")).press("Build the figures")
    signing = publisher.page.get_by_role("heading", name="What happens next")
    publisher.until(signing)
    return publisher.address


def _sign(person):
    person.choose("The spelling of all words has been checked")
    person.choose("The workbook has been through a checker of accessibility")
    person.press("Sign").sees("You have signed this release.")


def _next_working_day():
    """In the middle of a week, where no bank holiday lies but those around Christmas."""
    days = (timezone.localdate() + timedelta(days=n) for n in range(1, 22))
    return next(d for d in days if d.isoweekday() == 3 and (d.month, d.day) not in HOLIDAYS)


def _out_on(publisher, day, register):
    """Announced with a reason, since it is so soon; then the minute comes."""
    publisher.enter(("Which year?", "2023"))
    publisher.pick("In which month do the figures come out?", f"{day:%B %Y}").press("Announce")
    question = "On which day do the figures come out?"
    publisher.day(question, day.day, day.month, day.year).press("Announce this day")
    publisher.told("That is less than four weeks ahead. Say why: the reason is published.")
    why = "Why? (only where the day is less than four weeks ahead)"
    publisher.enter((why, "The first figures of this register")).press("Announce this day")
    register.run("jobs", "run", "--once", "figures", "--at", f"{day}T09:30:00")


def _read_by_anybody(reader):
    reader.go("/statistics/").follow("Harbour Party, 2023")
    expect(reader.page.get_by_role("cell", name="[c]").first).to_be_visible()
    assert reader.page.get_by_role("img").count()
    assert reader.download("All tables as a workbook").read_bytes().startswith(b"PK")
    assert reader.download("All figures for programs").read_bytes()
    assert reader.open_beside("Tables and charts for print (PDF)").startswith(b"%PDF-")
