"""Is somebody who is named recognised, however they are written, and nobody else?"""

import pytest

from complaints.naming import Signs

BRIAR = Signs("Briar Bollardson", ["officer@harbour.example"], "HP-10")


@pytest.mark.parametrize(
    "text",
    [
        "Briar Bollardson shouted.",
        "bollardson, briar",
        "Cllr Briar J. Bollardson",
        "Bri\u200bar Bollardson",
        "Briar\u2010Bollardson",
        "\uff22\uff52\uff49\uff41\uff52\u3000Bollardson",
        "write to OFFICER@harbour.example.",
        "the member (HP-10)",
    ],
)
def test_a_person_is_recognised_however_written(text):
    assert BRIAR.stand_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Briar was there. The rest of the evening passed. Then Bollardson left.",
        "Briarwood Bollardsons",
        "deputyofficer@harbour.example",
        "HP-100 and XHP-10",
        "",
    ],
)
def test_somebody_else_is_not(text):
    assert not BRIAR.stand_in(text)


def test_a_person_of_one_name_is_recognised_by_other_signs_only():
    assert not Signs("Wren").stand_in("A wren sang.")
