"""How do files and letters leave a case?"""

from django.http import Http404


def evidence(request, reference, pk):
    raise Http404


letter = letter_pdf = evidence
