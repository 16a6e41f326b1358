"""The little of Django that the store needs: the app itself and no database until one is opened."""

from __future__ import annotations

import os

import django
from django.conf import settings

SECRET_KEY = "unused: the store signs nothing"
INSTALLED_APPS = ["tryggve.store.database.apps.StoreConfig"]
DATABASES: dict[str, dict[str, object]] = {}
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def configure() -> None:
    """Set Django up with these settings, unless somebody (the web) has chosen others."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        names = ("SECRET_KEY", "INSTALLED_APPS", "DATABASES", "USE_TZ", "TIME_ZONE", "DEFAULT_AUTO_FIELD")
        # Logging stays as it is: Django's own set-up would write SQL and its parameters where nobody expects them.
        settings.configure(LOGGING_CONFIG=None, **{name: globals()[name] for name in names})
        django.setup()
