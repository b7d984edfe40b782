"""Where are the answers kept until the complaint is sent?

Each form in a row of its own, found by the visitor's session and the form's token. A session is
one blob whose last writer wins: two tabs, or a slow upload beside the last click, would lose a
receipt there. The row is read afresh and held until the request's transaction ends. An answer is
kept as it was typed, faulty or not. Files are sealed in the vault as soon as they arrive; the row
holds only what opens them. After four idle hours a draft is gone.
"""

import secrets
from datetime import timedelta

from django.utils import timezone

from complaints import vault
from complaints.models import UnsentComplaint

IDLE = timedelta(hours=4)
MOST_DRAFTS = 5
MOST_KEPT = 100_000  # characters of one page; what is longer stands in the refused form only
VISITOR = "visitor"


class Draft:
    """One complaint being written: its pages as typed, its sealed files, its idempotency key."""

    def __init__(self, row):
        self.row, self.token, self.kept = row, row.token, row.kept

    @property
    def key(self):
        """Made when the draft begins; a retry or double click repeats it (security.md 4)."""
        return self.kept["key"]

    @property
    def files(self):
        return self.kept["files"]

    @property
    def sent(self):
        """After sending: which complaint it became. The answers are gone from the draft."""
        return self.kept.get("sent")

    def typed(self, page):
        """Name by name, the list of what was typed on a page; None if it was not answered yet."""
        return self.kept["pages"].get(page)

    def keep(self, page, data):
        values = {name: listed for name, listed in data.lists() if name != "csrfmiddlewaretoken"}
        if sum(len(value) for listed in values.values() for value in listed) <= MOST_KEPT:
            self.kept["pages"][page] = values
        self.touch()

    def add_file(self, sealed):
        self.files.append(sealed)
        self.touch()

    def remove_file(self, stored_name):
        for sealed in [one for one in self.files if one["stored_name"] == stored_name]:
            self.files.remove(sealed)
            vault.discard(sealed["stored_name"])
        self.touch()

    def become(self, complaint):
        """Only what shows the receipt again, to this session alone, stays."""
        self.kept |= {
            "pages": {},
            "files": [],
            "sent": {"party": complaint.party_id, "complaint": complaint.pk, "saved": False},
        }
        self.touch()

    def save_receipt(self):
        """The receipt was kept: from now on not even this session can show the secret."""
        self.kept["sent"]["saved"] = True
        self.kept["key"] = ""
        self.touch()

    def touch(self):
        self.row.touched_at = timezone.now()
        self.row.save()

    def drop(self):
        for sealed in self.files:
            vault.discard(sealed["stored_name"])
        self.row.delete()


def begin(session, party, token=""):
    """A new draft; the oldest makes room when there are too many."""
    visitor = session.setdefault(VISITOR, secrets.token_urlsafe(24))
    kept = {"key": secrets.token_urlsafe(24), "owner": secrets.token_hex(16)}
    row = UnsentComplaint(
        visitor=visitor,
        token=token or secrets.token_urlsafe(9),
        party_slug=party.slug,
        kept=kept | {"pages": {}, "files": []},
    )
    draft = Draft(row)
    draft.touch()
    for oldest in _of(session).order_by("-touched_at", "-pk")[MOST_DRAFTS:]:
        Draft(oldest).drop()
    return draft


def find(session, party, token):
    """The draft of that token and party, unless it lay idle for too long."""
    for old in _of(session).filter(touched_at__lt=timezone.now() - IDLE):
        Draft(old).drop()
    row = _of(session).select_for_update().filter(token=token, party_slug=party.slug).first()
    return row and Draft(row)


def drop_idle(_by, now):
    """What nobody came back to: the same rule for visitors who never return (a periodic job)."""
    idle = list(UnsentComplaint.objects.filter(touched_at__lt=now - IDLE))
    for row in idle:
        Draft(row).drop()
    return {"drafts": len(idle)}


def clear(session):
    """Everything that was not sent is gone, files first."""
    for row in _of(session):
        Draft(row).drop()


def _of(session):
    return UnsentComplaint.objects.filter(visitor=session.get(VISITOR, ""))
