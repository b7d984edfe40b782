"""How does the work go? One page for those who may see cases, counted over what each may see."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission
from reporting.workload import figures, pictures


@require_safe
@permission_needed(Permission.USE_CASES)
def workload(request):
    found = figures.sections(request.user, timezone.localdate())
    drawn = [(section, pictures.draw(section)) for section in found]
    return render(request, "workload/workload.html", {"sections": drawn})
