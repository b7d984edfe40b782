"""What does a person do in a browser, and what must hold on every page they reach?

Everything is found by role and label, as somebody with a screen reader would. Whatever a page
breaks (accessibility, width, script, policy, other hosts) fails the journey at once.
"""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

AXE = Axe()
SEEN = set()  # shapes of pages that axe has looked at in this session
PIECE = re.compile(r"<[a-z][^>]*>")  # axe need not look at more of the same
NOT_SHAPE = re.compile(r'(?<=>)[^<]*\S[^<]*(?=<)|(?<= value=")[^"]*|(?<= href=")[^"]*|\d+')
# Tables may scroll, each in its own box; the page may not.
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SERVER_FAILED = 500
LOOKS = 200
BROWSERS_WORDS = "Failed to load resource"  # said of any answer above 399, also of a wanted one


class Visitor:
    """One window of one person. `mirror` opens a page of its own, where axe may run; an `album`
    (a folder) keeps a picture of every page that was reached."""

    album = None

    def __init__(self, context, home, mirror=None):
        self.context, self.home, self.mirror = context, home, mirror
        self.faults, self.answers, self.looks = [], {}, 0
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._stay_here)
        self.page.on("response", self._remember)

    # What must hold ----------------------------------------------------------------------------
    def _hear(self, message):
        asked_for = BROWSERS_WORDS in message.text and message.location["url"] in self.answers
        if message.type == "error" and not asked_for:
            self.faults.append(f"console: {message.text}")

    def _stay_here(self, request):
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.faults.append(f"request to another host: {request.url}")

    def _remember(self, response):
        if response.request.is_navigation_request():
            self.answers[response.url] = response.status

    def look(self):
        """The page as it stands: nothing in anybody's way, nothing sideways, no complaint."""
        if self.page.evaluate(IS_TOO_WIDE):
            self.faults.append("the page scrolls sideways")
        if self.status >= SERVER_FAILED:
            self.faults.append(f"the server failed: {self.status}")
        pieces = PIECE.findall(NOT_SHAPE.sub("x", self.page.content()))
        shape = (frozenset(pieces), *self.page.viewport_size.values())
        if shape not in SEEN:
            self.faults += barriers(self.page if self.mirror is None else self._mirrored())
            SEEN.add(shape)
        assert not self.faults, "\n".join([self.page.url, *self.faults])
        self.looks += 1
        if self.album:
            self.page.screenshot(path=self.album / f"{self.looks:02} {self._name()}.png")
        return self

    def _name(self):
        return re.sub(r"\W+", " ", self.page.title()).strip()[:60]

    def _mirrored(self):
        """The same text in a window that blocks our scripts only: axe has to run its own."""
        text = self.page.content()
        self.mirror.unroute_all()
        self.mirror.route("**/*.js", lambda route: route.fulfill(body=""))
        self.mirror.route(
            lambda url: url == self.page.url,
            lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"),
        )
        self.mirror.goto(self.page.url)
        return self.mirror

    # Getting about -----------------------------------------------------------------------------
    def go(self, address):
        self.page.goto(self.home + address if address.startswith("/") else address)
        return self.look()

    @property
    def status(self):
        return self.answers[self.page.url.partition("#")[0]]

    @property
    def address(self):
        return self.page.url.removeprefix(self.home)

    def link(self, words, *, exact=True):
        """Steps are links that look like buttons, and are said to be."""
        link = self.page.get_by_role("link", name=words, exact=exact)
        return link.or_(self.page.get_by_role("button", name=words, exact=exact)).first

    def follow(self, words, *, exact=True):
        with self.page.expect_navigation():
            self._use(self.link(words, exact=exact))
        return self.look()

    def press(self, words):
        with self.page.expect_navigation():
            self._use(self.button(words))
        return self.look()

    def download(self, words):
        """The path of the file behind a link."""
        with self.page.expect_download() as coming:
            self._use(self.link(words, exact=False))
        return coming.value.path()

    def open_beside(self, words):
        """What a link leads to that the browser shows itself, such as a PDF."""
        return self.context.request.get(self.home + self.link(words).get_attribute("href")).body()

    # Filling in --------------------------------------------------------------------------------
    def button(self, words):
        return self.page.get_by_role("button", name=words, exact=True)

    def field(self, label):
        return self.page.get_by_label(label, exact=True)

    def enter(self, *answers):
        """(label, text) of boxes, one after the other."""
        for label, text in answers:
            self._type(self.field(label), text)
        return self

    def choose(self, option, question=None):
        """A radio button or a box to tick, of a question where several offer the same."""
        within = self.page.get_by_role("group", name=question) if question else self.page
        radio = within.get_by_role("radio", name=option, exact=True)
        self._check(radio.or_(within.get_by_role("checkbox", name=option, exact=True)))
        return self

    def pick(self, label, option):
        self._select(self.field(label), option)
        return self

    def box(self, question, part):
        """The box of a day, a month or a year."""
        within = self.page.get_by_role("group", name=question)
        return within.get_by_role("textbox", name=part, exact=True)

    def day(self, question, *numbers):
        for part, number in zip(("Day", "Month", "Year"), numbers, strict=True):
            self._type(self.box(question, part), str(number))
        return self

    def attach(self, label, file):
        with self.page.expect_file_chooser() as asked:
            self._use(self.field(label))
        asked.value.set_files(file)
        return self

    # By mouse; the visitor at a keyboard has other hands -----------------------------------------
    def _type(self, box, text):
        box.fill(text)

    def _check(self, box):
        box.check()

    def _select(self, box, option):
        box.select_option(option)

    def _use(self, thing):
        thing.click()

    # Reading -----------------------------------------------------------------------------------
    def sees(self, *sentences):
        for sentence in sentences:
            expect(self.page.get_by_text(sentence).first).to_be_visible()
        return self

    def is_at(self, heading):
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        return self

    def told(self, *errors):
        """The summary of errors on top lists exactly these sentences, each a link to its field."""
        summary = self.page.get_by_role("alert")
        expect(summary.get_by_role("listitem")).to_have_text([*errors])
        return self

    def words(self):
        return self.page.get_by_role("main").inner_text()

    def fact(self, name):
        """What stands beside a word in a list of facts."""
        found = re.search(rf"^{name}\s+(\S.*)$", self.words(), re.MULTILINE)
        assert found, f"The page has no fact named {name}"
        return found[1]

    def until(self, thing):
        """Looks again by the page's own link until something is there."""
        for _look in range(LOOKS):
            if thing.count():
                return self.look()
            self.follow("Look again")
        raise AssertionError(f"{thing} never came")

    # Coming in ---------------------------------------------------------------------------------
    def sign_in(self, email, password):
        self.go("/sign-in/").enter(("Email address", email), ("Password", password))
        return self.press("Sign in")


def barriers(page):
    """Each violation that axe finds, with the pieces of the page that have it."""
    return [
        f"axe {found['id']}: {found['help']}: {[n['html'][:160] for n in found['nodes'][:3]]}"
        for found in AXE.run(page).response["violations"]
    ]


# A group of radio buttons is one stop, whatever the number of its buttons.
STOPS_BETWEEN = """thing => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  const firsts = new Set(all.map(each => each.type === "radio" ? each.name : each))
  const stops = all.filter(each => each.tabIndex >= 0 && !each.disabled && each.type !== "hidden"
    && each.checkVisibility() && (each.type !== "radio" || firsts.delete(each.name)))
  return Math.max(0, stops.indexOf(thing) - stops.indexOf(document.activeElement))
}"""


class AtKeyboard(Visitor):
    """The same person without a mouse: Tab, Enter, Space and the arrows reach everything."""

    FAR = 200  # more presses than any page has things to stop at

    def _reach(self, thing):
        """By as many presses as lie between, then by looking after each."""
        for _press in range(thing.evaluate(STOPS_BETWEEN)):
            self.page.keyboard.press("Tab")
        for _press in range(self.FAR):
            if thing.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {thing}")

    def _type(self, box, text):
        self._reach(box)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def _check(self, box):
        """Tab stops once at a group of radio buttons; from there the arrows go on."""
        if box.get_attribute("type") == "checkbox":
            self._reach(box)
            self.page.keyboard.press("Space")
            return
        group = self.page.get_by_role("radio").and_(
            self.page.locator(f"[name={box.get_attribute('name')}]")
        )
        self._reach(group.first)
        self.page.keyboard.press("Space")
        for _press in range(group.count()):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows never reach {box}")

    def _select(self, box, option):
        self._reach(box)
        self.page.keyboard.type(option)

    def _use(self, thing):
        self._reach(thing)
        self.page.keyboard.press("Enter")
