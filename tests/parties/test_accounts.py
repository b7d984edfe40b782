"""Do people get in with both factors, and nobody without?"""

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.exceptions import PermissionDenied

from complaints.models import Case
from partyconduct.demonstration.cast import PASSWORD
from partyconduct.parties import actions
from partyconduct.parties.models import Membership, Person, User
from partyconduct.parties.roles import GRANTS, Permission, Role, objection_to_roles
from tests import walk

SIGN_IN = "/sign-in/"


def sign_in(client, email, password=PASSWORD):
    return client.post(SIGN_IN, {"login": email, "password": password})


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_an_officer_signs_in_by_email(cast, client):
    assert sign_in(client, "officer@harbour.example").url == "/start/"
    assert client.get("/cases/").status_code == 200


def test_a_wrong_password_gets_a_sentence_and_keeps_the_address(cast, client):
    page = sign_in(client, "officer@harbour.example", "wrong")
    assert 'value="officer@harbour.example"' in page.text
    assert "There is a problem" in page.text


def test_guessing_is_stopped_after_ten_tries_whoever_counts(cast, client):
    for _try in range(10):
        sign_in(client, "officer@harbour.example", "wrong")
    sign_in(client, "officer@harbour.example")
    assert client.get("/cases/").status_code == 302
    other = sign_in(client, "head@harbour.example")
    assert other.status_code == 302


def test_without_a_second_factor_an_installation_shows_nothing(cast, client, settings):
    settings.DEMONSTRATION = False
    sign_in(client, "officer@harbour.example")
    for where in ("/cases/", "/start/", "/people/", "/statistics/drafts/"):
        assert client.get(where).url == "/second-factor/app/"


def test_a_person_with_an_app_is_asked_for_its_code(cast, client, settings):
    settings.DEMONSTRATION = False
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.harbour_officer, secret)
    assert sign_in(client, "officer@harbour.example").url == "/sign-in/second-factor/"
    assert client.get("/cases/").status_code == 302
    assert client.post("/sign-in/second-factor/", {"code": "000000"}).status_code == 200
    client.post("/sign-in/second-factor/", {"code": code_of(secret)})
    assert client.get("/cases/").status_code == 200


def test_nobody_can_sign_up(cast, client):
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


@pytest.mark.parametrize("barred", [Role.LEADER, Role.ADMINISTRATOR, Role.OPERATOR])
def test_whoever_leads_or_administers_gets_no_role_on_cases(barred):
    assert "may hold no role that works on cases" in objection_to_roles({barred, Role.OFFICER})
    assert objection_to_roles({barred, Role.EDITOR}) == ""


def test_an_administrator_cannot_make_the_leader_an_officer(cast):
    with pytest.raises(PermissionDenied, match="no role that works on cases"):
        actions.give_role(
            cast.harbour,
            by=cast.harbour_admin,
            person=cast.harbour_leader.person,
            role=Role.OFFICER,
        )


def test_nobody_gives_a_role_in_another_party(cast):
    with pytest.raises(PermissionDenied):
        actions.give_role(
            cast.harbour,
            by=cast.meadow_admin,
            person=cast.meadow_leader.person,
            role=Role.EDITOR,
        )


def test_a_role_that_ended_opens_nothing_from_the_next_request_on(cast, client):
    sign_in(client, "officer@harbour.example")
    held = Membership.objects.get(person=cast.harbour_officer.person_id)
    actions.end_role(held, by=cast.harbour_admin)
    assert client.get("/cases/").status_code == 403


def test_a_person_without_a_party_may_do_nothing(db):
    stranger = User.objects.create(email="x@example.org", person=Person.objects.create(name="X"))
    assert stranger.party is None
    assert not any(stranger.can(permission) for permission in Permission)


def test_no_role_outside_the_case_holds_a_permission_on_cases():
    assert GRANTS[Role.LEADER] == set()
    assert Permission.USE_CASES not in GRANTS[Role.ADMINISTRATOR]


def test_whoever_is_invited_chooses_a_password_by_the_mailed_link_and_signs_in(cast, client):
    actions.invite(
        cast.harbour,
        by=cast.harbour_admin,
        name="Fern Newcomer",
        email="fern@harbour.example",
        role=Role.OFFICER,
    )
    client.post("/sign-in/forgotten/", {"email": "fern@harbour.example"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)
    page = client.get(link, follow=True)
    chosen = {"password1": "a lantern over low water", "password2": "a lantern over low water"}
    client.post(page.request["PATH_INFO"], chosen)
    assert sign_in(client, "fern@harbour.example", chosen["password1"]).url == "/start/"
    assert client.get("/cases/").status_code == 200


def test_an_address_does_not_tell_whose_it_is(cast, sign_in):
    typed = {"name": "Zed Zed", "email": "representative@meadow.example", "role": "code_editor"}
    page = sign_in(cast.harbour_admin).post("/people/new/", typed)
    assert "under another name" in page.text
    assert cast.meadow_representative.name not in page.text
    assert not Membership.objects.filter(
        party=cast.harbour, person=cast.meadow_representative.person
    ).exists()


def test_a_membership_number_given_with_a_role_keeps_its_holder_out(cast, sign_in):
    typed = {"name": "Fern Newcomer", "email": "fern@harbour.example", "member_no": "HP-77"}
    sign_in(cast.harbour_admin).post("/people/new/", typed | {"role": "compliance_officer"})
    fern = User.objects.get(email="fern@harbour.example").act_for(cast.harbour)
    case = walk.complain(cast, statement="The member HP-77 laughed.").case
    assert not Case.objects.visible_to(fern).filter(pk=case.pk).exists()
