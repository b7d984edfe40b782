"""What does every page need to know beside its own subject?"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partyconduct.parties.roles import Permission

PUBLIC = (
    ("codes", _("Codes")),
    ("complain", _("Complain")),
    ("track", _("Follow a complaint")),
    ("statistics", _("Statistics")),
)
STAFF = (
    ("cases", _("Cases"), Permission.USE_CASES),
    ("codes", _("Codes"), None),
    ("drafts", _("Your code"), Permission.EDIT_CODES),
    ("statistics", _("Statistics"), None),
    ("release_drafts", _("Publish figures"), Permission.PUBLISH_STATISTICS),
    ("release_drafts", _("Sign figures"), Permission.SIGN_STATISTICS),
    ("people", _("People"), Permission.MANAGE_PEOPLE),
    ("procedures", _("Procedure"), Permission.EDIT_PROCEDURE),
    ("wordings", _("Letters"), Permission.EDIT_PROCEDURE),
    ("retention", _("Retention"), Permission.PURGE),
    ("approaches", _("Approaches"), Permission.READ_APPROACHES),
    ("consistency", _("Consistency"), Permission.COMPARE_DECISIONS),
    ("trail", _("Trail"), Permission.READ_TRAIL),
)


def site(request):
    """The name, the demonstration's banner and the navigation for whoever is looking.

    A page marked public never asks who is looking: it is the same for everybody and cacheable.
    """
    public = getattr(request, "public", False)
    user = None if public else getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "demonstration": settings.DEMONSTRATION,
        "public_page": public,
        "staff_page": signed_in,
        "navigation": list(_links(_open_to(user) if signed_in else PUBLIC, request.path)),
        "public_navigation": list(_links(PUBLIC, "")),
    }


def _open_to(user):
    return [(name, words) for name, words, asks in STAFF if asks is None or user.can(asks)]


def _links(rows, path):
    """The entry whose address says most of the page's own is the one where somebody is."""
    hrefs = {words: reverse(name) for name, words in rows}
    here = max((href for href in hrefs.values() if path.startswith(href)), key=len, default="")
    for words, href in hrefs.items():
        yield {"href": href, "words": words, "current": href == here}
