"""For which party does this request act?"""

from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse

from partyconduct.audit.trail import record
from partyconduct.parties.accounts import has_second_factor
from partyconduct.parties.models import Party
from partyconduct.rlsdb import bind

FREE_OF_SECOND_FACTOR = ("/sign-", "/second-factor/", "/static/", "/healthz", "/readyz")


class ActingFor:
    """Binds account, party and person before the view's transaction opens.

    The chosen party is part of the session. The database is told who acts, so that
    row-level security judges by the same choice as the page (security.md 3.1).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        bind(None, None)
        user = request.user
        if user.is_authenticated:
            user.act_for(Party(pk=chosen) if (chosen := request.session.get("party")) else None)
            bind(user.party_id, user.person_id)
            if self.lacks_second_factor(request):
                return redirect(reverse("mfa_activate_totp"))
        response = self.get_response(request)
        if response.status_code in (403, 404):
            self.note_refusal(request)
        return response

    @staticmethod
    def note_refusal(request):
        """In a transaction of its own: the view's has been rolled back with the refusal."""
        match = request.resolver_match
        if match and match.url_name and request.user.is_authenticated and request.user.party_id:
            with transaction.atomic():
                by = request.user
                record(by, "access.denied", by.party, stream="access", route=match.url_name)

    @staticmethod
    def lacks_second_factor(request):
        """A second factor is demanded everywhere but in the demonstration."""
        if settings.DEMONSTRATION or request.path.startswith(FREE_OF_SECOND_FACTOR):
            return False
        return not has_second_factor(request.user)
