"""Which pages does the public form have, in which order, and where in it is somebody?

`QUESTIONS` is the only list of pages: order, back links, step numbers, the final check and what is
sent all read it. To ask something more, add a form and a line.
"""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions import drafts
from complaints.intake import files, forms
from complaints.intake.receipts import service_for
from complaints.models import Procedure

QUESTIONS = {
    "person": forms.Who,
    "what": forms.What,
    "when": forms.When,
    "where": forms.Where,
    "rules": forms.Why,
    "others": forms.Others,
    "evidence": forms.Evidence,
    "directed": forms.Kind,
    "you": forms.You,
    "contact": forms.Reach,
    "needs": forms.Needs,
    "notice": forms.Notice,
}
ORDER = ("start", *QUESTIONS, "check")
NOTICE_VERSION = "2026-1"  # change it with the words of notice.html


def as_posted(typed):
    """What was kept, in the shape in which a form is sent."""
    data = QueryDict(mutable=True)
    for name, listed in typed.items():
        data.setlist(name, listed)
    return data


class Journey:
    """One request within the form: the party, the procedure that will bind, the draft if any."""

    def __init__(self, request, party, page):
        self.request, self.party, self.page = request, party, page
        self.service = service_for(party)
        self.procedure = Procedure.objects.in_force(party, timezone.localdate())
        if self.procedure is None:
            raise PermissionDenied(_("%s takes no complaints here yet.") % party.name)
        self.draft = drafts.find(request.session, party, request.GET.get("draft", ""))

    def begin(self):
        self.draft = drafts.begin(self.request.session, self.party)

    def begin_again(self):
        """Somebody sends a page of a draft that is gone: at least that page is kept."""
        token = self.request.GET.get("draft", "")[:40]
        self.draft = drafts.begin(self.request.session, self.party, token)

    # Where to -------------------------------------------------------------------------------
    @property
    def is_change(self):
        return "change" in self.request.GET

    def href(self, page, **more):
        token = {"draft": self.draft.token} if self.draft else {}
        query = urlencode(token | more)
        return reverse("complain_page", args=[self.party.slug, page]) + (query and f"?{query}")

    def change_href(self, page):
        return self.href(page, change=1)

    @property
    def back(self):
        if self.page == "start":
            return reverse("complain")
        if self.is_change:
            return self.href("check")
        return self.href(ORDER[ORDER.index(self.page) - 1] if self.page in ORDER else "start")

    @property
    def onward(self):
        return self.href("check" if self.is_change else ORDER[ORDER.index(self.page) + 1])

    @property
    def step(self):
        return ORDER.index(self.page) if self.page in QUESTIONS else 0

    @property
    def steps(self):
        return len(QUESTIONS)

    # What was answered ----------------------------------------------------------------------
    def form(self, page, data=None):
        if data is None and (typed := self.draft.typed(page)) is not None:
            data = as_posted(typed)
        return QUESTIONS[page](data, party=self.party, procedure=self.procedure)

    def first_open(self):
        """The first page that was not answered, or not well enough; None when all are."""
        return next((page for page in QUESTIONS if not self.form(page).is_valid()), None)

    def sections(self):
        """What is checked before sending: each page with its answers and the way back to it."""
        for page in QUESTIONS:
            form = self.form(page)
            if form.is_valid() and form.fields:
                yield form.title, list(form.rows()), self.change_href(page)

    def answers(self):
        """What is sent; every page was found valid before."""
        told = {"notice": NOTICE_VERSION}
        for page in QUESTIONS:
            form = self.form(page)
            told |= form.answers() if form.is_valid() else {}
        return told

    def evidence(self):
        return [files.as_evidence(kept) for kept in self.draft.files]

    # What the pages say ---------------------------------------------------------------------
    notice_version = NOTICE_VERSION

    @property
    def files_href(self):
        return self.change_href("evidence")

    @property
    def copy_href(self):
        return self.href("copy")

    def is_withheld(self):
        form = self.form("needs")
        return form.is_valid() and form.answers()["complainant_withhold_identity"]

    def is_late(self):
        """Did it end longer ago than the party's procedure usually looks back?"""
        form = self.form("when")
        said = form.cleaned_data if form.is_valid() else {}
        day = said.get("happened_until") or said.get("happened_from")
        return forms.too_late(day, self.procedure.complaint_limit_months)
