"""Can an officer bring in the spreadsheet, and can the year then be published?"""

from pathlib import Path

from playwright.sync_api import expect

WORKBOOK = Path(__file__).parents[1] / "data/officer-register-2023.xlsx"


def test_the_spreadsheet_comes_in_and_its_year_is_published(visit, staff):
    """One journey, since the figures of 2023 are there only once the sheet is."""
    _import(staff("officer@harbour.example"))
    publisher, head = staff("publisher@harbour.example"), staff("head@harbour.example")
    draft = _draft(publisher)
    head.go(draft).sees("The statistics publisher signs first.")
    publisher.press("Sign").sees("You have signed this release.")
    publisher.sees("Two people have to sign before the figures are published.")
    head.follow("The page as everybody will see it").sees("This is a preview.")
    head.go(draft).press("Sign").sees("You have signed this release.")
    publisher.go(draft).press("Publish").sees("The figures are published.")
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


def _read_by_anybody(reader):
    reader.go("/statistics/").follow("Harbour Party, 2023")
    expect(reader.page.get_by_role("cell", name="[c]").first).to_be_visible()
    assert reader.page.get_by_role("img").count()
    assert reader.download("All tables as a workbook").read_bytes().startswith(b"PK")
    assert reader.download("All figures for programs").read_bytes()
    assert reader.open_beside("Tables and charts for print (PDF)").startswith(b"%PDF-")
