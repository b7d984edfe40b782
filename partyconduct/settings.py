"""How is this installation set up? One file, read from the environment.

Without any variable this is the embedded demonstration: SQLite under `var/`, loopback only,
no second factor. Setting SECRET_KEY makes it an installation, and then what is unsafe is refused.
Django's own DEBUG stays off always: its pages would show personal data and list addresses.
"""

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR", BASE_DIR / "var"))
VAR.mkdir(parents=True, exist_ok=True)

DEMONSTRATION = os.environ.get("DEBUG", "0" if "SECRET_KEY" in os.environ else "1") == "1"
DEBUG = False

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h] or LOOPBACK
# Where people outside reach it: an e-mail has no request to take the address from.
SITE = (
    f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    if DEMONSTRATION
    else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)
SECRET_KEY = os.environ.get("SECRET_KEY") or "demonstration-only-" + "0" * 40

if DEMONSTRATION and not set(ALLOWED_HOSTS) <= {*LOOPBACK, "testserver"}:
    raise ImproperlyConfigured("DEBUG is for one machine only: unset it, or drop ALLOWED_HOSTS.")
if not DEMONSTRATION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set SECRET_KEY to at least 50 random characters.")
if not DEMONSTRATION and not os.environ.get("KEYRING"):
    raise ImproperlyConfigured("Set KEYRING to the file made with `manage.py keys create`.")


def _keys():
    """The keyring: an id and three 32-byte keys (hex), apart from the database on purpose."""
    if path := os.environ.get("KEYRING"):
        ring = json.loads(Path(path).read_text())
    else:
        ring = {"id": "demo", "receipt": "11" * 32, "audit": "22" * 32, "evidence": "33" * 32}
    keys = {name: bytes.fromhex(ring[name]) for name in ("receipt", "audit", "evidence")}
    if len(set(keys.values())) < 3 or any(len(key) != 32 for key in keys.values()):
        raise ImproperlyConfigured("KEYRING must hold three different keys of 32 bytes each.")
    return ring["id"], keys


KEY_ID, KEYS = _keys()


def _database(url):
    """SQLite with full durability, or PostgreSQL with row-level security (see rlsdb)."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;"
                "PRAGMA recursive_triggers=ON;",
            },
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with sqlite:// or postgresql://.")
    return {
        "ENGINE": "partyconduct.rlsdb",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": {"server_side_binding": True},
    }


DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite://{VAR}/partyconduct.sqlite3"
DATABASES = {"default": _database(DATABASE_URL) | {"ATOMIC_REQUESTS": True}}
# The role that row-level security binds; the deploying role owns the tables (see rlsdb.policies).
RUNTIME_ROLE = os.environ.get("RUNTIME_ROLE", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "simple_history",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "partyconduct",
    "partyconduct.audit",
    "partyconduct.dates",
    "partyconduct.parties",
    "partyconduct.periodic",
    "codes",
    "complaints",
    "reporting.statistics",
]

MIDDLEWARE = [
    "partyconduct.ui.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "partyconduct.parties.middleware.ActingFor",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "partyconduct.urls"
WSGI_APPLICATION = "partyconduct.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partyconduct.ui.context.site",
            ],
            "builtins": ["partyconduct.ui.tags", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "partyconduct.ui.forms.Renderer"

AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "partyconduct.parties.accounts.Adapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # counted per process; axes counts in the database instead
ACCOUNT_FORMS = {
    "login": "partyconduct.ui.accounts.Login",
    "change_password": "partyconduct.ui.accounts.ChangePassword",
    "reset_password": "partyconduct.ui.accounts.ResetPassword",
    "reset_password_from_key": "partyconduct.ui.accounts.ResetPasswordFromKey",
    "reauthenticate": "partyconduct.ui.accounts.Reauthenticate",
}
MFA_FORMS = {
    "authenticate": "partyconduct.ui.accounts.Authenticate",
    "reauthenticate": "partyconduct.ui.accounts.ReauthenticateByCode",
    "activate_totp": "partyconduct.ui.accounts.ActivateApp",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "partyconduct"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "partyconduct.parties.accounts.tried_address"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1 / 12  # hours: at most ten guesses in five minutes
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["password", "login"]
AXES_IPWARE_PROXY_COUNT = 0 if DEMONSTRATION else 1  # the reverse proxy

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMONSTRATION
SESSION_COOKIE_NAME = "sessionid" if DEMONSTRATION else "__Host-sessionid"
CSRF_USE_SESSIONS = True
SECURE_SSL_REDIRECT = not DEMONSTRATION
# An installation stands behind a reverse proxy that sets this header itself (README).
SECURE_PROXY_SSL_HEADER = None if DEMONSTRATION else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without encryption
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes browsers send Origin: null
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
# Welsh joins when its catalogue does: English words must not call themselves Welsh.
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "partyconduct" / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["partyconduct.ui.formats"]

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = BASE_DIR / "static" / "served"
STATICFILES_DIRS = [BASE_DIR / "static" / "theme"]  # both are built by `make theme`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EVIDENCE_URL = os.environ.get("EVIDENCE_URL") or f"file://{VAR}/evidence"
EVIDENCE_ROOT = Path(urlsplit(EVIDENCE_URL).path)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 60_000_000  # uploads stay in memory: never a plain temporary file
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

EMAIL_URL = os.environ.get("EMAIL_URL") or f"file://{VAR}/mail"
if EMAIL_URL.startswith("file://"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = urlsplit(EMAIL_URL).path
else:
    EMAIL_HOST, EMAIL_PORT = urlsplit(EMAIL_URL).hostname, urlsplit(EMAIL_URL).port or 587
    EMAIL_HOST_USER = unquote(urlsplit(EMAIL_URL).username or "")
    EMAIL_HOST_PASSWORD = unquote(urlsplit(EMAIL_URL).password or "")
    EMAIL_USE_TLS = True
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "security@register.example")
DEFAULT_FROM_EMAIL = os.environ.get("FROM_EMAIL", "no-reply@register.example")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
SILENCED_SYSTEM_CHECKS = ["security.W002"]  # ui.security sends X-Frame-Options itself

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Refusals name addresses, and addresses hold references; tries name people (security.md 3.12).
    "loggers": {name: {"level": "ERROR"} for name in ("django.request", "axes")},
}
