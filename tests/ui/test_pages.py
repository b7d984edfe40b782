"""What do the pages say that belong to nobody?"""

import json
from datetime import date

import pytest
from django.core.checks import Error
from django.core.management import call_command
from django.utils.formats import date_format
from django.utils.translation import override


def test_the_home_page_leads_to_the_four_things_people_come_for(client):
    page = client.get("/").text
    for address in ("/codes/", "/complain/", "/track/", "/statistics/"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize("address", ["/", "/privacy/", "/accessibility/"])
def test_pages_hold_no_script_or_style_of_their_own(client, address):
    page = client.get(address).text
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src=')


def test_the_process_says_that_it_lives_without_asking_the_database(client):
    assert client.get("/healthz").text == "ok\n"


@pytest.mark.django_db
def test_what_is_not_ready_is_named_by_its_id_only(client, monkeypatch):
    fault = Error("The password is hunter2", id="ready.triggers")
    monkeypatch.setattr("partyconduct.ui.readiness.run_checks", lambda **_kwargs: [fault])
    response = client.get("/readyz")
    assert (response.status_code, response.json()["faults"]) == (503, ["ready.triggers"])


@pytest.mark.django_db
def test_a_migrated_database_with_room_is_ready(client):
    assert client.get("/readyz").json() == {"ready": True, "faults": []}


def test_a_finder_of_a_weakness_learns_whom_to_tell(client):
    page = client.get("/.well-known/security.txt").text
    assert page.startswith("Contact: mailto:")
    assert "Expires: " in page


def test_robots_are_kept_from_everything_but_public_pages(client):
    assert "Disallow: /\n" in client.get("/robots.txt").text


def test_every_route_names_who_may_use_it(capsys):
    call_command("routes", "--json")
    routes = {route["name"]: route for route in json.loads(capsys.readouterr().out)["routes"]}
    assert routes["home"]["who"] == "everybody"
    assert routes["home"]["methods"] == "GET HEAD"
    assert "party administrator" in routes["people"]["who"]


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_dates_are_written_in_full(language):
    with override(language):
        assert date_format(date(2026, 3, 7), "DATE_FORMAT").startswith("7 M")
        assert date_format(date(2026, 3, 7)).endswith(" 2026")
