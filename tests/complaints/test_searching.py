"""Is a case found by its words, by whoever may see them, and by nobody else?"""

import pytest
from django.db import models as fields
from django.utils import timezone

from complaints import models, search
from complaints.actions import searching, take
from complaints.models import Case, SearchWord
from complaints.models.base import OfCase
from complaints.workflow import Stage
from partyconduct.parties.models import User
from partyconduct.rlsdb import acting
from tests import walk
from tests.walk import REASONS


def keep_index(party):
    service = User.objects.service("jobs").act_for(party)
    with acting(party.pk, service.person_id):
        return searching.keep_index(service, timezone.now())["cases"]


def found(user, text):
    with acting(user.party_id, user.person_id):
        return list(searching.found_in(Case.objects.visible_to(user), user, text))


@pytest.fixture
def case(cast):
    case = walk.make_case(cast, at=Stage.RECEIVED, statement="He said: “Café tonight, O’Neill!”")
    keep_index(cast.harbour)
    return case


def test_words_are_found_whatever_their_case_and_accents():
    assert search.words_of("Café TONIGHT, O’Neill a") == {"cafe", "tonight", "oneill"}


def test_a_case_is_found_by_all_of_the_words(cast, case):
    officer = cast.harbour_officer
    assert found(officer, "TONIGHT cafe") == [case]
    assert found(officer, "o'neill saltmarsh") == [case]
    assert found(officer, "tonight yesterday") == []
    assert found(officer, "?!") == []


def test_what_is_written_later_is_found_after_the_next_look(cast, case):
    take("acknowledge", case, by=cast.harbour_officer)
    take(
        "note", Case.objects.get(pk=case.pk), by=cast.harbour_officer, text="Rang the lighthouse."
    )
    assert found(cast.harbour_officer, "lighthouse") == []
    assert keep_index(cast.harbour) == 1
    assert found(cast.harbour_officer, "lighthouse") == [case]
    assert keep_index(cast.harbour) == 0


def test_what_is_corrected_is_no_longer_found(cast, case):
    wrong = {"name": "Somebody Else", "member_no": "HP-7", "branch": "", "is_member": "yes"}
    take("amend_respondent", case, by=cast.harbour_officer, email="", role="member", **wrong)
    keep_index(cast.harbour)
    assert found(cast.harbour_officer, "bramble") == []
    assert found(cast.harbour_officer, "hp") == [case]


def test_another_party_finds_nothing(cast, case):
    assert found(cast.meadow_officer, "tonight") == []


def test_nobody_behind_a_wall_finds_anything(cast, case):
    deputy = cast.harbour_deputy
    assert found(deputy, "tonight") == [case]
    take("raise_wall", case, by=cast.harbour_officer, person=deputy.person, reasons=REASONS)
    assert found(deputy, "tonight") == []


def test_a_panel_finds_the_statement_and_not_the_complainant(cast):
    case = walk.make_case(cast, at=Stage.PANEL)
    keep_index(cast.harbour)
    member = walk.somebody(cast, case, "adjudicator")
    assert found(member, "hustings") == [case]
    assert found(member, "clover") == []
    assert found(cast.harbour_officer, "clover") == [case]


def test_an_officer_on_the_panel_finds_what_the_panel_finds(cast):
    case = walk.make_case(cast, at=Stage.RESPONSE)
    keep_index(cast.harbour)
    reviewer = cast.harbour_head
    assert found(reviewer, "clover") == [case]
    with acting(cast.harbour.pk, 0):
        models.Duty.objects.create(
            party=cast.harbour,
            case=case,
            person=reviewer.person,
            kind="reviewer",
            given_on=timezone.localdate(),
        )
    assert found(reviewer, "clover") == []
    assert found(reviewer, "hustings") == [case]


def test_words_narrow_the_list_of_cases(cast, case, sign_in):
    browser = sign_in(cast.harbour_officer)
    assert case.reference in browser.get("/cases/", {"words": "cafe"}).text
    assert case.reference not in browser.get("/cases/", {"words": "teashop"}).text


def test_every_text_of_a_case_is_searched_or_left_out_for_a_reason():
    asked = {(model, column) for model, _whose, columns in search.TEXTS for column in columns}
    models_of_case = [m for m in OfCase.__subclasses__() + _ones() if not m._meta.abstract]
    left = {
        f"{model.__name__}.{field.name}"
        for model in models_of_case
        if model not in search.NOT_SEARCHED and not hasattr(model, "history_type")
        for field in model._meta.local_fields
        if isinstance(field, fields.TextField) and (model, field.name) not in asked
    }
    assert left == set()


def _ones():
    return [one for each in OfCase.__subclasses__() for one in each.__subclasses__()]


def test_the_index_is_the_partys_own(cast, case):
    with acting(cast.harbour.pk, 0):
        assert set(SearchWord.objects.values_list("party", flat=True)) == {cast.harbour.pk}
