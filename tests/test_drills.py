"""What does a real server lose when it is killed, clicked twice, or asked by two at once? Nothing.

A real installation with real processes, on SQLite or PostgreSQL as the suite runs.
"""

import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests.complaints.test_intake import ANSWERS
from tests.server import Installation


class Visitor:
    """A browser without a screen: cookies, forms, redirects."""

    def __init__(self, url):
        self.url, self.at = url, ""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path):
        return self._answer(urllib.request.Request(self._full(path)))

    def post(self, path, **fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)[1])
        return self.send(path, token.group(1), **fields)

    def send(self, path, token, **fields):
        body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}, doseq=True)
        request = urllib.request.Request(self._full(path), body.encode())
        request.add_header("Referer", self._full(path))
        request.add_header("Origin", self.url)
        return self._answer(request)

    def _full(self, path):
        return path if path.startswith("http") else self.url + path

    def _answer(self, request):
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.at = answer.url
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("drill"))
    try:
        made.world = made.seed("panel")
        yield made.start()
    finally:
        made.remove()


def complain(site, somebody=None):
    """Everything but the last click; the address of the page with the last button."""
    somebody = somebody or Visitor(site.url)
    somebody.post("/complain/harbour/start/", about="member")
    token = urllib.parse.urlsplit(somebody.at).query
    for page, answers in ANSWERS.items():
        somebody.post(f"/complain/harbour/{page}/?{token}", **answers)
    return somebody, f"/complain/harbour/check/?{token}"


def receipt_in(page):
    reference = re.search(r"HAR-[0-9A-Z]{4}-[0-9A-Z]{4}", page).group()
    secret = re.search(r">((?:[0-9A-HJKMNP-TV-Z]{4} ){5}[0-9A-HJKMNP-TV-Z]{4})<", page).group(1)
    return reference, secret


def at_once(*calls):
    """Every call in a thread of its own, let go together; their answers."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(at, call):
        gate.wait()
        answers[at] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_killed_server_has_kept_every_receipt_it_showed(installation):
    somebody, check = complain(installation)
    _status, page = somebody.post(check)
    reference, secret = receipt_in(page)
    installation.kill()
    installation.start()
    back = Visitor(installation.url)
    status, shown = back.post("/track/", reference=reference, secret=secret)
    assert status == 200
    assert reference in shown
    installation.run("audit", "verify")


def test_two_clicks_at_once_make_one_complaint(installation):
    somebody, check = complain(installation)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', somebody.get(check)[1])
    answers = at_once(*[lambda: somebody.send(check, token.group(1))] * 2)
    receipts = {receipt_in(page) for status, page in answers if status == 200}
    assert len(receipts) == 1


def test_two_tabs_that_send_at_once_show_both_receipts(installation):
    somebody, first = complain(installation)
    _same, second = complain(installation, somebody)
    tokens = [
        re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', somebody.get(page)[1]).group(1)
        for page in (first, second)
    ]
    answers = at_once(
        lambda: somebody.send(first, tokens[0]), lambda: somebody.send(second, tokens[1])
    )
    assert [status for status, _page in answers] == [200, 200]
    assert len({receipt_in(page) for _status, page in answers}) == 2


def sign_in(site, email):
    somebody = Visitor(site.url)
    somebody.post("/sign-in/", login=email, password=site.world["password"])
    return somebody


def test_two_adjudicators_at_once_make_one_decision(installation):
    panel = installation.world["panel"]
    page = f"/cases/{panel['case']}/decide/"
    people = [sign_in(installation, email) for email in panel["adjudicators"][:2]]
    forms = [person.get(page)[1] for person in people]
    calls = [
        lambda person=person, form=form: person.send(page, **fields_of(form))
        for person, form in zip(people, forms, strict=True)
    ]
    statuses = [status for status, _page in at_once(*calls)]
    shown = people[0].get(f"/cases/{panel['case']}/")[1]
    assert all(status < 500 for status in statuses)
    assert shown.count("Record the decision") == 1  # once in the timeline, no button left


def fields_of(form):
    """What the page asks, each answered: not upheld, with words in every box."""
    names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', form))
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    answers = {name: "not-upheld" for name in names if name.endswith("finding")}
    words = dict.fromkeys(re.findall(r'<textarea[^>]* name="([^"]+)"', form), "Two statements.")
    token = hidden.pop("csrfmiddlewaretoken")
    return {"token": token} | words | hidden | answers
