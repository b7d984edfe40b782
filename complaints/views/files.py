"""How do files and letters leave a case?"""

from base64 import b64encode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from complaints import vault
from complaints.access import may_see_complainant
from complaints.models import Evidence, Letter
from complaints.printing import letter_as_pdf
from complaints.serving import KNOWN, SANDBOX
from complaints.views.steps import open_file
from partyconduct.audit.trail import record


@require_safe
def evidence(request, reference, pk):
    """The file as it was handed in, for keeping, never shown in place; the look is an event."""
    case = open_file(request.user, reference)
    file = get_object_or_404(Evidence.objects.visible_to(request.user), case=case, pk=pk)
    pieces = vault.open_sealed(
        file.stored_name,
        file.wrapped_key,
        party_id=file.party_id,
        owner=file.owner,
        sha256=file.sha256,
    )
    record(request.user, "download", file, stream="access", case=case.pk)
    return StreamingHttpResponse(pieces, headers=SANDBOX | headers_of(file))


def headers_of(file):
    known = file.content_type in KNOWN
    return {
        "Content-Type": file.content_type if known else "application/octet-stream",
        "Content-Length": str(file.size),
        "Content-Disposition": content_disposition_header(True, file.name),
        "Repr-Digest": f"sha-256=:{base64_of(file.sha256)}:",
    }


def base64_of(hexadecimal):
    return b64encode(bytes.fromhex(hexadecimal)).decode()


@require_safe
def letter(request, reference, pk):
    case, found = letter_of(request, reference, pk)
    return render(request, "complaints/case_letter.html", {"case": case, "letter": found})


@require_safe
def letter_pdf(request, reference, pk):
    _case, found = letter_of(request, reference, pk)
    name = f"{reference}-{found.kind}-{found.written_on.isoformat()}.pdf"
    return HttpResponse(
        letter_as_pdf(found),
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": content_disposition_header(True, name),
        },
    )


def letter_of(request, reference, pk):
    """A letter names its addressee, so whoever may not see a complainant sees none."""
    case = open_file(request.user, reference)
    if not may_see_complainant(request.user, case):
        raise Http404
    letters = Letter.objects.visible_to(request.user).select_related("party")
    found = get_object_or_404(letters, case=case, pk=pk)
    record(request.user, "read", found, stream="access", case=case.pk)
    return case, found
