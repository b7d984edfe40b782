"""Which code of an invitation may an officer be shown? Never both where a letter box carries one.

Where the link goes out by e-mail the register sends it and shows it to nobody, so that whoever
holds the second code cannot come in as the respondent. On paper somebody has to see both; the
exchange is an event, and the respondent is told when the link was used.
"""

from django.conf import settings

from complaints import references
from complaints.models import InvitationKey


def codes_of(invitation):
    """What is still needed for coming in; nothing once the link was used."""
    key = InvitationKey.objects.filter(invitation_number=invitation.pk).first()
    if invitation.opened_at or key is None or not key.nonce:
        return {}
    token = references.tidy(references.invitation_token(key.nonce))
    link = "" if invitation.sent_to else f"{settings.SITE}/respond/#{token}"
    return {"code": references.invitation_code(key.nonce), "link": link}
