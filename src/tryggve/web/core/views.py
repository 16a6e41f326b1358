"""Pages that belong to no part of the work: start, home, language."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from tryggve.domain.access import Permission
from tryggve.domain.language import LANGUAGES
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core.member import Request
from tryggve.web.core.menu import menu
from tryggve.web.core.middleware import LANGUAGE_COOKIE
from tryggve.web.core.municipal import entered
from tryggve.web.core.pages import member_of
from tryggve.web.core.readiness import is_open

_YEAR = 365 * 24 * 3600
_FIRST = ("week", "signals", "report", "pictures", "people")
"""Where the day begins: at the first of these that one may open."""


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The municipalities one belongs to; straight in where there is one alone."""
    mine = [one for one in Municipality.objects.all() if _belongs(cast(Account, request.user), one)]
    if len(mine) == 1:
        return redirect("home", kommun=mine[0].slug)
    return render(request, "core/start.html", {"mine": mine})


def _belongs(account: Account, municipality: Municipality) -> bool:
    with entered(municipality.slug):
        try:
            member_of(account)
        except Http404:
            return False
    return True


@require_safe
def home(request: Request) -> HttpResponse:
    """To where the day begins for this role; until the municipality is open, to what is left to do before it is."""
    if request.member.may(Permission.SETTINGS) and not is_open():
        return redirect("driftstart", kommun=request.kommun.slug)
    open_to = {entry.name: entry.href for entry in menu(request)}
    for name in _FIRST:
        if name in open_to:
            return redirect(open_to[name])
    raise Http404


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language, and back."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("start")
    # Not `redirect`, which takes a word without a slash for the name of a page.
    answer = HttpResponseRedirect(back)
    if (asked := request.POST.get("language", "")) in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, asked, max_age=_YEAR, samesite="Lax", httponly=True)
    return answer
