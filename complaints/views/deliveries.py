"""How does an officer record what became of a letter on paper?"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.actions import delivery
from complaints.forms.desk import DeliveryForm
from complaints.views.files import letter_of
from partyconduct.parties.access import require
from partyconduct.parties.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def letter_delivery(request, reference, pk):
    case, letter = letter_of(request, reference, pk)
    require(request.user, Permission.HANDLE)
    form = DeliveryForm(request.POST if request.method == "POST" else None, letter=letter)
    if form.is_valid():
        delivery.record_delivery(letter, by=request.user, **form.cleaned_data)
        messages.success(request, _("Recorded."))
        return redirect(f"{case.get_absolute_url()}#words")
    context = {
        "form": form,
        "title": _("What became of this letter?"),
        "lead": letter.subject,
        "submit_words": _("Record"),
        "back": case.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)
