"""Where are the answers kept until the complaint is sent?

In the visitor's session (in the database), each form under a token of its own, so that two tabs
do not mix. An answer is kept as it was typed, faulty or not. Files are sealed in the vault as soon
as they arrive; the session holds only what opens them. After four idle hours a draft is gone.
"""

import secrets
import time

from django.http import QueryDict

from complaints import vault

IDLE_HOURS = 4
MOST_DRAFTS = 5
MOST_KEPT = 100_000  # characters of one page; what is longer stands in the refused form only
KEY = "drafts"


class Draft:
    """One complaint being written: its pages as typed, its sealed files, its idempotency key."""

    def __init__(self, session, token):
        self.session, self.token = session, token
        self.kept = session[KEY][token]

    @property
    def key(self):
        """Made when the draft begins; a retry or double click repeats it (security.md 4)."""
        return self.kept["key"]

    @property
    def files(self):
        return self.kept["files"]

    @property
    def sent(self):
        """After sending: which complaint it became. The answers are gone from the session."""
        return self.kept.get("sent")

    def typed(self, page):
        """What was typed on a page, ready for its form; None if it was not answered yet."""
        values = self.kept["pages"].get(page)
        if values is None:
            return None
        data = QueryDict(mutable=True)
        for name, listed in values.items():
            data.setlist(name, listed)
        return data

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
        self.kept["at"] = time.time()
        self.session.modified = True

    def drop(self):
        for sealed in self.files:
            vault.discard(sealed["stored_name"])
        del self.session[KEY][self.token]
        self.session.modified = True


def begin(session, party, token=""):
    """A new draft; the oldest makes room when there are too many."""
    token = token or secrets.token_urlsafe(9)
    drafts = session.setdefault(KEY, {})
    drafts[token] = {
        "party": party.slug,
        "key": secrets.token_urlsafe(24),
        "owner": secrets.token_hex(16),
        "pages": {},
        "files": [],
        "at": time.time(),
    }
    session.modified = True
    for oldest in sorted(drafts, key=lambda one: drafts[one]["at"])[:-MOST_DRAFTS]:
        Draft(session, oldest).drop()
    return Draft(session, token)


def find(session, party, token):
    """The draft of that token and party, unless it lay idle for too long."""
    for old in [one for one, kept in session.get(KEY, {}).items() if _is_stale(kept)]:
        Draft(session, old).drop()
    kept = session.get(KEY, {}).get(token)
    return Draft(session, token) if kept and kept["party"] == party.slug else None


def clear(session):
    """Everything that was not sent is gone, files first."""
    for token in list(session.get(KEY, {})):
        Draft(session, token).drop()


def _is_stale(kept):
    return time.time() - kept["at"] > IDLE_HOURS * 3600
