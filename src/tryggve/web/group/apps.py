"""The Django app of this part."""

from __future__ import annotations

from django.apps import AppConfig


class GroupConfig(AppConfig):
    """The EST group: insatser, meetings, minnesanteckningar."""

    name = "tryggve.web.group"
    label = "group"
