"""Does everybody know beforehand when figures come out, and who moved the day?"""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.workflow import Refused
from partyconduct.periodic.table import every_job
from reporting.statistics import announcing, early, feeds
from reporting.statistics.models import Announcement, DateChange, Release

TODAY, DAY, LATER = date(2024, 3, 1), date(2024, 5, 2), date(2024, 5, 9)


@pytest.fixture
def coming(cast):
    """An announcement of a day that is still to come, whenever the test runs."""
    today = timezone.localdate()
    month = (today.replace(day=1) + timedelta(days=70)).replace(day=1)
    entry = announcing.announce(
        cast.harbour, month.year - 1, by=cast.harbour_publisher, month=month
    )
    day = next(d for d in (month + timedelta(days=n) for n in range(9, 20)) if good(cast, d))
    return announcing.fix_day(entry, by=cast.harbour_publisher, day=day)


def good(cast, day):
    return not announcing.day_objection(cast.harbour, day, "", timezone.localdate())


@pytest.mark.parametrize(
    ("day", "reason", "words"),
    [
        (date(2024, 2, 29), "", "29 February 2024 is over"),
        (TODAY, "", "is over"),
        (date(2025, 5, 1), "", "twelve months ahead"),
        (date(2024, 5, 4), "", "no working day"),
        (date(2024, 5, 6), "", "no working day"),  # the early May bank holiday
        (date(2024, 3, 28), "", "less than four weeks"),
        (date(2024, 3, 28), "An error in table 3", ""),
        (date(2024, 4, 2), "", ""),
    ],
)
def test_a_day_is_a_working_day_four_weeks_ahead(cast, day, reason, words):
    said = announcing.day_objection(cast.harbour, day, reason, TODAY)
    assert words in said if words else said == ""


def test_figures_come_out_at_half_past_nine_by_the_clocks_of_the_country(announced):
    assert timezone.localtime(announced.due_at).isoformat() == "2024-05-02T09:30:00+01:00"


def test_only_a_publisher_announces_and_for_the_own_party_only(cast):
    with pytest.raises(PermissionDenied):
        announcing.announce(cast.harbour, 2023, by=cast.harbour_head, month=DAY, today=TODAY)
    with pytest.raises(Refused, match="own party"):
        announcing.announce(cast.harbour, 2023, by=cast.meadow_publisher, month=DAY, today=TODAY)


@pytest.mark.parametrize(
    ("year", "month", "words"),
    [(2023, date(2024, 2, 1), "month is over"), (2024, DAY, "after its end")],
)
def test_an_impossible_month_is_refused(cast, year, month, words):
    with pytest.raises(Refused, match=words):
        announcing.announce(
            cast.harbour, year, by=cast.harbour_publisher, month=month, today=TODAY
        )


def test_a_release_is_announced_once(cast, announced):
    with pytest.raises(Refused, match="announced already"):
        announcing.announce(cast.harbour, 2023, by=cast.harbour_publisher, month=DAY, today=TODAY)


def test_a_named_day_is_not_simply_named_again(cast, announced):
    with pytest.raises(Refused, match="Ask for it to be moved"):
        announcing.fix_day(announced, by=cast.harbour_publisher, day=LATER, today=TODAY)


@pytest.fixture
def asked(cast, announced):
    return announcing.move(
        announced, by=cast.harbour_publisher, day=LATER, reason="Illness", today=TODAY
    )


def test_a_second_person_moves_the_day_and_the_calendar_says_why(cast, announced, asked):
    with pytest.raises(Refused, match="second person"):
        announcing.approve(announced, by=cast.harbour_publisher)
    moved = announcing.approve(announced, by=cast.harbour_head)
    assert timezone.localdate(moved.due_at) == LATER
    entry = Announcement.objects.visible_to(None).get()
    assert feeds.words(entry) == (
        "To be published on 9 May 2024 at 09:30. Moved from 2 May 2024: Illness"
    )


def test_until_then_the_old_day_holds(announced, asked):
    assert Announcement.objects.get().due_at == announced.due_at


def test_a_move_has_a_reason_and_waits_alone(cast, announced, asked):
    with pytest.raises(Refused, match="waits for approval already"):
        announcing.move(announced, by=cast.harbour_publisher, day=DAY, reason="x", today=TODAY)


def test_the_database_knows_that_another_person_approves(asked):
    asked.approved_by_id, asked.approved_at = asked.asked_by_id, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        DateChange.objects.bulk_update([asked], ["approved_by", "approved_at"])


def test_another_partys_announcement_does_not_exist(cast, announced, sign_in):
    with pytest.raises(Refused, match="no such announcement"):
        announcing.move(announced, by=cast.meadow_publisher, day=LATER, reason="x", today=TODAY)
    browser = sign_in(cast.meadow_publisher)
    assert browser.get(f"/statistics/announcements/{announced.pk}/").status_code == 404


def test_what_is_published_is_not_moved_any_more(cast, announced, published):
    with pytest.raises(Refused, match="is published"):
        announcing.move(announced, by=cast.harbour_publisher, day=LATER, reason="x", today=TODAY)


def test_the_calendar_shows_what_is_coming(client, coming):
    page = client.get("/statistics/calendar/").text
    assert "Harbour Party" in page
    assert "9.30" in page
    assert "Late" not in page


def test_what_was_due_and_has_not_come_out_is_called_late(client, announced):
    assert "Late" in client.get("/statistics/calendar/").text


def test_the_calendar_can_be_taken_along(client, coming):
    text = client.get("/statistics/calendar.ics").text
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART:" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "STATUS:CONFIRMED" in text


def test_releases_can_be_followed_in_a_feed_reader(client, published, coming):
    answer = client.get("/statistics/calendar.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "/statistics/2023/harbour/1/" in answer.text
    assert "Announced: Complaints about members: Harbour Party" in answer.text
    assert client.get("/statistics/calendar.doc").status_code == 404


def test_the_whole_way_on_the_pages(sign_in, cast):
    """Announce a month, name a day too soon, say why, ask to move it, let somebody approve."""
    today = timezone.localdate()
    month = (today.replace(day=28) + timedelta(days=5)).replace(day=1)
    browser = sign_in(cast.harbour_publisher)
    typed = {"year": month.year - 1, "month": month.isoformat()}
    page = browser.post("/statistics/announcements/", typed, follow=True)
    assert "the day follows" in page.text
    address = page.request["PATH_INFO"]
    entry = Announcement.objects.get()
    day = next(d for d in (month + timedelta(days=n) for n in range(60)) if good_at(cast, d))
    weekend = day + timedelta(days=6 - day.isoweekday() % 7)
    assert "no working day" in browser.post(address, parts(weekend) | {"reason": "x"}).text
    browser.post(address, parts(day) | {"reason": "First of its kind"})
    other = next(d for d in (day + timedelta(days=n) for n in range(1, 60)) if good_at(cast, d))
    assert "Say why the day is moved." in browser.post(address, parts(other)).text
    browser.post(address, parts(other) | {"reason": "A check is late"})
    assert "A second person has to approve it" in browser.get(address).text
    sign_in(cast.harbour_head).post(f"{address}approve/")
    entry.refresh_from_db()
    assert timezone.localdate(entry.due_at) == other


def good_at(cast, day):
    return not announcing.day_objection(cast.harbour, day, "why", timezone.localdate())


def parts(day):
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year}


def test_publishing_is_a_job_of_every_minute():
    (job,) = [job for job in every_job() if job.name == "figures"]
    assert job.every.name == "MINUTE"


def test_the_job_publishes_what_is_due(announced, signed):
    call_command("jobs", "run", "--once", "figures", "--at", announced.due_at.isoformat())
    assert Release.objects.get(pk=signed.pk).is_published


# --- Seen before everybody -----------------------------------------------------------------------


@pytest.fixture
def reader(cast, announced, signed):
    return early.admit(
        signed,
        by=cast.harbour_publisher,
        person=cast.harbour_leader.person,
        role="Chair of the party",
        reason="Answers for the register in public",
    )


def test_the_list_opens_a_day_before(cast, announced, reader):
    with pytest.raises(Refused, match="24 hours before"):
        early.look(reader, by=cast.harbour_leader, at=announced.due_at - timedelta(hours=25))
    early.look(reader, by=cast.harbour_leader, at=announced.due_at - timedelta(hours=23))
    assert reader.views.count() == 1


def test_the_list_and_every_look_are_published(cast, client, announced, reader, signed):
    early.look(reader, by=cast.harbour_leader, at=announced.due_at - timedelta(hours=2))
    call_command("jobs", "run", "--once", "figures", "--at", announced.due_at.isoformat())
    page = client.get("/statistics/2023/harbour/").text
    assert cast.harbour_leader.person.name in page
    assert "Answers for the register in public" in page
    assert "2 May 2024, 07:30" in page
    reader.release.refresh_from_db()
    with pytest.raises(Refused, match="are published"):
        early.look(reader, by=cast.harbour_leader)


def test_nobody_else_finds_the_figures_early(sign_in, cast, reader, signed):
    for user in (cast.harbour_officer, cast.harbour_publisher, cast.meadow_leader):
        assert sign_in(user).get(f"/statistics/early/{signed.pk}/").status_code == 404


def test_unsigned_figures_are_shown_to_nobody_early(cast, announced, built):
    reader = early.admit(
        built,
        by=cast.harbour_publisher,
        person=cast.harbour_leader.person,
        role="Chair",
        reason="Must answer",
    )
    with pytest.raises(Refused, match="not signed"):
        early.look(reader, by=cast.harbour_leader, at=announced.due_at)


def test_somebody_is_listed_from_the_page_by_address(sign_in, cast, built):
    browser, address = sign_in(cast.harbour_publisher), f"/statistics/drafts/{built.pk}/readers/"
    typed = {"person": "leader@meadow.example", "role": "Leader", "reason": "Curious"}
    assert "Nobody in your party" in browser.post(address, typed).text
    browser.post(address, typed | {"person": "leader@harbour.example"})
    assert built.early_readers.get().person == cast.harbour_leader.person
