"""Role × address: nobody gets what the table does not say, and no address is without a row in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

from tests.web.access_table import WHO, expected
from tests.web.conftest import KOMMUN, Installation
from tryggve.domain.access import Permission
from tryggve.web.core.pages import Open

STANDS_IN = {
    "kommun": KOMMUN, "int": "999999", "str": "zz", "slug": "zz", "word": "zz", "picture_period": "2026-W40",
    "signal_name": "zz",
    "uuid": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip
"""What stands in for the parts of an address: nothing of that number exists, so 404 is the answer of who may ask."""

REFUSES_FURTHER = {
    **dict.fromkeys(
        ("week_map", "week_csv", "week_xlsx", "week_json", "week_geojson"), "a live view is decided per organisation"
    ),
    "driftstart_open": "a coordinator opens, an administrator fills in",
    "driftstart_close": "a coordinator closes",
}
"""Pages that look at more than the role; each is tested for that where it is at home."""

ASKS = (*WHO.values(), "Olle", None)


def patterns() -> Iterator[URLPattern]:
    """Every address of the web."""
    for pattern in get_resolver().url_patterns:
        assert isinstance(pattern, URLPattern), f"{pattern} is not declared by page()"
        yield pattern


def test_every_address_is_declared_and_has_a_row() -> None:
    """T-DECLARED: closed by default."""
    names = [pattern.name for pattern in patterns()]
    assert len(set(names)) == len(names)
    assert set(names) == set(expected())
    for pattern in patterns():
        needs = getattr(pattern.callback, "needs", None)
        assert isinstance(needs, Permission | Open), pattern.name
        assert isinstance(needs, Permission) == str(pattern.pattern).startswith("<kommun:"), pattern.name
        who = expected()[str(pattern.name)]
        assert (who == "*") == (needs is Open.PUBLIC), pattern.name
        assert (who == "in") == (needs is Open.SIGNED_IN), pattern.name


@pytest.mark.parametrize("who", ASKS, ids=[name or "nobody" for name in ASKS])
def test_nobody_gets_what_the_table_does_not_say(installation: Installation, who: str | None) -> None:
    client = installation.client(who)
    letter = next((letter for letter, name in WHO.items() if name == who), "")
    for pattern in patterns():
        name, row = str(pattern.name), expected()[str(pattern.name)]
        for method in ("get", "post"):
            if name == "account_logout" and method == "post":
                continue
            answer = getattr(client, method)(address(pattern), HTTP_ACCEPT="text/html")
            told = f"{who} {method} {name}: {answer.status_code}"
            assert answer.status_code < 500, told
            if row == "*":
                continue
            if who is None:
                assert answer.status_code == 302, told
                assert answer.url.startswith("/konto/logga-in/"), told
            elif row == "in":
                continue  # whose account it is decides: a page of allauth may refuse what makes no sense for it
            elif not letter:
                assert answer.status_code == 404, told
            elif letter in row and name in REFUSES_FURTHER:
                continue
            elif letter in row:
                assert answer.status_code not in (401, 403), told
            else:
                assert answer.status_code in (403, 404), told


def address(pattern: URLPattern) -> str:
    """An address of the pattern."""
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: STANDS_IN[found[1]], str(pattern.pattern))
