"""Which jobs of the register of complaints come round by themselves?"""

from complaints.actions import drafts, outbox, tidying, timekeeping
from partyconduct.periodic.table import Every, Job


def send_waiting(_by, _at):
    sent, failed = outbox.send_waiting()
    return {"sent": sent, "failed": failed}


JOBS = (
    Job("outbox", Every.MINUTE, send_waiting, "Sends the e-mail that waits.", by_party=False),
    Job(
        "deadlines",
        Every.HOUR,
        timekeeping.recount,
        "Counts running deadlines again where bank holidays have changed.",
    ),
    Job("drafts", Every.HOUR, drafts.drop_idle, "Drops unsent complaints.", by_party=False),
    Job(
        "files",
        Every.DAY,
        tidying.discard_orphans,
        "Discards sealed files that belong to nothing.",
        by_party=False,
    ),
)
