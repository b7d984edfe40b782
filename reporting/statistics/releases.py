"""How do the year's figures become a release? Count, check, protect, write, sign twice, publish.

A writer module: the only code that changes a release. What is frozen stays: after the first
signature nothing is built again, after publication the database refuses any change.
"""

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from codes.models import Adherence
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.parties.access import require, who_may
from partyconduct.parties.models import Party, User
from partyconduct.parties.roles import Permission, roles_with
from partyconduct.rlsdb import acting
from reporting.statistics import assembly, checks, counting, exports, freezing, trial
from reporting.statistics.disclosure import (
    Altered,
    Earlier,
    Released,
    Unprotectable,
    protect,
)
from reporting.statistics.models import Freeze, Release, ReleaseFile

YEARS_SHOWN = 5
# What the attack finds is kept with the release and shown to whoever signs. It does not stop one
# yet: some of what it finds between two releases is not settled to be real.
ATTACKS_BLOCK = False
Progress = Callable[[int, str], None]


# Items 36 and 37 of the checklist for workbooks: no program can do them, so signing says them.
CONFIRMED = [
    {"id": name, "title": title, "passed": True, "differences": []}
    for name, title in (
        ("spelling", "The spelling was checked, says who signed first"),
        ("accessibility", "The workbook went through a checker of accessibility, says who signed"),
    )
]


class Failed(Exception):
    """Nothing is written: a check found a difference, or the figures cannot be protected."""

    def __init__(self, sentences: list[str], results: list[checks.Result] = ()):
        super().__init__(" ".join(sentences))
        self.sentences, self.results = sentences, list(results)


@dataclass(frozen=True)
class Made:
    """One release as it was made: counted, frozen, protected, written and checked."""

    frame: assembly.Frame
    released: Released
    files: dict[str, bytes]
    results: list[checks.Result]
    inputs: bytes


# --- Making the figures --------------------------------------------------------------------------


def figures(party, year: int, as_at: date, *, number: int = 1, note: str = "") -> assembly.Frame:
    """Counts of the party's year, or of all parties' for the joint body, with what came before.

    For the shell: all registers as they stand. A joint release sums what was published instead
    (`figures_of`).
    """
    is_joint = party.kind == Party.Kind.JOINT
    parties = list(Party.objects.filter(kind=Party.Kind.PARTY)) if is_joint else [party]
    period = counting.Period(year, as_at)
    counts = [_counted(each, period) for each in parties]
    return _frame(party, year, counts, _about(party, year, number, note))


def figures_of(release: Release) -> assembly.Frame:
    """What a release is made of: a party counts its register, the joint body what is published.

    So the joint figures are the sum of what each party stands for, to the last unit; a party that
    adheres to the joint code and has published nothing for the year is named as one that did not
    report (Cm 9543: the parties report together).
    """
    party, year = release.party, release.year
    if party.kind != Party.Kind.JOINT:
        of = {"number": release.number, "note": release.note}
        return figures(party, year, release.as_at, **of)
    adhering = adherents(year)
    reported = {own.party_id: own for own in Release.objects.current().filter(year=year)}
    counts = [_published_counts(reported[p.pk]) for p in adhering if p.pk in reported]
    if not counts:
        raise Failed([_("No party that adheres to the joint code has published its figures yet.")])
    about = _about(party, year, release.number, release.note)
    about["did_not_report"] = [p.name for p in adhering if p.pk not in reported]
    return _frame(party, year, counts, about)


def adherents(year: int) -> list[Party]:
    """The parties that supported the joint code at the end of the year."""
    standing = Adherence.objects.standing(date(year, 12, 31)).filter(stand=Adherence.SUPPORTED)
    return list(Party.objects.filter(pk__in=standing.values("party")).order_by("name"))


def _published_counts(own: Release) -> counting.Counts:
    (counts,) = freezing.melt(inputs_of(own), own.inputs_sha256).counts
    return counts


def _frame(party, year, counts, about):
    beside = list(_beside(party, year))
    return assembly.Frame(
        counts,
        about,
        party.kind == Party.Kind.JOINT,
        _earlier(party, year),
        salt_of(party.slug, year),
        [_held(other) for other in beside if other.year == year],
        [other.pk for other in beside],
    )


def _beside(party, year):
    """What a reader may lay beside a release, the oldest first: its own and the joint ones.

    A joint release is laid beside those of every party.
    """
    near = Release.objects.published().filter(year__range=(year - YEARS_SHOWN, year + YEARS_SHOWN))
    if party.kind != Party.Kind.JOINT:
        near = near.filter(Q(party=party) | Q(party__kind=Party.Kind.JOINT))
    return near.select_related("party").order_by("published_at", "pk")


def _held(other: Release) -> Earlier:
    """A release of the same year as readers hold it: what was counted, shown and hidden."""
    released = other.released()
    system = assembly.system(freezing.melt(inputs_of(other), other.inputs_sha256))
    printed = replace(system, sheets=released.sheets)
    return Earlier.of(released.about["release_id"], printed, released.cells)


def _counted(party, period):
    """The register itself counts: a wall in one case must not change the year's figures."""
    jobs = User.objects.service("jobs")
    with transaction.atomic(), acting(party.pk, jobs.person_id):
        return counting.everything(party, period)


def _about(party, year, number, note):
    title = _("Complaints about members: %(party)s, %(year)s") % {
        "party": party.name,
        "year": year,
    }
    contact = ", ".join(filter(None, (party.contact_name, party.contact_email)))
    return {
        "title": title,
        "publisher": party.name,
        "slug": party.slug,
        "release_id": f"{party.slug}-{year}-{number}",
        "number": number,
        "note": note,
        "contact": contact or _("the publisher of these figures"),
        "did_not_report": [],
    }


def _earlier(party, year) -> list[Released]:
    """The last release of each of the four years before, the newest first."""
    releases = Release.objects.current().filter(party=party, year__lt=year)
    return [r.released() for r in releases.order_by("-year")[: YEARS_SHOWN - 1]]


def make(frame: assembly.Frame, say: Progress = lambda percent, words: None) -> Made:
    """Freezes what was counted, then checks, protects and writes it from the frozen bytes alone.

    Or raises Failed with every reason. Its words are English, whoever asks.
    """
    inputs = freezing.freeze(frame)
    with override("en-gb"):
        return _made_of(inputs, say)


def _made_of(inputs: bytes, say: Progress) -> Made:
    frame = freezing.melt(inputs, _sha256(inputs))
    say(30, _("Checking that the figures agree"))
    system = assembly.system(frame)
    results = checks.run(system, frame)
    _stop_at(results)
    say(45, _("Protecting individuals"))
    released = _protected(system, frame.salt, results)
    say(60, _("Writing the workbook and the CSV files"))
    files = exports.tabular(released)
    results += [checks.percentages_hold(released), checks.formats_agree(released, files)]
    _stop_at(results)
    say(70, _("Attacking what was written"))
    closed = trial.closed(system, frame.counts if frame.joint else ())
    verdict = trial.attacked(released, files, _files_of(frame.beside), closed)
    if ATTACKS_BLOCK and not verdict.passed:
        raise Failed(verdict.sentences(), results)
    say(80, _("Writing the PDF"))
    files["statistics.pdf"] = exports.pdf.write(released)
    files["sha256sums.txt"] = exports.sums(files)
    files[trial.AUDIT] = verdict.as_file()  # about the files, and about those published before
    return Made(frame, released, files, results, inputs)


def _protected(system, salt, results) -> Released:
    try:
        return protect(system, salt)
    except Unprotectable as fault:
        raise Failed([str(fault)], results) from fault


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def inputs_of(release: Release) -> bytes:
    """The bytes that were frozen when the release was counted; refused when one was altered."""
    jobs = User.objects.service("jobs")
    with transaction.atomic(), acting(release.party_id, jobs.person_id):
        kept = Freeze.objects.filter(release=release).first()
    try:
        content = zlib.decompress(bytes(kept.content)) if kept else b""
    except zlib.error:
        content = b""
    if _sha256(content) != release.inputs_sha256:
        raise Altered(_("What was counted for this release was altered after it was frozen."))
    return content


def make_again(release: Release) -> list[str]:
    """The names of the files that come out otherwise when made again of what was frozen."""
    made = make(freezing.melt(inputs_of(release), release.inputs_sha256))
    kept = dict(release.files.values_list("name", "sha256"))
    again = {name: _sha256(content) for name, content in made.files.items()}
    names = (kept | again).keys() - {trial.AUDIT}  # it depends on what else was published
    return sorted(name for name in names if kept.get(name) != again.get(name))


def _files_of(ids: list[int]) -> list[dict[str, bytes]]:
    """The figures of other releases, as they were published and stay."""
    files = ReleaseFile.objects.filter(release__in=ids, name__in=trial.FIGURES)
    found: dict[int, dict[str, bytes]] = {}
    for file in files.order_by("release__published_at", "release"):
        found.setdefault(file.release_id, {})[file.name] = bytes(file.content)
    return list(found.values())


def _stop_at(results):
    sentences = [d.words() for result in results for d in result.differences]
    if sentences:
        raise Failed(sentences, results)


def salt_of(slug: str, year: int) -> str:
    """Breaks ties between covers: fixed for a release, not to be guessed from outside."""
    return hashlib.sha256(settings.KEYS["audit"] + f"{slug}/{year}".encode()).hexdigest()


# --- The life of a release -----------------------------------------------------------------------


def reading_day(year: int) -> date:
    """The register is read on 31 March after the year, or today where that is still to come."""
    return min(date(year + 1, 3, 31), timezone.localdate())


@transaction.atomic
def draft(party, year: int, *, by, note: str = "") -> Release:
    """Opens the next number of a year's release; its figures are built afterwards."""
    require(by, Permission.PUBLISH_STATISTICS)
    if by.party_id != party.pk:
        raise Refused(_("You may publish figures of your own party only."))
    as_at = reading_day(year)
    if as_at <= date(year, 12, 31):
        raise Refused(_("The year %(year)s is not over yet.") % {"year": year})
    past = Release.objects.filter(party=party, year=year)
    if past.exclude(state=Release.State.PUBLISHED).exists():
        raise Refused(_("There is a draft for %(year)s already. Open that one.") % {"year": year})
    number = past.count() + 1
    if number > 1 and not note:
        raise Refused(_("Say what this release corrects, and why."))
    release = Release(party=party, year=year, number=number, as_at=as_at, note=note)
    release.title = _about(party, year, number, note)["title"]
    release.created_by_id = by.person_id
    save(release, by, "draft")
    record(by, "draft", release, year=year, number=number)
    return release


def rebuild(release: Release, *, by) -> Release:
    """Puts a draft back to the start, so that its figures are built again from the register."""
    require(by, Permission.PUBLISH_STATISTICS)
    with transaction.atomic():
        release = _own(release, by)
        if release.first_signature_id:
            raise Refused(_("This release has been signed. Its figures stay as they are."))
        release.as_at = reading_day(release.year)
        release.progress, release.doing, release.failure = 0, _("Waiting to start"), ""
        release.frozen = release.sha256 = ""
        release.files.all().delete()
        save(release, by, "rebuild")
        record(by, "rebuild", release)
    return release


def build(release: Release) -> Release:
    """Builds the figures of a draft, saying how far it is. For the background worker."""

    def say(percent, words):
        Release.objects.filter(pk=release.pk).update(progress=percent, doing=words)

    say(10, _("Counting"))
    try:
        made = make(figures_of(release), say)
    except Failed as fault:
        return _keep_failure(release, fault)
    except Altered as fault:
        return _keep_failure(release, Failed([str(fault)]))
    return keep(release, made)


def _signed_meanwhile(release) -> bool:
    """Two builds of one draft: what somebody has signed since the second began stays."""
    now = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    return now.first_signature_id is not None and release.first_signature_id is None


@transaction.atomic
def _keep_failure(release, fault):
    if _signed_meanwhile(release):
        return release
    release.failure = "\n".join(fault.sentences[:20])
    release.checks = [result.as_data() for result in fault.results]
    release.progress, release.doing = 100, ""
    save(release, User.objects.service("jobs"), "build")
    return release


@transaction.atomic
def keep(release: Release, made: Made) -> Release:
    """Freezes what was made: figures, files and everything they depend on, in one transaction."""
    if _signed_meanwhile(release):
        return release
    released = made.released
    release.frozen, release.sha256 = released.frozen(), released.sha256
    release.inputs_sha256 = _sha256(made.inputs)
    release.definitions_version = released.about["definitions_version"]
    release.calendar_version = released.about["calendar_version"]
    release.code_version = freezing.code_version()
    release.checks = [result.as_data() for result in made.results]
    release.progress, release.doing, release.failure = 100, "", ""
    jobs = User.objects.service("jobs")
    save(release, jobs, "build")
    release.files.all().delete()
    ReleaseFile.objects.bulk_create(
        ReleaseFile(
            release=release,
            name=name,
            content_type=exports.content_type(name),
            sha256=_sha256(content),
            size=len(content),
            content=content,
        )
        for name, content in sorted(made.files.items())
    )
    _keep_freeze(release, made.inputs, jobs)
    record(jobs, "build", release, party_id=release.party_id, figures=release.sha256)
    return release


def _keep_freeze(release, inputs, jobs):
    """Under the wall of the party, since it is what was counted before protection."""
    with acting(release.party_id, jobs.person_id):
        Freeze.objects.filter(release=release).delete()
        Freeze.objects.create(
            party_id=release.party_id,
            release=release,
            content=zlib.compress(inputs, 9),
            sha256=release.inputs_sha256,
            parameters=freezing.PARAMETERS,
        )


@transaction.atomic
def sign(release: Release, *, by) -> Release:
    """The publisher signs first, then a second person who may sign; never the same one twice."""
    release = _own(release, by)
    if objection := sign_objection(release, by):
        raise Refused(objection)
    now = timezone.now()
    if release.first_signature_id is None:
        release.first_signature_id, release.first_signed_at = by.person_id, now
        release.checks = [*release.checks, *CONFIRMED]
    else:
        release.second_signature_id, release.second_signed_at = by.person_id, now
        release.state = Release.State.SIGNED
    save(release, by, "sign")
    record(by, "sign", release, figures=release.sha256)
    return release


def sign_objection(release: Release, by) -> str:
    """Why this person may not sign now; empty when they may."""
    if not release.is_built or release.state != Release.State.DRAFT:
        return _("There is nothing to sign: the figures are not built, or are signed already.")
    if release.first_signature_id is None:
        words = _("The statistics publisher signs first.")
        return "" if by.can(Permission.PUBLISH_STATISTICS) else words
    if release.first_signature_id == by.person_id:
        return _only_signer(release, by) or _(
            "You have signed already. A second person has to sign."
        )
    return (
        "" if by.can(Permission.SIGN_STATISTICS) else _("The second signature is another role’s.")
    )


def _only_signer(release, by) -> str:
    """Said where nobody else could sign, so that nobody waits for a signature that cannot come."""
    roles = roles_with(Permission.SIGN_STATISTICS)
    held = release.party.memberships.current().filter(role__in=roles)
    if held.exclude(person_id=by.person_id).exists():
        return ""
    return _(
        "Nobody but you may sign for %(party)s. These figures stay unpublished until another "
        "person is given a role that signs: %(roles)s."
    ) % {"party": release.party.name, "roles": who_may(Permission.SIGN_STATISTICS)}


@transaction.atomic
def publish(release: Release, *, by, at: datetime | None = None) -> Release:
    """By hand, where the announced minute has passed and the job has not run."""
    release, at = _own(release, by), at or timezone.now()
    if objection := publish_objection(release, by, at):
        raise Refused(objection)
    return _switch(release, by, at)


def publish_due(by, at: datetime) -> dict[str, int]:
    """Whatever is signed and announced for a minute that has come, each in a switch of its own.

    Run as often as one likes: what is published is not due any more. A release of which a byte
    was altered is refused and says so on its page; the others come out.
    """
    done = {"published": 0, "refused": 0}
    for release in Release.objects.due(at):
        if came := _publish_or_refuse(release, by, at):
            done[came] += 1
    return done


def _publish_or_refuse(release, by, at) -> str:
    """What became of it; "" where another worker was first."""
    try:
        with transaction.atomic():
            due = Release.objects.due(at).select_for_update(of=("self",))
            if held := due.filter(pk=release.pk).first():
                _switch(held, by, at)
            return "published" if held else ""
    except Altered as fault:
        release.failure = str(fault)
        save(release, by, "publish")
        record(by, "publish", release, outcome="refused", party_id=release.party_id)
        return "refused"


def _switch(release, by, at):
    """Every format at once. From here on the database refuses any change."""
    _refuse_if_altered(release)
    release.state, release.published_at, release.failure = Release.State.PUBLISHED, at, ""
    save(release, by, "publish")
    record(by, "publish", release, party_id=release.party_id, figures=release.sha256)
    return release


def _refuse_if_altered(release):
    release.released()
    for file in release.files.all():
        if _sha256(bytes(file.content)) != file.sha256:
            raise Altered(_("The file %(name)s was altered after it was made.") % {"name": file})
    inputs_of(release)


def publish_objection(release: Release, by, at: datetime) -> str:
    """Why this person may not publish now; empty when they may."""
    if not by.can(Permission.PUBLISH_STATISTICS):
        return _("Only the statistics publisher may publish.")
    if release.state == Release.State.PUBLISHED:
        return _("This release is published already.")
    if release.state != Release.State.SIGNED:
        return _("Two people have to sign before the figures are published.")
    return _too_early(release.announcement, at)


def _too_early(entry, at) -> str:
    if entry is None or entry.due_at is None:
        return _("Announce the day first. Figures come out at a minute known to everybody.")
    if at < entry.due_at:
        return _("These figures come out by themselves on %(day)s at %(time)s, not before.") % {
            "day": assembly.day_words(timezone.localtime(entry.due_at)),
            "time": f"{timezone.localtime(entry.due_at):%H:%M}",
        }
    return ""


def read_counts(release: Release, *, by) -> assembly.Frame:
    """The figures before protection, for the eyes of the party's own publisher; reading them is
    an event. The joint body has none of its own: nobody reads another party's small figures."""
    require(by, Permission.PUBLISH_STATISTICS)
    with transaction.atomic():
        release = _own(release, by)
        if release.party.kind == Party.Kind.JOINT:
            raise Refused(_("Each party reads its own figures before protection, and no other’s."))
        record(by, "read_counts", release, stream="access")
    if release.is_built:
        return freezing.melt(inputs_of(release), release.inputs_sha256)
    return figures_of(release)


def _own(release, by):
    """The release as it is now, held until the end of the transaction; only one's own party's."""
    mine = Release.objects.in_hand(by).select_for_update(of=("self",))
    found = mine.filter(pk=release.pk).first()
    if found is None:
        raise Refused(_("There is no such draft."))
    return found
