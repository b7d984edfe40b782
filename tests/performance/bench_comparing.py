"""How long does the panel of comparable cases take at twenty thousand decided cases?

The issue asks for at most 30 ms. `make bench` prints the figures; nothing is asserted on time.
"""

import random
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from codes.tariff import BEHAVIOURS, SANCTIONS
from complaints.comparing import bars, spread_for
from complaints.models import (
    Allegation,
    AllegedBehaviour,
    Case,
    Finding,
    Incident,
    Procedure,
    Sanction,
)
from partyconduct.rlsdb import bind
from tests import walk
from tests.performance.bench_register import say

DECIDED, TIMES = 20_000, 40
RARE = "LEAK"  # so rare that every circle is drawn


def decided_cases(party):
    """Lawful as far as the question goes: decided, a finding, a behaviour or two, a sanction."""
    dice, today = random.Random(1), timezone.localdate()
    procedure = Procedure.objects.in_force(party, today)
    incident = Incident.objects.create(party=party, label="INC/bench")
    common = sorted(set(BEHAVIOURS) - {RARE})
    cases = Case.objects.bulk_create(
        Case(
            party=party,
            reference=f"BEN-{at:08d}",
            stage="closed",
            procedure=procedure,
            severity=dice.randint(1, 4),
            received_on=today - timedelta(days=900),
            closed_on=today - timedelta(days=dice.randint(30, 700)),
            closing_reason="decided-by-panel",
            closed_from="decided",
        )
        for at in range(DECIDED)
    )
    of = [{"party": party, "case": case} for case in cases]
    allegations = Allegation.objects.bulk_create(
        Allegation(**each, incident=incident, position=1, severity=each["case"].severity)
        for each in of
    )
    AllegedBehaviour.objects.bulk_create(
        AllegedBehaviour(party=party, case=each.case, allegation=each, code=code)
        for each in allegations
        for code in dice.sample(common, dice.choice([1, 1, 2]))
    )
    Finding.objects.bulk_create(
        Finding(
            party=party,
            case=each.case,
            allegation=each,
            finding="upheld" if dice.random() < 0.8 else "not-upheld",
            found_on=each.case.closed_on,
        )
        for each in allegations
    )
    Sanction.objects.bulk_create(
        Sanction(**each, sanction=dice.choice(list(SANCTIONS)[1:]), imposed_on=today)
        for each in of
        if dice.random() < 0.9
    )


@pytest.mark.parametrize("behaviour", ["INTIM", RARE])
def test_figures(cast, make_case, behaviour):
    case = make_case(at="assessment")
    case = walk.step(cast, case, "allege", behaviours=[behaviour])
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    decided_cases(cast.harbour)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    taken = []
    for _time in range(TIMES):
        start = time.process_time()
        spread = spread_for(case)
        bars(spread)
        taken.append((time.process_time() - start) * 1000)
    with CaptureQueriesContext(connection) as queries:
        spread_for(case)
    say(
        f"\ncomparable cases to {behaviour}: {spread.n} by {spread.circle}, "
        f"median {sorted(taken)[TIMES // 2]:.1f} ms of CPU, worst {max(taken):.1f} ms, "
        f"{len(queries)} queries"
    )
