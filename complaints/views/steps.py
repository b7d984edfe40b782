"""How is a step taken from a page?"""

from django.http import Http404


def take_step(request, reference, verb):
    raise Http404
