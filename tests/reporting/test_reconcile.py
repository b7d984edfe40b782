"""Which published figures do not add up?"""

import csv

import pytest

from reporting.statistics import reconcile

PUBLISHED = reconcile.IDENTITIES.with_name("published-statistics.csv")
HEADER = "source,period,unit,measure,value,note\n"


def test_exactly_two_published_identities_are_flagged_with_their_difference():
    flagged = reconcile.reconcile(PUBLISHED).flagged
    assert [(answer.id, answer.difference) for answer in flagged] == [("C3", 24), ("C5", -9)]


def test_every_other_identity_holds_with_the_difference_expected():
    with reconcile.IDENTITIES.open() as file:
        expected = {line["id"]: int(line["difference"]) for line in csv.DictReader(file)}
    answers = reconcile.reconcile(PUBLISHED).answers
    assert {answer.id: answer.difference for answer in answers} == expected


def test_another_counting_rule_forbids_comparing_two_years():
    (warning,) = reconcile.reconcile(PUBLISHED).comparability
    assert warning.startswith("Do not compare the sanctions of 2022 with those of 2023")


def test_a_figure_that_was_not_published_is_not_zero(tmp_path):
    file = tmp_path / "figures.csv"
    text = PUBLISHED.read_text().replace(",withdrawn,7,", ",withdrawn,,")
    file.write_text(text)
    (answer,) = [a for a in reconcile.reconcile(file).answers if a.id == "C3"]
    assert answer.difference is None
    assert answer.holds


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "has no column"),
        (HEADER + "S,2023,u,m,many,\n", "not a whole number"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(tmp_path, content, words):
    file = tmp_path / "figures.csv"
    file.write_text(content)
    with pytest.raises(reconcile.Unreadable, match=words):
        reconcile.reconcile(file)


def test_every_published_figure_stands_in_the_history_as_it_was_published():
    with PUBLISHED.open() as file:
        published = list(csv.DictReader(file))
    past, comparability = reconcile.history()
    assert sorted(map(str, published)) == sorted(str(line) for p in past for line in p.lines)
    assert [(p.period, a.id) for p in past for a in p.flagged] == [("2023", "C5"), ("2022", "C3")]
    assert len(comparability) == 1


def test_the_history_names_what_does_not_add_up(client):
    page = client.get("/statistics/history/").text
    assert page.count("Does not add up") == 2
    assert "721 - (567 + 7 + 123) = 24 complaints unexplained" in page
    assert "Do not compare the sanctions of 2022" in page
