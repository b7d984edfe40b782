"""What does the trail of a party say? For its auditor and its data protection officer."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from partyconduct.audit.filters import TrailFilter
from partyconduct.audit.models import AuditEvent

PAGE = 50


def trail(request):
    """The newest events first, page by page along the numbers of the chain."""
    if not request.user.can("read_trail"):
        raise PermissionDenied(_("Only an auditor or a data protection officer reads the trail."))
    events = AuditEvent.objects.visible_to(request.user)
    narrowed = TrailFilter(request.GET, events, request=request)
    before = request.GET.get("before", "")
    page = list(narrowed.qs.with_actors().numbered_before(before)[: PAGE + 1])
    return render(
        request,
        "audit/trail.html",
        {
            "form": narrowed.form,
            "events": page[:PAGE],
            "following": older(request, page) if len(page) > PAGE else "",
            "newest": newest(request) if before else "",
        },
    )


def older(request, page):
    return _address(request, before=page[PAGE - 1].seq)


def newest(request):
    return _address(request)


def _address(request, **changed):
    query = request.GET.copy()
    query.pop("before", None)
    query.update({name: str(value) for name, value in changed.items()})
    return f"?{query.urlencode()}"


trail.permission = "read_trail"  # what `routes` prints
