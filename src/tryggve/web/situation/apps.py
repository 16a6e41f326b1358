"""The Django app of this part."""

from __future__ import annotations

from django.apps import AppConfig


class SituationConfig(AppConfig):
    """The week: the picture as it grows, signals to judge, and the fastställda lägesbilder."""

    name = "tryggve.web.situation"
    label = "situation"
