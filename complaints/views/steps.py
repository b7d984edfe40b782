"""How is a step taken from a page? One view for every verb of the table."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions import take
from complaints.actions.rehearsing import rehearse
from complaints.forms import form_for
from complaints.models import Adjustment, Case, Extension
from complaints.workflow import STEPS, Kind, Refused


def take_step(request, reference, verb):
    """Not to be known: 404. Not open: 403 with the sentence. Else ask, then take the step."""
    if verb not in STEPS:
        raise Http404
    case = open_file(request.user, reference)
    refuse_unless_open(STEPS[verb], case, request.user)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_for(verb)(case, request.user, data, files)
    about = {"case": case, "form": form, "step": STEPS[verb]}
    if form.is_valid() and "preview" in request.POST and STEPS[verb].writes:
        about["letters"] = rehearse(verb, case, by=request.user, **form.details)
    elif form.is_valid():
        take(verb, case, by=request.user, version=case.version, **form.details)
        messages.success(request, _("Done: %(step)s.") % {"step": str(STEPS[verb].label).lower()})
        return redirect(after(STEPS[verb], case, request.user))
    return render(request, form.template, about | moves(STEPS[verb], case))


def open_file(user, reference):
    """The case, if this person may know of it, with what every question about it needs."""
    cases = Case.objects.visible_to(user).select_related(
        "party",
        "procedure",
        "edition__code__party",
        "respondent",
        "officer",
        "intimidationtest",
        "assessment",
        "response",
        "joined_to",
    )
    asked = (
        Extension.objects.visible_to(user).filter(case=OuterRef("pk"), decided_on=None),
        Adjustment.objects.visible_to(user).filter(case=OuterRef("pk"), answered_on=None),
    )
    cases = cases.annotate(waits_for_answer=Exists(asked[0]) | Exists(asked[1]))
    case = get_object_or_404(cases, reference=reference)
    case.today = timezone.localdate()
    return case


def refuse_unless_open(step, case, user):
    if objection := step.objection(case, user):
        raise Refused(objection)


def moves(step, case):
    """Where the case will be after the step, for the page that asks."""
    target, _clocks = step.leads_to(case)
    return {"target": target if target != case.stage else None}


def after(step, case, user):
    """Back to where the step stood, unless it has closed the case to this person (a recusal)."""
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        return "cases"
    return reverse("sides", args=[case.reference]) if step.kind == Kind.FAIR else case
