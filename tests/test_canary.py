"""Does any page, file or list show another party's case, or one behind a wall?

Every word that somebody of Harbour typed carries a canary. Every role of Meadow, the walled
officer of Harbour and those who may never see a case open every address they can reach.
"""

import zipfile
from io import BytesIO

import pytest
from django.urls import reverse

from complaints.actions import intake, take
from complaints.models import Case
from complaints.workflow import Stage
from partyconduct.rlsdb import acting
from tests import walk
from tests.test_access_matrix import BACKEND, EXPECTED, VIEWERS, address

CANARY = "zebrafinch"
TYPED = {
    "respondent_name": f"Ms {CANARY} Respondent",
    "respondent_branch": f"{CANARY} branch",
    "complainant_name": f"Mr {CANARY} Complainant",
    "complainant_email": f"{CANARY}@example.org",
    "statement": f"What was said: {CANARY}.",
    "place": f"{CANARY} square",
    "witnesses": f"{CANARY} Witness",
    "outcome_wanted": f"{CANARY} outcome",
}
NEVER = ("admin", "leader", "dpo", "auditor", "editor", "representative", "publisher")
SPIES = [
    *(viewer for viewer in VIEWERS if viewer.startswith("meadow_")),
    *(f"harbour_{word}" for word in NEVER),
    "harbour_deputy",
    "joint_secretary",
    "anonymous",
]


@pytest.fixture
def world(cast):
    """A decided case of Harbour full of canaries, with a wall against the deputy."""
    case = walk.make_case(cast, at=Stage.RECEIVED, **TYPED)
    complaint = case.complaints.get()
    for verb in ("acknowledge", "allege", "test", "interim", "investigate"):
        case = walk.step(cast, case, verb)
    officer = cast.harbour_officer
    take("note", case, by=officer, text=f"{CANARY} note")
    take("write", case, by=officer, complaint=complaint, text=f"{CANARY} question")
    intake.say(complaint, text=f"{CANARY} answer")
    take("raise_wall", case, by=officer, person=cast.harbour_deputy.person, reasons=CANARY)
    walk.step(cast, case, "serve_notice", facts=f"{CANARY} facts")
    with acting(cast.harbour.pk, 0):
        letter = case.letters.first().pk
    return {
        "case": case.reference,
        "complaint": complaint.reference,
        "letter": letter,
        "evidence": 1,
        "item": 1,
        "announcement": 1,
        "interest": 1,
        "membership": 1,
        "draft": 1,
    }


def everything(name, world):
    """The address, and with the filters somebody might try."""
    where = address(name, world)
    yield where
    if name in {"cases", "trail", "statistics"}:
        yield from (f"{where}?show=all", f"{where}?show=all&search={CANARY}", f"{where}?page=2")


def text_of(body):
    """The words of an answer, also inside a workbook."""
    if not body.startswith(b"PK"):
        return body.decode(errors="ignore")
    with zipfile.ZipFile(BytesIO(body)) as book:
        return " ".join(book.read(name).decode(errors="ignore") for name in book.namelist())


@pytest.mark.parametrize("spy", SPIES)
def test_no_page_shows_what_another_partys_people_typed(spy, world, cast, client):
    if spy != "anonymous":
        client.force_login(getattr(cast, spy), backend=BACKEND)
    secret = (CANARY, world["case"].lower(), world["complaint"].lower())
    for name in sorted(EXPECTED):
        for where in everything(name, world):
            response = client.get(where)
            body = b"".join(response) if response.streaming else response.content
            shown = text_of(body).lower().replace(where.lower(), "")
            told = f"{shown} {dict(response.headers)}".lower()
            found = [word for word in secret if word in told and word not in where.lower()]
            assert not found, f"{where} shows {found} to {spy}"


def test_the_canary_sings_for_those_who_may_see_it(world, cast, client):
    """The net is real: whoever handles the case does find the word."""
    client.force_login(cast.harbour_officer, backend=BACKEND)
    assert CANARY in client.get(reverse("case", args=[world["case"]])).text
    assert world["case"] in client.get(reverse("cases") + "?show=all").text
    assert CANARY in text_of(client.get(reverse("export_register")).content)


def test_a_person_without_a_party_sees_no_case(cast, world):
    nobody = cast.harbour_officer
    nobody.act_for(cast.joint)
    assert not Case.objects.visible_to(nobody).exists()
