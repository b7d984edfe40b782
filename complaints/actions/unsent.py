"""Where is it kept what the respondent has typed and not sent?

In one row of the case, so that it outlives the session, the browser and a new invitation. Files
are sealed in the vault as soon as they arrive. See `drafts` for the complainant's side.
"""

from django.utils import timezone

from complaints.actions.drafts import Draft
from complaints.models import UnsentAnswer


class Unsent(Draft):
    """The respondent's open pages as typed, and the files that wait for the answer."""

    def __init__(self, row):
        self.row, self.kept = row, row.kept

    def forget(self, page):
        """Sent: what was typed on this page now stands in the case."""
        if self.kept["pages"].pop(page, None) is not None:
            self.touch()

    def hand_over(self, page):
        """The files go with the answer; nothing of it stays here."""
        self.kept["files"] = []
        self.kept["pages"].pop(page, None)
        self.touch()


def unsent_of(case):
    """Held until the request's transaction ends, so that two tabs do not undo each other."""
    row = UnsentAnswer.objects.select_for_update().filter(case=case).first()
    if row is None:
        kept = {"pages": {}, "files": []}
        row = UnsentAnswer(case=case, party_id=case.party_id, kept=kept, touched_at=timezone.now())
    return Unsent(row)
