"""How do figures become public, and who stands for them?"""

import zlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from complaints.models import Case, Complaint
from complaints.workflow import Refused
from partyconduct.audit.trail import events_about
from partyconduct.parties.models import Membership, User
from partyconduct.rlsdb import acting
from reporting.statistics import assembly, checks, freezing, releases, tables
from reporting.statistics.disclosure import Altered, Truth
from reporting.statistics.models import Freeze, Release


def test_a_release_is_drafted_built_signed_twice_and_published(published):
    assert published.state == Release.State.PUBLISHED
    assert published.passed
    verbs = [event.verb for event in events_about(published)]
    assert verbs == ["draft", "build", "sign", "sign", "publish"]


def test_a_draft_is_built_from_the_register(cast, register):
    draft = releases.build(releases.draft(register, 2023, by=cast.harbour_publisher))
    assert (draft.is_built, draft.passed, draft.progress) == (True, True, 100)
    assert draft.released().about["title"] == draft.title


def test_only_a_publisher_drafts(cast):
    with pytest.raises(PermissionDenied):
        releases.draft(cast.harbour, 2023, by=cast.harbour_officer)


def test_a_publisher_drafts_for_the_own_party_only(cast):
    with pytest.raises(Refused, match="own party"):
        releases.draft(cast.harbour, 2023, by=cast.meadow_publisher)


def test_a_year_that_is_not_over_is_refused(cast):
    with pytest.raises(Refused, match="not over"):
        releases.draft(cast.harbour, 2999, by=cast.harbour_publisher)


def test_there_is_one_draft_of_a_year_at_a_time(cast, built):
    with pytest.raises(Refused, match="already"):
        releases.draft(cast.harbour, 2023, by=cast.harbour_publisher)


def test_the_same_person_does_not_sign_twice(cast, built):
    releases.sign(built, by=cast.harbour_publisher)
    with pytest.raises(Refused, match="second person"):
        releases.sign(built, by=cast.harbour_publisher)


def test_the_database_knows_that_two_people_sign(cast, built):
    built.first_signature = built.second_signature = cast.harbour_head.person
    with pytest.raises(IntegrityError), transaction.atomic():
        built.save()


def test_the_publisher_signs_first(cast, built):
    with pytest.raises(Refused, match="signs first"):
        releases.sign(built, by=cast.harbour_head)


def test_a_leader_signs_nothing(cast, built):
    with pytest.raises(Refused, match="no such draft"):
        releases.sign(built, by=cast.harbour_leader)


def test_unsigned_figures_are_not_published(cast, built):
    with pytest.raises(Refused, match="Two people"):
        releases.publish(built, by=cast.harbour_publisher)


def test_signed_figures_are_not_built_again(cast, built):
    releases.sign(built, by=cast.harbour_publisher)
    with pytest.raises(Refused, match="has been signed"):
        releases.rebuild(built, by=cast.harbour_publisher)


def test_a_second_build_does_not_undo_a_signature(cast, built, made):
    begun = Release.objects.get(pk=built.pk)
    releases.sign(built, by=cast.harbour_publisher)
    releases.keep(begun, made)
    signed_by = Release.objects.get(pk=built.pk).first_signature_id
    assert signed_by == cast.harbour_publisher.person_id


def test_an_altered_byte_is_not_published(cast, announced, built):
    releases.sign(built, by=cast.harbour_publisher)
    releases.sign(built, by=cast.harbour_head)
    Release.objects.filter(pk=built.pk).update(frozen=built.frozen.replace("580", "581", 1))
    with pytest.raises(Altered):
        releases.publish(built, by=cast.harbour_publisher)


@pytest.mark.parametrize(
    "change",
    [
        lambda r: Release.objects.filter(pk=r.pk).update(title="Another"),
        lambda r: Release.objects.filter(pk=r.pk)._raw_delete("default"),
        lambda r: r.files.update(sha256="0"),
        lambda r: r.files.all()._raw_delete("default"),
        lambda r: Freeze.objects.filter(release=r).update(sha256="0"),
        lambda r: r.files.create(
            name="x.csv", content_type="text/csv", sha256="0", size=0, content=b""
        ),
    ],
)
def test_the_database_refuses_to_change_what_was_published(published, change):
    refused = pytest.raises(DatabaseError, match="never changes")
    with acting(published.party_id, 0), refused, transaction.atomic():
        change(published)


def test_a_correction_is_a_new_number_and_says_what_it_corrects(cast, published):
    with pytest.raises(Refused, match="Say what"):
        releases.draft(cast.harbour, 2023, by=cast.harbour_publisher)
    second = releases.draft(cast.harbour, 2023, by=cast.harbour_publisher, note="Late entries")
    assert second.number == 2
    assert list(Release.objects.current()) == [published]


def test_figures_are_not_published_before_a_day_was_announced(cast, signed):
    with pytest.raises(Refused, match="Announce the day first"):
        releases.publish(signed, by=cast.harbour_publisher)


def test_figures_come_out_at_the_announced_minute_and_not_before(cast, announced, signed):
    before, jobs = announced.due_at - timedelta(minutes=1), User.objects.service("jobs")
    with pytest.raises(Refused, match="2 May 2024 at 09:30"):
        releases.publish(signed, by=cast.harbour_publisher, at=before)
    assert releases.publish_due(jobs, before)["published"] == 0
    assert releases.publish_due(jobs, announced.due_at)["published"] == 1
    assert Release.objects.published().get().published_at == announced.due_at


def test_publishing_twice_changes_nothing(published):
    jobs = User.objects.service("jobs")
    assert releases.publish_due(jobs, timezone.now()) == {"published": 0, "refused": 0}


def test_unsigned_figures_do_not_come_out_by_themselves(announced, built):
    jobs = User.objects.service("jobs")
    assert releases.publish_due(jobs, announced.due_at)["published"] == 0


def test_an_altered_release_is_kept_back_and_says_so(announced, signed):
    signed.files.filter(name="statistics.csv").update(content=b"altered")
    jobs = User.objects.service("jobs")
    assert releases.publish_due(jobs, announced.due_at) == {"published": 0, "refused": 1}
    assert "statistics.csv was altered" in Release.objects.get(pk=signed.pk).failure
    assert releases.publish_due(jobs, announced.due_at) == {"published": 0, "refused": 0}


def test_the_same_files_are_made_again_of_what_was_frozen(built):
    assert releases.make_again(built) == []


def test_a_changed_byte_of_what_was_frozen_is_refused(built):
    content = zlib.decompress(bytes(built.freeze.content)).replace(b"580", b"581", 1)
    with acting(built.party_id, 0):
        Freeze.objects.filter(release=built).update(content=zlib.compress(content))
    with pytest.raises(Altered, match="counted for this release"):
        releases.make_again(built)


def test_a_broken_freeze_is_refused(announced, signed, cast):
    with acting(signed.party_id, 0):
        Freeze.objects.filter(release=signed).update(content=b"nonsense")
    with pytest.raises(Altered):
        releases.publish(signed, by=cast.harbour_publisher)


def test_what_is_frozen_does_not_depend_on_the_order_of_counting(frame):
    turned = [replace(each, truths=dict(reversed(each.truths.items()))) for each in frame.counts]
    assert freezing.freeze(replace(frame, counts=turned)) == freezing.freeze(frame)


def test_a_release_keeps_what_it_was_made_under(built):
    assert built.code_version == freezing.code_version()
    assert built.freeze.parameters["hidden_below"]["9"] == 10
    assert built.calendar_version
    assert built.inputs_sha256 == built.freeze.sha256


def test_the_only_person_who_may_sign_is_told_that_nobody_else_can(cast, built):
    Membership.objects.filter(person=cast.harbour_head.person).delete()
    releases.sign(built, by=cast.harbour_publisher)
    with pytest.raises(Refused, match="Nobody but you may sign for Harbour Party"):
        releases.sign(built, by=cast.harbour_publisher)


def test_the_next_year_starts_where_this_one_ended(cast, published):
    frame = releases.figures(cast.harbour, 2024, date(2025, 3, 31))
    system = assembly.system(frame)
    assert frame.earlier[0].about["year"] == 2023
    assert system.truths[frame.cell(tables.OPEN_START)].count == 92
    assert all(result.passed for result in checks.run(system, frame))


def test_a_failing_check_writes_nothing_and_names_the_line(cast, register):
    """A complaint that was closed before it came: the release is blocked until it is put right."""
    case = Case.objects.filter(party=register, closed_on__isnull=False).first()
    Complaint.objects.filter(case=case).update(received_on=date(2023, 12, 31))
    Case.objects.filter(pk=case.pk).update(closed_on=case.received_on)
    draft = releases.build(releases.draft(register, 2023, by=cast.harbour_publisher))
    assert not draft.is_built
    assert "complaints closed before they were received" in draft.failure
    assert not draft.files.exists()


def test_a_party_with_three_complaints_publishes_nothing(cast):
    frame = releases.figures(cast.meadow, 2023, date(2024, 3, 31))
    frame.counts[0].truths.update(_three_complaints(frame))
    with pytest.raises(releases.Failed):
        releases.make(frame)


def _three_complaints(frame):
    return {frame.cell(tables.RECEIVED): Truth(3, 3, 1)}


def test_reading_the_figures_before_protection_is_an_event(cast, built):
    releases.read_counts(built, by=cast.harbour_publisher)
    assert events_about(built).last().verb == "read_counts"
