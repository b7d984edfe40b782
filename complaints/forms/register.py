"""What is asked before a spreadsheet is imported?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.register.reading import MAX_BYTES, Unreadable
from complaints.register.tasks import verdict_of
from partyconduct.ui.forms import DayField, Form


class RegisterUpload(Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("An .xlsx or .csv as you keep it: titles above the headings are skipped."),
    )
    closed_on = DayField(
        label=_("Last day of the register"),
        noun=_("last day of the register"),
        help_text=_("If it is left empty, the date in the title rows counts, or else today."),
        required=False,
        past=True,
    )

    def clean_file(self):
        """Read once here, so that what cannot be read is said beside the field."""
        file = self.cleaned_data["file"]
        try:
            verdict_of(file.read(MAX_BYTES + 1), file.name)
        except Unreadable as refusal:
            raise forms.ValidationError(refusal.messages) from refusal
        return file
