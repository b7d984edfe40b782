"""What does one side take home? The file as that side may read it, as page, PDF or archive.

Put together from what is addressed or was released to that side. Before it goes out its bytes are
searched for what is withheld from it (complaints.disclosing).
"""

import io
import zipfile

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from weasyprint import HTML

from complaints.disclosing import content_of, items_for, withheld_from
from complaints.models import (
    Allegation,
    Finding,
    Letter,
    Message,
    RespondentMessage,
    Response,
)
from complaints.printing import FONTS, NothingElse
from complaints.workflow import Refused

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # an archive's own oldest: no entry says when it was made


class SideCopy:
    """The file for one side: the respondent, or the complainant of `complaint`."""

    def __init__(self, case, complaint=None):
        self.case, self.complaint = case, complaint
        self.items = list(items_for(case, complaint))
        self.is_respondents = complaint is None

    @property
    def letters(self):
        side = Letter.Side.RESPONDENT if self.is_respondents else Letter.Side.COMPLAINANT
        return Letter.objects.filter(case=self.case, side=side, complaint=self.complaint)

    @property
    def allegations(self):
        found = Allegation.objects.filter(case=self.case).select_related("clause")
        return found if self.is_respondents else found.none()

    @property
    def messages(self):
        if self.is_respondents:
            return RespondentMessage.objects.filter(case=self.case)
        return Message.objects.filter(complaint=self.complaint)

    @property
    def own_words(self):
        if not self.is_respondents:
            return self.complaint.statement
        answer = Response.objects.filter(case=self.case).first()
        return answer.text if answer else ""

    @property
    def findings(self):
        found = Finding.objects.filter(case=self.case).select_related("allegation__clause")
        told = self.is_respondents and self.case.notified_on
        return found.order_by("allegation__position") if told else found.none()

    # The three forms ---------------------------------------------------------------------------
    def html(self) -> bytes:
        return render_to_string("complaints/copy.html", {"copy": self}).encode()

    def pdf(self) -> bytes:
        document = HTML(string=self.html().decode(), url_fetcher=NothingElse())
        return document.write_pdf(pdf_variant="pdf/ua-1", font_config=FONTS)

    def zip(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("copy.html", FIRST_DAY), self.html())
            archive.writestr(zipfile.ZipInfo("copy.pdf", FIRST_DAY), self.pdf())
            for item in self.items:
                if item.stored_name:
                    entry = zipfile.ZipInfo(f"items/{item.file_name}", FIRST_DAY)
                    archive.writestr(entry, b"".join(content_of(item)))
        return out.getvalue()


KINDS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "zip": "application/zip"}


def made(case, ending, complaint=None, *, for_officer=False) -> bytes:
    """The bytes of the copy. One that would tell what is withheld is not made; only an officer
    learns what it was."""
    copy = SideCopy(case, complaint)
    content = getattr(copy, ending)()
    word = withheld_from(case, complaint).in_bytes(content)
    if word and for_officer:
        raise Refused(
            _("The copy would tell this side “%(word)s”%(where)s. Withdraw or correct it first.")
            % {"word": word, "where": _where(copy, word)}
        )
    if word:
        raise Refused(_("The copy cannot be made at present. Ask the conduct team for it."))
    return content


def _where(copy, word):
    places = [
        *((letter.subject, letter.html) for letter in copy.letters),
        *((item.title, item.title + item.text) for item in copy.items),
        *((_("a message"), message.text) for message in copy.messages),
        (_("their own words"), copy.own_words),
    ]
    found = [str(label) for label, text in places if word.lower() in text.lower()]
    return f" ({', '.join(found)})" if found else ""
