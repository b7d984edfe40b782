"""What does the README show? Taken anew with PICTURES=1, from a demonstration of its own."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from partyconduct.demonstration.cast import PASSWORD
from tests.browser.visitor import Visitor
from tests.server import Installation

HERE = Path(__file__).parent / "pictures"
MOST = 200_000  # bytes

pytestmark = pytest.mark.skipif("PICTURES" not in os.environ, reason="only with PICTURES=1")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("demonstration"))
    try:
        installation.run("demo")
        yield installation.start()
    finally:
        installation.remove()


@pytest.fixture
def window(browser, demonstration):
    opened = []

    def open_one(width, height):
        opened.append(
            browser.new_context(
                viewport={"width": width, "height": height}, device_scale_factor=1.5
            )
        )
        return Visitor(opened[-1], demonstration.url)

    yield open_one
    for context in opened:
        context.close()


def keep(visitor, name):
    """What the window shows, in as few colours as it has without being seen."""
    shown = Image.open(BytesIO(visitor.page.screenshot()))
    few = shown.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    few.save(HERE / name, optimize=True)
    assert (HERE / name).stat().st_size < MOST


def test_the_code_on_a_phone(window):
    keep(window(360, 780).go("/codes/harbour/#what-may-follow"), "code-phone.png")


def test_the_page_of_a_case(window):
    officer = window(1280, 1400)
    officer.sign_in("officer@harbour.example", PASSWORD)
    officer.go("/cases/?all=1&stage=report")
    officer.follow("HAR-", exact=False)
    keep(officer, "case.png")


def test_a_year_of_figures(window):
    keep(window(1280, 1000).go("/statistics/2025/harbour/#table-1"), "statistics.png")
