"""Which letters go out at a turn of the case, and in which words?

The words are kept as they were sent (Letter.html). What leaves by e-mail says only that there is
news; it waits in the outbox, written in the same transaction as the change (security.md 3.11).
"""

from email.utils import make_msgid

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Letter, OutboxMessage

# By turn: to the complainant, to the respondent.
SUBJECTS = {
    Letter.Kind.ACKNOWLEDGEMENT: (gettext_lazy("We have received your complaint"), ""),
    Letter.Kind.NOTICE: (
        gettext_lazy("Your complaint is being looked into"),
        gettext_lazy("Notice of a complaint about you"),
    ),
    Letter.Kind.DECISION: (gettext_lazy("The decision"), gettext_lazy("The decision")),
    Letter.Kind.CLOSING: (
        gettext_lazy("How your complaint ended"),
        gettext_lazy("How the case about you ended"),
    ),
    Letter.Kind.UPDATE: (
        gettext_lazy("How your complaint stands"),
        gettext_lazy("How the case about you stands"),
    ),
    Letter.Kind.APPEAL_RECEIVED: (
        gettext_lazy("The decision is being looked at again"),
        gettext_lazy("An appeal has been lodged"),
    ),
}


# A third party gets the receipt and how it ended, no news on the way (domain section 2; D12).
FOR_TARGETS = (Letter.Kind.NOTICE, Letter.Kind.APPEAL_RECEIVED, Letter.Kind.UPDATE)


def letters_for(case, kind, *, add, to_respondent, **facts):
    """What is written to each complainant, and to the respondent where the turn asks for it.

    `add(model, **fields)` is the writer that the step hands in. A complainant's letter names no
    other complainant; the respondent's names none (domain D24: identity only by decision).
    """
    complaints = case.complaints.select_related("complainant").filter(withdrawn_on=None)
    if kind in FOR_TARGETS:
        complaints = complaints.exclude(kind="third-party")
    for complaint in complaints:
        _letter(case, kind, Letter.Side.COMPLAINANT, complaint, add, facts)
        _announce(complaint.complainant)
    if to_respondent:
        _letter(case, kind, Letter.Side.RESPONDENT, None, add, facts)


def _letter(case, kind, side, complaint, add, facts):  # noqa: PLR0913, PLR0917 - its parts
    addressee = complaint.complainant.name if complaint else case.respondent.name
    about = {
        "case": case,
        "complaint": complaint,
        "side": side,
        "addressee": addressee,
        "today": case.today,
        **facts,
    }
    add(
        Letter,
        kind=kind,
        side=side,
        complaint=complaint,
        addressee=addressee,
        subject=str(SUBJECTS[kind][side == Letter.Side.RESPONDENT]),
        html=render_to_string(f"complaints/letters/{kind}.html", about),
        written_on=case.today,
    )


def _announce(complainant):
    if complainant.wants_email and complainant.email:
        queue_news(complainant.email)


def queue_news(address):
    """Neither reference nor party nor allegation: somebody else may read the mailbox."""
    _queue(
        address,
        _("There is news for you"),
        _(
            "There is news in your matter.\n\nOpen the page you used before, choose “Follow a "
            "complaint” and enter your reference and your secret.\n\nPlease do not reply to this "
            "message."
        ),
    )


def queue_work(address):
    """To somebody of the party: no case, no number, no name."""
    _queue(
        address,
        _("There is work for you"),
        _(
            "Something in the register is due or overdue. Sign in to see what.\n\n"
            "Please do not reply to this message."
        ),
    )


def _queue(address, subject, body):
    OutboxMessage.objects.create(
        to=address,
        subject=subject,
        body=body,
        message_id=make_msgid(domain="register.invalid"),
        queued_at=timezone.now(),
    )
