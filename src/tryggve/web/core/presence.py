"""Two factors and a short absence, asked of those who read others' text or let people in."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tryggve.domain.access import IDLE, demands_second_factor
from tryggve.web.core import failures
from tryggve.web.core.member import Request
from tryggve.web.core.seen import SEEN

SHORT = "short"
"""Set in sessions of those who may not be away for long."""

_STEP = 60
"""The session is written at most so often (seconds), so that reading does not become writing."""


def still_here(request: HttpRequest) -> HttpResponseBase | None:
    """None where the session of somebody who may not be away is fresh, or anybody else's; else the login page."""
    return _stay(request) if request.session.get(SHORT) else None


def check(request: Request) -> HttpResponseBase | None:
    """None where the person may go on; else what they have to do first.

    Somebody who was a reporter until now, and has been logged in for days, has to log in again.
    """
    if not demands_second_factor(request.member.roles):
        return None
    if (answer := _stay(request)) is not None:
        return answer
    if SHORT not in request.session:
        request.session[SHORT] = True
    exempt = settings.EXAMPLE and request.kommun.is_example
    if not exempt and not is_mfa_enabled(request.user):
        return _add_a_factor(request)
    return None


def _stay(request: HttpRequest) -> HttpResponseBase | None:
    now = timezone.now().timestamp()
    away = now - float(request.session.get(SEEN, 0))
    if away > IDLE.total_seconds():
        logout(request)
        return failures.log_in_first(request, idle=True)
    if away > _STEP:
        request.session[SEEN] = now
    return None


def _add_a_factor(request: Request) -> HttpResponseBase:
    if failures.wants_json(request):
        return JsonResponse({"error": "two_factors"}, status=403)
    query = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
    target = f"{reverse('two_factors')}?{query}"
    return HttpResponse(status=204, headers={"HX-Redirect": target}) if request.htmx else redirect(target)
