"""How does a party's administrator draft a version of the procedure and put it in force?

The party is the one the administrator acts for; another party's draft does not exist here.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.models import Procedure
from complaints.procedures import actions, options
from complaints.procedures.contradictions import contradictions
from complaints.procedures.forms import Confirm, PutInForce, Settings
from complaints.procedures.reading import drawing, groups
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission

asks = require_http_methods(["GET", "HEAD", "POST"])
administrators_only = permission_needed(Permission.EDIT_PROCEDURE)


def _own(request):
    return Procedure.objects.visible_to(request.user).filter(party=request.user.party)


def _draft(request, number):
    return get_object_or_404(_own(request).drafts(), number=number)


def _typed(request):
    return request.POST if request.method == "POST" else None


def _latest(request):
    return _own(request).published().order_by("in_force_from").last()


@require_safe
@administrators_only
def procedures(request):
    """Every version of the own party, and the draft."""
    context = {"procedures": _own(request).order_by("-number"), "party": request.user.party}
    return render(request, "complaints/procedures/list.html", context)


@require_POST
@administrators_only
def procedure_new(request):
    return redirect(actions.draft(request.user.party, by=request.user))


@require_safe
@administrators_only
def procedure_draft(request, number):
    """All of one draft: what contradicts itself, what changes, and the drawing."""
    found = _draft(request, number)
    latest = _latest(request)
    context = {
        "procedure": found,
        "contradictions": contradictions(found),
        "latest": latest,
        "changes": options.changes(latest, found) if latest else [],
        "groups": groups(found),
        "drawing": drawing(found),
    }
    return render(request, "complaints/procedures/draft.html", context)


@asks
@administrators_only
def procedure_settings(request, number):
    found = _draft(request, number)
    form = Settings(_typed(request), procedure=found)
    if form.is_valid():
        found = actions.change(found, by=request.user, settings=form.settings)
        messages.success(request, _("The settings are saved."))
        return redirect(found)
    return render(
        request, "complaints/procedures/settings.html", {"form": form, "procedure": found}
    )


@asks
@administrators_only
def procedure_put_in_force(request, number):
    found = _draft(request, number)
    form = PutInForce(_typed(request), procedure=found)
    if form.is_valid():
        day = form.cleaned_data["day"]
        return redirect(actions.put_in_force(found, by=request.user, on=day))
    context = {"form": form, "procedure": found}
    return render(request, "complaints/procedures/put_in_force.html", context)


@asks
@administrators_only
def procedure_discard(request, number):
    found = _draft(request, number)
    if request.method == "POST":
        actions.discard(found, by=request.user)
        return redirect("procedures")
    context = {"form": Confirm(), "procedure": found}
    return render(request, "complaints/procedures/discard.html", context)
