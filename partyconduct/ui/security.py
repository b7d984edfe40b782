"""What does every response say to the browser, whatever its status?"""

import functools

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
    )
)
FEATURES_OFF = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers then send `Origin: null`, and a form's answer is refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES_OFF),
    "X-Frame-Options": "DENY",
}
# A view may say something narrower, such as the sandbox of a downloaded file.
UNLESS_SET = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HSTS = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """Outermost, so that redirects, refusals, failures and static files carry the headers too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers[name] = value
        for name, value in UNLESS_SET.items():
            response.headers.setdefault(name, value)
        if getattr(response, "public", False) and not response.cookies:
            _forget_the_cookie(response)
        else:
            response.headers["X-Robots-Tag"] = "noindex"
        if not settings.DEMONSTRATION:
            response.headers["Strict-Transport-Security"] = HSTS
        return response


def _forget_the_cookie(response):
    """Other middleware looked at the session, but a public page never depends on it."""
    names = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    response.headers["Vary"] = ", ".join(name for name in names if name and name != "Cookie")


def public_page(view):
    """The same page for everybody: no sign-in, no session, no transaction; may be cached.

    Its templates must not ask who is looking: `base.html` leaves out the person and messages.
    """

    @functools.wraps(view)
    def seen_by_all(request, *args, **kwargs):
        request.public = True
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and request.method in {"GET", "HEAD"}:
            response.public = True
            response.headers.setdefault("Cache-Control", "public, max-age=60")
        return response

    return login_not_required(transaction.non_atomic_requests(seen_by_all))
