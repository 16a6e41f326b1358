"""Texts that were not saved: beside what stands there now, both whole, with a button for each.

The parts of the web tell which forms hold words that must not be lost, and what stands there now (`KINDS`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tryggve.web.core import clock
from tryggve.web.core.actions import unsaved as acts
from tryggve.web.core.member import Request
from tryggve.web.core.models import UnsavedText
from tryggve.web.core.posted import words


@dataclass(frozen=True)
class Place:
    """Where a text belongs. `now`: field → what stands there, as far as the reader may know; `labels` its fields.

    `action` is where the form goes that saves it, with `hidden` beside; "" where it can only be copied.
    """

    title: str
    href: str
    labels: Mapping[str, str]
    now: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    at: dt.datetime | None = None
    action: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of text: the pages that save it, the fields of their forms that hold words, and its place.

    `key` names the one text among its kind: from what was posted and the parts of the address.
    """

    name: str
    pages: tuple[str, ...]
    fields: tuple[str, ...]
    key: Callable[[Mapping[str, Any], Mapping[str, Any]], str]
    place: Callable[[Request, str], Place | None]


KINDS: dict[str, Kind] = {}
"""Told by the parts of the web."""


@dataclass(frozen=True)
class Unsaved:
    """A text with its place: `fields` are (name, label, mine, what stands there now)."""

    row: UnsavedText
    place: Place
    fields: list[tuple[str, str, str, str]] = field(default_factory=list)


def texts_of(kind: Kind, request: Request) -> dict[str, str]:
    """The words of a form."""
    return {name: words(request, name) for name in kind.fields}


def keep(request: Request, kind: str, key: str) -> None:
    """Keep what was just posted and could not be saved."""
    texts = texts_of(KINDS[kind], request)
    acts.keep(member=request.member, kind=kind, key=key, texts=texts, at=clock.now())


def forget(request: Request, kind: str, key: str) -> None:
    """It has been saved."""
    acts.forget(member=request.member, kind=kind, key=key)


def keep_posted(request: Request, page: str, parts: Mapping[str, Any]) -> str:
    """Keep what somebody posts who has been logged out meanwhile; the page where it is found, "" where there is none.

    The address had asked for a login and got none, but the form's own token was right: it is theirs.
    """
    kind = next((one for one in KINDS.values() if page in one.pages), None)
    if request.method != "POST" or kind is None:
        return ""
    texts, key = texts_of(kind, request), kind.key(request.POST, parts)
    if not acts.keep(member=request.member, kind=kind.name, key=key, texts=texts, at=clock.now()):
        return ""
    return reverse("unsaved", kwargs={"kommun": request.kommun.slug})


def number(request: Request) -> int:
    """How many texts wait for whoever asks."""
    return UnsavedText.objects.filter(account_id=request.member.account.pk).count()


def _mine(request: Request, **which: Any) -> Iterator[Unsaved]:
    for row in UnsavedText.objects.filter(account_id=request.member.account.pk, **which):
        place = KINDS[row.kind].place(request, row.key) if row.kind in KINDS else None
        if place is not None:
            fields = [
                (name, label, row.texts.get(name, ""), place.now.get(name, ""))
                for name, label in place.labels.items()
                if row.texts.get(name) or place.now.get(name)
            ]
            yield Unsaved(row, place, fields)


def shown(request: Request, *, status: int = 200, **which: Any) -> HttpResponse:
    """The page of texts that wait: all, or those of a kind and key."""
    context = {"found": list(_mine(request, **which)), "conflict": status == 409}
    return render(request, "core/unsaved_texts.html", context, status=status)


@require_safe
def unsaved(request: Request) -> HttpResponse:
    """All one has written that was not saved."""
    return shown(request)


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Not wanted."""
    acts.throw_away(member=request.member, pk=pk, at=clock.now())
    return redirect("unsaved", kommun=request.kommun.slug)
