"""What does one case hold?"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from complaints.views.casefile import casefile
from complaints.views.steps import open_file
from partyconduct.audit.trail import record


@require_safe
def case(request, reference):
    case = open_file(request.user, reference)
    record(request.user, "read", case, stream="access")
    return render(request, "complaints/case.html", casefile(case, request.user))


def key_in(request):
    raise NotImplementedError


received = key_in
