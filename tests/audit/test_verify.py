"""Is every change underneath the application found and named?"""

import pytest
from django.db import connection

from partyconduct.audit import guards, trail
from partyconduct.audit.models import AuditEvent
from partyconduct.audit.offline_verifier import mac_of
from partyconduct.audit.trail import record, verify
from partyconduct.rlsdb import as_owner
from tests.audit.conftest import PARTY

EVENTS = AuditEvent._meta.db_table
THIRD = f"WHERE party_id = {PARTY} AND stream = 'write' AND seq = 3"


def named(faults):
    return [(fault.party, fault.stream, fault.seq, fault.kind) for fault in faults]


def test_an_untouched_chain_is_whole(chain):
    assert verify(PARTY) == []


CHANGES = {
    "at": "'2020-01-01 00:00:00.000000+00:00'",
    "actor_kind": "'person'",
    "verb": "'looked'",
    "subject_type": "'complaints.case'",
    "subject_id": "7",
    "outcome": "'refused'",
    "details": "'{\"number\": 3}'",  # one space more
    "request_id": "'another'",
    "mac": f"'{'a' * 64}'",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_is_named(chain, underneath, column):
    underneath(f"UPDATE {EVENTS} SET {column} = {CHANGES[column]} {THIRD}")
    assert (PARTY, "write", 3, "mac mismatch") in named(verify(PARTY))


def test_a_change_of_the_actor_is_named(chain, underneath, cast):
    underneath(f"UPDATE {EVENTS} SET actor_id = %s {THIRD}", cast.harbour_officer.pk)
    assert named(verify(PARTY)) == [(PARTY, "write", 3, "mac mismatch")]


def test_a_change_of_the_link_is_named(chain, underneath):
    underneath(f"UPDATE {EVENTS} SET prev = '{'b' * 64}' {THIRD}")
    assert named(verify(PARTY)) == [
        (PARTY, "write", 3, "prev mismatch"),
        (PARTY, "write", 3, "mac mismatch"),
    ]


def test_an_unknown_key_is_named(chain, underneath):
    underneath(f"UPDATE {EVENTS} SET key_id = 'forged' {THIRD}")
    assert named(verify(PARTY)) == [(PARTY, "write", 3, "unknown key")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("party_id = 990002", {(PARTY, "write", 3, "gap"), (990002, "write", 1, "gap")}),
        ("stream = 'access'", {(PARTY, "write", 3, "gap"), (PARTY, "access", 1, "gap")}),
        ("seq = 9", {(PARTY, "write", 3, "gap"), (PARTY, "write", 6, "gap")}),
    ],
)
def test_an_event_moved_elsewhere_is_missed_and_found(chain, underneath, change, expected):
    underneath(f"UPDATE {EVENTS} SET {change} {THIRD}")
    assert expected <= set(named(verify()))


def test_a_removed_event_is_missed(chain, underneath):
    underneath(f"DELETE FROM {EVENTS} {THIRD}")
    assert named(verify(PARTY)) == [(PARTY, "write", 3, "gap")]


def test_two_swapped_events_are_named(chain, underneath):
    underneath(f"UPDATE {EVENTS} SET seq = -seq + 100 WHERE party_id = {PARTY} AND seq IN (2, 3)")
    underneath(f"UPDATE {EVENTS} SET seq = seq - 95 WHERE party_id = {PARTY} AND seq > 90")
    assert {seq for _party, _stream, seq, _kind in named(verify(PARTY))} >= {2, 3}


def test_a_forged_event_is_named_even_with_the_head_set_right(chain, underneath):
    columns = ", ".join(trail.COLUMNS)
    copied = (
        columns.replace("seq", "6")
        .replace("prev", "mac")
        .replace("mac, mac", f"mac, '{'c' * 64}'")
    )
    underneath(
        f"INSERT INTO {EVENTS} ({columns}) SELECT {copied} FROM {EVENTS}"
        f" WHERE party_id = {PARTY} AND seq = 5"
    )
    underneath(f"UPDATE audit_audithead SET seq = 6, mac = '{'c' * 64}' WHERE party_id = {PARTY}")
    assert named(verify(PARTY)) == [(PARTY, "write", 6, "mac mismatch")]


def test_editing_and_sealing_again_without_the_key_is_named(chain, underneath):
    events, prev = list(trail.Events(PARTY, "write")), "0" * 64
    for event in events:
        event["verb"] = "nothing"
        seal = mac_of(b"another key", event, prev)
        underneath(
            f"UPDATE {EVENTS} SET verb = 'nothing', prev = %s, mac = %s"
            f" WHERE party_id = {PARTY} AND seq = {event['seq']}",
            prev,
            seal,
        )
        prev = seal
    underneath(f"UPDATE audit_audithead SET mac = %s WHERE party_id = {PARTY}", prev)
    assert [kind for *_place, kind in named(verify(PARTY))] == ["mac mismatch"] * 5


def test_events_cut_off_below_the_head_are_missed(chain, underneath):
    underneath(f"DELETE FROM {EVENTS} WHERE party_id = {PARTY} AND seq > 3")
    assert named(verify(PARTY)) == [(PARTY, "write", 5, "truncated below head")]


def test_a_chain_cut_off_with_its_head_is_whole_without_a_checkpoint(chain, underneath):
    """The honest limit: only something kept outside can tell (see test_checkpoint)."""
    underneath(f"DELETE FROM {EVENTS} WHERE party_id = {PARTY} AND seq > 3")
    underneath(
        f"UPDATE audit_audithead SET seq = 3, mac = %s WHERE party_id = {PARTY}", chain[2].mac
    )
    assert verify(PARTY) == []


def test_an_event_beyond_the_head_is_named(chain, underneath):
    underneath(
        f"UPDATE audit_audithead SET seq = 4, mac = %s WHERE party_id = {PARTY}", chain[3].mac
    )
    assert named(verify(PARTY)) == [(PARTY, "write", 5, "beyond head")]


def test_a_missing_head_is_named(chain, underneath):
    underneath(f"DELETE FROM audit_audithead WHERE party_id = {PARTY}")
    assert named(verify(PARTY)) == [(PARTY, "write", 5, "head missing")]


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite stores what no column takes"
)
@pytest.mark.parametrize("rubbish", ["x'ff00'", "CAST(x'ff00' AS TEXT)", "1.5", "'rubbish'"])
@pytest.mark.parametrize("column", ["at", "seq", "subject_id", "verb", "details", "mac"])
def test_rubbish_in_a_column_is_named_and_stops_nothing(chain, underneath, column, rubbish):
    underneath(f"UPDATE {EVENTS} SET {column} = {rubbish} {THIRD}")
    assert verify(PARTY)


def test_a_missing_trigger_is_a_fault(db):
    name, _table, _create, drop = guards.every_guard(connection)[-1]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(drop)
    assert [(fault.kind, fault.note) for fault in verify(PARTY)] == [("trigger missing", name)]


def test_chains_longer_than_a_page_are_read_to_the_end(chain, monkeypatch):
    monkeypatch.setattr(trail, "PAGE", 2)
    assert [event["seq"] for event in trail.Events(PARTY, "write")] == [1, 2, 3, 4, 5]


def test_verifying_takes_no_more_queries_for_more_events(chain, django_assert_max_num_queries):
    for _each in range(20):
        record(None, "look", None, party_id=PARTY)
    with django_assert_max_num_queries(8):
        verify(PARTY)
