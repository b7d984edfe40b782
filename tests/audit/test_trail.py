"""What does the trail take, and what does it refuse?"""

import contextlib
import json
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from partyconduct.audit import trail
from partyconduct.audit.models import AuditEvent, AuditHead
from partyconduct.audit.trail import events_about, record
from tests.audit.conftest import PARTY


def test_an_event_tells_who_did_what_to_what(cast):
    record(cast.harbour_officer, "acknowledge", cast.harbour, sanctions=["warning"], months=3)
    event = events_about(cast.harbour).last()
    assert (event.actor, event.verb, event.party_id) == (
        cast.harbour_officer,
        "acknowledge",
        cast.harbour.pk,
    )
    assert event.details == {"sanctions": ["warning"], "months": 3}


def test_an_event_belongs_to_the_party_of_its_subject(cast):
    membership = cast.meadow_officer.person.memberships.get()
    assert record(cast.harbour_officer, "look", membership).party_id == cast.meadow.pk


def test_an_event_without_subject_belongs_to_the_party_acted_for_or_the_platform(cast):
    assert record(cast.harbour_officer, "sign-in", None).party_id == cast.harbour.pk
    assert record(None, "start", None).party_id == trail.PLATFORM


@pytest.mark.parametrize(
    ("by", "kind"),
    [(None, "nobody"), ("complainant", "complainant"), ("respondent", "respondent")],
)
def test_those_without_an_account_are_named_by_kind(db, by, kind):
    assert record(by, "look", None).actor_kind == kind


@pytest.mark.parametrize(
    "detail",
    [
        "Jane Doe",
        "jane@harbour.example",
        "HAR-7K3Q-9XWD",
        "two words",
        "",
        "x" * 81,
        1.5,
        ["fine", "Not Fine"],
        {"key": "value"},
        b"bytes",
    ],
)
def test_a_detail_that_might_say_something_is_refused(db, detail):
    with pytest.raises(ValueError, match="free text"):
        record(None, "note", None, party_id=PARTY, detail=detail)


def test_numbers_days_truths_and_short_words_are_taken(db):
    event = record(
        None, "note", None, party_id=PARTY, on=date(2026, 3, 29), yes=True, none=None, who=[1, 2]
    )
    assert event.payload == '{"none":null,"on":"2026-03-29","who":[1,2],"yes":true}'


def test_each_event_follows_the_one_before(chain):
    assert [event.seq for event in chain] == [1, 2, 3, 4, 5]
    assert [event.prev for event in chain[1:]] == [event.mac for event in chain[:-1]]
    assert AuditHead.objects.get(party_id=PARTY).mac == chain[-1].mac


def test_reading_has_a_chain_of_its_own(chain):
    assert record(None, "read", None, party_id=PARTY, stream="access").seq == 1


def test_no_event_no_action_even_when_the_caller_swallows_the_failure(cast):
    def act():
        with transaction.atomic():
            cast.harbour.name = "Changed"
            cast.harbour.save()
            with contextlib.suppress(ValueError):
                record(None, "Rename the party", cast.harbour)
            cast.harbour.refresh_from_db()

    with pytest.raises(TransactionManagementError):
        act()
    cast.harbour.refresh_from_db()
    assert cast.harbour.name != "Changed"


def test_the_stored_columns_hold_no_name_and_no_address(cast):
    record(cast.harbour_officer, "look", cast.harbour_officer.person, stream="access")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {AuditEvent._meta.db_table}")
        stored = json.dumps(cursor.fetchall(), default=str).lower()
    assert "@" not in stored
    assert cast.harbour_officer.name.lower() not in stored


def test_naming_the_actors_of_many_events_takes_one_query(cast, django_assert_num_queries):
    for _each in range(3):
        record(cast.harbour_officer, "look", cast.harbour)
    with django_assert_num_queries(1):
        assert {event.actor.name for event in events_about(cast.harbour) if event.actor}
