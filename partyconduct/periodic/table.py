"""Which jobs come round by themselves, and how often?

An app that has any keeps them in a module `jobs` with `JOBS = (Job(…), …)`; a new row there is
all that a new job needs. A job looks at how things stand and does whatever is due by then, so
that after a downtime one run catches up with everything that was missed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule


class Every(Enum):
    """How often; the value writes the period that a moment lies in.

    Shorter ones are told in UTC, where no hour comes twice; a day is one of the register's own.
    """

    MINUTE = "%Y-%m-%dT%H:%MZ"
    HOUR = "%Y-%m-%dT%HZ"
    DAY = "%Y-%m-%d"

    def period(self, at: datetime) -> str:
        local = at.astimezone(UTC) if self != Every.DAY else timezone.localtime(at)
        return local.strftime(self.value)


@dataclass(frozen=True)
class Job:
    """One row. `act(by, at)` returns how many of what it did; `by` is the register's own account,
    acting for one party after the other, or for none where the job is one of the whole register.
    """

    name: str
    every: Every
    act: Callable[[Any, datetime], dict[str, int]]
    words: str
    by_party: bool = True
    not_before: int = 0  # hour of the day

    def is_due(self, at: datetime) -> bool:
        return timezone.localtime(at).hour >= self.not_before


def every_job() -> list[Job]:
    """The rows of all installed apps."""
    found = [app for app in apps.get_app_configs() if module_has_submodule(app.module, "jobs")]
    return [job for app in found for job in import_module(f"{app.name}.jobs").JOBS]
