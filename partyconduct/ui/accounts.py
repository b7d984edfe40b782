"""How do the library's own forms of signing in speak? As all others: in sentences, plainly."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from partyconduct.ui.forms import speak


class Plain:
    """No text inside boxes, no link inside a hint: the label says it, and the page links."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = "" if "<a " in str(field.help_text) else field.help_text
            field.label = LABELS.get(name, field.label)
        speak(self)


LABELS = {
    "login": _("Email address"),
    "email": _("Email address"),
    "code": _("Code"),
    "oldpassword": _("Password you have now"),
    "password1": _("New password"),
    "password2": _("New password again"),
}


class Login(Plain, account.LoginForm):
    pass


class ChangePassword(Plain, account.ChangePasswordForm):
    pass


class ResetPassword(Plain, account.ResetPasswordForm):
    pass


class ResetPasswordFromKey(Plain, account.ResetPasswordKeyForm):
    pass


class Reauthenticate(Plain, account.ReauthenticateForm):
    pass


class Authenticate(Plain, mfa.AuthenticateForm):
    pass


class ReauthenticateByCode(Plain, mfa.ReauthenticateForm):
    pass


class ActivateApp(Plain, totp.ActivateTOTPForm):
    pass
