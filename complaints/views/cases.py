"""What is there to do, and what does one case hold?"""

from django.http import Http404


def cases(request):
    raise Http404


register = key_in = received = cases


def case(request, reference):
    raise Http404
