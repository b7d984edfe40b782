"""The cast: two invented parties with a person in every role, known to every test."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from partyconduct.demonstration import cast as demonstration
from partyconduct.parties.models import Party, User
from partyconduct.rlsdb import as_owner, bind
from tests import walk


def pytest_collection_modifyitems(config, items):
    """What touches no database answers the same whichever there is: it is asked on SQLite."""
    if connection.vendor != "sqlite":
        touching = [item for item in items if TOUCH & {*item.fixturenames}]
        config.hook.pytest_deselected(items=[item for item in items if item not in touching])
        items[:] = touching


TOUCH = {"db", "transactional_db", "django_db_setup"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The world is built once; every test works on it in a transaction of its own."""
    with django_db_blocker.unblock(), as_owner():
        if not Party.objects.exists():
            demonstration.assemble()
    bind(None, None)


@pytest.fixture(autouse=True)
def nobody_acts():
    """No test inherits whom the one before acted for."""
    bind(None, None)
    yield
    bind(None, None)


@pytest.fixture(autouse=True)
def files_elsewhere(settings, tmp_path):
    """No test writes among the files of an installation."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def cast(db):
    """`cast.harbour_officer`, `cast.meadow_head`, `cast.harbour` and so on."""
    people = SimpleNamespace()
    for party in Party.objects.all():
        setattr(people, party.slug, party)
        held = party.memberships.select_related("person").prefetch_related("person__accounts")
        for membership in held:
            for user in membership.person.accounts.all():
                name = f"{party.slug}_{user.email.split('@')[0]}"
                setattr(people, name, User.objects.get(pk=user.pk).act_for(party))
    return people


@pytest.fixture
def make_case(cast):
    """A case brought to a stage by real steps: `make_case(at=Stage.PANEL, allegations=1)`."""

    def make(**wanted):
        with transaction.atomic():
            return walk.make_case(cast, **wanted)

    return make


@pytest.fixture
def sign_in(client):
    """A browser of somebody: `sign_in(cast.harbour_officer).get("/cases/")`."""

    def signed_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
