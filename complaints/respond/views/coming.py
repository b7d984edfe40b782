"""How does the respondent come in, come back and leave?"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints import references
from complaints.actions import answering, throttle
from complaints.actions.unsent import unsent_of
from complaints.intake import receipts
from complaints.intake.forms import Saved
from complaints.respond import entering, forms
from complaints.respond.showing import Seen

asked = require_http_methods(["GET", "HEAD", "POST"])
AWAY = "away"


def for_respondent(view):
    """Pages behind the invitation. Whoever was away too long is asked for the secret, and what
    they had just typed is kept until they are back."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        invitation = entering.known(request.session)
        if invitation is None:
            return redirect("respond")
        if entering.is_awake(request.session):
            return view(request, Seen(invitation), *args, **kwargs)
        if request.method == "POST" and invitation.case.is_open:
            page = kwargs.get("page", request.resolver_match.url_name)
            unsent_of(invitation.case).keep(page, request.POST)
        request.session[AWAY] = True
        return redirect("respond_back")

    return login_not_required(guarded)


@asked
@login_not_required
def respond(request):
    if request.method == "POST":
        return _come_in(request)
    invitation = entering.known(request.session)
    if invitation is None:
        return _ask(request, forms.Invited())
    if not entering.is_awake(request.session):
        request.session[AWAY] = True
        return redirect("respond_back")
    if not invitation.saved_at:
        return redirect("respond_keep")
    answering.look(invitation, by=invitation.service)
    return render(request, "complaints/respond/case.html", {"seen": Seen(invitation)})


def _ask(request, form, *, page="come_in", status=200, **more):
    shown = {"form": form, **more}
    return render(request, f"complaints/respond/{page}.html", shown, status=status)


def _come_in(request):
    form = forms.Invited(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=400)
    token = form.cleaned_data["token"]
    recognised = _try(
        request,
        ("come_in", form),
        references.token_mac(token),
        lambda: entering.by_codes(token, form.cleaned_data["code"]),
    )
    if not isinstance(recognised, int):
        return recognised
    invitation = entering.invitation_of(recognised)
    sentence = _gone(invitation) or entering.why_not_by_link(invitation)
    if sentence:
        return _over(request, invitation, sentence)
    answering.open_invitation(invitation, by=invitation.service)
    return _enter(request, invitation, "respond_keep")


@asked
@login_not_required
def respond_back(request):
    away = request.session.pop(AWAY, False)
    if request.method != "POST":
        return _ask(request, forms.Back(), page="come_back", away=away)
    form = forms.Back(request.POST)
    if not form.is_valid():
        return _ask(request, form, page="come_back", status=400)
    reference, secret = form.cleaned_data["reference"], form.cleaned_data["secret"]
    recognised = _try(
        request,
        ("come_back", form),
        f"back|{reference}",
        lambda: entering.by_way_back(reference, secret),
    )
    if not isinstance(recognised, int):
        return recognised
    invitation = entering.invitation_of(recognised)
    if sentence := _gone(invitation) or entering.why_not_back(invitation):
        return _over(request, invitation, sentence)
    answering.look(invitation, by=invitation.service, verb="enter")
    return _enter(request, invitation, "respond")


def _gone(invitation):
    return (
        "" if invitation else _("This matter is over, and its file was destroyed as it must be.")
    )


def _over(request, invitation, sentence):
    party = invitation.case.party if invitation else None
    shown = {"sentence": sentence, "party": party}
    return render(request, "complaints/respond/over.html", shown, status=410)


def _enter(request, invitation, address):
    entering.enter(request.session, invitation)
    rotate_token(request)
    return redirect(address)


def _try(request, asking, counted, recognise):
    """What was recognised, or the answer to a wrong or too early try (see actions.throttle)."""
    page, form = asking
    ticket = receipts.ticket(request.session, counted)
    gate = throttle.gate(receipts.keys_of(request, counted), ticket=ticket)
    if gate.opens_at:
        until = receipts.promise(request.session, counted, gate.opens_at)
        return _wait(request, page, form, until)
    receipts.redeem(request.session)
    found = recognise()
    if found is None:
        gate.count()
        form.add_error(None, _("These do not fit together. Check both."))
        return _ask(request, form, page=page, status=403)
    gate.right()
    return found


def _wait(request, page, form, until):
    seconds, sentence = throttle.too_many(until)
    form.add_error(None, sentence)
    response = _ask(request, form, page=page, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


@asked
@for_respondent
def respond_keep(request, seen):
    """The way back is shown until it was kept, once, to the session that used the link."""
    invitation = seen.invitation
    if invitation.saved_at:
        return redirect("respond")
    secret = references.way_back(invitation.key.nonce)
    form = Saved(request.POST if request.method == "POST" else None, secret=secret)
    if form.is_valid():
        answering.keep_way_back(invitation, by=seen.service)
        messages.success(request, _("You can now come back at any time while the case lasts."))
        return redirect("respond")
    shown = {"form": form, "secret": secret, "seen": seen}
    return render(request, "complaints/respond/keep.html", shown)


@require_POST
@login_not_required
def respond_leave(request):
    """What was typed and not sent stays with the case; the browser forgets everything."""
    request.session.flush()
    response = render(request, "complaints/respond/left.html")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
