"""What does one case hold, and how does an officer record a new complaint?"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.actions import intake
from complaints.forms.keying import SECTIONS, KeyIn
from complaints.views.casefile import casefile
from complaints.views.steps import open_file
from partyconduct.audit.trail import record
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission


@require_safe
def case(request, reference):
    case = open_file(request.user, reference)
    record(request.user, "read", case, stream="access")
    return render(request, "complaints/case.html", casefile(case, request.user))


@permission_needed(Permission.HANDLE)
def key_in(request):
    """A complaint that came by letter, telephone or otherwise (D10)."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = KeyIn(request.user.party, data, files)
    if form.is_valid():
        case = intake.key_in(request.user.party, by=request.user, **form.details)
        return on_to(request, case)
    sections = [(heading, [form[name] for name in names]) for heading, names in SECTIONS]
    return render(request, "complaints/key_in.html", {"form": form, "sections": sections})


def on_to(request, case):
    """An officer who is named in it is walled off at once and learns no more than that."""
    if case is None:
        return redirect("received")
    messages.success(request, _("The complaint is recorded as %(case)s.") % {"case": case})
    return redirect(case)


@require_safe
@permission_needed(Permission.HANDLE)
def received(request):
    return render(request, "complaints/received.html")
