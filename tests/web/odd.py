"""Odd requests: the addresses of the web with the fields that pages send and views ask for, filled with anything."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import Resolver404, URLPattern, resolve
from django.utils.datastructures import MultiValueDict
from hypothesis import strategies as st

from tests.web.furnished import Furnished
from tests.web.test_access import STANDS_IN, patterns
from tests.web.visits import visits

SCRIPT = "<script>alert(1)</script>"
WORDS = (
    "", " ", "0", "1", "-1", "+1", "00", "²", "١٢", "1e400", "NaN", "inf", "9" * 9, "9" * 30, "2147483648",
    "9223372036854775808", "true", "null", "[]", "{}", "\0", "a\0b", "\r\nSet-Cookie: a=b", "'", '"', "%", "%s",
    "{0}", "{{7*7}}", "\\", "a/b", "../..", "//evil.example/", "https://evil.example/", "javascript:alert(1)",
    SCRIPT, "=1+1", "å" * 300, "x" * 20_000, "🙂", "\u202e", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30",
    "2026-W00", "2026-W54", "9999-W52", "0001-W01", "2026-13", "2026-T4", "2026-11-20T25:00", "2026-11-20T10:00",
    "9999-12-31T23:59", "0001-01-01T00:00", "24:00", "23-1", "klotter", "19811218-9876", "a@b",
    "00000000-0000-0000-0000-000000000000", "signal:1", "signal:²", "rapport:9223372036854775808",
)  # fmt: skip
"""What has broken programs before: other alphabets' digits, ends of ranges, nothing at all, and what would be code."""
HALF = "\ud800"
"""Half a character: a browser cannot send it in a form, but anybody can in JSON."""
ODD_PARTS: dict[str, tuple[str, ...]] = {
    "int": ("0", "1", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 60),
    "str": ("%00", "a%0Ab", "%F0%9F%99%82", "..", "%27", "x" * 300, "%FF"),
    "slug": ("0", "-", "x" * 300, "xlsx", "html"),
    "word": ("0", "MQ"), "signal_name": ("%00", "~", "%FF", "x" * 300), "uuid": (STANDS_IN["uuid"],),
    "picture_period": (
        "0001-W01", "9999-W52", "2026-W54", "9999-12", "0001", "9999", "9999-T3", "0001-01-01..9999-12-31", "0000",
        "2026-11-30..2026-11-01", "2026-02-30..2026-03-01", "2026-T9",
    ),
    "kommun": ("exempelkommunen",),
}  # fmt: skip
FILES = (
    ("a.csv", b""), ("a.xlsx", b"PK\x03\x04" + bytes(50)), ("a.geojson", b'{"type": "FeatureCollection"}'),
    ("a.json", b"[]"), ("a.csv", b"a;b\n1\n\xff\xfe"), ("../../a.html", SCRIPT.encode()), ("a.pdf", b"%PDF-1.4"),
    ("a.csv", b"\0" * 100),
    ("a.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":null}]}'),
)  # fmt: skip


NO_JSON = object()


@dataclass
class Known:
    """What is known of an address: parts that lead to something, the fields of it, and values that are right."""

    pattern: URLPattern
    parts: list[dict[str, str]] = field(default_factory=list)
    fields: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def path(self, parts: dict[str, str]) -> str:
        """The address with these parts."""
        return "/" + re.sub(r"<\w+:(\w+)>", lambda name: parts[name[1]], str(self.pattern.pattern))


class _Forms(HTMLParser):
    """The forms and links of a page as (method, address, fields)."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.found, self.select = base, list[tuple[str, dict[str, set[str]]]](), ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        for name in ("href", "data-autosave", "data-map", "data-screen", "data-form"):
            if name in told and (tag != "form" or name != "href"):
                self._add(told[name])
        if tag == "form":
            self._add(told.get("action") or self.base)
        if not self.found:
            return
        if tag == "select":
            self.select = told.get("name", "")
        name = self.select if tag == "option" else told.get("name", "")
        if tag in ("input", "option", "button", "textarea", "select") and name:
            self.found[-1][1][name].add(told.get("value", ""))

    def _add(self, address: str) -> None:
        fields: dict[str, set[str]] = defaultdict(set)
        for name, value in parse_qsl(urlsplit(address).query, keep_blank_values=True):
            fields[name].add(value)
        self.found.append((urlsplit(urljoin(self.base, address)).path, fields))


def known(own: Furnished) -> dict[str, Known]:
    """All addresses, with what the pages tell of them."""
    found = {str(pattern.name): Known(pattern) for pattern in patterns()}
    for visit in visits():
        path = own.address(visit.path)
        answer = own.client(visit.who).get(path, follow=True)
        page = _Forms(path)
        page.feed(answer.content.decode())
        for address, fields in [(urlsplit(path).path, {}), *page.found]:
            try:
                match = resolve(address)
            except Resolver404:
                continue
            one = found[str(match.url_name)]
            parts = dict(zip(_names(one.pattern), _parts_of(one.pattern, address), strict=True))
            if parts not in one.parts:
                one.parts.append(parts)
            for name, values in fields.items():
                one.fields[name] |= values
    for one in found.values():
        one.fields.pop("csrfmiddlewaretoken", None)
    return found


def _names(pattern: URLPattern) -> list[str]:
    return re.findall(r"<\w+:(\w+)>", str(pattern.pattern))


def _parts_of(pattern: URLPattern, address: str) -> tuple[str, ...]:
    shape = re.sub(r"\\?<\w+:\w+\\?>", "(.+?)", re.escape(str(pattern.pattern)).replace(r"\<", "<").replace(r"\>", ">"))
    match = re.fullmatch("/" + shape, address)
    assert match is not None, (address, shape)
    return match.groups()


@contextmanager
def asked_for(patch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The names of fields that are asked of what was sent, while the block runs."""
    names: set[str] = set()
    with patch.context() as within:
        for method in ("__getitem__", "getlist"):
            real = getattr(MultiValueDict, method)

            def told(self: Any, key: Any, *rest: Any, real: Any = real, **more: Any) -> Any:
                if isinstance(key, str):
                    names.add(key)
                return real(self, key, *rest, **more)

            within.setattr(MultiValueDict, method, told)
        yield names


@dataclass(frozen=True)
class Request:
    """One request. `json` is sent in the place of a form, where it is there."""

    path: str
    fields: dict[str, Any]
    json: Any = NO_JSON


values = st.sampled_from(WORDS) | st.text(max_size=12)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from((*WORDS, HALF)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def requests(one: Known) -> st.SearchStrategy[Request]:
    """Requests to an address: mostly what a browser would send, with something odd in it."""
    return st.builds(Request, paths(one), _fields(one), st.just(NO_JSON) | st.just(NO_JSON) | anything | _json(one))


def paths(one: Known) -> st.SearchStrategy[str]:
    wanted = re.findall(r"<(\w+):(\w+)>", str(one.pattern.pattern))
    odd = st.fixed_dictionaries({name: st.sampled_from(ODD_PARTS[kind]) for kind, name in wanted})
    parts = st.sampled_from(one.parts) | odd if one.parts else odd
    return parts.map(one.path)


def _fields(one: Known) -> st.SearchStrategy[dict[str, Any]]:
    if not one.fields:
        return st.just({})
    files = st.sampled_from(FILES).map(lambda told: SimpleUploadedFile(*told))
    right = st.fixed_dictionaries({
        name: st.sampled_from(sorted(found)) if found else values for name, found in sorted(one.fields.items())
    })  # fmt: skip
    odd = st.dictionaries(
        st.sampled_from(sorted(one.fields)), values | st.lists(values, max_size=3) | files, max_size=3
    )
    less = st.sets(st.sampled_from(sorted(one.fields)), max_size=2)
    return st.builds(
        lambda base, more, gone: {k: v for k, v in (base | more).items() if k not in gone}, right, odd, less
    )


def _json(one: Known) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from(sorted(one.fields)), anything, max_size=5) if one.fields else st.just({})


def openapi(addresses: dict[str, Known]) -> dict[str, Any]:
    """The addresses as an OpenAPI schema, for tools that read one."""
    return {
        "openapi": "3.1.0", "info": {"title": "Tryggve", "version": "1"},
        "paths": {
            re.sub(r"<\w+:(\w+)>", r"{\1}", f"/{one.pattern.pattern}"): _operations(one)
            for name, one in sorted(addresses.items()) if name != "account_logout"
        },
    }  # fmt: skip


def _operations(one: Known) -> dict[str, Any]:
    there = {name: {told[name] for told in one.parts} for name in _names(one.pattern)}
    parts = [
        {"name": name, "in": "path", "required": True, "schema": _shape(there[name], ODD_PARTS[kind])}
        for kind, name in re.findall(r"<(\w+):(\w+)>", str(one.pattern.pattern))
    ]  # fmt: skip
    asked = [
        {"name": name, "in": "query", "schema": _shape(found, WORDS)} for name, found in sorted(one.fields.items())
    ]
    form = {"type": "object", "properties": {name: _shape(found, WORDS) for name, found in sorted(one.fields.items())}}
    body = {"content": {"application/x-www-form-urlencoded": {"schema": form}, "application/json": {"schema": form}}}
    answers = {"default": {"description": "a page"}}
    return {
        "get": {"parameters": [*parts, *asked], "responses": answers},
        "post": {"parameters": parts, "requestBody": body, "responses": answers},
    }


def _shape(right: set[str], odd: tuple[str, ...]) -> dict[str, Any]:
    return {"anyOf": [{"enum": sorted(right) or list(odd)}, {"enum": list(odd)}, {"type": "string", "maxLength": 30}]}
