"""The officer's register of 2023, imported, and a release made of it by the real steps."""

from datetime import date
from pathlib import Path

import pytest

from complaints.register import tidying, writing
from complaints.register.judging import judge
from complaints.register.reading import read
from partyconduct.rlsdb import bind
from reporting.statistics import announcing, assembly, releases

WORKBOOK = Path(__file__).parents[1] / "data" / "officer-register-2023.xlsx"
DATA_TAKEN = date(2024, 2, 28)
IN_TIME, OUT_ON = date(2024, 3, 1), date(2024, 5, 2)


@pytest.fixture(scope="session")
def verdict():
    sheet = read(WORKBOOK.read_bytes())
    return judge(sheet, tidying.spellings(), sheet.closed_on)


@pytest.fixture(scope="session")
def _kept():
    return {}


@pytest.fixture
def register(cast, verdict):
    writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    return cast.harbour


@pytest.fixture
def made(_kept, request):
    """The release of 2023: the same for every test, so it is counted and written once."""
    if not _kept:
        party = request.getfixturevalue("register")
        _kept["made"] = releases.make(releases.figures(party, 2023, DATA_TAKEN))
    return _kept["made"]


@pytest.fixture
def frame(made):
    return made.frame


@pytest.fixture
def system(frame):
    return assembly.system(frame)


@pytest.fixture
def released(made):
    return made.released


@pytest.fixture
def files(made):
    return made.files


@pytest.fixture
def built(cast, made):
    """A draft whose figures have been built."""
    return releases.keep(releases.draft(cast.harbour, 2023, by=cast.harbour_publisher), made)


@pytest.fixture
def announced(cast):
    """Harbour's figures of 2023 are to come out on 2 May 2024."""
    publisher = cast.harbour_publisher
    entry = announcing.announce(
        cast.harbour, 2023, by=publisher, month=date(2024, 5, 1), today=IN_TIME
    )
    return announcing.fix_day(entry, by=publisher, day=OUT_ON, today=IN_TIME)


@pytest.fixture
def signed(cast, built):
    releases.sign(built, by=cast.harbour_publisher)
    return releases.sign(built, by=cast.harbour_head)


@pytest.fixture
def published(cast, announced, signed):
    """A release of 2023, announced, drafted, built, signed by two people and published."""
    return releases.publish(signed, by=cast.harbour_publisher)


@pytest.fixture
def corrected(cast, published, made):
    """The release of 2023 and the one that corrects it, both published."""
    day = date(2024, 6, 6)
    entry = announcing.announce(
        cast.harbour, 2023, by=cast.harbour_publisher, month=day, today=OUT_ON
    )
    announcing.fix_day(entry, by=cast.harbour_publisher, day=day, today=OUT_ON)
    second = releases.draft(cast.harbour, 2023, by=cast.harbour_publisher, note="Late entries")
    releases.keep(second, made)
    releases.sign(second, by=cast.harbour_publisher)
    releases.sign(second, by=cast.harbour_head)
    return published, releases.publish(second, by=cast.harbour_publisher)
