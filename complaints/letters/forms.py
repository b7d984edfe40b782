"""What does the page of one letter ask of whoever words it?"""

from django import forms
from django.utils.translation import gettext_lazy as _l

from complaints.letters.standard import faults_of
from partyconduct.ui.forms import Form


class Wording(Form):
    subject = forms.CharField(label=_l("Subject"), max_length=200)
    text = forms.CharField(
        label=_l("Words of the letter"),
        help_text=_l(
            "The address, the greeting, how to ask a question and the name come by themselves."
        ),
        widget=forms.Textarea({"rows": 24}),
        max_length=10_000,
    )

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter

    def clean(self):
        if "text" in self.cleaned_data:
            for sentence in faults_of(*self.letter, self.cleaned_data["text"]):
                self.add_error("text", sentence)
        return self.cleaned_data
