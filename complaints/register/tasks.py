"""Who writes a confirmed import? A worker, as the person who confirmed it."""

from datetime import date

from django.utils import timezone
from django_tasks import task

from complaints.register import tidying, waiting, writing
from complaints.register.judging import Verdict, judge
from complaints.register.reading import read
from partyconduct.parties.access import require
from partyconduct.parties.models import Party, User
from partyconduct.parties.roles import Permission


def verdict_of(content: bytes, name: str, closed_on: str = "") -> Verdict:
    """The verdict on an upload; the register's last day as given, as its title says, or today."""
    sheet = read(content, name)
    given = date.fromisoformat(closed_on) if closed_on else None
    last_day = given or sheet.closed_on or timezone.localdate()
    return judge(sheet, tidying.spellings(), last_day)


@task()
def import_file(*, party_id: int, user_id: int, ticket: dict) -> dict:
    """All or nothing; in either case the upload does not stay."""
    try:
        return _import(party_id, user_id, ticket)
    finally:
        waiting.drop(ticket)


def _import(party_id, user_id, ticket):
    """The role is asked again, since it may have ended in the meantime."""
    party = Party.objects.get(pk=party_id)
    by = User.objects.select_related("person").get(pk=user_id).act_for(party)
    require(by, Permission.IMPORT_REGISTER)
    verdict = verdict_of(waiting.content(ticket, by=by), ticket["name"], ticket["closed_on"])
    return vars(writing.write(party, by=by, verdict=verdict, source=ticket["sha256"]))
