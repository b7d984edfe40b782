"""Which jobs of the register of complaints come round by themselves?"""

from complaints.actions import digest, drafts, outbox, purging, searching, tidying, timekeeping
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
    Job(
        "updates",
        Every.DAY,
        timekeeping.keep_updates,
        "Keeps a deadline for telling both sides how it stands, shorter in a campaign.",
    ),
    Job(
        "escalations",
        Every.DAY,
        timekeeping.escalate,
        "Brings cases that are late or open for long before the head of compliance.",
    ),
    Job(
        "sanctions",
        Every.DAY,
        timekeeping.note_ended_sanctions,
        "Notes sanctions that have run out.",
    ),
    Job(
        "digest",
        Every.DAY,
        digest.send_to_officers,
        "Writes to whoever has work that is due or overdue; the e-mail says no more than that.",
        not_before=7,
    ),
    Job("search", Every.MINUTE, searching.keep_index, "Keeps the index of words."),
    Job("drafts", Every.HOUR, drafts.drop_idle, "Drops unsent complaints.", by_party=False),
    Job(
        "purge",
        Every.HOUR,
        purging.carry_out,
        "Destroys the cases that two people have agreed to destroy.",
        by_party=False,
    ),
    Job(
        "files",
        Every.DAY,
        tidying.discard_orphans,
        "Discards sealed files that belong to nothing.",
        by_party=False,
    ),
)
