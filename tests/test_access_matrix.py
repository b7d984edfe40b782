"""Who gets what at every address: the access policy in a form that can be printed and signed.

An address that is not named here fails the build. Every cell is asked with GET and with POST; a
refusal is a refusal for both and leaves nothing behind.
"""

import uuid
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse, reverse_lazy
from django.utils import timezone

from codes import actions as codes
from complaints.actions import intake, take
from complaints.models import Case, Duty
from complaints.procedures import actions as procedures
from complaints.workflow import STEPS, Stage
from partyconduct.audit.models import AuditEvent
from partyconduct.demonstration.figures import announce
from partyconduct.rlsdb import acting
from reporting.statistics import announcing, releases
from tests import walk

HARBOUR = [
    "head",
    "officer",
    "independent",
    "investigator",
    "adjudicator1",
    "appeal1",
    "reviewer",
    "publisher",
    "dpo",
    "auditor",
    "admin",
    "leader",
    "editor",
    "representative",
]
# Beside the roles: an officer behind a wall, an investigator with a duty, and the other party.
VIEWERS = [
    "anonymous",
    *(f"harbour_{word}" for word in HARBOUR),
    "harbour_deputy",  # walled off the case
    "harbour_investigator2",  # holds the investigator's duty in the case
    *(f"meadow_{word}" for word in ("head", "officer", "dpo", "publisher", "editor", "admin")),
    "joint_secretary",
]
SIGNED_IN = frozenset(VIEWERS) - {"anonymous"}
DESK = frozenset({"harbour_head", "harbour_officer"})
HOLDER = frozenset({"harbour_investigator2"})
WALLED = frozenset({"harbour_deputy"})
OWN_DESKS = DESK | WALLED | {"meadow_head", "meadow_officer"}
STAND_IN = frozenset({"harbour_independent"})
CASE_ROLES = (
    OWN_DESKS
    | HOLDER
    | {
        f"harbour_{word}"
        for word in ("independent", "investigator", "adjudicator1", "appeal1", "reviewer")
    }
)
ADMINISTRATORS = frozenset({"harbour_admin", "meadow_admin"})
EDITORS = frozenset({"harbour_editor", "meadow_editor", "joint_secretary"})
EVERYBODY = frozenset(VIEWERS)

OK, LOGIN, FORBIDDEN, HIDDEN = "ok", "login", "403", "404"


@dataclass(frozen=True)
class Row:
    """Who is let in; what everybody else who is signed in meets; what anonymous people meet."""

    ok: frozenset
    others: str = FORBIDDEN
    anonymous: str = LOGIN
    but: dict = field(default_factory=dict)  # what some of the others meet instead
    at: dict = field(default_factory=dict)

    def expected(self, viewer):
        if viewer in self.ok:
            return OK
        if viewer == "anonymous":
            return self.anonymous
        return self.but.get(viewer, self.others)


PUBLIC = Row(EVERYBODY)
STAFF = Row(SIGNED_IN)
IN_CASE = DESK | HOLDER
DRAFT = Row(frozenset({"harbour_editor"}), HIDDEN)
TRACKED = Row(EVERYBODY)  # without a receipt's session they lead back to the look-up page
PUBLISHER = frozenset({"harbour_publisher", "harbour_head"})
OWN_PUBLISHERS = PUBLISHER | {"meadow_publisher", "meadow_head", "joint_secretary"}
PURGERS = frozenset(f"{party}_{who}" for party in ("harbour", "meadow") for who in ("head", "dpo"))
HANDLERS = OWN_DESKS | STAND_IN
PARTY = {"party": "harbour"}
DRAFTED = PARTY | {"number": 3}
EDITION = PARTY | {"number": 2}
IMPORT = {"number": uuid.UUID(int=1)}  # nobody's import
YEAR = timezone.localdate().year - 1
RELEASED = {"year": YEAR, "slug": "harbour"}

EXPECTED = dict.fromkeys(
    [
        "home",
        "privacy",
        "accessibility",
        "healthz",
        "readyz",
        "robots",
        "security_contact",
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_logout",
        "codes",
        "complain",
        "complain_elsewhere",
        "track",
        "statistics",
        "statistics_history",
        "statistics_methods",
        "release_calendar",
        "leave",
        "track_leave",
        "respond",
        "respond_back",
        "respond_leave",
    ],
    PUBLIC,
)
EXPECTED |= dict.fromkeys(
    [
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_generate_recovery_codes",
        "account_change_password",
        "start",
        "acting_for",
        "roles",
    ],
    STAFF,
)
EXPECTED |= dict.fromkeys(
    ["track_message", "track_evidence", "track_letter", "track_letter_pdf", "track_copy"], TRACKED
)
# Without an invitation's session they lead back to where its codes are asked for.
EXPECTED |= dict.fromkeys(
    [
        "respond_keep",
        "respond_answer",
        "respond_check",
        "respond_ask",
        "respond_item",
        "respond_copy",
        "respond_letter",
        "respond_letter_pdf",
    ],
    TRACKED,
)
EXPECTED |= {
    "account_reset_password_from_key": Row(EVERYBODY, at={"uidb36": "1", "key": "no"}),
    "people": Row(frozenset({"harbour_admin", "meadow_admin"})),
    "invite": Row(frozenset({"harbour_admin", "meadow_admin"})),
    "end_role": Row(
        frozenset({"harbour_admin"}), but={"meadow_admin": HIDDEN}, at={"pk": "membership"}
    ),
    # Nobody of the cast has a second factor.
    "mfa_download_recovery_codes": Row(frozenset(), HIDDEN),
    "mfa_deactivate_totp": Row(frozenset(), HIDDEN),
    "mfa_view_recovery_codes": Row(frozenset(), HIDDEN),
    "mfa_authenticate": Row(SIGNED_IN),  # in the middle of signing in
    "code": Row(EVERYBODY, at=PARTY),
    "edition_day": Row(EVERYBODY, at=PARTY),
    "edition_on": Row(EVERYBODY, at=PARTY | {"day": timezone.localdate}),
    "edition": Row(EVERYBODY, at=EDITION),
    "edition_json": Row(EVERYBODY, at=EDITION),
    "edition_markdown": Row(EVERYBODY, at=EDITION),
    "edition_pdf": Row(EVERYBODY, at=EDITION),
    "edition_comparison": Row(EVERYBODY, at=EDITION | {"other": 1}),
    "procedure": Row(EVERYBODY, at=PARTY),
    "procedure_version": Row(EVERYBODY, at=PARTY | {"number": 1}),
    "procedure_comparison": Row(EVERYBODY, at=PARTY | {"number": 1, "other": 1}),
    "procedures": Row(ADMINISTRATORS),
    "procedure_new": Row(ADMINISTRATORS),
    "letters_to_post": Row(OWN_DESKS | STAND_IN),
    # A run belongs to whoever asked for it; nobody of the cast asked for this one.
    "print_run": Row(
        frozenset(), but=dict.fromkeys(OWN_DESKS | STAND_IN, HIDDEN), at={"pk": 10_000}
    ),
    "print_run_pdf": Row(
        frozenset(), but=dict.fromkeys(OWN_DESKS | STAND_IN, HIDDEN), at={"pk": 10_000}
    ),
    "wordings": Row(ADMINISTRATORS),
    "wording": Row(ADMINISTRATORS, at={"kind": "closing", "audience": "respondent"}),
    "drafts": Row(EDITORS),
    "draft_list": Row(DRAFT.ok, HIDDEN, at=PARTY),
    "draft_new": Row(DRAFT.ok, HIDDEN, at=PARTY),
    "draft_upload": Row(DRAFT.ok, HIDDEN, at=PARTY),
    "draft_adherence": Row(frozenset({"joint_secretary"}), HIDDEN, at={"party": "joint"}),
    "draft_clause": Row(DRAFT.ok, HIDDEN, at=DRAFTED | {"anchor": "clause-3-1"}),
    "draft_clause_remove": Row(DRAFT.ok, HIDDEN, at=DRAFTED | {"anchor": "clause-3-1"}),
    "complain_page": Row(EVERYBODY, at={"party": "harbour", "page": "start"}),
    "cases": Row(frozenset(CASE_ROLES)),
    "workload": Row(frozenset(CASE_ROLES)),
    "approaches": Row(frozenset({"harbour_head", "harbour_auditor", "meadow_head"})),
    "consistency": Row(frozenset({"harbour_head", "meadow_head"})),
    "interests": Row(frozenset(CASE_ROLES)),
    "end_interest": Row(
        frozenset(),
        HIDDEN,
        but=dict.fromkeys(SIGNED_IN - CASE_ROLES, FORBIDDEN),
        at={"pk": "interest"},
    ),
    "training": Row(frozenset({"harbour_admin", "meadow_admin"})),
    "key_in": Row(OWN_DESKS | STAND_IN),
    "received": Row(OWN_DESKS | STAND_IN),
    "import_register": Row(OWN_DESKS),
    "export_register": Row(OWN_DESKS),
    "check_import": Row(OWN_DESKS),
    "import_progress": Row(
        frozenset(), HIDDEN, but=dict.fromkeys(SIGNED_IN - OWN_DESKS, FORBIDDEN), at=IMPORT
    ),
    "case": Row(IN_CASE, HIDDEN, at={"reference": "case"}),
    "evidence": Row(IN_CASE, HIDDEN, at={"reference": "case", "pk": "evidence"}),
    "letter": Row(IN_CASE, HIDDEN, at={"reference": "case", "pk": "letter"}),
    # Whoever holds the investigator's duty reads letters; only the desk sends them.
    "letter_delivery": Row(
        DESK,
        HIDDEN,
        but=dict.fromkeys(HOLDER, FORBIDDEN),
        at={"reference": "case", "pk": "letter"},
    ),
    "letter_pdf": Row(IN_CASE, HIDDEN, at={"reference": "case", "pk": "letter"}),
    "sides": Row(IN_CASE, HIDDEN, at={"reference": "case"}),
    "item": Row(IN_CASE, HIDDEN, at={"reference": "case", "pk": "item"}),
    "side_copy": Row(
        IN_CASE, HIDDEN, at={"reference": "case", "who": "respondent", "ending": "html"}
    ),
    "take_step": Row(IN_CASE, HIDDEN, at={"reference": "case", "verb": "note"}),
    "retention": Row(PURGERS),
    # Nobody's list, and nobody's hold: whoever may look finds nothing.
    "purge": Row(frozenset(), but=dict.fromkeys(PURGERS, HIDDEN), at={"number": 1_000_000}),
    "hold": Row(DESK, but=dict.fromkeys(HANDLERS - DESK, HIDDEN), at={"reference": "case"}),
    "lift_hold": Row(
        frozenset(),
        but=dict.fromkeys(HANDLERS, HIDDEN),
        at={"reference": "case", "number": 1_000_000},
    ),
    "trail": Row(frozenset({"harbour_dpo", "harbour_auditor", "meadow_dpo"})),
}
EXPECTED |= {
    name: Row(DRAFT.ok, HIDDEN, at=DRAFTED)
    for name in [
        "draft",
        "draft_about",
        "draft_comparison",
        "draft_tariff",
        "draft_put_in_force",
        "draft_discard",
        "draft_clause_add",
    ]
}
EXPECTED |= {
    name: Row(frozenset({"harbour_admin"}), but={"meadow_admin": HIDDEN}, at={"number": 3})
    for name in [
        "procedure_draft",
        "procedure_settings",
        "procedure_put_in_force",
        "procedure_discard",
    ]
}

OTHERS_DRAFT = dict.fromkeys(("meadow_publisher", "meadow_head", "joint_secretary"), HIDDEN)
AT_DRAFT = {"number": "draft"}
EXPECTED |= {
    "release_drafts": Row(OWN_PUBLISHERS),
    "release": Row(EVERYBODY, at=RELEASED),
    "release_beside": Row(EVERYBODY, at=RELEASED | {"ending": "csv"}),
    "release_file": Row(EVERYBODY, at=RELEASED | {"name": "datapackage.json"}),
    "release_numbered": Row(EVERYBODY, at=RELEASED | {"release": 1}),
    "release_kept": Row(EVERYBODY, at=RELEASED | {"release": 1, "name": "sha256sums.txt"}),
    "release_feed": Row(EVERYBODY, at={"kind": "ics"}),
    "release_announcements": Row(OWN_PUBLISHERS),
    "release_announcement": Row(PUBLISHER, but=OTHERS_DRAFT, at={"number": "announcement"}),
    # Nothing waits for approval, and nobody is listed: refused, or as good as not there.
    "release_approve_day": Row(frozenset(), but=OTHERS_DRAFT, at={"number": "announcement"}),
    "release_early": Row(frozenset(), HIDDEN, at=AT_DRAFT),
    "release_admit": Row(PUBLISHER, but=OTHERS_DRAFT, at=AT_DRAFT),
    "release_draft": Row(PUBLISHER, but=OTHERS_DRAFT, at=AT_DRAFT),
    "release_preview": Row(PUBLISHER, but=OTHERS_DRAFT, at=AT_DRAFT),
    "release_counts": Row(frozenset({"harbour_publisher"}), but=OTHERS_DRAFT, at=AT_DRAFT),
    "release_build": Row(frozenset({"harbour_publisher"}), but=OTHERS_DRAFT, at=AT_DRAFT),
    # Nothing is built yet, so that even the publisher is refused, with the sentence that says so.
    "release_sign": Row(frozenset(), but=OTHERS_DRAFT, at=AT_DRAFT),
    "release_publish": Row(frozenset(), but=OTHERS_DRAFT, at=AT_DRAFT),
}
FIGURES = sorted(name for name in EXPECTED if name.startswith("release"))
# What removes the draft comes after everything that looks at it.
REMOVING = {"draft_discard", "procedure_discard"}
REST = sorted(set(EXPECTED) - set(FIGURES), key=lambda name: (name in REMOVING, name))


def url_names():
    """Every named address of the project, as the resolver has it."""

    def walk_patterns(patterns):
        for entry in patterns:
            if isinstance(entry, URLPattern):
                yield entry.name
            else:
                yield from walk_patterns(entry.url_patterns)

    return set(walk_patterns(get_resolver().url_patterns))


def test_every_address_is_in_the_matrix():
    assert url_names() == set(EXPECTED)


@pytest.fixture
def world(cast):
    """A case of Harbour with a file, a letter, a wall and a duty; a draft edition; a release."""
    case = walk.make_case(cast, at=Stage.ASSESSMENT)
    for verb in ("allege", "test", "interim"):
        case = walk.step(cast, case, verb)
    investigator = cast.harbour_investigator2.person
    case = walk.step(cast, case, "investigate", investigator=investigator)
    officer = cast.harbour_officer
    with acting(cast.harbour.pk, officer.person_id):
        take("raise_wall", case, by=officer, person=cast.harbour_deputy.person, reasons="Cousin.")
        evidence = intake.attach(case, by=officer, sealed=walk.picture(cast.harbour))
        given = {"evidence": evidence, "title": "A picture"}
        take("release_file", Case.objects.get(pk=case.pk), by=officer, **given)
        places = {
            "case": case.reference,
            "item": case.discloseditems.get().pk,
            "evidence": evidence.pk,
            "letter": case.letters.first().pk,
        }
    draft = codes.draft(cast.harbour.code, by=cast.harbour_editor)
    assert draft.number == DRAFTED["number"]
    walk.new_procedure(cast, notify_days=6)
    procedures.draft(cast.harbour, by=cast.harbour_admin)
    places["interest"] = 10**6  # nobody's
    places["membership"] = cast.harbour_leader.person.memberships.get().pk
    return places


def address(name, world):
    place = {
        key: value() if callable(value) else world.get(value, value)
        for key, value in EXPECTED[name].at.items()
    }
    if name in {"track_letter", "track_letter_pdf", "respond_letter", "respond_letter_pdf"}:
        place = {"pk": 1}
    place |= {"respond_ask": {"page": "message"}, "respond_item": {"pk": 1}}.get(name, {})
    place |= {"ending": "pdf"} if name == "respond_copy" else {}
    return reverse(name, kwargs=place)


SIGN_IN = reverse_lazy("account_login")


def outcome(response):
    if response.status_code in (403, 404):
        return str(response.status_code)
    if response.status_code == 302 and urlsplit(response["Location"]).path == SIGN_IN:
        return LOGIN
    return OK if response.status_code < 500 else f"broken: {response.status_code}"


def state(cast):
    with acting(cast.harbour.pk, 0):
        versions = list(Case.objects.order_by("pk").values_list("pk", "version"))
        held = Duty.objects.count()
    return versions, held, AuditEvent.objects.filter(stream="write").count()


@pytest.mark.parametrize("part", range(3))
def test_every_viewer_gets_what_the_matrix_says(part, world, browsers):
    """A third of the addresses each time, so that the world is built three times, not eighty."""
    wrong = [line for name in REST[part::3] for line in disagreements(name, world, browsers)]
    assert not wrong, "\n".join(wrong)


def test_every_viewer_gets_what_the_matrix_says_of_figures(figures, browsers):
    wrong = [line for name in FIGURES for line in disagreements(name, figures, browsers)]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def figures(cast):
    """A published release of Harbour, and a draft that corrects it."""
    publisher, head = cast.harbour_publisher, cast.harbour_head
    with acting(cast.harbour.pk, publisher.person_id):
        entry = announce(cast.harbour, YEAR, publisher)
        release = releases.build(releases.draft(cast.harbour, YEAR, by=publisher))
        for signer in (publisher, head):
            release = releases.sign(release, by=signer)
        releases.publish(release, by=publisher, at=entry.due_at)
        month = timezone.localdate()
        coming = announcing.announce(cast.harbour, YEAR, by=publisher, month=month)
        draft = releases.draft(cast.harbour, YEAR, by=publisher, note="Two more.")
        return {"draft": draft.pk, "announcement": coming.pk}


@pytest.fixture
def browsers(cast):
    """A browser of every viewer, signed in anew where the last address signed it out."""

    def of(viewer):
        browser = made.setdefault(viewer, Client())
        if viewer != "anonymous" and "_auth_user_id" not in browser.session:
            browser.force_login(getattr(cast, viewer), backend=BACKEND)
        return browser

    made = {}
    of.cast = cast
    return of


def disagreements(name, world, browsers):
    """What each viewer got instead of what the matrix says, and what a refusal left behind."""
    where = address(name, world)
    for viewer in VIEWERS:
        expected = EXPECTED[name].expected(viewer)
        for method in ("get", "post"):
            before = state(browsers.cast) if expected != OK else None
            answer = getattr(browsers(viewer), method)(where)
            if answer.streaming:
                list(answer)  # a file that is sent stays open until it has been read
            if answer.status_code == 405:  # the address knows no such method, whoever asks
                continue
            got = outcome(answer)
            asked = f"{method} {where} ({name}) as {viewer}"
            if got != expected:
                yield f"{asked}: {got} instead of {expected}"
            elif before and state(browsers.cast) != before:
                yield f"{asked}: refused, yet something changed"


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_a_hidden_case_looks_like_nonsense_byte_for_byte(world, cast, client):
    for viewer in ("meadow_officer", "harbour_deputy", "harbour_leader"):
        client.force_login(getattr(cast, viewer), backend=BACKEND)
        for tail in ("", "note/", "evidence/1/", "letters/1/", "letters/1.pdf", "nonsense/"):
            hidden = client.get(f"/cases/{world['case']}/{tail}")
            nonsense = client.get(f"/cases/HAR-0000-0000/{tail}")
            assert hidden.status_code == nonsense.status_code == 404
            assert hidden.content == nonsense.content
            assert dict(hidden.headers) == dict(nonsense.headers)


@pytest.mark.parametrize("verb", sorted(STEPS))
def test_no_step_of_a_hidden_case_can_be_asked_for(verb, world, cast, client):
    for viewer in ("meadow_officer", "harbour_deputy", "harbour_admin"):
        client.force_login(getattr(cast, viewer), backend=BACKEND)
        for method in (client.get, client.post):
            assert method(f"/cases/{world['case']}/{verb}/").status_code == 404
