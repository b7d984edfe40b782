"""Is a job done once a period, whoever asks and however often?"""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from partyconduct.periodic.actions import forget, run_due
from partyconduct.periodic.models import JobRun
from partyconduct.periodic.table import Every, Job, every_job

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Counter:
    """Stands for a job; remembers for whom it acted."""

    def __init__(self, breaks_for=""):
        self.acted, self.breaks_for = [], breaks_for

    def __call__(self, by, at):
        slug = by.party.slug if by else ""
        if slug == self.breaks_for:
            raise RuntimeError("Bramble Saltmarsh")
        self.acted.append(slug)
        return {"done": 1}


@pytest.fixture
def daily(cast):
    act = Counter()
    return Job("count", Every.DAY, act, "Counts."), act


def run(job, at=NOON, **options):
    return list(run_due(at, jobs=[job], **options))


def test_a_job_acts_for_each_party_once_a_day(daily):
    job, act = daily
    run(job)
    run(job)
    assert sorted(act.acted) == ["harbour", "joint", "meadow"]


def test_after_a_downtime_one_run_catches_up(daily):
    job, act = daily
    run(job)
    run(job, LATER)
    assert act.acted.count("harbour") == 2


def test_a_job_can_be_repeated_on_request(daily):
    job, act = daily
    run(job)
    run(job, again=True)
    assert act.acted.count("meadow") == 2
    assert JobRun.objects.filter(job="count").count() == 3


def test_a_party_whose_job_breaks_holds_up_no_other_and_is_tried_again(cast):
    job = Job("count", Every.DAY, Counter(breaks_for="harbour"), "Counts.")
    faults = {ran.scope: ran.fault for ran in run(job)}
    assert faults["meadow"] == ""
    assert "RuntimeError" in faults["harbour"]
    assert "Saltmarsh" not in faults["harbour"]
    job = Job("count", Every.DAY, act := Counter(), "Counts.")
    run(job)
    assert act.acted == ["harbour"]


def test_a_job_waits_for_its_hour(cast):
    early = Job("count", Every.DAY, Counter(), "Counts.", not_before=13)
    assert run(early) == []


def test_the_hour_that_comes_twice_in_autumn_is_two_periods():
    first, second = (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert Every.HOUR.period(first) != Every.HOUR.period(second)
    assert Every.DAY.period(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == "2026-06-02"


def test_runs_of_long_ago_are_forgotten(daily):
    run(daily[0])
    assert forget(None, datetime(2036, 1, 1, tzinfo=UTC)) == {"forgotten": 3}


def test_every_job_has_a_name_of_its_own_and_says_what_it_does():
    names = [job.name for job in every_job()]
    assert len(names) == len(set(names))
    assert all(job.words.endswith(".") for job in every_job())


def test_all_that_is_due_runs_from_the_command_line_and_only_once(cast, capsys):
    call_command("run_due", at="2026-03-02", json=True)
    first = json.loads(capsys.readouterr().out)
    call_command("run_due", at="2026-03-02", json=True)
    assert first["ok"]
    assert {job.name for job in every_job()} >= {ran["job"] for ran in first["ran"]} > set()
    assert json.loads(capsys.readouterr().out) == {"ran": [], "ok": True}


def test_one_job_is_run_by_its_name(cast, capsys):
    call_command("jobs", "run", once="sessions", at="2026-03-02T09:00")
    assert capsys.readouterr().out == "sessions: done.\n"


def test_an_unknown_job_is_refused_with_the_known_ones():
    with pytest.raises(CommandError, match="There are: "):
        call_command("jobs", "run", once="laundry")


def test_what_is_no_time_is_refused():
    with pytest.raises(CommandError, match="no day or time"):
        call_command("run_due", at="soon")
