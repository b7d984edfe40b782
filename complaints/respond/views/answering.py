"""What does the respondent read and send?"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.actions import answering, take
from complaints.copying import KINDS, made
from complaints.disclosing import content_of
from complaints.intake import files
from complaints.intake.journey import as_posted
from complaints.models import RespondentMessage
from complaints.printing import letter_as_pdf
from complaints.respond import forms
from complaints.respond.asking import ASKS
from complaints.respond.views.coming import asked, for_respondent
from complaints.serving import SANDBOX, as_file, headers_of_item

ANSWER = "respond_answer"  # the page under which the unsent answer is kept


def refuse_unless_open(seen):
    if not seen.may_write:
        raise PermissionDenied(_("The case has ended. Write to the party at its address."))


def typed(seen, page):
    kept = seen.unsent.typed(page)
    return None if kept is None else as_posted(kept)


@asked
@for_respondent
def respond_answer(request, seen):
    """Text and files in as many sittings as it takes; each press of a button keeps all of it."""
    refuse_unless_open(seen)
    if request.method != "POST":
        form = forms.Answer(asks_text=False)
        if kept := seen.unsent.typed(ANSWER):
            form.initial["text"] = kept.get("text", [""])[0]
        return _answer_page(request, seen, form)
    unsent = seen.unsent
    if stored_name := request.POST.get("remove"):
        unsent.remove_file(stored_name)
        return redirect(ANSWER)
    unsent.keep(ANSWER, request.POST)
    form = _taken(request, seen, unsent)
    if form.errors:
        return _answer_page(request, seen, form)
    return redirect("respond_check" if "continue" in request.POST else ANSWER)


def _taken(request, seen, unsent):
    """The form after its files were sealed; only what goes on to be sent needs a text."""
    too_much, asks_text = files.too_much_at_once(request), "continue" in request.POST
    form = forms.Answer(request.POST, request.FILES, too_much=too_much, asks_text=asks_text)
    if form.is_valid():
        place = {"party_id": seen.case.party_id, "owner": ""}
        held = [*unsent.files, *seen.files.values("size")]
        for sealed in files.take_in(form, held=held, **place):
            unsent.add_file(sealed)
        if "save" in request.POST and not form.errors:
            messages.success(request, _("Kept. You may leave and go on another day."))
    return form


def _answer_page(request, seen, form):
    shown = {"form": form, "seen": seen, "files": seen.unsent.files}
    return render(request, "complaints/respond/answer.html", shown)


@asked
@for_respondent
def respond_check(request, seen):
    refuse_unless_open(seen)
    unsent = seen.unsent
    form = forms.Answer(typed(seen, ANSWER))
    if not form.is_valid():
        return redirect(ANSWER)
    text = form.cleaned_data["text"]
    if request.method != "POST":
        shown = {"seen": seen, "text": text, "files": unsent.files}
        return render(request, "complaints/respond/check.html", shown)
    sealed = [files.as_evidence(kept) for kept in unsent.files]
    if seen.may_answer:
        take("record_response", seen.case, by=seen.service, text=text, files=sealed)
        messages.success(request, _("Your answer has been sent."))
    else:
        late = RespondentMessage.About.LATE_ANSWER
        answering.say(seen.case, by=seen.service, text=text, about=late, files=sealed)
        messages.success(request, _("It has been sent, and is kept with the case."))
    unsent.hand_over(ANSWER)
    return redirect("respond")


@asked
@for_respondent
def respond_ask(request, seen, page):
    """Every other thing a respondent may ask or say; what is sent too late is kept as said."""
    if page not in ASKS:
        raise Http404
    ask = ASKS[page]
    refuse_unless_open(seen)
    late = ask.verb and not seen.may(ask.verb)
    if late and (objection := ask.refusal(seen)):
        raise PermissionDenied(objection)
    if request.method == "POST":
        seen.unsent.keep(page, request.POST)
    data = request.POST if request.method == "POST" else typed(seen, page)
    form = ask.form(data, case=seen.case)
    if request.method == "POST" and form.is_valid():
        ask.send(seen, form.cleaned_data, late=late)
        seen.unsent.forget(page)
        messages.success(request, ask.late_thanks if late else ask.thanks)
        return redirect("respond")
    about = {"form": form, "seen": seen, "title": ask.title, "lead": ask.lead}
    more = {"submit_words": _("Send"), "late": ask.late_lead if late else ""}
    return render(request, "complaints/respond/ask.html", about | more)


@require_safe
@for_respondent
def respond_item(request, seen, pk):
    """A released file under the name it was released by; the look is an event."""
    item = get_object_or_404(seen.items.exclude(stored_name=""), pk=pk)
    answering.look(seen.invitation, by=seen.service, verb="read_item", item=item.pk)
    return HttpResponse(b"".join(content_of(item)), headers=SANDBOX | headers_of_item(item))


@require_safe
@for_respondent
def respond_copy(request, seen, ending):
    if ending not in KINDS:
        raise Http404
    refuse_unless_open(seen)
    answering.look(seen.invitation, by=seen.service, verb="read_copy")
    return as_file(made(seen.case, ending), KINDS[ending], f"copy.{ending}")


@require_safe
@for_respondent
def respond_letter(request, seen, pk):
    letter = get_object_or_404(seen.letters, pk=pk)
    answering.look(seen.invitation, by=seen.service, verb="read_letter", letter=letter.pk)
    return render(request, "complaints/respond/letter.html", {"letter": letter, "seen": seen})


@require_safe
@for_respondent
def respond_letter_pdf(request, seen, pk):
    letter = get_object_or_404(seen.letters, pk=pk)
    answering.look(seen.invitation, by=seen.service, verb="read_letter", letter=letter.pk)
    response = HttpResponse(letter_as_pdf(letter), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="letter.pdf"'
    return response
