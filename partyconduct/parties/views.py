"""Pages about people: whom do I act for, who holds which role?"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partyconduct.parties import actions
from partyconduct.parties.access import permission_needed
from partyconduct.parties.forms import ActFor, Invite
from partyconduct.parties.models import Membership
from partyconduct.parties.roles import GRANTS, Permission, Role


def acting_for(request):
    data = request.POST if request.method == "POST" else None
    form = ActFor(data, parties=request.user.parties, initial={"party": request.user.party_id})
    if form.is_valid():
        request.session["party"] = form.cleaned_data["party"].pk
        request.session.cycle_key()
        return redirect("start")
    return render(request, "parties/acting_for.html", {"form": form})


def start(request):
    """Where each role begins its day."""
    for permission, page in START_PAGES:
        if request.user.can(permission):
            return redirect(page)
    return render(request, "parties/start.html")


START_PAGES = [
    (Permission.USE_CASES, "cases"),
    (Permission.MANAGE_PEOPLE, "people"),
    (Permission.PUBLISH_STATISTICS, "statistics"),
    (Permission.READ_TRAIL, "trail"),
    (Permission.EDIT_CODES, "codes"),
]


@permission_needed(Permission.MANAGE_PEOPLE)
def people(request):
    held = Membership.objects.visible_to(request.user).current().select_related("person", "party")
    appointed = held.filter(role=Role.INDEPENDENT).exists()
    about = {"memberships": held, "lacks_independent": not appointed}
    return render(request, "parties/people.html", about)


@permission_needed(Permission.MANAGE_PEOPLE)
def invite(request):
    form = Invite(request.user.party, request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.invite(request.user.party, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s now has the role.") % form.cleaned_data)
        return redirect("people")
    return render(request, "parties/invite.html", {"form": form})


@permission_needed(Permission.MANAGE_PEOPLE)
def end_role(request, pk):
    held = get_object_or_404(Membership.objects.visible_to(request.user).current(), pk=pk)
    if request.method == "POST":
        actions.end_role(held, by=request.user)
        messages.success(request, _("The role has ended."))
        return redirect("people")
    return render(request, "parties/end_role.html", {"held": held})


def roles(request):
    """The page that answers who may do what, as it is."""
    table = [(role, sorted(GRANTS[role])) for role in Role if role != Role.SERVICE]
    return render(request, "parties/roles.html", {"table": table})
