"""What does every journey stand on? One served installation, one browser, people at their windows.

The installation is real: its own folder and database, gunicorn and the worker in their own
processes. Each journey makes the complaint it needs, so that the order does not matter.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import AtKeyboard, Visitor
from tests.server import Installation

DEBIANS_OWN = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOWHERE_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
PATIENCE = 20_000  # milliseconds; only a broken page takes so long, on a busy machine
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    own = {"executable_path": str(DEBIANS_OWN)} if DEBIANS_OWN.exists() else {}
    return browser_type_launch_args | own | {"args": [*FLAGS, NOWHERE_ELSE]}


@pytest.fixture(scope="session")
def register(tmp_path_factory):
    """`register.url`, and in `register.told` what the seed printed."""
    installation = Installation(tmp_path_factory.mktemp("register"))
    try:
        installation.told = installation.seed()
        yield installation.start(worker=True)
    finally:
        installation.remove()


@pytest.fixture
def people(request):
    """Everybody who opened a window in this journey."""
    return []


@pytest.fixture
def counted(people):
    """How many pages the people of this journey looked at together."""
    return lambda: sum(person.looks for person in people)


def album(request):
    """With PICTURES=1, a folder of the journey's own for its pages."""
    if "PICTURES" not in os.environ:
        return None
    folder = Path("var/pictures") / request.node.name.partition("[")[0]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(browser, register, people, request):
    """Somebody's browser: `visit(width=360, height=780)`, `visit(javascript=False)`.

    Everybody works by keyboard alone, which proves more; `visit(mouse=True)` points and clicks.
    """
    opened = []

    def open_one(*, width=1280, height=900, javascript=True, mouse=False, state=None):
        context = browser.new_context(
            base_url=register.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            storage_state=state,
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        kind = Visitor if mouse else AtKeyboard
        people.append(kind(context, register.url, None if javascript else mirror()))
        people[-1].album = album(request)
        return people[-1]

    def mirror():
        opened.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        return opened[-1].new_page()

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def keys():
    """The session of everybody who signed in once; signing in is slow on purpose."""
    return {}


@pytest.fixture
def staff(visit, register, keys):
    """`staff("officer@harbour.example")` has signed in."""

    def at_work(email, **window):
        if email in keys:
            return visit(state=keys[email], **window)
        person = visit(**window)
        person.sign_in(email, register.told["password"])
        keys[email] = person.context.storage_state()
        return person

    return at_work
