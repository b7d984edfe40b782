"""Do the database's own guards stand? Part of /readyz and of check_install."""

from django.core.checks import Error, register

from partyconduct.audit.guards import check_guards
from partyconduct.rlsdb.policies import check_policies

READINESS = "readiness"  # the tag that ui.readiness asks for
HINT = "Run `manage.py migrate` as the role that owns the tables."


def triggers_stand(**_kwargs):
    missing = check_guards()
    words = f"Triggers are missing or switched off: {', '.join(missing)}."
    return [Error(words, HINT, id="ready.triggers")] if missing else []


def rows_are_walled(**_kwargs):
    objections = check_policies()
    return [Error(" ".join(objections), HINT, id="ready.policies")] if objections else []


def announce():
    for check in (triggers_stand, rows_are_walled):
        register(check, READINESS, deploy=True)
