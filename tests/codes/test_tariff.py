"""Is the ladder whole, in order, and the one list everything else reads?"""

from types import SimpleNamespace

from codes.tariff import (
    BEHAVIOURS,
    CHARACTERISTICS,
    GROUPS,
    SANCTIONS,
    SEVERITIES,
    most_severe,
    outside_range,
    range_for,
    sanction_choices,
    sanctions_named,
)

LINES = [
    SimpleNamespace(severity=1, sanctions=["training", "apology"]),
    SimpleNamespace(severity=4, sanctions=["expulsion", "suspension"]),
]


def codes(rungs):
    return [rung.code for rung in rungs]


def test_the_ladder_has_sixteen_rungs_and_its_order_is_the_rank():
    assert [rung.rank for rung in SANCTIONS.values()] == list(range(16))
    assert most_severe(["apology", "expulsion", "training"]).code == "expulsion"


def test_no_further_action_is_in_the_ladder_but_cannot_be_imposed():
    assert not SANCTIONS["no-further-action"].is_sanction
    assert "no-further-action" not in dict(sanction_choices())


def test_every_sanction_counts_in_a_published_group():
    assert {rung.group for rung in SANCTIONS.values()} == set(GROUPS)


def test_a_suspension_needs_an_end_within_twelve_months_and_an_apology_a_due_date():
    suspension, apology = SANCTIONS["suspension"], SANCTIONS["apology"]
    assert (suspension.needs_end, suspension.max_months) == (True, 12)
    assert (apology.needs_due, apology.needs_end) == (True, False)


def test_removal_of_posts_online_is_never_removal_from_a_post():
    assert codes(sanctions_named("Removal of online posts")) == ["content-removal"]
    assert codes(sanctions_named("removal from a party post")) == ["removal-from-post"]


def test_the_longer_name_wins():
    assert codes(sanctions_named("severe rebuke; suspension of candidature or office")) == [
        "severe-rebuke",
        "candidacy-bar",
    ]


def test_the_range_of_a_severity_comes_mildest_first():
    assert codes(range_for(LINES, 4)) == ["suspension", "expulsion"]


def test_a_sanction_outside_the_range_is_named():
    assert codes(outside_range(LINES, 1, ["training", "expulsion"])) == ["expulsion"]


def test_a_severity_without_a_range_excludes_nothing():
    assert outside_range(LINES, 2, ["expulsion"]) == []


def test_the_other_catalogues_are_whole():
    assert (len(BEHAVIOURS), len(CHARACTERISTICS), len(SEVERITIES)) == (24, 26, 4)
    assert not BEHAVIOURS["OPPOSE"].intimidatory
    assert CHARACTERISTICS["race/antisemitism"].parent == "race"
