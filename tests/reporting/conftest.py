"""The officer's register of 2023, imported, and a release made of it by the real steps."""

from datetime import date
from pathlib import Path

import pytest

from complaints.register import tidying, writing
from complaints.register.judging import judge
from complaints.register.reading import read
from partyconduct.rlsdb import bind
from reporting.statistics import assembly, exports, releases
from reporting.statistics.disclosure import protect

WORKBOOK = Path(__file__).parents[1] / "data" / "officer-register-2023.xlsx"
DATA_TAKEN = date(2024, 2, 28)


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
def frame(_kept, request):
    """What was counted of the register: the same for every test, so it is counted once."""
    if "frame" not in _kept:
        party = request.getfixturevalue("register")
        _kept["frame"] = releases.figures(party, 2023, DATA_TAKEN)
    return _kept["frame"]


@pytest.fixture
def system(frame):
    return assembly.system(frame)


@pytest.fixture
def released(_kept, frame):
    if "released" not in _kept:
        _kept["released"] = protect(assembly.system(frame))
    return _kept["released"]


@pytest.fixture
def files(_kept, released):
    if "files" not in _kept:
        _kept["files"] = exports.everything(released)
    return _kept["files"]


@pytest.fixture
def published(cast, register):
    """A release of 2023, drafted, built, signed by two people and published."""
    draft = releases.draft(register, 2023, by=cast.harbour_publisher)
    releases.build(draft)
    releases.sign(draft, by=cast.harbour_publisher)
    releases.sign(draft, by=cast.harbour_head)
    return releases.publish(draft, by=cast.harbour_publisher)
