"""May this account do this kind of act at all?"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from partyconduct.parties.roles import Permission, Role, roles_with


def who_may(permission: Permission) -> str:
    """The roles that hold a permission, as words for a refusal."""
    names = [str(role.label).lower() for role in Role if role in roles_with(permission)]
    return _(" or ").join(names)


def refusal(permission: Permission) -> str:
    return _("This is for: %(roles)s.") % {"roles": who_may(permission)}


def require(user, permission: Permission) -> None:
    """Raises PermissionDenied with a sentence unless the account holds the permission."""
    if not user.can(permission):
        raise PermissionDenied(refusal(permission))


def permission_needed(permission: Permission):
    """Guard of a whole view by one permission."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            require(request.user, permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission
        return guarded

    return guard
