"""Two factors and a short absence, asked of those who read others' text or let people in."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from tryggve.domain.access import IDLE, demands_second_factor
from tryggve.web.core import failures
from tryggve.web.core.member import Request

SEEN = "seen"
"""Where the session keeps when its owner was last here."""

_STEP = 60
"""The session is written at most so often (seconds), so that reading does not become writing."""


def check(request: Request) -> HttpResponseBase | None:
    """None where the person may go on; else what they have to do first."""
    if not demands_second_factor(request.member.roles):
        return None
    now = timezone.now().timestamp()
    seen = float(request.session.get(SEEN, now))
    if now - seen > IDLE.total_seconds():
        logout(request)
        return failures.log_in_first(request, idle=True)
    if now - seen > _STEP or SEEN not in request.session:
        request.session[SEEN] = now
    exempt = settings.EXAMPLE and request.kommun.is_example
    if not exempt and not is_mfa_enabled(request.user):
        return redirect("mfa_index")
    return None
