"""Who makes many letters into one file? A worker, as the person who asked."""

from django_tasks import task

from complaints.actions import posting
from partyconduct.parties.models import Party, User


@task()
def print_letters(*, party_id: int, user_id: int, run: int) -> dict:
    """The role is asked again, since it may have ended in the meantime."""
    party = Party.objects.get(pk=party_id)
    by = User.objects.select_related("person").get(pk=user_id).act_for(party)
    return posting.make(run, by=by)
