"""How is a job run once a period, however often and by however many it is asked for?

A party's part of a job is one transaction that begins with the row that claims its period: a
second runner waits for the first and finds the row, and whoever is killed leaves neither row nor
half the work. A job of the whole register touches files and the like, which no transaction takes
back: it may be repeated at any point, and its row is written when it is through.
"""

import traceback
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from partyconduct.parties.models import Party, User
from partyconduct.periodic.models import JobRun
from partyconduct.periodic.table import Job, every_job
from partyconduct.rlsdb import acting

KEPT = timedelta(days=7)


class Ran(NamedTuple):
    """What became of one job in one scope; `fault` says where it broke, never what it read."""

    job: str
    scope: str
    did: dict
    fault: str = ""


def run_due(at: datetime, *, jobs: list[Job] | None = None, again: bool = False) -> Iterator[Ran]:
    """Runs whatever has not been done in its period yet; one that breaks holds up no other."""
    at = timezone.localtime(at)  # a job reads its day from it
    for job in every_job() if jobs is None else jobs:
        if again or job.is_due(at):
            yield from _run(job, at, again)


def _run(job, at, again):
    period = job.every.period(at)
    done = set(JobRun.objects.filter(job=job.name, period=period).values_list("scope", flat=True))
    for scope, by in _scopes(job):
        if scope in done and not again:
            continue
        run = _of_party if job.by_party else _of_register
        try:
            did = run(job, {"job": job.name, "period": period, "scope": scope}, by, at, again)
        except Exception as fault:  # whatever broke, the other jobs and parties have their turn
            yield Ran(job.name, scope, {}, _where(fault))
        else:
            if did is not None:
                yield Ran(job.name, scope, did)


def _scopes(job):
    if not job.by_party:
        return [("", None)]
    return [
        (party.slug, User.objects.service("jobs").act_for(party))
        for party in Party.objects.order_by("pk")
    ]


def _of_party(job, which, by, at, again):
    with acting(by.party_id, by.person_id), transaction.atomic():
        run, is_first = JobRun.objects.get_or_create(**which)
        if not (is_first or again):
            return None
        run.did = job.act(by, at)
        run.save(update_fields=["did"])
    return run.did


def _of_register(job, which, by, at, again):
    did = job.act(by, at)
    JobRun.objects.update_or_create(**which, defaults={"did": did})
    return did


def _where(fault):
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {last.name}, line {last.lineno} of {last.filename}"


def forget(_by, at: datetime) -> dict[str, int]:
    """Runs of long ago prove nothing any more."""
    return {"forgotten": JobRun.objects.filter(ran_at__lt=at - KEPT).delete()[0]}
