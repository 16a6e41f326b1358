"""Pages of one's own account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is known of the account, and what can be done with it."""
    return render(request, "people/mine.html")


def no_signup(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: people are invited."""
    raise Http404
