"""What do the pages about people ask?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from partyconduct.parties.actions import objection_to_name
from partyconduct.parties.models import Membership, Party, User
from partyconduct.parties.roles import Role, objection_to_roles

GIVEN_BY_PARTIES = [(r.value, r.label) for r in Role if r not in (Role.SERVICE, Role.OPERATOR)]


class Invite(forms.Form):
    name = forms.CharField(
        label=_("Full name"), max_length=200, error_messages={"required": _("Enter the full name")}
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("They sign in with it"),
        error_messages={
            "required": _("Enter the email address"),
            "invalid": _("Enter an email address in the correct format, like name@example.org"),
        },
    )
    member_no = forms.CharField(
        label=_("Membership number, if they are a member"),
        help_text=_("A complaint that names it keeps them out of its case"),
        max_length=40,
        required=False,
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=GIVEN_BY_PARTIES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the role"),
            "invalid_choice": _("Choose one of the roles shown here."),
        },
    )

    def __init__(self, party, data=None):
        self.party = party
        super().__init__(data)

    def clean(self):
        """A role that may not stand beside those already held is refused before it is tried."""
        email, role = self.cleaned_data.get("email"), self.cleaned_data.get("role")
        held = Membership.objects.current().filter(
            party=self.party, person__accounts__email__iexact=email
        )
        roles = set(held.values_list("role", flat=True))
        if role and email and (objection := objection_to_roles(roles | {role})):
            self.add_error("role", objection)
        account = User.objects.select_related("person").filter(email__iexact=email or "").first()
        name = self.cleaned_data.get("name")
        if account and name and (objection := objection_to_name(account, name)):
            self.add_error("email", objection)
        return self.cleaned_data


class ActFor(forms.Form):
    party = forms.ModelChoiceField(
        Party.objects.none(),
        label=_("Act for"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose the party you act for"),
            "invalid_choice": _("Choose one of the parties shown here."),
        },
    )

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.filter(
            pk__in=[party.pk for party in parties]
        )
