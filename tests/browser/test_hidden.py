"""Does whoever may not know of a case find nothing of it, anywhere?"""

import pytest

from tests.browser import walks

NONSENSE = "/cases/HAR-0000-0000/"


def test_a_recused_officer_finds_nothing(visit, staff):
    receipt = walks.complain(visit(), "Quill Ledgerton")
    deputy = staff("deputy@harbour.example")
    case = walks.open_case(deputy, "Quill Ledgerton")
    walks.take(deputy, case, "Acknowledge the complaint")
    deputy.go(case).follow("Recuse yourself")
    deputy.press("Recuse yourself")
    deputy.told("Enter reasons")
    deputy.enter(("Reasons", "He is my cousin.")).press("Recuse yourself")

    assert deputy.address.startswith("/cases/")
    assert "Ledgerton" not in deputy.go("/cases/").words()
    for query in ("?all=1", "?all=1&q=Ledgerton", f"?all=1&q={receipt.reference}"):
        rows = deputy.go(f"/cases/{query}").page.get_by_role("row", name="Ledgerton")
        assert rows.count() == 0
    assert _what_is_there(deputy, case) == _what_is_there(deputy, NONSENSE)
    assert deputy.status == 404
    assert "Ledgerton" in staff("officer@harbour.example").go(case).words()


@pytest.mark.parametrize("page", ["", "note/", "decide/", "evidence/1/", "letters/1.pdf"])
def test_meadows_officer_gets_the_same_for_harbours_case_as_for_nonsense(staff, register, page):
    case = next(told for told in register.told["complaints"] if told["party"] == "harbour")
    meadow = staff("officer@meadow.example")
    real = _what_is_there(meadow, f"/cases/{case['case']}/{page}")
    assert meadow.status == 404
    assert real == _what_is_there(meadow, NONSENSE + page)


def _what_is_there(member, address):
    """The page as it was sent, without the word that guards its forms."""
    answer = member.context.request.get(member.home + address)
    member.go(address)
    return answer.status, walks.unguarded(answer.text())
