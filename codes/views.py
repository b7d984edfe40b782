"""Which pages and files of a code can everybody read?

Public by nature: no sign-in, no session, the same answer for all, so any cache may keep it. The
Welsh text is asked for in the address (`?lang=cy`), so that a link shows what its sender saw.
"""

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from codes.comparison import compare, summary
from codes.exports import as_data, as_markdown, as_pdf
from codes.forms import DayInForce
from codes.models import Code
from codes.reading import WELSH, Reader, editions_of, in_force
from partyconduct.ui.security import public_page


def _reader(request, editions, edition):
    language = WELSH if request.GET.get("lang") == WELSH else "en"
    return Reader(edition, editions, timezone.localdate(), language)


def _found(request, party, number):
    editions = editions_of(party)
    for edition in editions:
        if edition.number == number:
            return _reader(request, editions, edition)
    raise Http404


def _dated(response, reader):
    """A reader's browser asks again and mostly hears that nothing has changed (304)."""
    if reader.modified:
        response.headers["Last-Modified"] = http_date(reader.modified.timestamp())
    return response


def _page(request, reader, **context):
    return _dated(render(request, "codes/code.html", {"reader": reader} | context), reader)


def _file(response, reader, ending, shown="inline"):
    name = f"{reader.party.slug}-code-edition-{reader.edition.number}.{ending}"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    # Read by other sites' programs on purpose: nothing here is anybody's secret.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _dated(response, reader)


@require_safe
@public_page
@conditional_page
def codes(request):
    """Every party's code, and the joint code."""
    today = timezone.localdate()
    listed = Code.objects.visible_to(None).with_edition_of(today)
    return render(request, "codes/codes.html", {"codes": listed})


@require_safe
@public_page
@conditional_page
def code(request, party):
    """The edition in force today; before the first begins, the one that is coming."""
    editions = editions_of(party)
    if not editions:
        raise Http404
    today = timezone.localdate()
    return _page(request, _reader(request, editions, in_force(editions, today) or editions[-1]))


@require_safe
@public_page
@conditional_page
def edition(request, party, number):
    return _page(request, _found(request, party, number))


@require_safe
@public_page
@conditional_page
def edition_on(request, party, day):
    """The edition that was in force on a day, or a page that says when the first began."""
    editions = editions_of(party)
    found = in_force(editions, day)
    if found:
        return _page(request, _reader(request, editions, found), day=day)
    if not editions:
        raise Http404
    context = {"first": editions[-1], "day": day}
    return render(request, "codes/none_in_force.html", context, status=404)


@require_safe
@public_page
def edition_day(request, party):
    """Asks for a day and leads to the edition of that day."""
    editions = editions_of(party)
    if not editions:
        raise Http404
    form = DayInForce(request.GET if "day_day" in request.GET else None)
    if form.is_valid():
        return redirect("edition_on", party, form.cleaned_data["day"])
    return render(request, "codes/day.html", {"form": form, "code": editions[0].code})


@require_safe
@public_page
@conditional_page
def edition_comparison(request, party, number, other):
    """What changed between two editions, the earlier first whichever way they were asked."""
    older, newer = sorted((number, other))
    before, after = _found(request, party, older), _found(request, party, newer)
    changes = compare(before.clauses, after.clauses)
    context = {"before": before, "after": after, "changes": changes, "summary": summary(changes)}
    return _dated(render(request, "codes/comparison.html", context), after)


@require_safe
@public_page
@conditional_page
def edition_json(request, party, number):
    reader = _found(request, party, number)
    data = as_data(reader, request.build_absolute_uri)
    return _file(JsonResponse(data, json_dumps_params={"ensure_ascii": False}), reader, "json")


@require_safe
@public_page
@conditional_page
def edition_markdown(request, party, number):
    reader = _found(request, party, number)
    text = HttpResponse(as_markdown(reader), content_type="text/markdown; charset=utf-8")
    return _file(text, reader, "md")


@require_safe
@public_page
def edition_pdf(request, party, number):
    reader = _found(request, party, number)
    response = FileResponse(as_pdf(reader).open("rb"), content_type="application/pdf")
    # Our content security policy keeps some browsers from showing a PDF in a tab.
    return _file(response, reader, "pdf", shown="attachment")
