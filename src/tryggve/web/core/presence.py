"""Two factors and a short absence, asked of those who read others' text or let people in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tryggve.domain.access import IDLE, demands_second_factor
from tryggve.web.accounts.models import Municipality
from tryggve.web.core import failures
from tryggve.web.core.member import Request
from tryggve.web.core.models import Membership
from tryggve.web.core.municipal import entered
from tryggve.web.core.seen import SEEN

SHORT = "short"
"""In sessions: whether their owner may not be away for long."""

_STEP = 60
"""The session is written at most so often (seconds), so that reading does not become writing."""


def still_here(request: HttpRequest) -> HttpResponseBase | None:
    """None where the session of somebody who may not be away is fresh, or anybody else's; else the login page.

    For pages outside municipalities: they must be as short for a coordinator who has opened no page inside yet.
    """
    if SHORT not in request.session:
        request.session[SHORT] = _is_sensitive(request.user)
    if not request.session[SHORT]:
        return None
    if (answer := _stay(request)) is None and is_mfa_enabled(request.user) and not _has_shown_two(request):
        # Else it could read the recovery codes, or add a second step of its own.
        logout(request)
        return failures.log_in_first(request)
    return answer


def _is_sensitive(account: Any) -> bool:
    """Whether somebody has a role anywhere that demands it."""
    for slug in Municipality.objects.values_list("slug", flat=True):
        with entered(slug):
            rows = Membership.objects.filter(account_id=account.pk, ended=None, organisation__active=True)
            if any(demands_second_factor(one.role_set) for one in rows):
                return True
    return False


def check(request: Request) -> HttpResponseBase | None:
    """None where the person may go on; else what they have to do first.

    Somebody who was a reporter until now, and has been logged in for days, has to log in again.
    """
    if not demands_second_factor(request.member.roles):
        return None
    if (answer := _stay(request)) is not None:
        return answer
    if not request.session.get(SHORT):
        request.session[SHORT] = True
    if settings.EXAMPLE and request.kommun.is_example:
        return None
    if not is_mfa_enabled(request.user):
        return _add_a_factor(request)
    if not _has_shown_two(request):
        logout(request)
        return failures.log_in_first(request)
    return None


def _has_shown_two(request: HttpRequest) -> bool:
    """Whether it was in this session: one that a password alone opened, before there was more, is no way past."""
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


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
