"""Whatever is sent to whatever address by whoever may go there: never a 5xx, never to another host, never code back."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from tests.web.access_table import WHO, expected
from tests.web.furnished import Furnished, _furnished_template, copied, furnished  # noqa: F401
from tests.web.odd import NO_JSON, SCRIPT, Known, Request, asked_for, known, openapi, requests
from tests.web.test_access import address
from tests.web.visits import visits

TRIES = int(os.environ.get("ODD_REQUESTS", "3"))
"""Of each address and method. More: ODD_REQUESTS=300 pytest tests/web/test_odd_requests.py"""
LAST = ("account_end_sessions", "account_forget", "account_logout", "driftstart_close", "member_end", "setup_review")
"""They take away what other addresses need, and are tried in an installation of their own."""
PARTS, SAMPLE = 2, 12
"""It takes schemathesis long to read a schema: of all operations every twelfth, unless more is asked for."""


@pytest.fixture(scope="module")
def addresses(
    _furnished_template: Furnished, tmp_path_factory: pytest.TempPathFactory  # noqa: F811
) -> Iterator[dict[str, Known]]:  # fmt: skip
    """All addresses, with what their pages tell of them."""
    with copied(_furnished_template, tmp_path_factory.mktemp("known") / "data") as own:
        yield known(own)


def browsers(name: str) -> list[str]:
    """Who may go to an address."""
    there = [visit.who for visit in visits() if visit.name == name]
    return [*there, *(WHO[one] for one in expected()[name] if one in WHO)] or ["Rut", "-"]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_request_breaks_the_web(
    furnished: Furnished, addresses: dict[str, Known], method: str, part: int  # noqa: F811
) -> None:  # fmt: skip
    try_all(furnished, addresses, [name for name in sorted(addresses) if name not in LAST][part::PARTS], method)


def test_nor_do_those_that_take_things_away(furnished: Furnished, addresses: dict[str, Known]) -> None:  # noqa: F811
    try_all(furnished, addresses, LAST, "post")


def test_schemathesis_finds_no_way_to_break_it(furnished: Furnished, addresses: dict[str, Known]) -> None:  # noqa: F811
    schema = schemathesis.openapi.from_dict(openapi(addresses))
    schema.app = _Unguarded()
    cookies = furnished.browsers["Kerstin"]
    broken = {}
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations if "ODD_REQUESTS" in os.environ else operations[::SAMPLE]:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            def call(case: Any) -> None:
                assert case.call(cookies=cookies).status_code < 500

            fault = fault_of(call, operation.as_strategy(generation_mode=mode))
            if fault and "Unsatisfiable" not in fault:
                broken[operation.label] = fault
    assert not broken, told(broken)


class _Unguarded(WSGIHandler):
    """The web without the token that forms carry: it is not the token that is tried here."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return super().get_response(request)


def try_all(own: Furnished, addresses: dict[str, Known], names: Iterable[str], method: str) -> None:
    broken = {}
    for name in names:
        one, who = addresses[name], browsers(name)
        first = Request(one.path(one.parts[0]) if one.parts else address(one.pattern), {})
        with pytest.MonkeyPatch.context() as patch, asked_for(patch) as asked:
            if ask(own, who[0], method, first) == 405:
                continue
        for field in asked - {"csrfmiddlewaretoken"}:
            one.fields[field] |= set()

        def call(told: tuple[str, Request]) -> None:
            ask(own, told[0], method, told[1])

        if fault := fault_of(call, st.tuples(st.sampled_from(who), requests(one))):
            broken[name] = fault
    assert not broken, told(broken)


def told(broken: dict[str, str]) -> str:
    return "\n".join(f"{name}: {fault}" for name, fault in broken.items())


def fault_of(call: Callable[[Any], None], made: st.SearchStrategy[Any]) -> str:
    """The first thing that goes wrong, with what was sent; "" where nothing does."""
    last: list[object] = []

    # A failing request is not made smaller: what was sent is short, and an installation is not as it was before.
    @settings(
        max_examples=TRIES, deadline=None, database=None, phases=(Phase.generate,), print_blob=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(made)
    def holds(told: Any) -> None:
        last[:] = [told]
        call(told)

    try:
        holds()
    except Exception as error:
        steps = traceback.extract_tb(error.__traceback__)
        where = [f"{step.filename}:{step.lineno}" for step in steps if "/src/" in step.filename]
        return f"{error!r} at {where[-1:]} after {last}"
    return ""


def ask(own: Furnished, who: str, method: str, request: Request) -> int:
    """Send it, and the status of the answer; what breaks raises here, with its traceback."""
    client = own.client(who)
    if method == "get":
        answer: Any = client.get(request.path, request.fields)
    elif request.json is NO_JSON:
        answer = client.post(request.path, request.fields)
    else:
        answer = client.post(request.path, json.dumps(request.json), content_type="application/json")
    assert answer.status_code < 500
    assert urlsplit(answer.headers.get("Location", "")).netloc in ("", "testserver")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        assert SCRIPT.encode() not in answer.content
    return int(answer.status_code)
