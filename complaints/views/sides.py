"""What does an officer see and give to each of the two sides? A page beside the file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from complaints import models as m
from complaints.access import may_see_complainant
from complaints.copying import KINDS, made
from complaints.disclosing import content_of, is_respondent
from complaints.respond.codes import codes_of
from complaints.serving import SANDBOX, as_file, headers_of_item
from complaints.views.steps import open_file
from complaints.workflow import Kind, offers
from partyconduct.audit.trail import record
from partyconduct.parties.roles import Permission


def file_of_sides(user, reference):
    """Whoever may not see who complained does not see what was done towards either side."""
    case = open_file(user, reference)
    if not may_see_complainant(user, case):
        raise Http404
    return case


@require_safe
def sides(request, reference):
    user = request.user
    case = file_of_sides(user, reference)
    record(user, "read", case, stream="access", part="sides")
    return render(request, "complaints/sides.html", two_sides(case, user))


def two_sides(case, user):
    def rows(model, *joined):
        return model.objects.visible_to(user).filter(case=case).select_related(*joined)

    invitation = rows(m.Invitation, "issued_by").filter(revoked_at=None).first()
    shows_codes = invitation and user.can(Permission.HANDLE)
    complaints = rows(m.Complaint, "complainant")
    offered = offers(case, user, frozenset({Kind.FAIR}))
    return {
        "case": case,
        "complaints": complaints,
        "on_both_sides": [each for each in complaints if is_respondent(each.complainant, case)],
        "invitation": invitation,
        "extensions": rows(m.Extension, "decided_by"),
        "companions": rows(m.Companion, "complaint"),
        "adjustments": rows(m.Adjustment, "complaint"),
        "contacts": rows(m.SupportContact, "complaint", "person"),
        "decisions": rows(m.IdentityDecision, "complaint__complainant", "decided_by"),
        "items": rows(m.DisclosedItem, "complaint", "evidence", "statement", "released_by"),
        "messages_told": rows(m.RespondentMessage, "sent_by"),
        "steps": [offer.step for offer in offered if not offer.objection],
        **(codes_of(invitation) if shows_codes else {}),
    }


@require_safe
def side_copy(request, reference, who, ending):
    """The copy for one side, as it would be given out."""
    case = file_of_sides(request.user, reference)
    if ending not in KINDS:
        raise Http404
    complaints = m.Complaint.objects.visible_to(request.user).filter(case=case)
    complaint = None if who == "respondent" else get_object_or_404(complaints, reference=who)
    side = "respondent" if complaint is None else "complainant"
    record(request.user, "read_copy", case, stream="access", side=side)
    content = made(case, ending, complaint, for_officer=True)
    return as_file(content, KINDS[ending], f"copy-for-{side}.{ending}")


@require_safe
def item(request, reference, pk):
    """What a side was given, beside the original that the file shows."""
    case = file_of_sides(request.user, reference)
    items = m.DisclosedItem.objects.visible_to(request.user).exclude(stored_name="")
    found = get_object_or_404(items, case=case, pk=pk)
    record(request.user, "download", found, stream="access", case=case.pk)
    headers = SANDBOX | headers_of_item(found)
    return HttpResponse(b"".join(content_of(found)), headers=headers)
