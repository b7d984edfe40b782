"""How did each letter and message reach its reader? In words, for the page of the case."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints.models import OutboxMessage

State = OutboxMessage.State
COLOURS = {
    State.QUEUED: "yellow",
    State.SENDING: "yellow",
    State.SENT: "green",
    State.FAILED: "red",
    State.BOUNCED: "red",
}


def log(letters):
    """Gives each letter its `entries`: what became of it, as (words, colour)."""
    for letter in letters:
        letter.entries = [*_on_paper(letter), *_by_mail(letter)] or [_nothing_yet(letter)]


def _on_paper(letter):
    for delivery in letter.deliveries.all():
        said = [
            str(delivery.get_way_display()),
            date_format(delivery.on, "j F Y"),
            delivery.recorded_by.name,
            delivery.words,
        ]
        came_back = delivery.way == delivery.Way.RETURNED
        yield ", ".join(filter(None, said)), "red" if came_back else "green"


def _by_mail(letter):
    if letter.news:
        yield mail_words(letter.news), COLOURS[State(letter.news.state)]


def mail_words(mail):
    """What became of the e-mail that says there is news; never its address."""
    names = {
        "at": _moment(mail.sent_at),
        "tries": mail.tries,
        "again": _moment(mail.lease_until),
        "fault": mail.fault,
    }
    return WORDS[State(mail.state)](names, mail) % names


def _queued(names, mail):
    if mail.tries:
        return _("News by e-mail: tried %(tries)d times, again at %(again)s (%(fault)s)")
    return _("News by e-mail: waiting")


WORDS = {
    State.QUEUED: _queued,
    State.SENDING: lambda names, mail: _("News by e-mail: being sent"),
    State.SENT: lambda names, mail: _("News by e-mail: sent, %(at)s"),
    State.FAILED: lambda names, mail: _(
        "News by e-mail: given up after %(tries)d tries (%(fault)s)"
    ),
    State.BOUNCED: lambda names, mail: _("News by e-mail: came back (%(fault)s)"),
}


def _moment(at):
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else "–"


def _nothing_yet(letter):
    if letter.complaint_id:
        return _("On the page of the complainant, who asked for no e-mail"), "grey"
    return _("Not recorded as sent yet"), "yellow"
