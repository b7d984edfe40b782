"""Which jobs keep the register itself tidy?"""

from django.core.management import call_command

from partyconduct.periodic.actions import forget
from partyconduct.periodic.table import Every, Job


def clear_sessions(_by, at):
    call_command("clearsessions")
    return {}


JOBS = (
    Job("sessions", Every.DAY, clear_sessions, "Removes sessions that are over.", by_party=False),
    Job("runs", Every.DAY, forget, "Forgets runs of long ago.", by_party=False),
)
