"""Which pages of a procedure can everybody read? Beside the code, the same for all."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from complaints.models import Procedure
from complaints.procedures import options
from complaints.procedures.reading import Reader, in_force
from partyconduct.parties.models import Party
from partyconduct.ui.security import public_page


def _versions(slug):
    party = get_object_or_404(Party.objects.visible_to(None).taking_complaints(), slug=slug)
    return party, Procedure.objects.published().select_related("party").of(party)


def _found(versions, number):
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise Http404
    return found


def _page(request, template, reader, **context):
    response = render(request, template, {"reader": reader} | context)
    newest = max(version.published_at for version in reader.versions)
    response.headers["Last-Modified"] = http_date(newest.timestamp())
    return response


@require_safe
@public_page
@conditional_page
def procedure(request, party):
    """The version in force today; before the first begins, the one that is coming."""
    owner, versions = _versions(party)
    if not versions:
        return render(request, "complaints/procedures/none.html", {"party": owner})
    today = timezone.localdate()
    reader = Reader(in_force(versions, today) or versions[-1], versions, today)
    return _page(request, "complaints/procedures/procedure.html", reader)


@require_safe
@public_page
@conditional_page
def procedure_version(request, party, number):
    _owner, versions = _versions(party)
    reader = Reader(_found(versions, number), versions, timezone.localdate())
    return _page(request, "complaints/procedures/procedure.html", reader)


@require_safe
@public_page
@conditional_page
def procedure_comparison(request, party, number, other):
    """What changed between two versions, the earlier first whichever way they were asked."""
    _owner, versions = _versions(party)
    before, after = (_found(versions, each) for each in sorted((number, other)))
    reader = Reader(after, versions, timezone.localdate())
    changes = options.changes(before, after)
    context = {"before": before, "changes": changes}
    return _page(request, "complaints/procedures/comparison.html", reader, **context)
