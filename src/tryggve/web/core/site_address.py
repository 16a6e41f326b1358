"""Addresses of the site as they are reached from outside: for letters, which are written where nobody asks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from tryggve.web.core.municipal import here, slug_of


def address_of(name: str, **arguments: Any) -> str:
    """A page of the municipality we are in, whole."""
    path = reverse(name, kwargs={"kommun": slug_of(here()), **arguments})
    hosts = settings.SURROUNDINGS.hosts
    scheme = "https" if settings.SURROUNDINGS.behind_proxy else "http"
    return f"{scheme}://{hosts[0]}{path}" if hosts else path
