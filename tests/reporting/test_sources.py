"""Does each source count what a plain loop over the same rows counts?"""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from complaints.models import Appeal, Case, Clock, Complaint, InterimMeasure
from complaints.outcomes import MEDIA, RESPONDENT_ROLES
from partyconduct.rlsdb import bind
from reporting.statistics import axes, counting

PERIOD = counting.Period(2024, date(2025, 3, 31))


@pytest.fixture
def busy(cast):
    """Some cases of two years with deadlines, interim measures and appeals around the turns."""
    call_command("synthesise", parties=1, cases=60, years="2023-2024", seed=5, verbosity=0)
    officer = cast.harbour_officer
    bind(cast.harbour.pk, officer.person_id)
    for at, case in enumerate(Case.objects.filter(party=cast.harbour).order_by("pk")):
        own = {"party": cast.harbour, "case": case}
        start = date(2023, 11, 1) + timedelta(days=11 * at)
        end = start + timedelta(days=40) if at % 3 else None
        Clock.objects.create(
            **own,
            kind="assess",
            starts_on=start,
            due_on=start + timedelta(days=30),
            stopped_on=end,
        )
        InterimMeasure.objects.create(
            **own,
            kind=("restriction", "suspension")[at % 2],
            decided_by=officer.person,
            starts_on=start,
            recheck_on=start,
            ended_on=end,
        )
        outcome = "allowed" if end else ""
        Appeal.objects.create(**own, lodged_on=start, decided_on=end, outcome=outcome)
    return cast.harbour


def counted(party, source, measure, *levels):
    found = counting.count(party, source, [(measure, levels)], PERIOD)
    return {
        tuple(node for _dim, node in at) or "": truth.count for (_m, at), truth in found.items()
    }


def received(party):
    rows = Complaint.objects.filter(party=party, received_on__year=2024)
    rows = rows.exclude(case__respondent__is_member="no").exclude(case__closing_reason="duplicate")
    return rows.select_related("case__respondent")


def of_files(model, party):
    rows = model.objects.filter(party=party).exclude(case__respondent__is_member="no")
    return rows.exclude(case__closing_reason="not-a-member")


def test_roles_and_places_stand_in_their_groups(busy):
    roles = Counter(
        (axes.code(RESPONDENT_ROLES[c.case.respondent.role].group),) for c in received(busy)
    )
    assert counted(busy, "received", "complaints", ("role", 1)) == roles
    places = Counter((axes.code(MEDIA[c.medium].group),) for c in received(busy))
    assert counted(busy, "received_behaviours", "complaints", ("place", 1)) == places


def test_respondents_stand_by_their_cases_and_cases_by_their_complaints(busy):
    cases, complaints = {}, Counter()
    for complaint in received(busy):
        cases.setdefault(complaint.case.respondent.identity, set()).add(complaint.case_id)
        complaints[complaint.case_id] += 1
    people = Counter((band(len(each)),) for each in cases.values())
    assert counted(busy, "repeats", "respondents", ("cases_each", 1)) == people
    assert counted(busy, "repeats", "respondents") == {"": len(cases)}
    each = Counter((band(number),) for number in complaints.values())
    assert counted(busy, "reports", "cases", ("complaints_each", 1)) == each
    assert counted(busy, "received", "cases") == {"": len(complaints)}


def band(number):
    return next(word for word, most in axes.BANDS.items() if most is None or number <= most)


def test_deadlines_are_met_on_their_day_at_the_latest(busy):
    due = of_files(Clock, busy).filter(due_on__year=2024)
    met = Counter(("yes" if c.stopped_on and c.stopped_on <= c.due_on else "no",) for c in due)
    assert counted(busy, "deadlines", "deadlines", ("met", 1)) == met


@pytest.mark.parametrize(
    ("flow", "measure", "model"),
    [
        (("interim_start", "imposed", "ended", "interim_end"), "measures", InterimMeasure),
        (("appeals_start", "lodged", "appealed", "appeals_end"), "appeals", Appeal),
    ],
)
def test_what_was_open_and_came_less_what_ended_is_open(busy, flow, measure, model):
    start, came, went, left = (counted(busy, source, measure).get("", 0) for source in flow)
    assert start + came - went == left
    assert start > 0
    assert start + came <= of_files(model, busy).count()
    assert min(came, went, left) > 0
