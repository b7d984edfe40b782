"""What became of a letter? Also after a case is closed, since its last letters go then."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.access import may_see_complainant
from complaints.actions.writing import add
from complaints.models import Delivery
from partyconduct.audit.trail import record
from partyconduct.parties.access import require
from partyconduct.parties.roles import Permission


@transaction.atomic
def record_delivery(letter, *, by, way, on, words=""):
    """Sent on paper, or come back; the case itself does not change."""
    require(by, Permission.HANDLE)
    if not may_see_complainant(by, letter.case):
        raise PermissionDenied(_("Your part in this case does not let you handle its letters."))
    if not letter.written_on <= on <= timezone.localdate():
        raise PermissionDenied(_("Choose a day from the day of the letter until today."))
    about = {"letter": letter, "way": way, "on": on, "words": words}
    made = add(Delivery, letter.case, by, "deliver", recorded_by=by.person, **about)
    record(by, "deliver", letter.case, letter=letter.pk, delivery=made.pk, way=str(way))
    return made
