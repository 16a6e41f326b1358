"""When the owner of a session was last here. Knows no table, so that it can be connected while the apps are loaded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

SEEN = "seen"
"""Where the session keeps it: since login, and from then on for those who may not be away for long."""


def logged_in(sender: object, request: HttpRequest, **_more: Any) -> None:
    """A login is when somebody was last here (receives Django's signal)."""
    request.session[SEEN] = timezone.now().timestamp()
