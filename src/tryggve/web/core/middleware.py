"""What every request and answer goes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from tryggve.domain.language import DEFAULT_LANGUAGE, LANGUAGES, use_language

LANGUAGE_COOKIE = "sprak"
Handler = Callable[[HttpRequest], HttpResponseBase]


def careful_answers(get_response: Handler) -> Handler:
    """Nothing but static files is kept by browsers or proxies, and no page learns of others' sensors."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer


def chosen_language(get_response: Handler) -> Handler:
    """Swedish, unless the reader has chosen English."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        asked = request.COOKIES.get(LANGUAGE_COOKIE, DEFAULT_LANGUAGE)
        language = asked if asked in LANGUAGES else DEFAULT_LANGUAGE
        with use_language(language), translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer
