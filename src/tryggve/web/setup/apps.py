"""The Django app of this part."""

from __future__ import annotations

from django.apps import AppConfig


class SetupConfig(AppConfig):
    """The first start, what must be in place before live data, and the settings of a municipality."""

    name = "tryggve.web.setup"
    label = "setup"
