"""Which statistics does the demonstration publish? The two years that are over, for each party;
and it announces when those of this year come out."""

from datetime import date, timedelta

from django.utils import timezone

from partyconduct.parties.models import User
from partyconduct.rlsdb import bind
from reporting.statistics import announcing, releases

AHEAD = timedelta(weeks=6)


def publish_years(people):
    """Announced, counted, checked, protected, signed by two people; then the minute comes."""
    this_year = timezone.localdate().year
    for party in (people.harbour, people.meadow):
        publisher = getattr(people, f"{party.slug}_publisher").act_for(party)
        head = getattr(people, f"{party.slug}_head").act_for(party)
        for year in (this_year - 2, this_year - 1):
            bind(party.pk, publisher.person_id)
            entry = announce(party, year, publisher)
            release = releases.build(releases.draft(party, year, by=publisher))
            release = releases.sign(release, by=publisher)
            releases.sign(release, by=head)
            releases.publish_due(User.objects.service("jobs"), entry.due_at)
        _announce_this_year(party, this_year, publisher)


def announce(party, year, publisher):
    """Six weeks before the first working Thursday of May."""
    days = (date(year + 1, 5, 1) + timedelta(days=n) for n in range(31))
    day = next(d for d in days if d.isoweekday() == 4)
    then = day - AHEAD
    entry = announcing.announce(party, year, by=publisher, month=day, today=then)
    return announcing.fix_day(entry, by=publisher, day=day, today=then)


def _announce_this_year(party, year, publisher):
    """The month is known as soon as it lies within the twelve that the calendar shows."""
    announcing.announce(party, year, by=publisher, month=date(year + 1, 5, 1))
