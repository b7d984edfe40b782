"""Does every response carry the headers, whatever its status?"""

from contextlib import closing

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from partyconduct.ui.security import (
    ALWAYS,
    CONTENT_SECURITY_POLICY,
    HSTS,
    SecurityHeaders,
    public_page,
)

EXPECTED = ALWAYS | {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
}
ADDRESSES = {
    "/": 200,
    "/healthz": 200,
    "/cases/": 302,
    "/no/such/page/": 404,
    "/robots.txt": 200,
    "/static/none.css": 404,
    "/static/theme.css": 200,
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_carries_the_headers(client, address):
    with closing(client.get(address)) as response:
        assert response.status_code == ADDRESSES[address]
        assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED


@pytest.mark.django_db
def test_a_refused_host_is_told_nothing_and_carries_the_headers(client):
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in/", {"login": "a"})
    assert response.status_code == 403
    assert "open too long" in response.text


def answer(view):
    return SecurityHeaders(view)(RequestFactory().get("/"))


def test_what_is_not_public_is_neither_kept_nor_found():
    response = answer(lambda request: HttpResponse())
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_view_may_be_stricter_than_the_rest():
    response = answer(lambda request: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))
    assert response.headers["Content-Security-Policy"] == "sandbox"


def test_a_public_page_may_be_kept_and_found():
    response = answer(public_page(lambda request: HttpResponse()))
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "X-Robots-Tag" not in response.headers


def test_a_public_view_that_refuses_is_not_public():
    response = answer(public_page(lambda request: HttpResponse(status=404)))
    assert response.headers["Cache-Control"] == "no-store"


def test_an_installation_insists_on_encryption(settings):
    assert "Strict-Transport-Security" not in answer(lambda request: HttpResponse()).headers
    settings.DEMONSTRATION = False
    response = answer(lambda request: HttpResponse())
    assert response.headers["Strict-Transport-Security"] == HSTS


@pytest.mark.django_db
def test_a_public_page_sets_no_cookie_and_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.django_db
def test_hidden_and_nonsense_addresses_give_the_same_bytes(client):
    one, other = client.get("/nonsense/1/"), client.get("/codes/nothing/2/?q=x")
    assert one.status_code == other.status_code == 404
    assert one.content == other.content


def test_what_is_hidden_from_a_person_looks_like_nonsense(client, cast):
    client.force_login(cast.harbour_officer)
    hidden, nonsense = client.get("/cases/MEA-7K3Q-9XWD/"), client.get("/nonsense/")
    assert (hidden.status_code, hidden.content) == (404, nonsense.content)
    assert hidden.headers == nonsense.headers


FAILURES = {
    PermissionDenied("2 allegations have no finding."): (403, "2 allegations have no finding."),
    SuspiciousOperation("odd"): (400, "could not read"),
    Http404("secret"): (404, "Page not found"),
    RuntimeError("secret"): (500, "our fault"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_each_failure_is_a_page_in_plain_words(client, monkeypatch, failure):
    def fail(request):
        raise failure

    monkeypatch.setattr("partyconduct.ui.views.readiness.faults", lambda: fail(None))
    client.raise_request_exception = False
    response = client.get("/readyz")
    status, words = FAILURES[failure]
    assert (response.status_code, words in response.text) == (status, True)
    assert "secret" not in response.text
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.django_db
def test_static_files_are_for_our_own_pages_only(client):
    with closing(client.get("/static/theme.css")) as response:
        assert "Access-Control-Allow-Origin" not in response.headers
