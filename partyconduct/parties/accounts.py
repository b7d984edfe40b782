"""How do people get an account and sign in?"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):
    """Accounts are made by a party's administrator, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This email address and password do not belong together"),
    }

    def is_open_for_signup(self, request):
        return False


def has_second_factor(user) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def tried_address(request, credentials=None):
    """Whose door somebody tries: failures are counted for that address, not for everybody."""
    tried = credentials or {}
    if request is not None and not tried:
        tried = request.POST
    address = tried.get("email") or tried.get("login") or ""
    return address.strip().lower()
