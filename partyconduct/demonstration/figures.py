"""Which statistics does the demonstration publish? The two years that are over, for each party."""

from django.utils import timezone

from partyconduct.rlsdb import bind
from reporting.statistics import releases


def publish_years(people):
    """Counted, checked, protected, signed by two people and published, as on the pages."""
    this_year = timezone.localdate().year
    for party in (people.harbour, people.meadow):
        publisher = getattr(people, f"{party.slug}_publisher").act_for(party)
        head = getattr(people, f"{party.slug}_head").act_for(party)
        for year in (this_year - 2, this_year - 1):
            bind(party.pk, publisher.person_id)
            release = releases.build(releases.draft(party, year, by=publisher))
            release = releases.sign(release, by=publisher)
            release = releases.sign(release, by=head)
            releases.publish(release, by=publisher)
