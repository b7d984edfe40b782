"""What is due to be destroyed, who agreed to it, and what is held back?"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.actions import retention as actions
from complaints.forms.retention import Lift, PlaceHold
from complaints.models import Hold, Purge
from complaints.views.steps import open_file
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission


@permission_needed(Permission.PURGE)
@require_http_methods(["GET", "POST"])
def retention(request):
    """The list that is due today; a POST asks for exactly the list that was shown."""
    today = timezone.localdate()
    listed = actions.due(request.user, today)
    digest = actions.digest_of(listed)
    if request.method == "POST" and listed and request.POST.get("digest") == digest:
        return redirect("purge", actions.ask(request.user, digest=digest).pk)
    purges = Purge.objects.visible_to(request.user).select_related("asked_by", "agreed_by")
    about = {
        "listed": listed,
        "digest": digest,
        "has_changed": request.method == "POST",
        "held": actions.due(request.user, today, held=True),
        "waiting": purges.open().first(),
        "past": purges.filter(state=Purge.State.DONE)[:20],
    }
    return render(request, "complaints/retention.html", about)


@permission_needed(Permission.PURGE)
@require_http_methods(["GET", "POST"])
def purge(request, number):
    """The same list before a second person, who agrees to it or drops it."""
    mine = Purge.objects.visible_to(request.user).select_related("asked_by", "agreed_by")
    batch = get_object_or_404(mine, pk=number)
    if request.method == "POST":
        return _answered(request, batch)
    listed = actions.shown(batch, request.user)
    about = {"batch": batch, "listed": listed, "digest": actions.digest_of(listed)}
    return render(request, "complaints/purge.html", about)


def _answered(request, batch):
    if "drop" in request.POST:
        actions.drop(batch, request.user)
        messages.success(request, _("Nothing is destroyed; the list is dropped."))
    else:
        actions.agree(batch, request.user, digest=request.POST.get("digest", ""))
        messages.success(request, _("The list is agreed. It will be carried out within the hour."))
    return redirect("retention")


@permission_needed(Permission.HANDLE)
def hold(request, reference):
    """Keep a case beyond its time, for reasons that are kept with it."""
    case = open_file(request.user, reference)
    form = PlaceHold(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.hold(case, request.user, **form.cleaned_data)
        messages.success(request, _("The case is held."))
        return redirect(case)
    title = _("Hold the case back from being destroyed")
    return _asked(request, form, case, title)


@permission_needed(Permission.HANDLE)
def lift_hold(request, reference, number):
    case = open_file(request.user, reference)
    standing = Hold.objects.visible_to(request.user).filter(case=case, lifted_on=None)
    held = get_object_or_404(standing.select_related("case"), pk=number)
    form = Lift(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.release(held, request.user, **form.cleaned_data)
        messages.success(request, _("The hold is lifted."))
        return redirect(case)
    return _asked(request, form, case, _("Lift the hold"))


def _asked(request, form, case, title):
    about = {"form": form, "title": title, "submit_words": title}
    about["back"] = case.get_absolute_url()
    return render(request, "components/form_page.html", about)
