"""How does a party's administrator see and change the words of its letters?"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.letters import actions
from complaints.letters.forms import Wording
from complaints.letters.language import Shape, write
from complaints.letters.standard import LETTERS
from complaints.letters.variables import known
from complaints.models import Audience, Letter, LetterWording
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission

administrators_only = permission_needed(Permission.EDIT_PROCEDURE)


@require_safe
@administrators_only
def wordings(request):
    """Every letter, and in whose words it goes out."""
    own = LetterWording.objects.visible_to(request.user).order_by("number")
    latest = {(each.kind, each.audience): each for each in own}
    rows = [_row(letter, latest.get(letter)) for letter in LETTERS]
    return render(request, "complaints/wordings/list.html", {"rows": rows})


def _row(letter, own):
    kind, audience = letter
    return {
        "kind": kind,
        "audience": audience,
        "subject": own.subject if own and own.text else LETTERS[letter].subject,
        "own": own if own and own.text else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def wording(request, kind, audience):
    """One letter: see it with invented facts, save it as a new version, or go back."""
    letter = _letter(kind, audience)
    if "restore" in request.POST:
        actions.restore(request.user.party, by=request.user, letter=letter)
        messages.success(request, _("The letter goes out in the words of the register again."))
        return redirect("wordings")
    versions = LetterWording.objects.visible_to(request.user).of(request.user.party, *letter)
    row = _row(letter, versions.first())
    initial = {"subject": row["subject"], "text": (row["own"] or LETTERS[letter]).text}
    typed = request.POST if request.method == "POST" else None
    form = Wording(typed, initial=initial, letter=letter)
    if form.is_valid() and "preview" not in request.POST:
        return _save(request, letter, form)
    context = row | {
        "form": form,
        "versions": versions.select_related("written_by"),
        "variables": known(*letter).values(),
        "must": LETTERS[letter].must,
        "preview": _preview(letter, form) if "preview" in request.POST else "",
    }
    return render(request, "complaints/wordings/wording.html", context)


def _letter(kind, audience):
    if (kind, audience) not in LETTERS:
        raise Http404
    return Letter.Kind(kind), Audience(audience)


def _save(request, letter, form):
    actions.reword(request.user.party, by=request.user, letter=letter, **form.cleaned_data)
    messages.success(request, _("Saved. The next letter of this kind goes out in these words."))
    return redirect("wordings")


def _preview(letter, form):
    """With the name of each thing in its place: whoever words letters sees no case."""
    if not form.is_valid():
        return ""
    places = {name: _place(row) for name, row in known(*letter).items()}
    return write(form.cleaned_data["text"], places)


def _place(variable):
    if variable.shape == Shape.PASSAGE:
        return format_html("<p><em>«{}»</em></p>", variable.label)
    return f"«{variable.label}»"
