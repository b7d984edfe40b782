"""Which addresses exist, with which methods, for whom, and what stands behind each?"""

import inspect
import json
from typing import NamedTuple

from django.core.management.base import BaseCommand
from django.urls import URLPattern, get_resolver

from partyconduct.parties.access import who_may


class Route(NamedTuple):
    address: str
    name: str
    methods: str
    who: str
    view: str


class Command(BaseCommand):
    help = "Prints every route with its methods, who may use it, and the view behind it."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        found = [describe(*route) for route in routes(get_resolver().url_patterns)]
        if options["json"]:
            self.stdout.write(json.dumps({"routes": [route._asdict() for route in found]}))
            return
        widths = [max(map(len, column)) for column in zip(Route._fields, *found, strict=True)]
        for row in (Route._fields, *found):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def routes(patterns, before="/"):
    """Every address of the resolver, those of included modules too."""
    for entry in patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, entry
        else:
            yield from routes(entry.url_patterns, address)


def describe(address, entry):
    view = inspect.unwrap(entry.callback, stop=lambda wrapper: hasattr(wrapper, "view_class"))
    view = getattr(view, "view_class", view)
    behind = f"{view.__module__}.{view.__qualname__}"
    return Route(address, entry.name or "", methods(entry.callback), who(entry.callback), behind)


def methods(callback):
    """Django keeps the methods of `require_safe` and its like only inside the wrapper."""
    while callback is not None:
        kept = inspect.getclosurevars(callback).nonlocals if inspect.isfunction(callback) else {}
        if "request_method_list" in kept:
            return " ".join(kept["request_method_list"])
        callback = getattr(callback, "__wrapped__", None)
    return "GET POST"


def who(callback):
    if not getattr(callback, "login_required", True):
        return "everybody"
    permission = getattr(callback, "permission", None)
    return who_may(permission) if permission else "signed in"
