"""Do officers read how their own work goes, over exactly the cases that each may see?"""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.actions import take
from complaints.models import Clock
from complaints.workflow import Stage
from partyconduct.rlsdb import bind
from reporting.workload import figures, pictures
from tests import walk

TODAY = timezone.localdate()


@pytest.fixture
def busy(cast):
    """A register of two years with some hundred cases in each party."""
    years = f"{TODAY.year - 2}-{TODAY.year - 1}"
    call_command("synthesise", parties=2, cases=120, years=years, seed=3, verbosity=0)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)


def board(user, today=TODAY):
    bind(user.party_id, user.person_id)
    return {section.key: section for section in figures.sections(user, today)}


def number(section, label, column=0):
    row = next(row for row in section.rows if row.label == label)
    return row.figures[column].number


def linked(sections):
    return [
        figure
        for section in sections.values()
        for row in section.rows
        for figure in row.figures
        if figure.href
    ]


def test_each_figure_leads_to_exactly_the_cases_it_counts(cast, busy, make_case, sign_in):
    for _each in range(2):
        take("acknowledge", make_case(at=Stage.RECEIVED), by=cast.harbour_officer)
    window = sign_in(cast.harbour_officer)
    counted = [f for f in linked(board(cast.harbour_officer)) if f.text == f"{f.number:,}"]
    small = [figure for figure in counted if figure.number <= 50]
    assert len(small) > 10
    for href in {figure.href for figure in small if "done=" not in figure.href}:
        numbers = {figure.number for figure in small if figure.href == href}
        assert {len(window.get(href).context["page"].rows)} == numbers, href


def test_what_was_finished_leads_to_its_cases(cast, make_case, sign_in):
    take("acknowledge", make_case(at=Stage.RECEIVED), by=cast.harbour_officer)
    section = board(cast.harbour_officer)["times"]
    href = section.rows[0].figures[2].href
    shown = sign_in(cast.harbour_officer).get(href).context["page"].rows
    assert len(shown) == section.rows[0].figures[2].number == 1


def test_overdue_obligations_are_counted_by_case(cast, make_case):
    make_case()
    later = TODAY + timedelta(days=30)
    with walk.travel(later):
        found = board(cast.harbour_officer, later)
    assert found["due"].finding == "1 case overdue"
    assert number(found["load"], "Nobody yet", 1) == 1


def test_a_wall_takes_its_case_out_of_every_figure(cast, make_case):
    case = make_case()
    assert board(cast.harbour_deputy)["open"].finding.startswith("1 case open")
    take(
        "raise_wall", case, by=cast.harbour_head, person=cast.harbour_deputy.person, reasons="Kin"
    )
    assert board(cast.harbour_deputy)["open"].finding.startswith("0 cases open")
    assert linked(board(cast.harbour_deputy)) == []
    assert board(cast.harbour_officer)["open"].finding.startswith("1 case open")


def test_another_party_and_an_investigator_without_a_duty_count_nothing(cast, make_case):
    make_case()
    for stranger in (cast.meadow_officer, cast.harbour_investigator):
        assert linked(board(stranger)) == []


def test_the_page_asks_as_often_for_many_cases_as_for_few(
    cast, make_case, sign_in, django_assert_max_num_queries, busy
):
    window = sign_in(cast.harbour_officer)
    with django_assert_max_num_queries(26) as few:
        window.get("/work/")
    call_command(
        "synthesise", parties=2, cases=400, years=f"{TODAY.year - 1}", seed=4, verbosity=0
    )
    with django_assert_max_num_queries(len(few)):
        assert window.get("/work/").status_code == 200


def test_each_section_has_a_picture_that_names_itself_and_styles_nothing(cast, busy, make_case):
    make_case()
    drawn = [pictures.draw(section) for section in board(cast.harbour_officer).values()]
    assert sum(bool(picture) for picture in drawn) >= 4
    assert all("<title id=" in picture for picture in drawn if picture)
    assert not any(re.search(r"style=|<script", picture) for picture in drawn)


def test_a_name_is_text_in_a_picture():
    row = figures.Row("<b>&", (figures.Figure("2", 2),))
    picture = pictures.draw(figures.Section("x", "<i>", "", ("Cases",), (row, row)))
    assert "<b>" not in picture
    assert "&lt;b&gt;&amp;" in picture


@pytest.mark.parametrize(
    ("came", "ended", "weeks", "found"),
    [
        (10, 8, 4, (108, 94, 122)),
        (0, 0, 8, (100, 100, 100)),
        (0, 50, 4, (0, 0, 0)),
    ],
)
def test_a_backlog_grows_by_what_comes_less_what_ends(came, ended, weeks, found):
    assert figures.expected(100, came, ended, weeks) == found


def test_an_empty_register_has_a_page(cast, sign_in):
    assert Clock.objects.count() == 0
    page = sign_in(cast.harbour_officer).get("/work/").text
    assert "0 cases open" in page
    assert "Nothing was finished within 12 months" in page
