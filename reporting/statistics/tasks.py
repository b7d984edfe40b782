"""What of a release is made in the background? All of its figures and files, one task a draft."""

from django_tasks import task

from reporting.statistics import releases
from reporting.statistics.models import Release


@task()
def build_release(number: int) -> None:
    """Counts, checks, protects and writes; the page of the draft shows how far it is."""
    releases.build(Release.objects.select_related("party").get(pk=number))
