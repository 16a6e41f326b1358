"""The Django app of this part."""

from __future__ import annotations

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Areas: rounds of early signs."""

    name = "tryggve.web.areas"
    label = "areas"
