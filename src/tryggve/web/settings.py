"""Django's settings. What differs between installations comes from `env`; the rest is the same everywhere."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from tryggve.domain.access import STAY
from tryggve.store.database.connect import options_of
from tryggve.store.database.place import Place
from tryggve.web.env import surroundings

HERE = Path(__file__).parent
SURROUNDINGS = surroundings()
DATA = SURROUNDINGS.data
EXAMPLE = SURROUNDINGS.example

SECRET_KEY = SURROUNDINGS.secret_key
DEBUG = False
ALLOWED_HOSTS = list(SURROUNDINGS.hosts)
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in SURROUNDINGS.hosts]
ROOT_URLCONF = "tryggve.web.urls"
WSGI_APPLICATION = "tryggve.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, dict[str, Any]] = {
    "default": options_of(Place(url=SURROUNDINGS.database_url) if SURROUNDINGS.database_url else Place(DATA))
    | ({} if SURROUNDINGS.database_url else {"NAME": str(DATA / "installation.sqlite3")})
    | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
}
DATABASE_ROUTERS = ["tryggve.web.core.router.Router"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tryggve.store.database.apps.StoreConfig",
    "tryggve.web.accounts.apps.AccountsConfig",
    "tryggve.web.core.apps.CoreConfig",
    "tryggve.web.people.apps.PeopleConfig",
    "tryggve.web.setup.apps.SetupConfig",
    "tryggve.web.incidents.apps.IncidentsConfig",
    "tryggve.web.situation.apps.SituationConfig",
    "tryggve.web.group.apps.GroupConfig",
    "tryggve.web.areas.apps.AreasConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tryggve.web.core.middleware.careful_answers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tryggve.web.core.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "tryggve.web.core.pages_environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "tryggve.web.core.pages_environment.always",
            ],
        },
    },
    {
        # Only for what libraries render by themselves; our pages are Jinja2 and come first.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- language and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "svenska"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- static files ------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = str(DATA / "static")
STATICFILES_DIRS = [str(files("leaflet") / "static")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DATA / "files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- sessions, cookies, answers ------------------------------------------------------------------------------------
_SECURE = not EXAMPLE and SURROUNDINGS.behind_proxy
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-tryggve" if _SECURE else "tryggve"
SESSION_COOKIE_AGE = int(STAY.total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tryggve.web.core.failures.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SURROUNDINGS.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_MOST_BYTES = 20_000_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# --- accounts ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["tryggve.web.accounts.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "tryggve.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# `alike`: who reports for an hour on end seldom has twenty reports; who looks for others' has more questions than that.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,20/5m/ip", "reset_password": "5/5m/ip,3/5m/key", "manage_email": "5/h/user",
    "signup": "40/5m/ip", "alike": "20/h/user",
}  # fmt: skip
# Else the limit per address would count the proxy's address for everybody.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SURROUNDINGS.behind_proxy else 0
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Django's own: allauth's keeps a second list of addresses, which would then lag behind ours.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_FORMS = {
    "login": "tryggve.web.people.forms.entry.LoginForm",
    "reset_password": "tryggve.web.people.forms.entry.ResetForm",
    "reset_password_from_key": "tryggve.web.people.forms.secrets.ResetKeyForm",
    "change_password": "tryggve.web.people.forms.secrets.ChangePasswordForm",
    "set_password": "tryggve.web.people.forms.secrets.SetPasswordForm",
    "reauthenticate": "tryggve.web.people.forms.entry.ConfirmForm",
}
MFA_ADAPTER = "tryggve.web.people.second_factor.Adapter"
MFA_FORMS = {
    "authenticate": "tryggve.web.people.forms.codes.AuthenticateForm",
    "reauthenticate": "tryggve.web.people.forms.codes.ReauthenticateForm",
    "activate_totp": "tryggve.web.people.forms.codes.ActivateForm",
    "add_webauthn": "tryggve.web.people.forms.codes.PasskeyForm",
    "edit_webauthn": "tryggve.web.people.forms.codes.PasskeyNameForm",
}
MFA_TOTP_TOLERANCE = 1
# A passkey is two factors only where the device asks who holds it.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tryggve"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EXAMPLE
INVITATION_DAYS = 7
LINK_CUT_AFTER = dt.timedelta(days=90)
# Where nobody answers: a tertial and two months, so that what is decided on its lägesbild can still be told.
LINK_CUT_UNANSWERED = dt.timedelta(days=180)

# --- e-mail: never with content of reports ---------------------------------------------------------------------------
_MAIL = urlsplit(SURROUNDINGS.email_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL.hostname else 'dummy'}.EmailBackend"
EMAIL_HOST = _MAIL.hostname or ""
EMAIL_PORT = _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp" and bool(_MAIL.username)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SURROUNDINGS.email_from or "tryggve@localhost"

# --- logs: what happened, never what was written ---------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.db.backends": {"level": "ERROR"}},
}
