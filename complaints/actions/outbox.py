"""Which e-mail waits, whose is it to send, and what became of it?

At least once with a stable Message-ID (security.md 4): a row is claimed for a while, sent, and
marked. Whoever dies in between leaves a lease that ends; the same row then goes out again under
the same Message-ID, which mail systems recognise. Runs outside a transaction: each claim and each
mark is a statement of its own, so that two senders never hold the same row.
"""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from complaints.actions.answering import filled
from complaints.models import OutboxMessage

LEASE = timedelta(minutes=5)
MOST_TRIES = 6
State = OutboxMessage.State


def send_waiting(*, limit=200):
    """Sends what waits now. Returns how many were sent and how many failed this time."""
    sent = failed = 0
    for message in claimed(timezone.now(), limit):
        if deliver(message):
            sent += 1
        else:
            failed += 1
    return sent, failed


def claimed(now, limit):
    """The rows that this sender alone may send until its lease ends."""
    waiting = Q(state=State.QUEUED) | Q(state=State.SENDING, lease_until__lt=now)
    due = OutboxMessage.objects.filter(waiting, Q(lease_until=None) | Q(lease_until__lt=now))
    for pk in list(due.order_by("queued_at", "pk").values_list("pk", flat=True)[:limit]):
        mine = due.filter(pk=pk).update(
            state=State.SENDING, lease_until=now + LEASE, tries=F("tries") + 1
        )
        if mine:
            yield OutboxMessage.objects.get(pk=pk)


def deliver(message):
    """One message to one person. A failure is tried again later, ever more slowly."""
    words = {"subject": message.subject, "body": filled(message.body)}
    mail = EmailMessage(**words, to=[message.to], headers={"Message-ID": message.message_id})
    try:
        mail.send()
    except Exception as fault:  # whatever the mail system raises, the row must not stay claimed
        give_back(message, fault)
        return False
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=State.SENT, lease_until=None, sent_at=timezone.now(), fault=""
    )
    return True


def give_back(message, fault):
    """The fault is kept by its kind and number: what a mail server says may name an address."""
    over = message.tries >= MOST_TRIES
    again = timezone.now() + LEASE * 2**message.tries
    said = [type(fault).__name__, str(getattr(fault, "smtp_code", ""))]
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=State.FAILED if over else State.QUEUED,
        lease_until=None if over else again,
        fault=" ".join(filter(None, said)),
    )


def bounce(message_id, status):
    """A mail that was sent came back for good. Returns whether it was one of ours."""
    ours = OutboxMessage.objects.filter(message_id=message_id)
    return bool(ours.update(state=State.BOUNCED, lease_until=None, fault=status[:200]))
