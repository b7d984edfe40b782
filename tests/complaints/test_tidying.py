"""Are files that belong to nothing discarded, and no other?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints import vault
from complaints.actions import drafts, intake, tidying
from complaints.models import UnsentComplaint
from tests.walk import complain, picture


@pytest.fixture(autouse=True)
def nothing_is_young(monkeypatch):
    monkeypatch.setattr(tidying, "YOUNG", timedelta(seconds=-1))


def stored():
    return sorted(vault.store().older_than(-1))


def test_a_file_without_a_row_is_discarded_and_one_with_a_row_stays(cast):
    kept, _orphan = picture(cast.harbour), picture(cast.harbour)
    intake.hand_in(complain(cast), sealed=kept)
    assert len(stored()) == 2
    assert tidying.discard_orphans(None, None) == {"files": 1}
    assert stored() == [kept["stored_name"]]


def test_a_young_file_is_left_alone(cast, monkeypatch):
    monkeypatch.setattr(tidying, "YOUNG", timedelta(days=2))
    picture(cast.harbour)
    assert tidying.discard_orphans(None, None) == {"files": 0}


def test_a_file_of_a_draft_stays_until_the_draft_is_dropped(cast):
    sealed = picture(cast.harbour)
    kept = {
        "key": "k",
        "owner": "o",
        "pages": {},
        "files": [{"stored_name": sealed["stored_name"]}],
    }
    UnsentComplaint.objects.create(
        visitor="v", token="t", party_slug="harbour", kept=kept, touched_at=timezone.now()
    )
    assert tidying.discard_orphans(None, None) == {"files": 0}
    later = timezone.now() + drafts.IDLE + timedelta(minutes=1)
    assert drafts.drop_idle(None, later) == {"drafts": 1}
    assert stored() == []
