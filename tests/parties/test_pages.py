"""Do people find where they begin, and does an administrator give and end roles?"""

import pytest

from partyconduct.parties.models import Membership
from partyconduct.parties.roles import Role


@pytest.mark.parametrize(
    ("who", "page"),
    [("officer", "/cases/"), ("investigator", "/cases/"), ("admin", "/people/")],
)
def test_each_role_begins_at_its_own_page(cast, sign_in, who, page):
    assert sign_in(getattr(cast, f"harbour_{who}")).get("/start/").url == page


def test_a_leader_is_told_why_there_are_no_cases(cast, sign_in):
    assert "Your role sees no cases" in sign_in(cast.harbour_leader).get("/start/").text


def test_a_leader_cannot_open_the_list(cast, sign_in):
    assert sign_in(cast.harbour_leader).get("/cases/").status_code == 403


def test_an_administrator_sees_the_people_of_the_own_party(cast, sign_in):
    shown = sign_in(cast.harbour_admin).get("/people/").text
    assert cast.harbour_officer.name in shown
    assert cast.meadow_officer.name not in shown


@pytest.mark.parametrize("page", ["/people/", "/people/new/"])
def test_nobody_else_manages_people(cast, sign_in, page):
    assert sign_in(cast.harbour_head).get(page).status_code == 403


INVITED = {"name": "Ivy Larch", "email": "ivy@harbour.example", "role": Role.REVIEWER}


def test_somebody_new_is_given_a_role(cast, sign_in):
    browser = sign_in(cast.harbour_admin)
    assert browser.post("/people/new/", INVITED).url == "/people/"
    assert "Ivy Larch" in browser.get("/people/").text


def test_a_leader_is_given_no_role_on_cases_and_the_form_keeps_what_was_typed(cast, sign_in):
    typed = INVITED | {"email": cast.harbour_leader.email}
    again = sign_in(cast.harbour_admin).post("/people/new/", typed)
    assert "may hold no role that works on cases" in again.text
    assert "Ivy Larch" in again.text


def test_a_role_ends_today_and_stays_on_record(cast, sign_in):
    held = Membership.objects.get(person=cast.harbour_reviewer.person_id)
    sign_in(cast.harbour_admin).post(f"/people/{held.pk}/end/")
    held.refresh_from_db()
    assert held.ends_on is not None


def test_another_partys_role_is_not_found(cast, sign_in):
    held = Membership.objects.get(person=cast.meadow_reviewer.person_id)
    assert sign_in(cast.harbour_admin).post(f"/people/{held.pk}/end/").status_code == 404


def test_one_acts_only_for_a_party_in_which_one_holds_a_role(cast, sign_in):
    again = sign_in(cast.harbour_officer).post("/acting-for/", {"party": cast.meadow.pk})
    assert "Choose one of the parties shown here." in again.text


def test_everybody_signed_in_reads_who_may_do_what(cast, sign_in):
    shown = sign_in(cast.harbour_leader).get("/roles/").text
    assert "keep somebody out of a case" in shown


def test_an_administrator_is_told_that_nobody_stands_in(cast, sign_in):
    browser = sign_in(cast.harbour_admin)
    assert "Appoint an independent person" not in browser.get("/people/").text
    Membership.objects.filter(party=cast.harbour, role=Role.INDEPENDENT).delete()
    assert "Appoint an independent person" in browser.get("/people/").text
