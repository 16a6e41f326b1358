"""For whoever watches the server. Nothing about anybody."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tryggve.web.setup.work_log import last_beat

LATE = 300
"""A worker that has said nothing for so many seconds is not at work."""


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The database of the installation answers; and whether a background worker is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    beat = last_beat()
    late = beat is None or (timezone.now() - beat).total_seconds() > LATE
    return HttpResponse(f"ok\nworker {'late' if late else 'ok'}\n", content_type="text/plain")
