"""How does an officer's spreadsheet come in, and how does the register go out, on the pages?"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from complaints.forms.register import RegisterUpload
from complaints.register import waiting, writing
from complaints.register.exporting import workbook
from complaints.register.report import report
from complaints.register.tasks import import_file, verdict_of
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission

TICKET = "register_import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECONDS = 2  # between two looks at an import that is running


@permission_needed(Permission.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    is_post = request.method == "POST"
    form = RegisterUpload(request.POST, request.FILES) if is_post else RegisterUpload()
    if form.is_valid():
        _forget(request)
        ticket = waiting.keep(form.cleaned_data["file"], by=request.user)
        closed_on = form.cleaned_data["closed_on"]
        ticket["closed_on"] = closed_on.isoformat() if closed_on else ""
        request.session[TICKET] = ticket
        return redirect("check_import")
    return render(request, "complaints/register/upload.html", {"form": form})


@permission_needed(Permission.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request):
    """The dry run; confirming it hands the file to a worker."""
    ticket = request.session.get(TICKET)
    if ticket is None:
        return redirect("import_register")
    if running := ticket.get("running"):  # a second click on confirm
        return redirect("import_progress", running)
    if request.method == "POST" and "cancel" in request.POST:
        _forget(request)
        return redirect("import_register")
    if request.method == "POST":
        return _hand_over(request, ticket)
    return render(request, "complaints/register/check.html", _dry_run(request.user, ticket))


def _hand_over(request, ticket):
    """The task's row is part of this request's transaction: no worker sees it before commit."""
    who = {"party_id": request.user.party_id, "user_id": request.user.pk}
    number = import_file.enqueue(**who, ticket=ticket).id
    request.session[TICKET] = {"running": number}
    return redirect("import_progress", number)


def _dry_run(user, ticket):
    content = waiting.content(ticket, by=user)
    verdict = verdict_of(content, ticket["name"], ticket["closed_on"])
    already = len(writing.already_here(user.party, verdict.accepted))
    new = len(verdict.accepted) - already
    found = {"closed_on": verdict.closed_on, "already": already, "new": new}
    return found | {"file": ticket["name"], "found": report(verdict)}


def _forget(request):
    """An earlier upload that was never confirmed does not stay behind."""
    ticket = request.session.pop(TICKET, {})
    if "stored_name" in ticket:
        waiting.drop(ticket)


@permission_needed(Permission.IMPORT_REGISTER)
@require_safe
def progress(request, number):
    """Looks again by itself, without script, until the import is over."""
    result = _own_result(request.user, number)
    over = result.is_finished
    done = result.return_value if result.status == TaskResultStatus.SUCCESSFUL else None
    page = {"result": result, "done": done, "has_failed": over and done is None}
    page |= {"is_running": result.started_at is not None and not over, "seconds": SECONDS}
    response = render(request, "complaints/register/progress.html", page)
    if not over:
        response.headers["Refresh"] = str(SECONDS)
    return response


def _own_result(user, number):
    """An import is seen by the person who started it, in the party acted for then."""
    try:
        result = import_file.get_result(str(number))
    except (TaskResultDoesNotExist, TaskResultMismatch) as error:
        raise Http404 from error
    if (result.kwargs["user_id"], result.kwargs["party_id"]) != (user.pk, user.party_id):
        raise Http404
    return result


@permission_needed(Permission.EXPORT_REGISTER)
@require_safe
def export(request):
    party, today = request.user.party, timezone.localdate()
    content = workbook(party, by=request.user, on=today)
    name = f"{party.slug}-register-{today:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
