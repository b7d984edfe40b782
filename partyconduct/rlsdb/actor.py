"""For which party and person does this thread of work act, as far as the database may know?

Held in context variables, so that requests, threads and tasks never share it. The backend in
`base` repeats it to PostgreSQL at every BEGIN and only for that transaction: a setting of the
session would outlive the request in a pool and show the next one another party's rows.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.db import connection


class Actor(NamedTuple):
    """Empty means nobody: policies then compare with NULL and no row is visible."""

    party: str = ""
    person: str = ""


NOBODY = Actor()
current: ContextVar[Actor] = ContextVar("actor", default=NOBODY)
owning: ContextVar[bool] = ContextVar("owning", default=False)


def bind(party_id: int | None, person_id: int | None) -> None:
    """From now on `person_id` acts for `party_id`; None is nobody."""
    current.set(Actor(_text(party_id), _text(person_id)))
    _tell_database()


@contextmanager
def acting(party_id: int | None, person_id: int | None):
    """Act for a party within the block, and for whoever it was before afterwards."""
    before = current.get()
    bind(party_id, person_id)
    try:
        yield
    finally:
        current.set(before)
        _tell_database()


@contextmanager
def as_owner():
    """Work as the role that owns the tables: migrations, and the clearing of a test database."""
    token = owning.set(True)
    _tell_database()
    try:
        yield
    finally:
        owning.reset(token)
        _tell_database()


def _text(number):
    return "" if number is None else str(number)


def _tell_database():
    # Outside a transaction there is nobody to tell: the next BEGIN does it.
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        connection.bind_actor()
