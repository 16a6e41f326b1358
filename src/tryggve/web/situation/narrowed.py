"""The part of an address that says which number is looked behind."""

from __future__ import annotations

import re

from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.reports.week.behind import Narrowed
from tryggve.web.core.member import Request
from tryggve.web.situation.periods import weekday_name

_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")
_MOST_IDS = 20


def narrowed_of(request: Request, only: int | None = None) -> Narrowed:
    """What of the address is understood; the rest is no limit."""
    day, hours = request.GET.get("weekday", ""), _HOURS.fullmatch(request.GET.get("hours", ""))
    ids = [int(one) for one in request.GET.getlist("report")[:_MOST_IDS] if one.isdecimal() and len(one) < 10]
    return Narrowed(
        int(day) if day in tuple("1234567") else None,
        (int(hours[1]), int(hours[2])) if hours else None,
        (only,) if only is not None else tuple(ids) or None,
        request.GET.get("unplaced") == "1",
        request.GET.get("undrawn") == "1",
        request.GET.get("organisation", "").replace("\0", "") or None,
        int(shade) if (shade := request.GET.get("dense", "")) in tuple("02345") else None,
    )


def kept_of(request: Request) -> dict[str, list[str]]:
    """The same part of the address, for links to other pages of the list."""
    return {
        name: found
        for name in ("weekday", "hours", "report", "unplaced", "undrawn", "organisation", "dense")
        if (found := request.GET.getlist(name))
    }


def narrowed_words(narrowed: Narrowed) -> list[str]:
    """The same in words."""
    found = []
    if narrowed.weekday:
        found.append(weekday_name(narrowed.weekday))
    if narrowed.hours:
        found.append(hours_words(narrowed.hours))
    if narrowed.dense is not None:
        found.append(shade_words(narrowed.dense))
    elif narrowed.ids:
        found.append(_("report {n}").format(n=", ".join(map(numbers.integer, narrowed.ids))))
    if narrowed.unplaced:
        found.append(_("without a known area"))
    if narrowed.undrawn:
        found.append(_("not drawn on the map"))
    if narrowed.organisation:
        found.append(narrowed.organisation)
    return found


def hours_words(hours: tuple[int, int]) -> str:
    """A span of hours as people write it."""
    return _("{first}.00–{last}.59").format(first=f"{hours[0]:02d}", last=f"{hours[1]:02d}")


def shade_words(shade: int) -> str:
    """A shade of the map of where events lie close."""
    words = {5: _("densest"), 4: _("very dense"), 3: _("dense"), 2: _("rather dense"), 0: _("not dense: no shade")}
    return words[shade]
