"""What do the pages of a procedure show, to everybody and to its administrator?"""

import re

import pytest
from django.utils import timezone

from complaints.models import Procedure
from complaints.procedures import actions
from complaints.procedures.diagram import DOT, WIDTH, draw, moves
from partyconduct.parties.models import Party
from tests import walk


def test_the_public_page_shows_the_drawing_the_steps_and_the_settings(cast, client):
    page = client.get("/codes/harbour/procedure/").text
    assert "<svg" in page
    assert "Convene the panel" in page
    assert "within 5 working days" in page
    assert "Longest time between two letters" in page


def test_the_code_leads_to_the_procedure_and_the_joint_code_does_not(cast, client):
    assert "/codes/harbour/procedure/" in client.get("/codes/harbour/").text
    assert "procedure/" not in client.get("/codes/joint/").text


def test_a_draft_is_nobodys_to_read(cast, client):
    draft = actions.draft(cast.harbour, by=cast.harbour_admin)
    assert client.get(f"/codes/harbour/procedure/{draft.number}/").status_code == 404


def test_two_versions_are_compared_setting_by_setting(cast, client):
    walk.new_procedure(cast, respond_days=15)
    page = client.get("/codes/harbour/procedure/2/compare/1/").text
    assert "The respondent’s answer" in page
    assert page.index("10 working days") < page.index("15 working days")


def test_the_pages_of_everybody_take_few_queries(cast, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/codes/harbour/procedure/")


def versions_of(cast, **settings):
    return actions.change(
        actions.draft(cast.harbour, by=cast.harbour_admin),
        by=cast.harbour_admin,
        settings=settings,
    )


def test_what_a_party_has_switched_off_is_not_drawn(cast):
    bare = versions_of(
        cast, informal_route=False, complainant_may_appeal=False, respondent_may_appeal=False
    )
    drawn = draw(bare)
    assert "Informal resolution" not in drawn
    assert "Appeal" not in drawn
    assert "Review" in draw(Procedure.objects.get(party=cast.meadow))


def test_each_step_of_the_table_is_a_number_in_the_drawing(cast):
    procedure = Procedure.objects.get(party=cast.meadow)
    numbers = {int(n) for n in re.findall(r'font-size="12">(\d+)<', draw(procedure))}
    assert numbers == {move.number for move in moves(procedure)}


@pytest.mark.parametrize("review", ["off", "protected", "all"])
@pytest.mark.parametrize("informal", [True, False])
@pytest.mark.parametrize("appeal", [True, False])
def test_the_drawing_stays_inside_its_frame_whatever_the_options(review, informal, appeal):
    party = Party(name="Harbour Party")
    options = {"review": review, "informal_route": informal, "complainant_may_appeal": appeal}
    drawn = draw(Procedure(party=party, respondent_may_appeal=appeal, **options))
    across = [float(x) for x in re.findall(r'[ c]x="([\d.-]+)"', drawn)]
    assert min(across) >= DOT or min(across) == 0
    assert max(across) <= WIDTH - DOT


def test_the_drawing_needs_no_style_and_no_script(cast):
    drawn = draw(Procedure.objects.get(party=cast.harbour))
    assert "style" not in drawn
    assert "script" not in drawn


# --- the administrator


def typed(page, **changes):
    """What a browser would send back from the form as it stands, with some answers changed."""
    form = page.context["form"]
    data = {}
    for name in form.fields:
        value = form.get_initial_for_field(form.fields[name], name)
        data[name] = "" if value is None else value
    return data | changes


def test_an_administrator_drafts_changes_and_puts_in_force(cast, sign_in):
    browser = sign_in(cast.harbour_admin)
    assert "Draft a new version" in browser.get("/procedures/").text
    draft = browser.post("/procedures/new/")["Location"]
    page = browser.get(f"{draft}settings/")
    browser.post(f"{draft}settings/", typed(page, appeal_days="20", panel_by="drawn"))
    shown = browser.get(draft).text
    assert "20 working days" in shown
    assert "Drawn at random" in shown
    day = timezone.localdate()
    when = {"day_day": day.day, "day_month": day.month, "day_year": day.year}
    assert "/codes/harbour/procedure/2/" in browser.post(f"{draft}put-in-force/", when)["Location"]
    assert "20 working days" in browser.get("/codes/harbour/procedure/").text


def test_a_draft_that_contradicts_itself_says_so_and_is_not_put_in_force(cast, sign_in):
    browser = sign_in(cast.harbour_admin)
    versions_of(cast, panel_size=4)
    assert "can split in half" in browser.get("/procedures/2/").text
    page = browser.post("/procedures/2/put-in-force/", {"day_day": 1})
    assert "can split in half" in page.text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("panel_size", "many", "must be a whole number from 1 to 15"),
        ("interim_recheck_days", "31", "must be a whole number from 0 to 30"),
        ("appeal_days", "-1", "must be a whole number from 0 to 250"),
    ],
)
def test_a_number_out_of_its_bounds_is_named(cast, sign_in, name, value, sentence):
    browser = sign_in(cast.harbour_admin)
    versions_of(cast)
    page = browser.get("/procedures/2/settings/")
    assert sentence in browser.post("/procedures/2/settings/", typed(page, **{name: value})).text


def test_a_draft_can_be_thrown_away(cast, sign_in):
    versions_of(cast)
    sign_in(cast.harbour_admin).post("/procedures/2/discard/")
    assert not Procedure.objects.drafts().exists()
