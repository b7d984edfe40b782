"""Does something kept outside the database expose what the database alone cannot?"""

import json

import pytest
from django.conf import settings

from partyconduct.audit import checkpoint, trail
from partyconduct.audit.models import AuditEvent
from partyconduct.audit.offline_verifier import ed25519_verify, mac_of
from partyconduct.audit.trail import record
from tests.audit.conftest import PARTY

EVENTS = AuditEvent._meta.db_table


@pytest.fixture(autouse=True)
def signing_key(tmp_path, monkeypatch):
    monkeypatch.setenv("CHECKPOINT_KEY", str(tmp_path / "checkpoint.key"))


@pytest.fixture
def witness(tmp_path):
    return tmp_path / "witness"


def faults(witness):
    points, found = checkpoint.read(witness)
    for _chain, of_chain in trail.examine(PARTY, points=points):
        found += of_chain
    return [(fault.seq, fault.kind) for fault in found]


def test_a_chain_that_only_grew_agrees_with_its_checkpoints(chain, witness):
    checkpoint.write(witness)
    record(None, "look", None, party_id=PARTY)
    checkpoint.write(witness)
    assert faults(witness) == []


def test_events_cut_off_with_their_head_are_missed(chain, witness, underneath):
    checkpoint.write(witness)
    underneath(f"DELETE FROM {EVENTS} WHERE party_id = {PARTY} AND seq > 3")
    underneath(
        f"UPDATE audit_audithead SET seq = 3, mac = %s WHERE party_id = {PARTY}", chain[2].mac
    )
    assert faults(witness) == [(5, "truncated below checkpoint")]


def test_a_chain_that_vanished_whole_is_missed(chain, witness, underneath):
    checkpoint.write(witness)
    underneath(f"DELETE FROM {EVENTS} WHERE party_id = {PARTY}")
    underneath(f"DELETE FROM audit_audithead WHERE party_id = {PARTY}")
    assert faults(witness) == [(5, "truncated below checkpoint")]


def test_a_chain_built_again_with_the_key_is_exposed(chain, witness, underneath):
    checkpoint.write(witness)
    prev = "0" * 64
    for event in list(trail.Events(PARTY, "write")):
        event["verb"] = "nothing"
        seal = mac_of(settings.KEYS["audit"], event, prev)
        underneath(
            f"UPDATE {EVENTS} SET verb = 'nothing', prev = %s, mac = %s"
            f" WHERE party_id = {PARTY} AND seq = {event['seq']}",
            prev,
            seal,
        )
        prev = seal
    underneath(f"UPDATE audit_audithead SET mac = %s WHERE party_id = {PARTY}", prev)
    assert trail.verify(PARTY) == []
    assert faults(witness) == [(5, "checkpoint mismatch")]


def test_verifying_may_begin_at_the_newest_checkpoint(chain, witness, underneath):
    checkpoint.write(witness)
    record(None, "look", None, party_id=PARTY)
    points, _faults = checkpoint.read(witness)
    ((verified, found),) = trail.examine(
        PARTY, points=points, since={(PARTY, "write"): max(points[PARTY, "write"])}
    )
    assert (verified.events, found) == (2, [])


def altered(path, **changed):
    document = json.loads(path.read_text())
    document["body"] |= changed
    path.write_text(json.dumps(document))


def test_an_altered_checkpoint_is_named(chain, witness):
    altered(checkpoint.write(witness), at="2020-01-01T00:00:00.000000Z")
    assert faults(witness) == [(None, "checkpoint signature invalid")]


def test_a_checkpoint_signed_by_another_key_is_named(chain, witness, tmp_path, monkeypatch):
    checkpoint.write(witness)
    monkeypatch.setenv("CHECKPOINT_KEY", str(tmp_path / "forger.key"))
    assert faults(witness) == [(None, "checkpoint signature invalid")]


def test_a_checkpoint_taken_out_of_the_middle_is_missed(chain, witness):
    _first, second, _third = (checkpoint.write(witness) for _each in range(3))
    second.unlink()
    assert faults(witness) == [(None, "checkpoint missing")]


def test_rubbish_among_the_checkpoints_is_named(chain, witness):
    checkpoint.write(witness)
    (witness / "checkpoint-0.json").write_text("{")
    assert faults(witness)[0] == (None, "checkpoint unreadable")


def test_the_signing_key_is_readable_by_its_owner_alone(chain, witness, tmp_path):
    checkpoint.write(witness)
    assert (tmp_path / "checkpoint.key").stat().st_mode & 0o077 == 0


ORDER = 2**252 + 27742317777372353535851937790883648493
# RFC 8032, section 7.1: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
        "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
        "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize("vector", RFC_8032)
def test_the_plain_verification_agrees_with_the_standard(vector):
    key, message, signature = map(bytes.fromhex, vector)
    assert ed25519_verify(key, message, signature)
    assert not ed25519_verify(key, message + b"x", signature)
    assert not ed25519_verify(key, message, signature[:-1] + b"\x01")


def test_a_signature_has_no_second_spelling():
    """RFC 8032 5.1.7: a scalar beyond the order of the group is refused, not reduced."""
    key, message, signature = map(bytes.fromhex, RFC_8032[0])
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    assert not ed25519_verify(key, message, signature[:32] + scalar.to_bytes(32, "little"))


def test_the_plain_verification_agrees_with_the_library(chain, witness):
    document = json.loads(checkpoint.write(witness).read_text())
    message = trail.canonical(document["body"]).encode()
    signature = bytes.fromhex(document["signature"])
    assert ed25519_verify(bytes.fromhex(checkpoint.our_public_key()), message, signature)
