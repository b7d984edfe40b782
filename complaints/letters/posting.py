"""How does an officer print the letters that go by post? Many at once, made by the worker."""

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.actions import posting
from complaints.letters.tasks import print_letters
from complaints.models import Letter, PrintRun
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission

SECONDS = 3
handlers_only = permission_needed(Permission.HANDLE)


@require_http_methods(["GET", "HEAD", "POST"])
@handlers_only
def letters_to_post(request):
    """What waits, the oldest first; asking for the file hands it to a worker."""
    waiting = Letter.objects.visible_to(request.user).to_post(request.user).defer("html")
    if request.method == "POST" and waiting.exists():
        run = posting.ask_for(request.user.party, by=request.user)
        who = {"party_id": request.user.party_id, "user_id": request.user.pk}
        print_letters.enqueue(**who, run=run.pk)
        return redirect("print_run", run.pk)
    context = {"letters": waiting[:50], "number": waiting.count(), "most": posting.MOST}
    return render(request, "complaints/wordings/to_post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@handlers_only
def print_run(request, pk):
    """Looks again by itself, without script, until the file is there."""
    run = get_object_or_404(PrintRun.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        number = posting.record_posted(run, by=request.user)
        messages.success(request, _("Recorded as posted: %(n)d letters.") % {"n": number})
        return redirect("letters_to_post")
    context = {"run": run, "number": len(run.letters), "seconds": SECONDS}
    response = render(request, "complaints/wordings/print_run.html", context)
    if run.sealed is None and not run.fault:
        response.headers["Refresh"] = str(SECONDS)
    return response


@require_safe
@handlers_only
def print_run_pdf(request, pk):
    run = get_object_or_404(PrintRun.objects.visible_to(request.user), pk=pk)
    if run.sealed is None:
        raise Http404
    return StreamingHttpResponse(
        posting.content(run, by=request.user),
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": f'attachment; filename="letters-{run.pk}.pdf"',
        },
    )
