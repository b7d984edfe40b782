"""What have I to do, and which cases are there?"""

from datetime import timedelta

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.clocks import WINDOWS
from complaints.filters import CaseFilter
from complaints.models import Case, Clock, Complaint, Duty
from complaints.paging import page_of
from complaints.workflow import next_steps
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission

MOST_SHOWN = 100
SOON = 7


@require_safe
@permission_needed(Permission.USE_CASES)
def cases(request):
    """Without anything asked, the day's work; with a filter or `all`, every case one may see."""
    return register(request) if request.GET else work(request)


def work(request):
    today = timezone.localdate()
    clocks = list(
        Clock.objects.visible_to(request.user)
        .work_of(request.user)
        .select_related("case__respondent", "case__officer")
        .with_pause()
        .prefetch_related(Prefetch("case__duties", Duty.objects.visible_to(request.user)))[
            : MOST_SHOWN + 1
        ]
    )
    for clock in clocks:
        clock.steps = answering(clock, request.user)
    about = {
        "sections": by_urgency(clocks[:MOST_SHOWN], today),
        "more": len(clocks) > MOST_SHOWN,
        "today": today,
    }
    return render(request, "complaints/work.html", about)


def answering(clock, user):
    """This person's steps that meet the obligation, or come before the one that does."""
    mine = next_steps(clock.case, user)
    return [step for step in mine if not step.stops or clock.kind in step.stops]


def by_urgency(clocks, today):
    """Overdue, due within a week, later. The end of a window is nobody's lateness."""
    sections = {"overdue": [], "soon": [], "later": []}
    for clock in clocks:
        clock.is_over = clock.due_on < today and clock.kind in WINDOWS
        soon = clock.due_on <= today + timedelta(days=SOON)
        place = "overdue" if clock.is_late(today) else "soon" if soon else "later"
        sections[place].append(clock)
    return sections


def register(request):
    found = CaseFilter(request.GET, Case.objects.visible_to(request.user), request=request)
    chosen = found.qs if found.is_valid() else found.queryset.none()
    marks = {name: request.GET.get(name, "") for name in ("before", "after")}
    page = page_of(with_columns(chosen, request.user), **marks)
    for case in page.rows:
        case.next_clock = next(iter(case.running), None)
        case.is_late = any(clock.is_late(timezone.localdate()) for clock in case.running)
    about = {"form": found.form, "page": page}
    return render(request, "complaints/cases.html", about)


def with_columns(cases, user):
    """What the columns show, in a fixed number of queries."""
    return cases.select_related("respondent", "officer").prefetch_related(
        Prefetch(
            "clocks", Clock.objects.visible_to(user).running().with_pause(), to_attr="running"
        ),
        Prefetch("complaints", Complaint.objects.visible_to(user).only("case"), to_attr="told"),
    )
