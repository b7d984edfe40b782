"""Is a case whose time is over destroyed to the last word, and only then?"""

import itertools
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from complaints import vault
from complaints.actions import intake, purging, retention, take
from complaints.models import Case, OutboxMessage, Purge, PurgeItem, Receipt, Respondent
from complaints.retention import SURVIVES, kept_as, later
from complaints.workflow import Refused, Stage
from partyconduct.audit.trail import events_about, verify
from partyconduct.rlsdb import acting, as_owner
from reporting.statistics import counting
from tests import walk
from tests.walk import REASONS, travel

WORD = "zebrafinch"
TYPED = {
    "respondent_name": f"Ms {WORD} Respondent",
    "respondent_member_no": f"HP-{WORD}",
    "respondent_branch": f"{WORD} branch",
    "complainant_name": f"Mr {WORD} Complainant",
    "complainant_email": f"{WORD}@example.org",
    "complainant_wants_email": True,
    "statement": f"What was said: {WORD}.",
    "place": f"{WORD} square",
    "happened_words": f"{WORD} evening",
    "witnesses": f"{WORD} Witness",
    "outcome_wanted": f"{WORD} outcome",
}
KEYS = itertools.count()  # each form is another one, though the clock stands still
CLOSED, DUE = "2026-03-30", "2032-03-31"  # upheld: kept for six years


def close_a_case(cast, **typed):
    """A case with a canary in everything that people type, closed with an upheld finding."""
    with travel("2026-03-02"):
        case = walk.make_case(cast, key=str(next(KEYS)), **(TYPED | typed))
        complaint = case.complaints.get()
        intake.hand_in(complaint, sealed=walk.picture(cast.harbour) | {"name": f"{WORD}.png"})
        for verb in ("acknowledge", "allege", "test", "interim", "investigate"):
            case = walk.step(cast, case, verb)
        officer = cast.harbour_officer
        take("note", case, by=officer, text=f"{WORD} note")
        take("update", case, by=officer, text=f"{WORD} update")
        take("write", case, by=officer, complaint=complaint, text=f"{WORD} question")
        intake.say(complaint, text=f"{WORD} answer")
        case = walk.step(cast, case, "serve_notice", facts=f"{WORD} facts")
        take("pause", case, by=officer, category="other", reason=f"{WORD} pause")
        case = take("resume", Case.objects.get(pk=case.pk), by=officer)
        case = walk.step(cast, case, "record_response", text=f"{WORD} response")
        for verb in ("report", "convene", "decide", "notify"):
            case = walk.step(cast, case, verb)
    with travel(CLOSED):
        return walk.step(cast, case, "close")


@pytest.fixture
def closed(cast):
    return close_a_case(cast)


def agree(cast, on=DUE):
    """The head asks, the data protection officer agrees."""
    with travel(on):
        head, dpo = cast.harbour_head, cast.harbour_dpo
        with acting(cast.harbour.pk, head.person_id):
            listed = retention.due(head, timezone.localdate())
            batch = retention.ask(head, digest=retention.digest_of(listed))
        with acting(cast.harbour.pk, dpo.person_id):
            return retention.agree(batch, dpo, digest=retention.digest_of(listed))


def purge(on=DUE):
    with travel(on):
        return purging.carry_out(None, timezone.localtime())


def numbers_due(user, on):
    with travel(on), acting(user.party_id, user.person_id):
        return [each.number for each in retention.due(user, timezone.localdate())]


def text_of_the_database():
    """Every row of every table, as text."""
    with as_owner(), connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row)).lower()


def tables_with(word):
    return sorted({table for table, text in text_of_the_database() if word in text})


# --- what is due


def test_a_case_is_due_when_the_pinned_procedure_says_so(cast, closed):
    assert numbers_due(cast.harbour_head, "2032-03-29") == []
    assert numbers_due(cast.harbour_head, DUE) == [closed.pk]
    assert numbers_due(cast.meadow_head, DUE) == []


def test_how_a_case_ended_says_how_long_it_is_kept():
    assert kept_as("decided-by-panel", True) == "upheld"
    assert kept_as("decided-by-panel", False) == "not_upheld"
    assert kept_as("not-a-member", False) == "out_of_scope"


def test_months_are_counted_to_the_same_day_or_the_last_of_the_month():
    assert later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert later(date(2026, 3, 30), 72) == date(2032, 3, 30)


def test_a_wall_hides_a_due_case_from_whoever_asks(cast):
    with travel("2026-03-02"):
        case = walk.make_case(cast, at=Stage.ASSESSMENT)
        person = cast.harbour_head.person
        take("raise_wall", case, by=cast.harbour_officer, person=person, reasons=REASONS)
        case = walk.step(cast, Case.objects.get(pk=case.pk), "dismiss")
    assert numbers_due(cast.harbour_head, DUE) == []
    assert numbers_due(cast.harbour_dpo, DUE) == [case.pk]


def test_a_hold_keeps_a_case_beyond_its_time(cast, closed):
    officer = cast.harbour_officer
    with travel("2026-04-01"), acting(cast.harbour.pk, officer.person_id):
        held = retention.hold(closed, officer, kind="legal", reasons=REASONS)
    assert numbers_due(cast.harbour_head, DUE) == []
    with travel("2026-04-02"), acting(cast.harbour.pk, officer.person_id):
        retention.release(held, officer, reasons=REASONS)
    assert numbers_due(cast.harbour_head, DUE) == [closed.pk]


def test_a_hold_placed_after_the_list_was_agreed_still_keeps_the_case(cast, closed):
    agree(cast)
    with travel(DUE), acting(cast.harbour.pk, cast.harbour_officer.person_id):
        retention.hold(closed, cast.harbour_officer, kind="restriction", reasons=REASONS)
    assert purge()["kept"] == 1
    assert Case.objects.get(pk=closed.pk).purged_on is None


# --- two people


def test_nobody_agrees_to_their_own_list(cast, closed):
    batch = agree(cast)
    Purge.objects.filter(pk=batch.pk).update(state="asked", agreed_by=None)
    head = cast.harbour_head
    with travel(DUE), pytest.raises(Refused, match="second person"):
        retention.agree(batch, head, digest=batch.digest)


def test_a_list_that_has_changed_since_it_was_shown_is_not_agreed(cast, closed):
    head, dpo = cast.harbour_head, cast.harbour_dpo
    with travel(DUE):
        digest = retention.digest_of(retention.due(head, timezone.localdate()))
        batch = retention.ask(head, digest=digest)
        retention.hold(closed, cast.harbour_officer, kind="legal", reasons=REASONS)
        with pytest.raises(Refused, match="has changed"):
            retention.agree(batch, dpo, digest=digest)


def test_what_was_not_shown_is_not_asked_for(cast, closed):
    with travel(DUE), pytest.raises(Refused, match="has changed"):
        retention.ask(cast.harbour_head, digest="0" * 64)


def test_nothing_is_destroyed_that_was_not_agreed(cast, closed):
    with travel(DUE):
        digest = retention.digest_of(retention.due(cast.harbour_head, timezone.localdate()))
        retention.ask(cast.harbour_head, digest=digest)
    assert purge()["cases"] == 0
    assert WORD in closed.respondent.name


# --- what is left


def test_no_word_of_the_case_is_left_anywhere(cast, closed):
    files = purging.files_of(closed)
    assert len(tables_with(WORD)) > 15
    agree(cast)
    done = purge()
    assert (done["cases"], done["files"]) == (1, 1)
    assert tables_with(WORD) == []
    assert not any(vault.store().path(name).exists() for name in files)
    assert purging.leftovers(closed) == []


def test_its_numbers_and_addresses_go_too(cast, closed):
    references = {closed.reference.lower(), closed.complaints.get().reference.lower()}
    assert OutboxMessage.objects.filter(to=TYPED["complainant_email"]).exists()
    agree(cast)
    purge()
    assert [each for each in references if tables_with(each)] == []
    assert not Receipt.objects.exists()
    assert not OutboxMessage.objects.filter(to=TYPED["complainant_email"]).exists()


def test_the_trail_still_verifies_and_says_what_was_done(cast, closed):
    before = events_about(closed).count()
    agree(cast)
    purge()
    events = list(events_about(closed))
    assert len(events) == before + 1
    assert (events[-1].verb, events[-1].details["files"]) == ("purge", 1)
    assert [fault for fault in verify() if fault.kind != "trigger missing"] == []


def test_past_years_keep_their_counts(cast, closed):
    close_a_case(cast, respondent_name="Somebody Else", respondent_member_no="HP-2")
    period = counting.Period(2026, date(2027, 3, 31))
    with acting(cast.harbour.pk, 0):
        before = counting.everything(cast.harbour, period)
        agree(cast)
        assert purge()["cases"] == 2
        after = counting.everything(cast.harbour, period)
    assert before.truths
    assert after.truths == before.truths
    assert after.spans == before.spans


def test_a_respondent_of_several_cases_stays_one_person_in_the_counts(cast, closed):
    again = close_a_case(cast)
    with travel("2026-04-01"):
        retention.hold(again, cast.harbour_officer, kind="legal", reasons=REASONS)
    period = counting.Period(2026, date(2027, 3, 31))
    with acting(cast.harbour.pk, 0):
        before = counting.everything(cast.harbour, period).truths
        agree(cast)
        assert purge()["cases"] == 1
        assert counting.everything(cast.harbour, period).truths == before
    assert Respondent.objects.get(case=again).identity == f"HP-{WORD}".upper()


def test_nobody_finds_a_destroyed_case(cast, closed, sign_in):
    agree(cast)
    purge()
    browser = sign_in(cast.harbour_officer)
    assert browser.get(closed.get_absolute_url()).status_code == 404
    assert "PURGED" not in browser.get("/cases/?all=1").text


def test_other_cases_keep_everything(cast, closed):
    with travel("2026-03-02"):
        other = walk.make_case(cast, at=Stage.PANEL, key="another")
    agree(cast)
    purge()
    assert other.complaints.get().statement == walk.ANSWERS["statement"]
    assert other.letters.exists()
    assert other.history.exists()


# --- stopped on the way


class Killed(Exception):
    pass


@pytest.mark.parametrize("at", ["_mark", "shred", "_remove", "_finish", "forget_on_disk"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_purge_killed_anywhere_is_finished_by_the_next(cast, closed, monkeypatch, at, when):
    agree(cast)
    real = getattr(purging, at)

    def killed(*args):
        if when == "after":
            real(*args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(purging, at, killed)
        with pytest.raises(Killed):
            purge()
    purge()
    assert tables_with(WORD) == []
    assert list(vault.store().older_than(-1)) == []
    assert Purge.objects.get().state == Purge.State.DONE
    assert set(PurgeItem.objects.values_list("state", flat=True)) == {"done"}
    assert events_about(closed).filter(verb="purge").count() == 1


def test_a_hold_placed_while_a_purge_was_killed_keeps_the_case(cast, closed, monkeypatch):
    agree(cast)
    with monkeypatch.context() as patch:
        patch.setattr(purging, "shred", lambda *args: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            purge()
    with travel(DUE), acting(cast.harbour.pk, cast.harbour_officer.person_id):
        retention.hold(closed, cast.harbour_officer, kind="legal", reasons=REASONS)
    purge()
    assert tables_with(WORD) != []
    assert not PurgeItem.objects.exists()


# --- the nets


def test_whatever_survives_is_a_column_of_its_model():
    models = {m._meta.model_name: m for m in purging.of_case()}
    for name, columns in SURVIVES.items():
        assert set(columns) <= {field.name for field in models[name]._meta.local_fields}, name


def test_no_text_survives():
    """A column of words in the list would leave words; codes and dates are no words."""
    words = {"statement", "name", "text", "html", "reasons", "particulars", "label", "email"}
    assert not words & {column for columns in SURVIVES.values() for column in columns}


# --- the command


def test_the_command_lists_what_is_due_and_destroys_what_was_agreed(cast, closed, capsys):
    call_command("purge", dry_run=True, at=DUE, json=True)
    listed = json.loads(capsys.readouterr().out)
    assert [row["case"] for row in listed["due"]] == [closed.reference]
    assert listed["held"] == []
    agree(cast)
    call_command("purge", at=DUE, json=True)
    assert json.loads(capsys.readouterr().out)["cases"] == 1
    call_command("purge", at=DUE, json=True)
    assert json.loads(capsys.readouterr().out)["cases"] == 0


# --- the pages


def test_two_people_agree_on_the_pages(cast, closed, client, sign_in):
    with travel(DUE):
        page = sign_in(cast.harbour_dpo).get("/retention/")
        assert closed.reference in page.text
        asked = client.post("/retention/", {"digest": page.context["digest"]}, follow=True)
        assert "A second person has to agree." in asked.text
        page = sign_in(cast.harbour_head).get(asked.redirect_chain[-1][0])
        client.post(page.request["PATH_INFO"], {"digest": page.context["digest"]})
    assert Purge.objects.get().state == Purge.State.AGREED


def test_an_officer_holds_a_case_and_lifts_the_hold(cast, closed, sign_in):
    browser = sign_in(cast.harbour_officer)
    address = f"{closed.get_absolute_url()}hold/"
    browser.post(address, {"kind": "legal", "reasons": "Court has asked for it."})
    shown = browser.get(closed.get_absolute_url()).text
    assert "Court has asked for it." in shown
    held = closed.holds.get()
    browser.post(f"{address}{held.pk}/", {"reasons": "The court is done."})
    held.refresh_from_db()
    assert held.lifted_on == timezone.localdate()
    assert timezone.localdate() - held.placed_on < timedelta(days=2)
