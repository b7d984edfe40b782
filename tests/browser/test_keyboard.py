"""Is a keyboard enough, from the first page to an assessed case?"""

from tests.browser import walks


def test_a_complaint_is_made_and_assessed_by_keyboard_only(visit, staff):
    teller = visit(keyboard=True)
    walks.complain(teller, "Vetch Trawlerby")
    officer = staff("officer@harbour.example", keyboard=True)
    case = walks.open_case(officer, "Vetch Trawlerby")
    walks.assess(officer, case)
    officer.go(case).sees("Meets the four-part test.", "No interim measure")
