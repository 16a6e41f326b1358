"""The web's own settings, but for what would make tests slow or write outside."""

from tryggve.web.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
# One for all workers: an installation that one has made has sessions that the others use.
SECRET_KEY = "of the tests alone"
STORAGES = {  # type: ignore[assignment]
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
