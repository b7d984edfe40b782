"""Who sees the year's figures, and how are they published?"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partyconduct.parties.models import Party
from partyconduct.parties.roles import Permission
from partyconduct.ui.security import public_page
from reporting.statistics import (
    announcing,
    assembly,
    early,
    feeds,
    reconcile,
    releases,
    tables,
    trial,
)
from reporting.statistics.definitions import DEFINITIONS, POLICY, VERSION
from reporting.statistics.exports import html
from reporting.statistics.forms import Admit, Announce, NameDay, OpenDraft, Sign
from reporting.statistics.models import AT_WORK, Announcement, EarlyReader, Release
from reporting.statistics.tasks import build_release

# --- For everybody -------------------------------------------------------------------------------

ANYBODY = AnonymousUser()  # these pages are the same for all, so they never ask who is looking


@require_safe
@public_page
def statistics(request):
    published = Release.objects.visible_to(ANYBODY).current()
    context = {"releases": published, "coming": _coming()}
    return render(request, "statistics/statistics.html", context)


def _coming():
    return list(Announcement.objects.visible_to(ANYBODY).coming(timezone.localdate()))


@require_safe
@public_page
def history(request):
    """Figures that others published before, as they stand, with what of them adds up."""
    past, comparability = reconcile.history()
    context = {"past": past, "comparability": comparability}
    return render(request, "statistics/history.html", context)


@require_safe
@public_page
def calendar(request):
    """What comes out in the next twelve months, when, and what was moved and why."""
    context = {"coming": _coming(), "now": timezone.now()}
    return render(request, "statistics/calendar.html", context)


@require_safe
@public_page
def feed(request, kind):
    root = request.build_absolute_uri("/").rstrip("/")
    if kind == "ics":
        return HttpResponse(feeds.ical(_coming(), root), content_type="text/calendar")
    if kind != "atom":
        raise Http404
    published = Release.objects.visible_to(ANYBODY).published().select_related("party")
    newest = published.defer("frozen", "checks").order_by("-published_at")[:20]
    content = feeds.atom(_coming(), newest, root)
    return HttpResponse(content, content_type="application/atom+xml")


@require_safe
@public_page
def methods(request):
    context = {"definitions": DEFINITIONS, "policy": POLICY, "version": VERSION}
    return render(request, "statistics/methods.html", context | {"tables": tables.TABLES})


@require_safe
@public_page
def release(request, year, slug):
    return _page(request, _published(year, slug))


@require_safe
@public_page
def numbered(request, year, slug, release):
    """One number of a release, for good; a corrected one says so and leads to its correction."""
    return _page(request, _published(year, slug, release))


def _page(request, found):
    numbers = list(found.numbers())
    return render(
        request,
        "statistics/release.html",
        html.context(found.released())
        | {
            "release": found,
            "files": _files(found),
            "attacks": trial.by_attacker(found.audit()),
            "numbers": numbers,
            "corrections": [later for later in numbers if later.number > found.number],
            "early_readers": found.early(),
        },
    )


@require_safe
@public_page
def beside(request, year, slug, ending):
    """`/statistics/2023/harbour.xlsx` and the like, beside the page."""
    return _file(_published(year, slug), f"statistics.{ending}")


@require_safe
@public_page
def file(request, year, slug, name):
    """`/statistics/2023/harbour/datapackage.json` and the files it names."""
    plain = name if not name.startswith(".") else f"statistics{name}"
    return _file(_published(year, slug), plain)


@require_safe
@public_page
def kept(request, year, slug, release, name):
    """The files of one number, for good."""
    return _file(_published(year, slug, release), name)


def _published(year, slug, number=None):
    published = Release.objects.visible_to(ANYBODY).published()
    if number is None:
        return get_object_or_404(published.current(), year=year, party__slug=slug)
    return get_object_or_404(
        published.select_related("party"), year=year, party__slug=slug, number=number
    )


def _files(found):
    return found.files.defer("content")


def _file(found, name):
    kept = get_object_or_404(found.files, name=name)
    response = HttpResponse(bytes(kept.content), content_type=kept.content_type)
    response["ETag"] = f'"{kept.sha256}"'
    address = f"{found.party.slug}-{found.year}-{found.number}-{kept.name}"
    shown_at_once = kept.content_type.startswith(("application/json", "application/pdf"))
    how = "inline" if shown_at_once else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{address}"'
    return response


# --- For those who publish and sign --------------------------------------------------------------


def at_work(view):
    """Only those who publish or sign the party's statistics; they see no case by it."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not any(request.user.can(permission) for permission in AT_WORK):
            raise PermissionDenied(
                _("Only those who publish or sign the party’s statistics may see drafts.")
            )
        return view(request, *args, **kwargs)

    guarded.permissions = AT_WORK
    return guarded


def own_draft(user, number):
    """A release in hand of one's own party; any other does not exist, as far as one may know."""
    return get_object_or_404(Release.objects.visible_to(user).in_hand(user), pk=number)


@at_work
def drafts(request):
    form = OpenDraft(request.POST if request.method == "POST" else None)
    if form.is_valid():
        party = get_object_or_404(Party.objects.visible_to(request.user), pk=request.user.party_id)
        opened = releases.draft(party, by=request.user, **form.cleaned_data)
        _enqueue(opened)
        return redirect("release_draft", opened.pk)
    in_hand = Release.objects.visible_to(request.user).in_hand(request.user)
    context = {"form": form, "in_hand": in_hand, "may_open": _may_publish(request.user)}
    return render(request, "statistics/drafts.html", context)


@at_work
def draft(request, number):
    return _draft_page(request, own_draft(request.user, number), Sign())


def _draft_page(request, found, form):
    context = {
        "release": found,
        "form": form,
        "files": _files(found),
        "sign_objection": releases.sign_objection(found, request.user),
        "publish_objection": releases.publish_objection(found, request.user, timezone.now()),
        "may_open": _may_publish(request.user),
        "attacks": trial.by_attacker(found.audit()),
        "announcement": found.announcement,
        "early_readers": found.early(),
    }
    return render(request, "statistics/draft.html", context)


@require_safe
@at_work
def preview(request, number):
    """The page as everybody will see it, before it is published."""
    found = own_draft(request.user, number)
    if not found.is_built:
        return redirect("release_draft", number)
    context = html.context(found.released()) | {"release": found, "files": ()}
    return render(request, "statistics/preview.html", context)


@require_safe
@at_work
def counts(request, number):
    """What was counted before protection: for the publisher's checks, never for publication."""
    found = own_draft(request.user, number)
    frame = releases.read_counts(found, by=request.user)
    context = {"release": found, "tables": assembly.unprotected(assembly.system(frame))}
    return render(request, "statistics/counts.html", context)


@require_POST
@at_work
def build(request, number):
    _enqueue(releases.rebuild(own_draft(request.user, number), by=request.user))
    return redirect("release_draft", number)


@require_POST
@at_work
def sign(request, number):
    found, form = own_draft(request.user, number), Sign(request.POST)
    if not form.is_valid() and not releases.sign_objection(found, request.user):
        return _draft_page(request, found, form)
    releases.sign(found, by=request.user)
    messages.success(request, _("You have signed this release."))
    return redirect("release_draft", number)


@require_POST
@at_work
def publish(request, number):
    releases.publish(own_draft(request.user, number), by=request.user)
    messages.success(request, _("The figures are published."))
    return redirect("release_draft", number)  # the public page tells nobody anything of their own


# --- The calendar, and who sees figures early ----------------------------------------------------


@at_work
def announcements(request):
    """The party's own entries of the calendar, and a form for one more."""
    form = Announce(request.POST if request.method == "POST" else None)
    if form.is_valid():
        party = get_object_or_404(Party.objects.visible_to(request.user), pk=request.user.party_id)
        entry = announcing.announce(party, by=request.user, **form.cleaned_data)
        return redirect("release_announcement", entry.pk)
    own = Announcement.objects.visible_to(request.user).filter(party_id=request.user.party_id)
    context = {"form": form, "entries": own, "may_open": _may_publish(request.user)}
    return render(request, "statistics/announcements.html", context)


@at_work
def announcement(request, number):
    """One entry: its day is named, or moved; whoever did not ask for a move approves it."""
    entry = own_entry(request.user, number)
    form = NameDay(request.POST if request.method == "POST" else None, entry=entry)
    if form.is_valid():
        act = announcing.move if entry.due_at else announcing.fix_day
        act(entry, by=request.user, **form.cleaned_data)
        return redirect("release_announcement", number)
    context = {
        "form": form,
        "entry": entry,
        "may_open": _may_publish(request.user),
        "approval_objection": announcing.approval_objection(entry, request.user),
    }
    return render(request, "statistics/announcement.html", context)


@require_POST
@at_work
def approve_day(request, number):
    announcing.approve(own_entry(request.user, number), by=request.user)
    messages.success(request, _("The day is moved, and the calendar says why."))
    return redirect("release_announcement", number)


def own_entry(user, number):
    own = Announcement.objects.visible_to(user).filter(party_id=user.party_id)
    return get_object_or_404(own, pk=number)


@at_work
def admit(request, number):
    """Puts somebody on the list of those who may see the figures a day before everybody."""
    found = own_draft(request.user, number)
    form = Admit(request.POST if request.method == "POST" else None, party=found.party)
    if form.is_valid():
        early.admit(found, by=request.user, **form.cleaned_data)
        return redirect("release_draft", number)
    return render(request, "statistics/admit.html", {"form": form, "release": found})


@require_safe
def look(request, number):
    """The figures for somebody on that list; nobody else may know that there is one."""
    readers = EarlyReader.objects.visible_to(request.user).filter(person_id=request.user.person_id)
    found = early.look(get_object_or_404(readers, release=number), by=request.user)
    context = html.context(found.released()) | {"release": found, "files": ()}
    return render(request, "statistics/preview.html", context)


look.permissions = ()


def _may_publish(user):
    return user.can(Permission.PUBLISH_STATISTICS)


def _enqueue(found):
    transaction.on_commit(lambda: build_release.enqueue(found.pk))
