"""What does the respondent do in a case, and what is done towards them?

The respondent has no account: the page acts through a named service, which holds the one
permission that those steps of the table ask for.
"""

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import references
from complaints.actions.intake import attach
from complaints.actions.walls import wall_off_named
from complaints.actions.writing import add, step
from complaints.clocks import WINDOWS
from complaints.models import (
    Invitation,
    InvitationKey,
    RespondentMessage,
)
from complaints.notices import NEWS, queue
from partyconduct.audit.history import save
from partyconduct.audit.trail import record
from partyconduct.rlsdb import bind

WITHOUT_A_WINDOW = timedelta(days=28)


# The invitation ----------------------------------------------------------------------------------
@step
def invite(case, *, by):
    return {"invitation": issue(case, by, "invite", last_day(case)).pk}


@step
def revoke_invitation(case, *, by, reasons):
    """From the next request on the page is closed, wherever somebody has it open."""
    _end_standing(case, by, "revoke_invitation", reasons)


def issue(case, by, verb, expires_on):
    """A new way in; the earlier one ends. The link goes out by e-mail where there is an address,
    and then nobody of the party is ever shown it."""
    _end_standing(case, by, verb, str(_("Replaced by a new invitation.")))
    invitation = add(
        Invitation,
        case,
        by,
        verb,
        issued_by=by.person,
        issued_at=timezone.now(),
        sent_to=case.respondent.email,
        expires_on=expires_on,
    )
    _index(case, invitation)
    if invitation.sent_to:
        _send_link(invitation)
    return invitation


def last_day(case):
    """A link may be used until the window to answer or to appeal ends (security.md 3.7)."""
    running = case.clocks.running().filter(kind__in=WINDOWS)
    due = running.values_list("due_on", flat=True).first()
    return due if due and due >= case.today else case.today + WITHOUT_A_WINDOW


def _index(case, invitation):
    nonce = secrets.token_urlsafe(32)
    token = references.invitation_token(nonce)
    InvitationKey.objects.create(
        token_mac=references.token_mac(token),
        code_mac=references.code_mac(token, references.invitation_code(nonce)),
        reference=case.reference,
        way_back_mac=references.way_back_mac(case.reference, references.way_back(nonce)),
        nonce=nonce,
        key_id=settings.KEY_ID,
        party_number=case.party_id,
        invitation_number=invitation.pk,
    )


def _end_standing(case, by, verb, reason):
    for standing in case.invitations.filter(revoked_at=None):
        standing.revoked_at, standing.revoked_reason = timezone.now(), reason
        save(standing, by, verb)
        # The row stays, so that its codes are still recognised and get their plain sentence.
        InvitationKey.objects.filter(invitation_number=standing.pk).update(nonce="")


LINK = re.compile(r"\[link of invitation (\d+)\]")


def _send_link(invitation):
    """The code itself is put in as the message leaves: it does not rest in the outbox."""
    queue(
        invitation.sent_to,
        NEWS,
        _(
            "There is news in a matter that concerns you.\n\nOpen this link:\n%(link)s\n\nYou "
            "need a second code, which reaches you another way. The link works once.\n\nPlease "
            "do not reply to this message."
        )
        % {"link": f"[link of invitation {invitation.pk}]"},
    )


def filled(body):
    """A waiting message as it goes out, with the link of a standing invitation."""

    def link(found):
        key = InvitationKey.objects.filter(invitation_number=found[1]).exclude(nonce="").first()
        if key is None:
            return f"{settings.SITE}/respond/"
        token = references.tidy(references.invitation_token(key.nonce))
        return f"{settings.SITE}/respond/#{token}"

    return LINK.sub(link, body)


def queue_news(case):
    """Neither reference nor party nor allegation (security.md 3.11)."""
    if case.respondent.email:
        queue(
            case.respondent.email,
            NEWS,
            _(
                "There is news in a matter that concerns you.\n\nOpen the page on which you "
                "answered before and enter your reference and your secret.\n\nPlease do not "
                "reply to this message."
            ),
        )


# Coming in ---------------------------------------------------------------------------------------
def open_invitation(invitation, *, by):
    """The exchange of the link: once, and on the record."""
    with transaction.atomic():
        invitation.opened_at = timezone.now()
        save(invitation, by, "open_invitation")
        look(invitation, by=by, verb="enter")


def keep_way_back(invitation, *, by):
    """From now on nobody can show the secret again."""
    with transaction.atomic():
        invitation.saved_at = timezone.now()
        save(invitation, by, "keep_way_back")
        InvitationKey.objects.filter(invitation_number=invitation.pk).update(nonce="")


def look(invitation, *, by, verb="read_page", **details):
    """The respondent's own look at the case is an event, as an officer's is."""
    bind(invitation.party_id, by.person_id)
    facts = {"invitation": invitation.pk, **details}
    record("respondent", verb, invitation.case, stream="access", **facts)


# What is said ------------------------------------------------------------------------------------
@step
def write_to_respondent(case, *, by, text):
    """A message that the respondent reads on the page."""
    sent = add(
        RespondentMessage,
        case,
        by,
        "write_to_respondent",
        text=text,
        sent_at=timezone.now(),
        sent_by=by.person,
    )
    queue_news(case)
    return {"message": sent.pk}


def say(case, *, by, text, about=RespondentMessage.About.QUESTION, files=()):
    """The respondent writes, or sends what came too late to be a step: it is kept all the same."""
    with transaction.atomic():
        bind(case.party_id, by.person_id)
        message = add(
            RespondentMessage,
            case,
            by,
            "respondent_says",
            from_respondent=True,
            about=about,
            text=text,
            sent_at=timezone.now(),
        )
        hand_in(case, by, files, "respondent_says")
        record(by, "respondent_says", case, message=message.pk, about=about)
        wall_off_bystanders(case, by, [text], "respondent_says")
    return message


def hand_in(case, by, files, verb):
    """The respondent's files become evidence of the case, marked as theirs."""
    for sealed in files:
        attach(case, by=by, sealed=sealed | {"from_respondent": True}, verb=verb)


def wall_off_bystanders(case, by, texts, verb):
    """Whoever of the party the respondent names may not know of the case (security.md 3.2).

    Except those who work on it: naming the investigator must not be a way to be rid of them.
    """
    at_work = {duty.person_id for duty in case.duties.all()} | {case.officer_id, by.person_id}
    wall_off_named(case, by=by, texts=texts, verb=verb, spare=at_work - {None})
