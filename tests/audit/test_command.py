"""Does `manage.py audit` say what it must, to people and to programs?"""

import json

import pytest
from django.core.management import CommandError, call_command

from partyconduct.audit.models import AuditEvent
from partyconduct.audit.trail import record
from partyconduct.rlsdb import bind
from tests.audit.conftest import PARTY

EVENTS = AuditEvent._meta.db_table


@pytest.fixture(autouse=True)
def signing_key(tmp_path, monkeypatch):
    monkeypatch.setenv("CHECKPOINT_KEY", str(tmp_path / "checkpoint.key"))


def test_a_whole_trail_is_one_object_that_says_so(chain, capsys):
    call_command("audit", "verify", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["faults"]) == (True, [])
    assert {"party": PARTY, "stream": "write", "events": 5, "last": 5, "compared": 0} in said[
        "chains"
    ]


def test_without_a_checkpoint_it_says_what_it_cannot_know(chain, capsys):
    call_command("audit", "verify")
    assert "Nothing to compare after event 0." in capsys.readouterr().out


def test_a_fault_is_named_and_the_status_is_1(chain, underneath, capsys):
    underneath(f"UPDATE {EVENTS} SET verb = 'nothing' WHERE party_id = {PARTY} AND seq = 3")
    with pytest.raises(CommandError) as failure:
        call_command("audit", "verify", "--json")
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert failure.value.returncode == 1
    assert (fault["party"], fault["stream"], fault["seq"], fault["kind"]) == (
        PARTY,
        "write",
        3,
        "mac mismatch",
    )


def test_one_party_is_verified_by_its_slug(cast, chain, capsys):
    record(cast.harbour_officer, "look", cast.harbour)
    call_command("audit", "verify", "--party", "harbour", "--json")
    chains = json.loads(capsys.readouterr().out)["chains"]
    assert {chain["party"] for chain in chains} == {cast.harbour.pk}


def test_an_unknown_party_is_refused(cast):
    with pytest.raises(CommandError, match="no party nowhere"):
        call_command("audit", "verify", "--party", "nowhere")


def test_a_checkpoint_is_written_and_compared(chain, tmp_path, capsys):
    call_command("audit", "checkpoint", "--out", str(tmp_path), "--json")
    assert json.loads(capsys.readouterr().out)["file"].startswith(str(tmp_path))
    call_command("audit", "verify", "--checkpoints", str(tmp_path), "--since-checkpoint", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["ok"]
    assert all(chain["compared"] == chain["last"] for chain in said["chains"])


@pytest.mark.parametrize("options", [["--since-checkpoint"], ["--checkpoints", "/nowhere"]])
def test_wrong_use_has_status_2(db, options):
    with pytest.raises(CommandError) as failure:
        call_command("audit", "verify", *options)
    assert failure.value.returncode == 2


def test_an_export_holds_every_event_and_the_heads(chain, tmp_path, capsys):
    call_command("audit", "export", "--out", str(tmp_path / "chain.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "chain.jsonl").read_text().splitlines()]
    mine = [line for line in lines if line.get("party_id") == PARTY]
    assert [line["seq"] for line in mine] == [1, 2, 3, 4, 5, 5]


def test_a_report_tells_who_saw_a_case_and_who_did_what(cast, make_case, capsys):
    case = make_case()
    bind(case.party_id, cast.harbour_officer.person_id)
    record(cast.harbour_officer, "read", case, stream="access")
    record(cast.harbour_head, "read-part", case.respondent, stream="access")
    record(cast.harbour_head, "elsewhere", cast.harbour)
    bind(None, None)
    call_command("audit", "report", "--case", case.reference, "--json")
    said = json.loads(capsys.readouterr().out)
    told = {(event["actor"], event["verb"]) for event in said["events"]}
    expected = {(cast.harbour_officer.name, "read"), (cast.harbour_head.name, "read-part")}
    assert expected <= told
    assert "elsewhere" not in {verb for _actor, verb in told}


def test_a_report_on_a_case_that_is_not_there_is_refused(cast):
    with pytest.raises(CommandError, match="no case HAR-0000-0000"):
        call_command("audit", "report", "--case", "HAR-0000-0000")
