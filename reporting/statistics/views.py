"""Who sees the year's figures, and how are they published?"""

from django.http import Http404


def statistics(request):
    raise Http404


methods = drafts = draft = preview = counts = build = sign = publish = statistics
release = beside = file = statistics
