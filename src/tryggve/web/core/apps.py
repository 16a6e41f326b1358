"""The Django app that the others stand on."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Tables that the parts of the web share, in each municipality's own database."""

    name = "tryggve.web.core"
    label = "core"
