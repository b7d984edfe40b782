"""How does a complaint become a case? By the public form or keyed in by an officer."""

import hashlib
import json
import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from codes.models import Edition
from complaints import references
from complaints.actions.walls import follow_the_line, wall_off_named
from complaints.actions.writing import add, start_clock
from complaints.clocks import ClockKind
from complaints.models import (
    Case,
    CitedCharacteristic,
    Complainant,
    Complaint,
    Evidence,
    Incident,
    Message,
    Procedure,
    Receipt,
    Respondent,
)
from complaints.suggesting import text_digest
from complaints.workflow import Refused
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.parties.access import require
from partyconduct.parties.models import User
from partyconduct.parties.roles import Permission
from partyconduct.rlsdb import bind

RESPONDENT_FIELDS = ("name", "member_no", "email", "branch", "role")
COMPLAINT_FIELDS = (
    "statement",
    "happened_from",
    "happened_until",
    "happened_words",
    "place",
    "medium",
    "platform",
    "link",
    "clauses_cited",
    "outcome_wanted",
    "witnesses",
)
COMPLAINANT_FIELDS = (
    "name",
    "email",
    "telephone",
    "member_no",
    "wants_email",
    "withhold_identity",
    "withhold_reason",
    "adjustments",
)


# Every text somebody typed in which a person of the party may be named.
NAMED_IN = (
    "respondent_name",
    "respondent_email",
    "respondent_member_no",
    "complainant_name",
    "complainant_email",
    "complainant_member_no",
    "statement",
    "witnesses",
    "outcome_wanted",
    "place",
    "happened_words",
    "link",
)


def identity_of(name, member_no):
    """Counts a person once: by member number where there is one, else by the name as written."""
    return member_no.strip().upper() or " ".join(name.lower().split())


def submit(party, *, by, answers, files=(), key):
    """A complaint through the public form. Returns (complaint, secret of its receipt).

    The same key again returns the same complaint and secret: a double click or a retry makes one
    complaint (security.md 4). The same key with other answers is Refused. `files` are vault
    receipts of what was uploaded before. Durable when it returns and its transaction commits.
    """
    told = {"channel": "public-form", "answers": answers, "files": files}
    number = _once(party, by, key, told)
    return Complaint.objects.get(pk=number), references.secret_for(key)


def key_in(party, *, by, key="", **told):
    """A complaint that reached the party by letter, telephone or otherwise (domain D10).

    `told` is what `receive` takes: answers, channel, received_on, files. As with the public form
    the same key makes one complaint. Returns its case, or None where the officer is named in it.
    """
    require(by, Permission.HANDLE)
    number = _once(party, by, key or secrets.token_urlsafe(24), told)
    return Case.objects.visible_to(by).filter(complaints=number).first()


def _once(party, by, key, told):
    """The number of the complaint that this key stands for, received now if it is a new one."""
    mac, body = references.submission_mac(key), _digest(told | {"files": ()})
    bind(party.pk, by.person_id)
    earlier = Receipt.objects.filter(submission=mac).first()
    if earlier is None:
        try:
            with transaction.atomic():
                complaint = receive(party, by=by, **told)
                _issue(complaint, key, mac, body)
                return complaint.pk
        except IntegrityError:  # the other of two clicks was quicker
            earlier = Receipt.objects.get(submission=mac)
    if earlier.body != body:
        raise Refused(_("This form was already sent with other answers. Start a new complaint."))
    return earlier.complaint_number


def receive(  # noqa: PLR0913 - as key_in, with the day left open
    party, *, by, channel, answers, files=(), received_on=None
):
    """Opens the case with its complaint, walls off whoever is named, starts the clock."""
    with transaction.atomic():
        bind(party.pk, by.person_id)
        case = _open_case(party, by, answers, received_on or timezone.localdate())
        complaint = _complaint(case, by, channel, answers)
        for sealed in files:
            attach(case, by=by, sealed=sealed, complaint=complaint, verb="receive")
        start_clock(case, by, "receive", ClockKind.ACKNOWLEDGE, case.received_on)
        # Which wording of "who will see what" was shown before sending; none off the form.
        notice = answers.get("notice", "none")
        record(by, "receive", case, channel=channel, complaint=complaint.pk, notice=notice)
        follow_the_line(case, by=by, verb="receive")
        # Last: an officer who is named herself may write nothing in it from here on.
        wall_off_named(case, by=by, texts=[answers.get(name) for name in NAMED_IN])
    return complaint


def _open_case(party, by, answers, received_on):
    until = answers.get("happened_until") or answers.get("happened_from")
    procedure = Procedure.objects.in_force(party, received_on)
    if procedure is None:
        raise Refused(_("%(party)s had no procedure in force on that day.") % {"party": party})
    case = Case(
        party=party,
        reference=references.new_reference(party.prefix),
        received_on=received_on,
        conduct_from=answers.get("happened_from"),
        conduct_until=until,
        edition=Edition.objects.in_force(getattr(party, "code", None), until or received_on),
        procedure=procedure,
    )
    save(case, by, "receive")
    case.today = timezone.localdate()
    who = {
        name: answers[f"respondent_{name}"]
        for name in RESPONDENT_FIELDS
        if answers.get(f"respondent_{name}")
    }
    identity = identity_of(who["name"], who.get("member_no", ""))
    add(Respondent, case, by, "receive", identity=identity, **who)
    return case


def _complaint(case, by, channel, answers):
    incident = save(
        Incident(
            party=case.party,
            label=references.new_reference("INC"),
            happened_from=answers.get("happened_from"),
            happened_until=answers.get("happened_until"),
        ),
        by,
        "receive",
    )
    told = {name: answers[name] for name in COMPLAINT_FIELDS if answers.get(name)}
    complaint = add(
        Complaint,
        case,
        by,
        "receive",
        incident=incident,
        reference=references.new_reference(case.party.prefix),
        channel=channel,
        kind=answers["kind"],
        received_on=case.received_on,
        text_digest=text_digest(answers["statement"]),
        **told,
    )
    who = {
        name: answers[f"complainant_{name}"]
        for name in COMPLAINANT_FIELDS
        if answers.get(f"complainant_{name}")
    }
    add(Complainant, case, by, "receive", complaint=complaint, **who)
    for code in answers.get("characteristics", ()):
        add(CitedCharacteristic, case, by, "receive", complaint=complaint, code=code)
    return complaint


def _digest(told):
    """What was submitted, as one number: a retry must say the same."""
    text = json.dumps(told, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _issue(complaint, key, mac, body):
    secret = references.secret_for(key)
    Receipt.objects.create(
        reference=complaint.reference,
        mac=references.receipt_mac(complaint.reference, secret),
        key_id=settings.KEY_ID,
        party_number=complaint.party_id,
        complaint_number=complaint.pk,
        submission=mac,
        body=body,
    )


def attach(case, *, by, sealed, complaint=None, verb="add_evidence"):
    """A sealed file of the vault becomes evidence of the case."""
    evidence = add(
        Evidence,
        case,
        by,
        verb,
        complaint=complaint,
        uploaded_by=None if by.is_service else by.person,
        uploaded_at=timezone.now(),
        **sealed,
    )
    record(by, "attach", evidence, case=case.pk, size=evidence.size)
    return evidence


def say(complaint, *, text, about=Message.About.QUESTION):
    """The complainant writes through the tracking page: a message, or a request marked as one."""
    service = User.objects.service("intake").act_for(complaint.party)
    with transaction.atomic():
        bind(complaint.party_id, service.person_id)
        message = add(
            Message,
            complaint.case,
            service,
            "say",
            complaint=complaint,
            from_complainant=True,
            about=about,
            text=text,
            sent_at=timezone.now(),
        )
        facts = {"complaint": complaint.pk, "message": message.pk, "about": about}
        record(service, "say", complaint.case, **facts)
        wall_off_named(complaint.case, by=service, texts=[text], verb="say")
    return message


def hand_in(complaint, *, sealed):
    """The complainant adds a file after the complaint was sent."""
    service = User.objects.service("intake").act_for(complaint.party)
    with transaction.atomic():
        bind(complaint.party_id, service.person_id)
        return attach(
            complaint.case, by=service, sealed=sealed, complaint=complaint, verb="hand_in"
        )


def look(complaint, *, verb="read_status", **details):
    """The complainant's own look at the complaint is an event, as an officer's is."""
    bind(complaint.party_id, User.objects.service("intake").person_id)
    facts = {"complaint": complaint.pk, **details}
    record("complainant", verb, complaint.case, stream="access", **facts)
