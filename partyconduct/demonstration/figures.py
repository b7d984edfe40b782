"""Which statistics does the demonstration publish? The two years that are over, for each party;
it announces when those of this year come out, and those of both parties together."""

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
            publish(party, year, publisher, head)
        announcing.announce(party, this_year, by=publisher, month=date(this_year + 1, 5, 1))
    publisher = people.joint_publisher.act_for(people.joint)
    bind(people.joint.pk, publisher.person_id)
    soon = (timezone.localdate().replace(day=1) + timedelta(days=62)).replace(day=1)
    announcing.announce(people.joint, this_year - 1, by=publisher, month=soon)


def publish(party, year, publisher, second):
    bind(party.pk, publisher.person_id)
    entry = announce(party, year, publisher)
    release = releases.build(releases.draft(party, year, by=publisher))
    release = releases.sign(release, by=publisher)
    releases.sign(release, by=second)
    releases.publish_due(User.objects.service("jobs"), entry.due_at)


def announce(party, year, publisher):
    """Six weeks before it comes out, on a Thursday in May."""
    days = (date(year + 1, 5, 1) + timedelta(days=n) for n in range(30))
    day = next(d for d in days if d.isoweekday() == 4)
    then = day - AHEAD
    entry = announcing.announce(party, year, by=publisher, month=day, today=then)
    return announcing.fix_day(entry, by=publisher, day=day, today=then)
