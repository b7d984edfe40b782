"""How does a complainant come back? With the receipt: status, letters, messages, outcome."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions import drafts, intake, throttle
from complaints.intake import copies, files, forms, receipts
from complaints.intake.showing import Shown
from complaints.intake.views.complain import as_download, posted
from complaints.models import Message
from complaints.printing import letter_as_pdf

asked = require_http_methods(["GET", "HEAD", "POST"])


def for_complainant(view):
    """Pages behind the receipt; whoever has not entered, or stayed away, is asked to enter."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        complaint = receipts.entered(request.session)
        if complaint is None:
            return redirect("track")
        return view(request, Shown(complaint), *args, **kwargs)

    return login_not_required(guarded)


@asked
@login_not_required
def track(request):
    if request.method == "POST":
        return _enter(request)
    had_entered = receipts.KEY in request.session
    complaint = receipts.entered(request.session)
    if complaint is None:
        return _ask(request, forms.Enter(), ended=had_entered)
    intake.look(complaint)
    return render(request, "complaints/intake/status.html", {"shown": Shown(complaint)})


def _ask(request, form, *, status=200, **more):
    shown = {"form": form, **more}
    return render(request, "complaints/intake/enter.html", shown, status=status)


def _enter(request):
    """What has the wrong shape costs nothing; every other try passes the gate first."""
    form = forms.Enter(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=400)
    reference = form.cleaned_data["reference"]
    ticket = receipts.ticket(request.session, reference)
    gate = throttle.gate(receipts.keys_of(request, reference), ticket=ticket)
    if gate.opens_at:
        return _wait(request, form, receipts.promise(request.session, reference, gate.opens_at))
    receipts.redeem(request.session)
    pk = receipts.recognise(reference, form.cleaned_data["secret"])
    if pk is None:
        gate.count()
        form.add_error(None, _("We know no receipt with this reference and secret. Check both."))
        return _ask(request, form, status=403)
    gate.right()
    receipts.enter(request.session, pk)
    rotate_token(request)
    intake.look(receipts.entered(request.session), verb="enter")
    return redirect("track")


def _wait(request, form, until):
    seconds, sentence = throttle.too_many(until)
    form.add_error(None, sentence)
    response = _ask(request, form, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


ASKS = {
    Message.About.QUESTION: (
        gettext_lazy("Write to the conduct team"),
        gettext_lazy("They read it and answer on this page."),
    ),
    Message.About.APPEAL: (
        gettext_lazy("Why should the decision be looked at again?"),
        gettext_lazy(
            "Say whether there was a serious error of procedure, there is new evidence, or the "
            "sanction is out of proportion, and why."
        ),
    ),
    Message.About.WITHDRAWAL: (
        gettext_lazy("Why do you want to withdraw your complaint?"),
        gettext_lazy(
            "You may say that you do not want to give a reason. The conduct team may have to go "
            "on, for example to protect others; it tells you here."
        ),
    ),
}


@asked
@for_complainant
def track_message(request, shown):
    about = request.GET.get("about", Message.About.QUESTION)
    _refuse_unless_open(shown, about)
    label, hint = ASKS[about]
    asks = _("Enter what you want to say")
    form = forms.Say(posted(request), label=label, hint=hint, asks=asks)
    if form.is_valid():
        intake.say(shown.complaint, text=form.cleaned_data["text"], about=about)
        messages.success(request, _("Your message has been sent."))
        return redirect("track")
    page = {"form": form, "title": label, "submit_words": _("Send"), "shown": shown}
    return render(request, "complaints/intake/message.html", page)


def _refuse_unless_open(shown, about):
    if about not in ASKS:
        raise PermissionDenied(_("Choose a message, an appeal or a withdrawal."))
    if about == Message.About.APPEAL and not shown.appeal_until:
        raise PermissionDenied(_("You cannot ask for an appeal at this stage."))
    if not shown.may_write:
        raise PermissionDenied(_("The case has ended. Write to the party at its address."))


@asked
@for_complainant
def track_evidence(request, shown):
    _refuse_unless_open(shown, Message.About.QUESTION)
    form = forms.Upload()
    if request.method == "POST":
        too_much = files.too_much_at_once(request)
        form = forms.Upload(request.POST, request.FILES, too_much=too_much)
        if form.is_valid():
            _hand_in(shown, form)
        if not form.errors:
            messages.success(request, _("Your file has been added."))
            return redirect("track")
    page = {"form": form, "title": _("Add a file"), "shown": shown}
    return render(request, "complaints/intake/add_file.html", page)


def _hand_in(shown, form):
    held = list(shown.files.values("size"))
    place = {"party_id": shown.complaint.party_id, "owner": ""}
    for sealed in files.take_in(form, held=held, **place):
        intake.hand_in(shown.complaint, sealed=files.as_evidence(sealed))


@require_safe
@for_complainant
def track_letter(request, shown, pk):
    letter = get_object_or_404(shown.letters, pk=pk)
    intake.look(shown.complaint, verb="read_letter", letter=letter.pk)
    return render(request, "complaints/intake/letter.html", {"letter": letter, "shown": shown})


@require_safe
@for_complainant
def track_letter_pdf(request, shown, pk):
    letter = get_object_or_404(shown.letters, pk=pk)
    intake.look(shown.complaint, verb="read_letter", letter=letter.pk)
    response = HttpResponse(letter_as_pdf(letter), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="letter.pdf"'
    return response


@require_safe
@for_complainant
def track_copy(request, shown):
    intake.look(shown.complaint, verb="read_copy")
    return as_download(copies.as_text(shown.complaint))


@require_POST
@login_not_required
def track_leave(request):
    drafts.clear(request.session)
    request.session.flush()
    response = render(request, "complaints/intake/left.html")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
