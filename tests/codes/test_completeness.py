"""Do the checks pass the three codes, and name what is missing when a clause is taken out?"""

from pathlib import Path
from types import SimpleNamespace

import pytest

from codes.completeness import CHECKS, checklist, objections, text_of
from codes.importing import read

FILES = Path(__file__).parent.parent / "data" / "codes"
NAMES = {
    "harbour": "harbour-code-of-conduct.md",
    "meadow": "meadow-code-of-conduct.md",
    "joint": "joint-election-code.md",
}


def text(party, without=()):
    found = read(NAMES[party], (FILES / NAMES[party]).read_bytes())
    gone = {c.number for c in found.clauses if c.number.startswith(tuple(without))}
    kept = [
        SimpleNamespace(number=c.number, parent_number=c.parent, level=c.level, text=c.text)
        for c in found.clauses
        if c.number not in gone
    ]
    lines = [] if "7.2" in gone else found.tariff
    return text_of(kept, [line.severity for line in lines], is_joint=party == "joint")


@pytest.mark.parametrize("party", NAMES)
def test_the_three_codes_may_be_put_in_force(party):
    assert objections(text(party)) == []


@pytest.mark.parametrize(
    ("party", "without", "failing"),
    [
        ("harbour", ["3.1"], {"prohibits", "definition"}),
        ("harbour", ["1.2", "3.1", "3.3"], {"prohibits", "definition", "online"}),
        ("harbour", ["1.2", "3.1", "3.2"], {"prohibits", "definition", "offline"}),
        ("harbour", ["5.2"], {"training"}),
        ("harbour", ["6.1"], {"complain"}),
        ("harbour", ["6.3"], {"acknowledgement"}),
        ("harbour", ["7.2"], {"consequences", "tariff"}),
        ("meadow", ["3.1"], {"prohibits", "definition", "tariff"}),
        ("meadow", ["5.1"], {"complain", "tariff"}),
        ("meadow", ["6.1"], {"consequences", "tariff"}),
        ("meadow", ["7.1"], {"training", "tariff"}),
        ("joint", ["J3"], {"prohibits", "definition"}),
        ("joint", ["J4"], {"offline"}),
        ("joint", ["J5"], {"online"}),
        ("joint", ["J9"], {"complain"}),
        ("joint", ["J11"], {"consequences"}),
        ("joint", ["J16"], {"training"}),
    ],
)
def test_a_clause_taken_out_is_named_by_its_check(party, without, failing):
    results = checklist(text(party, without))
    assert {result.check.key for result in results if not result.met} == failing


def test_what_only_advises_does_not_block():
    advising = {check.key for check in CHECKS if not check.blocks}
    assert advising == {"tariff", "appeal", "danger"}
    assert not objections(text("meadow"))


def test_an_objection_says_what_to_do():
    assert [str(sentence) for sentence in objections(text("harbour", ["5.2"]))] == [
        "Add a clause on training: who is trained on the code, and when."
    ]
