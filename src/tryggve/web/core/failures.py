"""Refusals in plain words: why, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tryggve.domain.access import GRANTS, Permission, role_name
from tryggve.domain.language import N_, _

if TYPE_CHECKING:
    from tryggve.web.core.member import Request

_BARE = "<!doctype html><html lang=sv><title>Fel</title><h1>{title}</h1><p>{text}</p>"

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, not a person who reads a page."""
    return "application/json" in request.headers.get("Accept", "")


def log_in_first(request: HttpRequest, *, idle: bool = False, back: str = "") -> HttpResponse:
    """To the login page and back (to `back` where that is said); a script gets 401."""
    if wants_json(request):
        return JsonResponse({"error": "login"}, status=401)
    back = back or (request.get_full_path() if request.method not in UNSAFE else "/")
    query = urlencode({"next": back} | ({"borta": "1"} if idle else {}))
    target = f"{reverse('account_login')}?{query}"
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


def may_not(request: Request, needs: Permission) -> HttpResponse:
    """403: the roles that may, so that one knows whom to ask."""
    if wants_json(request):
        return JsonResponse({"error": "forbidden"}, status=403)
    roles = [role_name(role) for role, granted in GRANTS.items() if needs in granted]
    return refused(request, 403, N_("You may not open this page"), roles=roles)


def refused(request: HttpRequest, status: int, title: str, **context: object) -> HttpResponse:
    """A page that says what is wrong."""
    return render(request, "core/refused.html", {"title": _(title), "status": status, **context}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same whatever is hidden."""
    return refused(request, 404, N_("The page does not exist"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 where it is not the role that is missing."""
    return refused(request, 403, N_("That is not possible here"))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    return refused(request, 429, N_("Too many tries"), why=_("Wait five minutes, then try again."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; without a template where the request was refused before it was known who asks."""
    if not hasattr(request, "user"):
        return HttpResponse(_BARE.format(title="Frågan gick inte att förstå", text="Kontrollera adressen."), status=400)
    return refused(request, 400, N_("The request could not be understood"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open for too long or came from elsewhere."""
    if wants_json(request):
        return JsonResponse({"error": "csrf"}, status=403)
    return refused(request, 403, N_("The form was too old"), stale=True)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without a template that could fail too."""
    return HttpResponse(_BARE.format(title="Något gick fel", text="Inget har sparats. Försök igen."), status=500)
