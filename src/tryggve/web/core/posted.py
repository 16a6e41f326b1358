"""What a form is bound to, and words and numbers that come outside one: never more than was asked for."""

from __future__ import annotations

import re

from django.http import HttpRequest, QueryDict

LONGEST = 20_000
"""So many signs of a text are taken in."""

_NO_SIGNS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields that were sent; None where the page is only read, so that a form stands there without faults."""
    return request.POST if request.method == "POST" else None


def words(request: HttpRequest, name: str, most: int = LONGEST) -> str:
    """A text that was sent, with line ends as ours and without signs that nobody can write or read."""
    return tidy(request.POST.get(name, ""))[:most]


def tidy(text: str) -> str:
    """A text with line ends as ours and without signs that nobody can write or read."""
    return _NO_SIGNS.sub("", text.replace("\r\n", "\n"))


def number(request: HttpRequest, name: str) -> int:
    """A number that was sent, 0 where it is none that the database can hold."""
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
