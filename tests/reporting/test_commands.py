"""Can the figures be built and checked from a shell?"""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.reporting.test_reconcile import PUBLISHED


def test_build_writes_every_format(register, tmp_path, capsys):
    arguments = ["--year", "2023", "--party", "harbour", "--out", str(tmp_path), "--json"]
    call_command("statistics", "build", *arguments)
    done = json.loads(capsys.readouterr().out)
    assert sorted(done["files"]) == sorted(path.name for path in tmp_path.iterdir())
    assert all(check["passed"] for check in done["checks"])


def test_the_parties_are_built_together(register, tmp_path, capsys):
    call_command(
        "statistics", "build", "--year", "2023", "--joint", "--out", str(tmp_path), "--json"
    )
    assert json.loads(capsys.readouterr().out)["party"] == "joint"
    assert "Meadow Party" in (tmp_path / "statistics.json").read_text()


def test_a_party_nobody_knows_is_wrong_use(db, tmp_path):
    with pytest.raises(CommandError) as fault:
        call_command(
            "statistics", "build", "--year", "2023", "--party", "nobody", "--out", str(tmp_path)
        )
    assert fault.value.returncode == 2


def test_reconcile_flags_and_fails(capsys):
    with pytest.raises(SystemExit) as fault:
        call_command("statistics", "reconcile", str(PUBLISHED), "--json")
    assert fault.value.code == 1
    flagged = json.loads(capsys.readouterr().out)["flagged"]
    assert [(f["id"], f["difference"]) for f in flagged] == [("C3", 24), ("C5", -9)]


def test_the_attack_says_what_it_found(register, tmp_path, capsys):
    arguments = ["--year", "2023", "--party", "harbour", "--out", str(tmp_path), "--json"]
    call_command("statistics", "build", *arguments)
    capsys.readouterr()
    call_command("statistics", "attack", str(tmp_path), "--json")
    found = json.loads(capsys.readouterr().out)
    assert (found["passed"], found["faults"]) == (True, [])
    assert found["hidden"] > 10


def test_an_attack_that_cannot_be_made_is_wrong_use(tmp_path, capsys):
    with pytest.raises(SystemExit) as fault:
        call_command("statistics", "attack", str(tmp_path))
    assert fault.value.code == 2
    assert "could not be made" in capsys.readouterr().out
