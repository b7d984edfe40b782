"""How does a party's editor draft an edition and put it in force?

Whoever is not the editor of the party in the address finds nothing here: the same 404 as for an
address that does not exist.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from codes import actions, completeness
from codes.comparison import compare, summary
from codes.forms import (
    About,
    AdherenceForm,
    ClauseWords,
    Confirm,
    PutInForce,
    Recognised,
    TariffForm,
    Upload,
    signed,
)
from codes.models import Adherence, Code, Edition
from partyconduct.parties.access import permission_needed
from partyconduct.parties.models import Party
from partyconduct.parties.roles import Permission

asks = require_http_methods(["GET", "HEAD", "POST"])


def _code(request, party):
    codes = Code.objects.visible_to(request.user).editable_by(request.user)
    return get_object_or_404(codes, party__slug=party)


def _own_party(request, party):
    """The editor's own party, also before it has a code."""
    if not (request.user.party and request.user.can(Permission.EDIT_CODES)):
        raise Http404
    return get_object_or_404(
        Party.objects.visible_to(request.user), pk=request.user.party_id, slug=party
    )


def _draft(request, party, number):
    drafts = Edition.objects.visible_to(request.user).editable_by(request.user)
    return get_object_or_404(drafts, code__party__slug=party, number=number)


def _typed(request):
    return request.POST if request.method == "POST" else None


def _form_page(request, form, title, submit_words, **context):
    context |= {"form": form, "title": title, "submit_words": submit_words}
    return render(request, "components/form_page.html", context)


@require_safe
@permission_needed(Permission.EDIT_CODES)
def own_drafts(request):
    """The way in from the navigation."""
    return redirect("draft_list", request.user.party.slug)


@require_safe
def draft_list(request, party):
    owner = _own_party(request, party)
    editions = Edition.objects.visible_to(request.user).of(party).newest_first()
    return render(request, "codes/draft_list.html", {"party": owner, "editions": editions})


@require_POST
def draft_new(request, party):
    """A copy of the latest edition, to be changed."""
    edition = actions.draft(_code(request, party), by=request.user)
    return redirect(edition)


@asks
def draft_upload(request, party):
    """First shows what was recognised; nothing is written until that is confirmed."""
    owner = _own_party(request, party)
    if "recognised" in request.POST:
        return _confirm_upload(request, owner)
    form = Upload(_typed(request), request.FILES or None)
    if form.is_valid():
        found = form.cleaned_data["document"]
        context = {"party": owner, "found": found, "recognised": signed(found)}
        return render(request, "codes/upload_preview.html", context)
    return render(request, "codes/upload.html", {"form": form, "party": owner})


def _confirm_upload(request, owner):
    form = Recognised(request.POST)
    if not form.is_valid():
        return render(
            request, "codes/upload.html", {"form": Upload(), "party": owner, "again": True}
        )
    found = form.cleaned_data["recognised"]
    code = actions.open_code(owner, by=request.user, title=found.title or owner.name)
    return redirect(actions.draft(code, by=request.user, found=found))


@require_safe
def draft(request, party, number):
    """Everything about one draft: its checklist, its clauses, its tariff."""
    edition = _draft(request, party, number)
    results = completeness.checklist(edition.text())
    context = {
        "edition": edition,
        "results": results,
        "missing": [r for r in results if r.check.blocks and not r.met],
        "clauses": edition.clauses.select_related("parent"),
        "lines": edition.tariff_lines.all(),
    }
    return render(request, "codes/draft.html", context)


@asks
def draft_about(request, party, number):
    edition = _draft(request, party, number)
    names = ("title", "title_cy", "applies_to", "adopted_by")
    form = About(_typed(request), initial={name: getattr(edition, name) for name in names})
    if form.is_valid():
        return redirect(actions.describe(edition, by=request.user, details=form.cleaned_data))
    back = edition.get_absolute_url()
    return _form_page(request, form, _("About this edition"), _("Save"), back=back)


@asks
def draft_clause_add(request, party, number):
    edition = _draft(request, party, number)
    form = ClauseWords(_typed(request), edition=edition)
    if form.is_valid():
        return redirect(actions.add_clause(edition, by=request.user, words=form.words))
    back = edition.get_absolute_url()
    return _form_page(request, form, _("Add a clause"), _("Add clause"), back=back)


@asks
def draft_clause(request, party, number, anchor):
    edition = _draft(request, party, number)
    clause = get_object_or_404(edition.clauses.select_related("parent"), anchor=anchor)
    initial = {name: getattr(clause, name) for name in (*actions.WORDS, "number")}
    form = ClauseWords(_typed(request), edition=edition, clause=clause, initial=initial)
    if form.is_valid():
        return redirect(actions.edit_clause(clause, by=request.user, words=form.words))
    return render(
        request, "codes/clause_form.html", {"form": form, "clause": clause, "edition": edition}
    )


@asks
def draft_clause_remove(request, party, number, anchor):
    edition = _draft(request, party, number)
    clause = get_object_or_404(edition.clauses.select_related("parent"), anchor=anchor)
    if request.method == "POST":
        return redirect(actions.remove_clause(clause, by=request.user))
    context = {"clause": clause, "edition": edition, "form": Confirm()}
    return render(request, "codes/clause_remove.html", context)


@asks
def draft_tariff(request, party, number):
    edition = _draft(request, party, number)
    form = TariffForm(_typed(request), lines=edition.tariff_lines.all())
    if form.is_valid():
        return redirect(actions.set_tariff(edition, by=request.user, lines=form.lines))
    return render(request, "codes/tariff_form.html", {"form": form, "edition": edition})


@require_safe
def draft_comparison(request, party, number):
    """The draft beside the latest published edition."""
    edition = _draft(request, party, number)
    latest = Edition.objects.published().of(party).latest()
    before = latest.clauses.select_related("parent") if latest else []
    changes = compare(list(before), list(edition.clauses.select_related("parent")))
    context = {
        "edition": edition,
        "latest": latest,
        "changes": changes,
        "summary": summary(changes),
    }
    return render(request, "codes/draft_comparison.html", context)


@asks
def draft_put_in_force(request, party, number):
    edition = _draft(request, party, number)
    form = PutInForce(_typed(request), edition=edition)
    if form.is_valid():
        day = form.cleaned_data["day"]
        return redirect(actions.put_in_force(edition, by=request.user, on=day))
    return render(request, "codes/put_in_force.html", {"form": form, "edition": edition})


@asks
def draft_discard(request, party, number):
    edition = _draft(request, party, number)
    if request.method == "POST":
        actions.discard(edition, by=request.user)
        return redirect("draft_list", party)
    return render(request, "codes/discard.html", {"edition": edition, "form": Confirm()})


@asks
def draft_adherence(request, party):
    """Where the parties stand on the joint code; kept by the joint body's secretariat."""
    code = _code(request, party)
    latest = Edition.objects.published().of(party).latest()
    if not code.is_joint or latest is None:
        raise Http404
    form = AdherenceForm(_typed(request))
    if form.is_valid():
        actions.record_adherence(latest, by=request.user, stand=form.answer)
        return redirect("draft_adherence", party)
    stands = Adherence.objects.visible_to(request.user).filter(edition=latest)
    today = timezone.localdate()
    context = {"form": form, "edition": latest, "stands": stands, "today": today}
    return render(request, "codes/adherence_form.html", context)
