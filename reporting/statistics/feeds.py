"""How does the calendar of releases stand for other programs? As iCalendar and Atom."""

from datetime import UTC, datetime, time, timedelta

from django.urls import reverse
from django.utils import feedgenerator, timezone
from django.utils.translation import gettext as _

from reporting.statistics.assembly import day_words

LENGTH = 75  # octets of a line, RFC 5545
HALF_HOUR = timedelta(minutes=30)


def ical(entries, root: str) -> str:
    """RFC 5545: a dated release is half an hour at 9.30, a month alone is a whole month."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//partyconduct//statistics//EN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(_('Figures on complaints about members'))}",
    ]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *_event(entry, root), "END:VEVENT"]
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry, root):
    host = root.partition("://")[2].strip("/")
    yield f"UID:{entry.party.slug}-{entry.year}-{entry.number}@{host}"
    yield f"DTSTAMP:{_utc(entry.due_at) if entry.due_at else f'{entry.month:%Y%m%d}T000000Z'}"
    yield f"SEQUENCE:{len(entry.changes.all())}"
    yield f"SUMMARY:{_escaped(title(entry))}"
    yield f"DESCRIPTION:{_escaped(words(entry))}"
    yield f"URL:{root}{reverse('release_calendar')}"
    if entry.due_at:
        yield f"DTSTART:{_utc(entry.due_at)}"
        yield f"DTEND:{_utc(entry.due_at + HALF_HOUR)}"
        yield "STATUS:CONFIRMED"
        return
    following = (entry.month + timedelta(days=32)).replace(day=1)
    yield f"DTSTART;VALUE=DATE:{entry.month:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{following:%Y%m%d}"
    yield "STATUS:TENTATIVE"


def _utc(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text):
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = str(text).replace(plain, escaped)
    return text.replace("\r", "")


def _folded(line):
    """Long lines go on behind a space, and no letter is cut in two."""
    rows, row = [], ""
    for letter in line:
        if len((row + letter).encode()) > LENGTH:
            rows.append(row)
            row = " "
        row += letter
    return "\r\n".join([*rows, row]) + "\r\n"


def title(entry):
    words = _("Complaints about members: %(party)s, %(year)s")
    named = words % {"party": entry.party.name, "year": entry.year}
    return named if entry.number == 1 else _("%(title)s, corrected") % {"title": named}


def words(entry):
    """When it comes out, and what was moved and why."""
    if not entry.due_at:
        return _("In %(month)s; the day follows.") % {"month": f"{entry.month:%B %Y}"}
    sentences = [
        _("To be published on %(day)s at %(time)s.")
        % {"day": _day(entry.due_at), "time": _time(entry.due_at)}
    ]
    if entry.reason:
        sentences.append(
            _("Announced less than four weeks ahead: %(why)s") % {"why": entry.reason}
        )
    sentences += [
        _("Moved from %(old)s: %(why)s") % {"old": _day(change.old_due_at), "why": change.reason}
        for change in entry.changes.all()
        if change.approved_at
    ]
    return " ".join(sentences)


def _day(moment):
    return day_words(timezone.localtime(moment))


def _time(moment):
    return f"{timezone.localtime(moment):%H:%M}"


def atom(entries, published, root: str) -> str:
    """What is announced and what has come out, the newest event first."""
    feed = feedgenerator.Atom1Feed(
        title=_("Figures on complaints about members"),
        link=f"{root}{reverse('statistics')}",
        description=_("Announced and published releases"),
        feed_url=f"{root}{reverse('release_feed', args=['atom'])}",
        language="en-gb",
    )
    items = [_announced(entry, root) for entry in entries]
    items += [_published(release, root) for release in published]
    for item in sorted(items, key=lambda item: item["updateddate"], reverse=True):
        feed.add_item(**item)
    return feed.writeString("utf-8")


def _announced(entry, root):
    moments = [change.approved_at for change in entry.changes.all() if change.approved_at]
    if entry.dated_on:
        moments.append(timezone.make_aware(datetime.combine(entry.dated_on, time())))
    anchor = f"{entry.party.slug}-{entry.year}-{entry.number}"
    return {
        "title": _("Announced: %(title)s") % {"title": title(entry)},
        "description": words(entry),
        "link": f"{root}{reverse('release_calendar')}#{anchor}",
        "unique_id": f"{root}{reverse('release_calendar')}#{anchor}",
        "updateddate": max([entry.announced_at, *moments]),
    }


def _published(release, root):
    return {
        "title": release.title,
        "description": release.note or _("The figures are published."),
        "link": f"{root}{release.get_permanent_url()}",
        "unique_id": f"{root}{release.get_permanent_url()}",
        "updateddate": release.published_at,
    }
