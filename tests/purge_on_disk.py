"""Searches the bytes of an installation of its own for the words of a case, before and after.

Run by tests/complaints/test_purging_on_disk.py with a folder of its own in VAR: only there does
the database lie in files that a thief could read.
"""

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402  the apps come first
from django.db import connection  # noqa: E402

from complaints.actions import outbox, purging  # noqa: E402
from partyconduct.demonstration.cast import assemble  # noqa: E402
from partyconduct.management.commands.run_due import moment  # noqa: E402
from tests.complaints import test_purging as told  # noqa: E402

SHOWN = told.WORD.encode(), told.WORD.upper().encode()


def files_with_the_word(folder):
    """The database, its journal, the mail that was sent, sealed files, backups: every file."""
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in SHOWN)
    )


def main(folder):
    call_command("migrate", verbosity=0)
    people = assemble()
    told.close_a_case(people)
    told.close_a_case(people, respondent_member_no="HP-another")
    outbox.send_waiting()
    before = files_with_the_word(folder)
    told.agree(people)
    done = purging.carry_out(None, moment(told.DUE))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "backup.sqlite3")])
    after = files_with_the_word(folder)
    connection.close()
    print(json.dumps({"before": before, "after": after, "done": done}))  # noqa: T201 - its answer


if __name__ == "__main__":
    from django.conf import settings

    main(settings.VAR)
