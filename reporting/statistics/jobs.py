"""Which jobs of the statistics come round by themselves?"""

from partyconduct.periodic.table import Every, Job
from reporting.statistics import releases

JOBS = (
    Job(
        "figures",
        Every.MINUTE,
        releases.publish_due,
        "Publishes signed figures at the minute they were announced for.",
        by_party=False,
    ),
)
