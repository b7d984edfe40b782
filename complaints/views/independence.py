"""Pages beside the cases: approaches, interests, training, and whether like is decided alike."""

from collections import Counter

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints import consistency as consistent
from complaints import outcomes
from complaints.actions import contacts
from complaints.forms.independence import DeclareInterest, RecordTraining
from complaints.models import Contact, Education, Interest, Training
from partyconduct.parties.access import permission_needed
from partyconduct.parties.roles import Permission

MOST = 200


@require_safe
@permission_needed(Permission.READ_APPROACHES)
def approaches(request):
    """The interference list (D49): the head reads the words, the auditor what kind it was."""
    logged = Contact.objects.visible_to(request.user).select_related("case", "logged_by")
    shown = list(logged[:MOST])
    origins = Contact.objects.visible_to(request.user).order_by().values_list("came_from")
    counted = Counter(dict(origins.annotate(number=Count("pk"))))
    by_origin = [
        (entry.name, counted[code], entry.group == "leadership")
        for code, entry in outcomes.APPROACHED_BY.items()
    ]
    reads_words = request.user.can(Permission.USE_CASES)
    about = {"contacts": shown, "by_origin": by_origin, "reads_words": reads_words, "most": MOST}
    return render(request, "complaints/approaches.html", about)


@permission_needed(Permission.USE_CASES)
def interests(request):
    form = DeclareInterest(request.POST if request.method == "POST" else None)
    if form.is_valid():
        contacts.declare_interest(request.user.party, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your interest is declared."))
        return redirect("interests")
    declared = Interest.objects.visible_to(request.user).standing().select_related("person")
    mine = [each for each in declared if each.person_id == request.user.person_id]
    others = [each for each in declared if each.person_id != request.user.person_id]
    about = {"form": form, "mine": mine, "others": others}
    return render(request, "complaints/interests.html", about)


@require_POST
@permission_needed(Permission.USE_CASES)
def end_interest(request, pk):
    mine = Interest.objects.visible_to(request.user).standing()
    held = get_object_or_404(mine.filter(person=request.user.person_id), pk=pk)
    contacts.end_interest(held, by=request.user)
    messages.success(request, _("The interest has ended."))
    return redirect("interests")


@permission_needed(Permission.MANAGE_PEOPLE)
def training(request):
    form = RecordTraining(request.user.party, request.POST if request.method == "POST" else None)
    if form.is_valid():
        contacts.record_training(request.user.party, by=request.user, **form.cleaned_data)
        messages.success(request, _("The training is recorded."))
        return redirect("training")
    records = Training.objects.visible_to(request.user).select_related("person")
    return render(request, "complaints/training.html", {"form": form, "records": records})


@require_safe
@permission_needed(Permission.COMPARE_DECISIONS)
def consistency(request):
    """For the head: is like decided alike? Departures with their reasons."""
    rows = consistent.decisions(request.user)
    latest, by_year = consistent.departures(rows)
    today = timezone.localdate()
    about = {
        "n": len(rows),
        "years": consistent.years_of(rows),
        "over_time": consistent.over_time(rows),
        "departures": latest,
        "by_year": by_year,
        "people": consistent.by_person(rows, request.user),
        "enough": consistent.ENOUGH_DECISIONS,
        "enough_people": consistent.ENOUGH_PEOPLE,
        "educations": Education.objects.visible_to(request.user).overdue(today),
    }
    return render(request, "complaints/consistency.html", about)
