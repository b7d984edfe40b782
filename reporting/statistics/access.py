"""Who may work on figures that are not published yet?"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from reporting.statistics.models import AT_WORK, Release


def at_work(view):
    """Only those who publish or sign the party's statistics; they see no case by it."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not any(request.user.can(permission) for permission in AT_WORK):
            raise PermissionDenied(
                _("Only those who publish or sign the party’s statistics may see drafts.")
            )
        return view(request, *args, **kwargs)

    guarded.permissions = AT_WORK
    return guarded


def own_draft(user, number) -> Release:
    """A release in hand of one's own party; any other does not exist, as far as one may know."""
    return get_object_or_404(Release.objects.visible_to(user).in_hand(user), pk=number)
