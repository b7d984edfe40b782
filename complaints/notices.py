"""Which letters go out at a turn of the case, to whom, and in which words?

The words are the party's own where it has chosen some (complaints.letters), and are kept as they
were sent (Letter.html). What leaves by e-mail says only that there is news; it waits in the
outbox, written in the same transaction as the change (security.md 3.11).
"""

from email.utils import make_msgid

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.letters.language import Unwritable, names_in, write
from complaints.letters.standard import LETTERS
from complaints.letters.variables import values
from complaints.models import Audience, Letter, LetterWording, OutboxMessage
from complaints.workflow import Refused

NEWS = gettext_lazy("There is news for you")

# A third party gets the receipt and how it ended, no news on the way (domain section 2; D12).
FOR_TARGETS = (Letter.Kind.NOTICE, Letter.Kind.APPEAL_RECEIVED, Letter.Kind.UPDATE)


def letters_for(case, kind, *, add, to_respondent, **facts):
    """What is written to each complainant, and to the respondent where the turn asks for it.

    `add(model, **fields)` is the writer that the step hands in. A complainant's letter names no
    other complainant; the respondent's names none (domain D24: identity only by decision).
    Raises Refused where a party's own words need what this case does not have.
    """
    complaints = case.complaints.select_related("complainant").filter(withdrawn_on=None)
    if kind in FOR_TARGETS:
        complaints = complaints.exclude(kind="third-party")
    for complaint in complaints:
        news = _announce(complaint.complainant)
        add(Letter, news=news, **composed(case, kind, complaint, facts))
    if to_respondent:
        add(Letter, **composed(case, kind, None, facts))


def composed(case, kind, complaint, facts):
    """The fields of one letter; without a complaint it is the respondent's."""
    audience = Audience.of(complaint)
    about = _about(case, complaint, audience) | facts
    wording = LetterWording.objects.of(case.party_id, kind, audience).first()
    own = wording if wording and wording.text else LETTERS[kind, audience]
    text = str(own.text)
    try:
        words = write(text, values(kind, audience, about, names_in(text)))
    except Unwritable as why:
        raise Refused(_unwritable(kind, audience, why)) from why
    return {
        "kind": kind,
        "side": about["side"],
        "complaint": complaint,
        "addressee": about["addressee"],
        "subject": str(own.subject),
        "wording": wording if own is wording else None,
        "written_on": case.today,
        "html": render_to_string("complaints/letters/letter.html", about | {"words": words}),
    }


def _about(case, complaint, audience):
    side = Letter.Side.COMPLAINANT if complaint else Letter.Side.RESPONDENT
    return {
        "case": case,
        "complaint": complaint,
        "side": side,
        "audience": audience,
        "addressee": complaint.complainant.name if complaint else case.respondent.name,
        "reference": complaint.reference if complaint else case.reference,
        "today": case.today,
        "may_appeal": case.procedure.may_appeal(side),
    }


def _unwritable(kind, audience, why):
    return _(
        "The letter “%(letter)s” to %(people)s cannot be written: %(why)s. Ask the party’s "
        "administrator to change its words; nothing has been sent or changed."
    ) % {
        "letter": Letter.Kind(kind).label,
        "people": Audience(audience).label,
        "why": why,
    }


def _announce(complainant):
    if complainant.wants_email and complainant.email:
        return queue_news(complainant.email)
    return None


def queue_news(address):
    """Neither reference nor party nor allegation: somebody else may read the mailbox."""
    return queue(
        address,
        NEWS,
        _(
            "There is news in your matter.\n\nOpen the page you used before, choose “Follow a "
            "complaint” and enter your reference and your secret.\n\nPlease do not reply to this "
            "message."
        ),
    )


def queue_work(address):
    """To somebody of the party: no case, no number, no name."""
    queue(
        address,
        _("There is work for you"),
        _(
            "Something in the register is due or overdue. Sign in to see what.\n\n"
            "Please do not reply to this message."
        ),
    )


def queue(address, subject, body):
    return OutboxMessage.objects.create(
        to=address,
        subject=subject,
        body=body,
        message_id=make_msgid(domain="register.invalid"),
        queued_at=timezone.now(),
    )
