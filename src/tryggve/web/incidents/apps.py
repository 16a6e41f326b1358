"""The Django app of this part."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Reports: sent from a phone, answered, and weighed at the coordinator's desk."""

    name = "tryggve.web.incidents"
    label = "incidents"
