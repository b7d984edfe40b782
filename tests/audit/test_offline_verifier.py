"""Does one file, away from the register, come to the register's own verdict?"""

import ast
import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.conf import settings

from partyconduct.audit import checkpoint, exporting, offline_verifier
from partyconduct.audit.models import AuditEvent
from partyconduct.audit.offline_verifier import canonical, mac_of
from partyconduct.audit.trail import verify
from tests.audit.conftest import PARTY

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
EVENTS = AuditEvent._meta.db_table


@pytest.fixture
def away(tmp_path, monkeypatch):
    """Runs the file alone, as an auditor would; returns the status and what it said."""
    monkeypatch.setenv("CHECKPOINT_KEY", str(tmp_path / "checkpoint.key"))
    shutil.copy(offline_verifier.__file__, tmp_path / "verifier.py")
    ring = {"id": settings.KEY_ID, "audit": settings.KEYS["audit"].hex()}
    (tmp_path / "key.json").write_text(json.dumps(ring))

    def run(*options):
        (tmp_path / "chain.jsonl").write_text("".join(exporting.lines(PARTY)))
        command = [sys.executable, "-I", "verifier.py", "chain.jsonl", "--key-file", "key.json"]
        done = subprocess.run(
            [*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.parse(Path(offline_verifier.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_a_whole_chain_is_whole(chain, away):
    status, said = away()
    assert (status, "Nothing to compare after event 0." in said) == (0, True)


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE {EVENTS} SET verb = 'nothing' WHERE party_id = {PARTY} AND seq = 3",
        f"DELETE FROM {EVENTS} WHERE party_id = {PARTY} AND seq = 3",
        f"DELETE FROM {EVENTS} WHERE party_id = {PARTY} AND seq > 3",
        f"DELETE FROM audit_audithead WHERE party_id = {PARTY}",
    ],
)
def test_it_names_the_same_faults_as_the_register(chain, underneath, away, change):
    underneath(change)
    status, said = away()
    assert status == 1
    assert verify(PARTY)
    assert all(str(fault) in said for fault in verify(PARTY))


def test_it_compares_with_checkpoints_and_checks_their_signatures(
    chain, underneath, away, tmp_path
):
    checkpoint.write(tmp_path / "witness")
    options = ("--checkpoints", "witness", "--public-key", checkpoint.our_public_key())
    assert away(*options)[0] == 0
    underneath(f"DELETE FROM {EVENTS} WHERE party_id = {PARTY} AND seq > 3")
    assert "truncated below checkpoint" in away(*options)[1]
    assert "signature invalid" in away(*options[:-1], "00" * 32)[1]


def test_it_says_when_it_did_not_check_the_signatures(chain, away, tmp_path):
    checkpoint.write(tmp_path / "witness")
    assert "were not checked" in away("--checkpoints", "witness")[1]


@pytest.mark.parametrize("vector", VECTORS["canonical"], ids=lambda vector: vector["text"])
def test_the_canonical_form_is_that_of_the_vectors(vector):
    assert canonical(vector["value"]) == vector["text"]


@pytest.mark.parametrize("vector", VECTORS["events"], ids=lambda vector: vector["event"]["verb"])
def test_the_seal_is_that_of_the_vectors(vector):
    assert mac_of(bytes.fromhex(VECTORS["key"]), vector["event"], vector["prev"]) == vector["mac"]


def test_times_are_in_utc_to_the_microsecond_whatever_their_zone():
    summer = datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=1)))
    assert canonical([summer, summer.astimezone(UTC)]) == canonical(
        ["2026-03-29T01:30:00.000000Z"] * 2
    )
    assert canonical(date(2026, 3, 29)) == '"2026-03-29"'


@pytest.mark.parametrize("value", [1.0, float("nan"), b"x", {1.5}, datetime(2026, 3, 29)])  # noqa: DTZ001  the point
def test_what_has_more_than_one_spelling_has_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical({"key": [value]})
