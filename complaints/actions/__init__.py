"""The verbs: the only code that changes a case."""

from importlib import import_module
from pkgutil import iter_modules

from complaints.workflow import STEPS

# Every module beside this one: a step is taken by the function of its name, wherever it stands.
MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
ACTIONS = {
    verb: vars(module)[verb]
    for module in MODULES
    for verb in STEPS
    if getattr(vars(module).get(verb), "__module__", "") == module.__name__
}


def take(verb, case, *, by, version=None, **details):
    """Take the step of that name; raises Refused with the sentence when it is not open."""
    return ACTIONS[verb](case, by=by, version=version, **details)
