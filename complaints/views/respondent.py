"""What does an officer see of the respondent's side? A page of its own, beside the file."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from complaints.access import may_see_complainant
from complaints.models import Invitation, RespondentMessage
from complaints.respond.codes import codes_of
from complaints.views.steps import open_file
from complaints.workflow import offers
from partyconduct.audit.trail import record
from partyconduct.parties.roles import Permission


@require_safe
def respondent_side(request, reference):
    case, user = open_file(request.user, reference), request.user
    if not may_see_complainant(user, case):
        raise Http404
    standing = Invitation.objects.visible_to(user).select_related("issued_by")
    invitation = standing.filter(case=case, revoked_at=None).first()
    told = RespondentMessage.objects.visible_to(user).select_related("sent_by")
    record(user, "read", case, stream="access", part="respondent")
    about = {
        "case": case,
        "invitation": invitation,
        "messages_told": told.filter(case=case),
        "steps": [offer.step for offer in offers(case, user) if not offer.objection],
        **(codes_of(invitation) if invitation and user.can(Permission.HANDLE) else {}),
    }
    return render(request, "complaints/case_respondent.html", about)
