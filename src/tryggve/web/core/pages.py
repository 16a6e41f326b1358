"""A page says what it needs, and nobody reaches it otherwise: closed by default."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, register_converter

from tryggve.domain.access import Permission
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import failures, presence, unsaved
from tryggve.web.core.converter import Kommun, Word
from tryggve.web.core.member import Member, Request
from tryggve.web.core.models import Membership
from tryggve.web.core.municipal import entered

# Here, where every address is declared: a converter must be known before the first route that names it.
register_converter(Kommun, "kommun")
register_converter(Word, "word")


class Open(StrEnum):
    """Needs of pages outside municipalities."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


Need = Permission | Open
View = Callable[..., HttpResponseBase]


def page(route: str, view: View, *, needs: Need, name: str, **defaults: Any) -> URLPattern:
    """A pattern whose view is reached by those alone who have what it needs. `needs` is kept for the tests to read."""
    guarded = _outside(view, needs) if isinstance(needs, Open) else _inside(view, needs, name)
    guarded.needs = needs  # type: ignore[attr-defined]
    return path(route, guarded, defaults, name=name)


def _outside(view: View, needs: Open) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if needs is Open.SIGNED_IN:
            if not request.user.is_authenticated:
                return failures.log_in_first(request)
            if (answer := presence.still_here(request)) is not None:
                return answer
        return view(request, *args, **kwargs)

    return guarded


def _inside(view: View, needs: Permission, name: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, kommun: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before anything is looked up: whoever is not logged in learns nothing of which municipalities there are.
        if not request.user.is_authenticated:
            return failures.log_in_first(request)
        municipality = Municipality.objects.filter(slug=kommun).first()
        if municipality is None:
            raise Http404
        with entered(kommun):
            mine = cast(Request, request)
            mine.kommun, mine.member = municipality, member_of(request.user)
            allowed = needs in mine.member.permissions
            if (answer := presence.check(mine)) is not None:
                kept = unsaved.keep_posted(mine, name, kwargs) if allowed else ""
                gone = kept and not mine.user.is_authenticated
                return failures.log_in_first(mine, idle=True, back=kept) if gone else answer
            if not allowed:
                return failures.may_not(mine, needs)
            return view(mine, *args, **kwargs)

    return guarded


def member_of(account: Account) -> Member:
    """What an account is in the municipality we are in; 404 for an outsider, who learns nothing."""
    membership = (
        Membership.objects.select_related("organisation")
        .filter(account_id=account.pk, ended=None, organisation__active=True)
        .first()
    )
    if membership is None:
        raise Http404
    return Member(account, membership)
