"""What do people see of the year's figures, and who sees what before they are public?"""

import pytest

SIGNED = {"spelling": "on", "accessibility": "on"}


def test_everybody_reads_what_is_published(client, published):
    page = client.get("/statistics/2023/harbour/").text
    assert "580 complaints were received in 2023 and 488 were closed" in page
    assert "[c]" in page
    assert client.get("/statistics/").text.count("Harbour Party, 2023") == 1


@pytest.mark.parametrize("ending", ["xlsx", "csv", "pdf", "json"])
def test_each_format_stands_beside_the_page(client, published, ending):
    response = client.get(f"/statistics/2023/harbour.{ending}")
    assert response.status_code == 200
    kept = published.files.get(name=f"statistics.{ending}")
    assert response.content == bytes(kept.content)


def test_the_data_package_and_what_it_names_stand_together(client, published):
    package = client.get("/statistics/2023/harbour/datapackage.json").json()
    for resource in package["resources"]:
        assert client.get(f"/statistics/2023/harbour/{resource['path']}").status_code == 200


def test_a_corrected_release_stays_and_leads_to_its_correction(client, cast, corrected):
    """The old one keeps its address and its bytes, and says on top that it was corrected."""
    old, new = corrected
    page = client.get("/statistics/2023/harbour/1/").text
    assert "This release has been corrected" in page
    assert f'href="{new.get_permanent_url()}"' in page
    assert "Late entries" in page
    assert client.get("/statistics/2023/harbour/1/statistics.csv").content == bytes(
        old.files.get(name="statistics.csv").content
    )
    assert "This release has been corrected" not in client.get("/statistics/2023/harbour/").text


def test_a_number_that_was_never_published_does_not_exist(client, published):
    addresses = ["/statistics/2023/harbour/2/", "/statistics/2023/harbour/2/statistics.csv"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_a_draft_is_nowhere_in_public(client, built):
    addresses = ["/statistics/2023/harbour/", "/statistics/2023/harbour.csv"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_the_page_asks_the_database_a_fixed_number_of_times(
    client, published, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        client.get("/statistics/2023/harbour/")


def test_methods_show_the_policy_and_every_rule(client, db):
    page = client.get("/statistics/methods/").text
    assert "fewer than 5" in page
    assert "uphold-rate" in page


def test_the_publisher_drafts_from_the_page(sign_in, cast):
    browser = sign_in(cast.harbour_publisher)
    response = browser.post("/statistics/drafts/", {"year": "2023", "note": ""}, follow=True)
    assert "Being built" in response.text


@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("", "Enter the year."),
        ("2999", "Enter a year that is over."),
        ("x", "Enter a whole number"),
    ],
)
def test_a_wrong_year_is_answered_in_a_sentence(sign_in, cast, year, words):
    page = sign_in(cast.harbour_publisher).post("/statistics/drafts/", {"year": year}).text
    assert words in page


def test_two_people_sign_and_the_figures_are_public(sign_in, cast, announced, built, client):
    for user in (cast.harbour_publisher, cast.harbour_head):
        sign_in(user).post(f"/statistics/drafts/{built.pk}/sign/", SIGNED)
    address = f"/statistics/drafts/{built.pk}/publish/"
    page = sign_in(cast.harbour_publisher).post(address, follow=True).text
    assert "The figures are published." in page
    assert client.get("/statistics/2023/harbour/").status_code == 200
    assert 'href="/statistics/2023/harbour/"' in page


def test_whoever_may_not_sign_reads_why(sign_in, cast, built):
    browser = sign_in(cast.harbour_publisher)
    browser.post(f"/statistics/drafts/{built.pk}/sign/", SIGNED)
    response = browser.post(f"/statistics/drafts/{built.pk}/sign/")
    assert response.status_code == 403
    assert "A second person has to sign" in response.text


def test_only_those_who_publish_or_sign_see_drafts(sign_in, cast, built):
    for user in (cast.harbour_officer, cast.harbour_leader, cast.harbour_dpo):
        assert sign_in(user).get(f"/statistics/drafts/{built.pk}/").status_code == 403


def test_another_partys_draft_does_not_exist(sign_in, cast, built):
    response = sign_in(cast.meadow_publisher).get(f"/statistics/drafts/{built.pk}/")
    assert response.status_code == 404


def test_the_preview_says_that_it_is_one(sign_in, cast, built):
    page = sign_in(cast.harbour_head).get(f"/statistics/drafts/{built.pk}/preview/").text
    assert "These figures are not published" in page


def test_the_figures_before_protection_are_for_the_publisher_alone(sign_in, cast, built):
    address = f"/statistics/drafts/{built.pk}/counts/"
    assert "point at individual people" in sign_in(cast.harbour_publisher).get(address).text
    assert sign_in(cast.harbour_head).get(address).status_code == 403
