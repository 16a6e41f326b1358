"""Who has just logged in by a password alone has said who they are: it is not asked for again before the second step.

Knows no table, so that it can be connected while the apps are loaded.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

METHODS = "account_authentication_methods"
"""Where allauth keeps in the session how somebody came in, the last way last."""


def counts_as_confirmed(sender: object, request: HttpRequest, **_more: Any) -> None:
    """A login by nothing but a password is a confirmation for as long as one lasts (receives Django's signal).

    Whoever has a second step comes in by that too, and is asked as before: more hangs on what they change.
    """
    ways = request.session.get(METHODS) or []
    if ways and all(one.get("method") == "password" for one in ways):
        request.session[METHODS] = [*ways[:-1], {**ways[-1], "reauthenticated": True}]
