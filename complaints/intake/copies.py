"""What does the complainant take home? A copy of the text and, once, the receipt."""

from django.template.loader import render_to_string

from complaints import outcomes
from complaints.models import Respondent


def as_text(complaint, *, secret=""):
    """A plain file with a plain name: nobody learns from a folder what it is about."""
    about = {
        "complaint": complaint,
        "respondent": Respondent.objects.get(case=complaint.case),
        "medium": outcomes.MEDIA[complaint.medium].name if complaint.medium else "",
        "secret": secret,
        "files": complaint.evidence.filter(uploaded_by=None),
    }
    return strip_blank(render_to_string("complaints/intake/copy.txt", about))


def strip_blank(text):
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\r\n".join(kept).strip() + "\r\n"
