"""What have I to do, and which cases are there?"""

from collections import Counter
from datetime import timedelta
from functools import cache

from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from complaints import outcomes
from complaints.clocks import SOON_DAYS, WINDOWS, ClockKind
from complaints.filters import CaseFilter
from complaints.models import Case, Clock, Complaint, Duty, Escalation, Procedure
from complaints.paging import page_of
from complaints.workflow import Stage, meeting
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission

MOST_SHOWN = 50
SOON = timedelta(days=SOON_DAYS)


@require_safe
@permission_needed(Permission.USE_CASES)
def cases(request):
    """Without anything asked, the day's work; with a filter or `all`, every case one may see."""
    return register(request) if request.GET else work(request)


# --- my work
def work(request):
    clocks = Clock.objects.visible_to(request.user).work_of(request.user).with_pause()
    rows = list(clocks.values(*WORK_COLUMNS)[: MOST_SHOWN + 1])
    add_next_steps(rows, request.user)
    sections = by_urgency(rows[:MOST_SHOWN], timezone.localdate())
    about = {"sections": sections, "more": len(rows) > MOST_SHOWN, "most": MOST_SHOWN}
    about["urgent"] = urgent_for(request.user)
    about["escalated"] = escalated_to(request.user)
    return render(request, "complaints/work.html", about)


WORK_COLUMNS = (
    "kind",
    "due_on",
    "is_paused",
    "case_id",
    "case__stage",
    "case__procedure",
    "case__reference",
    "case__respondent__name",
    "case__officer__name",
)


def add_next_steps(rows, user):
    """This person's steps that meet the obligation, or come before the one that does."""
    ids = [row["case_id"] for row in rows]
    mine = Duty.objects.visible_to(user).filter(person=user.person_id, case__in=ids)
    parts = {duty.case_id: duty for duty in mine}
    used = {row["case__procedure"] for row in rows}
    procedures = Procedure.objects.visible_to(user).in_bulk(used)

    @cache
    def steps(stage, procedure, part, kind):
        return meeting(kind, stage, procedures[procedure], user, part)

    for row in rows:
        row["steps"] = steps(
            row["case__stage"], row["case__procedure"], parts.get(row["case_id"]), row["kind"]
        )


def urgent_for(user):
    """The same-day queue: of one's own work, whatever its deadlines say."""
    if not user.can(Permission.HANDLE):
        return []
    mine = Case.objects.visible_to(user).filter(party=user.party_id).urgent().work_of(user)
    return list(mine.select_related("respondent", "officer")[:MOST_SHOWN])


def escalated_to(user):
    """Cases that wait for the head's answer; nobody else is asked for it."""
    if not user.can(Permission.SUPERVISE):
        return []
    waiting = Escalation.objects.visible_to(user).waiting()
    return waiting.select_related("case__respondent", "case__officer")[:MOST_SHOWN]


def by_urgency(rows, today):
    """Overdue, due within a week, later. The end of a window is nobody's lateness."""
    sections = {"overdue": [], "soon": [], "later": []}
    for row in rows:
        row["what"] = ClockKind(row["kind"]).label
        row["is_over"] = row["due_on"] < today and row["kind"] in WINDOWS
        soon = row["due_on"] <= today + SOON
        place = "overdue" if is_late(row, today) else "soon" if soon else "later"
        sections[place].append(row)
    return sections


def is_late(row, today):
    return row["due_on"] < today and row["kind"] not in WINDOWS and not row["is_paused"]


# --- all cases
def register(request):
    found = CaseFilter(request.GET, Case.objects.visible_to(request.user), request=request)
    chosen = found.qs if found.is_valid() else found.queryset.none()
    marks = {name: request.GET.get(name, "") for name in ("before", "after")}
    page = page_of(chosen, *COLUMNS, **marks)
    add_columns(page.rows, request.user)
    return render(request, "complaints/cases.html", {"form": found.form, "page": page})


COLUMNS = ("reference", "stage", "closing_reason", "respondent__name", "officer__name")


def add_columns(rows, user):
    """What stands in other tables, and every cell in words: said once, however often it stands."""
    if not (ids := [row["pk"] for row in rows]):
        return
    day, stage, ending = cache(in_short), cache(stage_in_words), cache(ending_in_words)
    clocks, numbers = running_clocks(ids, user), complaints_told(ids, user)
    for row in rows:
        row["received"] = day(row["received_on"])
        row["due"] = day(clocks[row["pk"]][0]["due_on"]) if row["pk"] in clocks else ""
        row["is_late"] = any(clock["is_late"] for clock in clocks.get(row["pk"], ()))
        row["complaints"] = numbers.get(row["pk"], 0)
        row["stage"] = stage(row["stage"])
        row["ending"] = ending(row["closing_reason"])


def running_clocks(ids, user):
    """The running clocks of each case, the next due first."""
    today, clocks = timezone.localdate(), {}
    running = Clock.objects.visible_to(user).filter(case__in=ids).running().with_pause()
    for clock in running.values("case_id", "kind", "due_on", "is_paused").order_by("due_on"):
        clock["is_late"] = is_late(clock, today)
        clocks.setdefault(clock["case_id"], []).append(clock)
    return clocks


def complaints_told(ids, user):
    told = Complaint.objects.visible_to(user).filter(case__in=ids).order_by()
    return Counter(told.values_list("case_id", flat=True))


def in_short(day):
    return date_format(day, "j M Y")


def stage_in_words(stage):
    return str(Stage(stage).label)


def ending_in_words(reason):
    return str(outcomes.CLOSING_REASONS[reason].name) if reason else ""
