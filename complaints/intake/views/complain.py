"""How does somebody complain? Which party, then one page after the other, then the receipt."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from complaints import references
from complaints.actions import drafts, intake, throttle
from complaints.intake import copies, files, forms, receipts
from complaints.intake.journey import QUESTIONS, Journey
from complaints.intake.receipts import complaint_of
from complaints.intake.showing import Shown
from partyconduct.parties.models import Party

NEUTRAL = "https://www.bbc.co.uk/weather"
asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
@login_not_required
def complain(request):
    parties = Party.objects.visible_to(request.user).taking_complaints()
    form = forms.WhichParty(posted(request), parties=parties)
    if form.is_valid():
        slug = form.cleaned_data["party"]
        return redirect("complain_elsewhere" if slug == "none" else "complain_page", *_start(slug))
    return render(request, "complaints/intake/complain.html", {"form": form, "parties": parties})


def _start(slug):
    return () if slug == "none" else (slug, "start")


def posted(request):
    return request.POST if request.method == "POST" else None


@asked
@login_not_required
def complain_elsewhere(request):
    return render(request, "complaints/intake/elsewhere/party.html")


@asked
@login_not_required
def complain_page(request, party, page):
    parties = Party.objects.visible_to(request.user).taking_complaints()
    found = get_object_or_404(parties, slug=party)
    if page not in PAGES:
        raise Http404
    return PAGES[page](Journey(request, found, page))


def with_draft(view):
    """Pages of a draft: one that is gone begins again, and what was just sent is kept."""

    @wraps(view)
    def on_draft(journey):
        if journey.draft is None and journey.request.method != "POST":
            messages.warning(journey.request, _("There are no answers here. Start again."))
            return redirect(journey.href("start"))
        if journey.draft is None:
            journey.begin_again()
            messages.warning(
                journey.request,
                _("Your earlier answers were cleared after four hours. This page is kept."),
            )
        if journey.draft.sent and journey.page in (*QUESTIONS, "check"):
            return redirect(journey.href("receipt"))
        return view(journey)

    return on_draft


def start(journey):
    form = forms.Screener(posted(journey.request))
    if form.is_valid() and form.cleaned_data["about"] == "member":
        journey.begin()
        return redirect(journey.href("person"))
    if form.is_valid():
        return redirect(journey.href(form.cleaned_data["about"]))
    return page(journey, "start", form)


def page(journey, name, form=None, **more):
    shown = {"journey": journey, "form": form, "back": journey.back, **more}
    return render(journey.request, f"complaints/intake/{name}.html", shown)


def elsewhere(journey):
    return page(journey, f"elsewhere/{journey.page}")


@with_draft
def question(journey):
    if journey.request.method == "POST":
        journey.draft.keep(journey.page, journey.request.POST)
    form = journey.form(journey.page, posted(journey.request))
    if journey.request.method == "POST" and form.is_valid():
        return redirect(journey.onward)
    name = journey.page if journey.page in OWN_TEMPLATE else "question"
    return page(journey, name, form, title=form.title)


@with_draft
def evidence(journey):
    request = journey.request
    if stored_name := request.POST.get("remove"):
        journey.draft.remove_file(stored_name)
        return redirect(request.get_full_path())
    form = forms.Upload()
    if request.method == "POST":
        form = _taken(journey)
        if form is None or not form.errors:
            journey.draft.keep("evidence", request.POST)
            wants_more = "add" in request.POST
            return redirect(request.get_full_path() if wants_more else journey.onward)
    return page(journey, "evidence", form, title=forms.Evidence.title)


def _taken(journey):
    """The upload form after its files were sealed; None when nothing was chosen."""
    request, too_much = journey.request, files.too_much_at_once(journey.request)
    chosen = request.FILES or too_much or request.POST.get("description")
    if not chosen and "add" not in request.POST:
        return None
    form = forms.Upload(request.POST, request.FILES, too_much=too_much)
    if form.is_valid():
        place = {"party_id": journey.party.pk, "owner": journey.draft.kept["owner"]}
        for sealed in files.take_in(form, held=journey.draft.files, **place):
            journey.draft.add_file(sealed)
    return form


@with_draft
def check(journey):
    if missing := journey.first_open():
        return redirect(journey.href(missing))
    if journey.request.method != "POST":
        return page(journey, "check", title=_("Check your answers"))
    gate = throttle.gate(receipts.keys_of_sender(journey.request))
    if gate.opens_at:
        return _later(journey, gate.opens_at)
    complaint, _secret = intake.submit(
        journey.party,
        by=journey.service,
        answers=journey.answers(),
        files=journey.evidence(),
        key=journey.draft.key,
    )
    gate.count()
    journey.draft.become(complaint)
    return redirect(journey.href("receipt"))


def _later(journey, until):
    """One network may not bury a desk in complaints; whatever was typed waits with its sender."""
    seconds, sentence = throttle.too_many(until)
    response = page(journey, "check", title=_("Check your answers"), wait=sentence)
    response.status_code, response.headers["Retry-After"] = 429, str(seconds)
    return response


def with_complaint(view):
    """Pages after sending: shown to the session that sent it, and to no other."""

    @wraps(view)
    def on_complaint(journey):
        if journey.draft is None or not journey.draft.sent:
            raise Http404
        sent = journey.draft.sent
        complaint = complaint_of(sent["party"], sent["complaint"])
        if complaint is None:  # purged in the meantime
            raise Http404
        return view(journey, complaint)

    return on_complaint


@with_complaint
def receipt(journey, complaint):
    if journey.draft.sent["saved"]:
        return redirect(journey.href("done"))
    secret = references.secret_for(journey.draft.key)
    form = forms.Saved(posted(journey.request), secret=secret)
    if form.is_valid():
        journey.draft.save_receipt()
        return redirect(journey.href("done"))
    return page(journey, "receipt", form, complaint=complaint, secret=secret)


@with_complaint
def copy(journey, complaint):
    """A download with a plain name; the secret stands in it until the receipt is saved."""
    saved = journey.draft.sent["saved"]
    secret = "" if saved else references.secret_for(journey.draft.key)
    return as_download(copies.as_text(complaint, secret=secret))


def as_download(text):
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="copy.txt"'
    return response


@with_complaint
def done(journey, complaint):
    if not journey.draft.sent["saved"]:
        return redirect(journey.href("receipt"))
    return page(journey, "done", complaint=complaint, shown=Shown(complaint))


@csrf_exempt  # whoever is in danger must get away even when the session has ended
@require_POST
@login_not_required
def leave(request):
    """Everything typed is gone, and the browser is on a page about the weather.

    By a Refresh header: a redirect of a form to another site is stopped by our own policy.
    """
    response = render(request, "complaints/intake/gone.html", {"neutral": NEUTRAL})
    response.headers["Refresh"] = f"0; url={NEUTRAL}"
    # A form on a foreign site sends no session cookie (SameSite), so it can sign nobody out.
    if request.session.session_key:
        drafts.clear(request.session)
        request.session.flush()
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


OWN_TEMPLATE = {"rules", "notice"}
PAGES = (
    {"start": start}
    | dict.fromkeys(("danger", "council", "not-a-member", "policy", "data"), elsewhere)
    | dict.fromkeys(QUESTIONS, question)
    | {"evidence": evidence, "check": check, "receipt": receipt, "copy": copy, "done": done}
)
