"""The verbs: the only code that changes a case."""

from complaints.actions import (
    appeal,
    assessment,
    decision,
    desk,
    duties,
    investigation,
    timekeeping,
    walls,
)
from complaints.workflow import STEPS

MODULES = (assessment, investigation, decision, appeal, desk, duties, timekeeping, walls)
ACTIONS = {
    verb: getattr(module, verb) for verb in STEPS for module in MODULES if hasattr(module, verb)
}


def take(verb, case, *, by, version=None, **details):
    """Take the step of that name; raises Refused with the sentence when it is not open."""
    return ACTIONS[verb](case, by=by, version=version, **details)
