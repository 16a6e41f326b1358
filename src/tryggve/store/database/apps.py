"""The app's name; its tables are named by what they hold."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The store."""

    name = "tryggve.store.database"
    label = "store"
    verbose_name = "store"
