"""What every template can use."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from jinja2 import Environment
from markupsafe import Markup

from tryggve.domain.language import DEFAULT_LANGUAGE, LANGUAGES, _, current_language, ngettext
from tryggve.domain.writing import month_name
from tryggve.reports import numbers
from tryggve.web.accounts.models import Municipality
from tryggve.web.core.clock import own_day, shown
from tryggve.web.core.member import Member, Request
from tryggve.web.core.menu import menu
from tryggve.web.core.municipal import NotEnteredError

_ZONE = ZoneInfo("Europe/Stockholm")


def environment(**options: Any) -> Environment:
    """Jinja2 with our words, escaping on."""
    made = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    made.install_gettext_callables(_, ngettext, newstyle=False)  # type: ignore[attr-defined]
    made.globals |= {"static": static, "url": reverse, "languages": LANGUAGES}
    made.filters |= {"moment": moment, "own_date": own_date, "day": day, "month": month, "number": numbers.integer}
    return made


def always(request: HttpRequest) -> dict[str, Any]:
    """What is known on every page: language, municipality, person, and `to(name)`, a link within the municipality."""
    kommun = getattr(request, "kommun", None)
    member: Member | None = getattr(request, "member", None)

    def to(name: str, **arguments: Any) -> str:
        if kommun is not None:
            try:
                return reverse(name, kwargs={"kommun": kommun.slug, **arguments})
            except NoReverseMatch:
                pass
        return reverse(name, kwargs=arguments)

    def may(permission: str) -> bool:
        return member is not None and member.may(permission)

    entries = menu(cast(Request, request)) if member is not None else []
    return {
        "language": current_language(), "kommun": kommun, "member": member, "to": to, "may": may,
        "menu_entries": entries, "stopped_day": _stopped_day(kommun), "as_kept": as_kept(),
    }  # fmt: skip


def _stopped_day(kommun: Municipality | None) -> dt.date | None:
    """The day of an invented municipality; a page that refuses somebody is made outside of it."""
    if kommun is None or not kommun.is_example:
        return None
    try:
        return own_day()
    except NotEnteredError:
        return None


def as_kept() -> str:
    """The attribute of an element whose words were written once, and not in the reader's language."""
    return "" if current_language() == DEFAULT_LANGUAGE else Markup(f' lang="{DEFAULT_LANGUAGE}"')


def moment(value: dt.datetime | None) -> str:
    """A moment as people read it: `22 november 2026 kl. 14.32`."""
    if value is None:
        return ""
    local = shown(value).astimezone(_ZONE)
    return _("{day} at {time}").format(day=numbers.date_long(local.date()), time=f"{local:%H.%M}")


def own_date(value: dt.datetime | None) -> str:
    """The day of a moment as people read it."""
    return "" if value is None else numbers.date_long(shown(value).astimezone(_ZONE).date())


def day(value: dt.date | str | None) -> str:
    """A day as people read it; also one that was kept as `2026-11-22`."""
    if not value:
        return ""
    return numbers.date_long(dt.date.fromisoformat(value) if isinstance(value, str) else value)


def month(value: dt.date) -> str:
    """A month as people read it."""
    return f"{month_name(value.month)} {value.year}"
