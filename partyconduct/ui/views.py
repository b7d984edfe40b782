"""What does somebody find who belongs to nobody yet? Home, notices, and pages for operators."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partyconduct.ui import readiness
from partyconduct.ui.security import public_page

ROBOTS = """User-agent: *
Allow: /$
Allow: /codes/
Allow: /statistics/
Allow: /static/
Allow: /privacy/
Allow: /accessibility/
Disallow: /
"""


@require_safe
@public_page
def home(request):
    return render(request, "ui/home.html")


@require_safe
@public_page
def privacy(request):
    return render(request, "ui/privacy.html")


@require_safe
@public_page
def accessibility(request):
    return render(request, "ui/accessibility.html")


@require_safe
@login_not_required
@transaction.non_atomic_requests
def healthz(request):
    """The process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
@transaction.non_atomic_requests
def readyz(request):
    """Names what is missing by its id only: details are for `check_install`."""
    faults = sorted(fault.id for fault in readiness.faults())
    return JsonResponse({"ready": not faults, "faults": faults}, status=503 if faults else 200)


@require_safe
@public_page
def robots(request):
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_safe
@public_page
def security_contact(request):
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: en, cy",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
