"""The filters of the week as a form, and what is chosen as chips that can be taken away."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.domain.area import level_words
from tryggve.domain.category import categories
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kinds
from tryggve.reports.context import category_title
from tryggve.web.core import clock
from tryggve.web.situation import periods
from tryggve.web.situation.seen import Seen


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    words: str
    href: str


@dataclass(frozen=True)
class Choices:
    """Everything that can be chosen; `chips` is what is."""

    periods: tuple[Option, ...]
    categories: tuple[Option, ...]
    sources: tuple[Option, ...]
    kinds: tuple[Option, ...]
    levels: tuple[Option, ...]
    areas: tuple[Option, ...]
    severities: tuple[Option, ...]
    chips: tuple[Chip, ...]


def choices(seen: Seen) -> Choices:
    """What a reader may choose from: no kind of event that has no row of its own, kinds of sources for who sees all."""
    filters, view = seen.filters, seen.view
    codes = seen.reader.shown_categories(categories())
    area = ":".join(filters.area) if filters.area else ""
    kinds = list(organisation_kinds()) if seen.reader.sees_all else []
    severities = (Option(str(n), _("{n} or more").format(n=n), filters.min_severity == n) for n in range(2, 6))
    return Choices(
        _periods(seen),
        tuple(Option(code, category_title(code), code in filters.categories) for code in codes),
        tuple(Option(name, source_words(name), name == view.source) for name in (view.source, *view.other_sources)),
        tuple(Option(code, organisation_kinds()[code].name, code in filters.organisation_kinds) for code in kinds),
        tuple(Option(level, level_words(level), level == view.level) for level in _levels(seen)),
        tuple(Option(value, name, value == area) for name, value in _areas(seen)),
        tuple(severities),
        tuple(_chips(seen)),
    )


def source_words(name: str) -> str:
    """A source as readers know it."""
    return name or _("source not stated")


def _levels(seen: Seen) -> list[str]:
    return list(seen.register.levels()) if seen.register else []


def _areas(seen: Seen) -> list[tuple[str, str]]:
    level = seen.view.level
    return sorted((area.name, f"{level}:{area.code}") for area in (seen.register.at(level) if seen.register else ()))


def _periods(seen: Seen) -> tuple[Option, ...]:
    found = periods.offered(clock.today())
    shown = found if seen.period in found else [seen.period, *found]
    return tuple(Option(one.label, periods.title(one), one == seen.period) for one in shown)


def _chips(seen: Seen) -> list[Chip]:
    filters = seen.filters
    found = [
        Chip(category_title(code), seen.link("week_of", category=[one for one in filters.categories if one != code]))
        for code in filters.categories
    ]
    found += [
        Chip(
            organisation_kinds()[code].name,
            seen.link("week_of", kind=[k for k in filters.organisation_kinds if k != code]),
        )
        for code in filters.organisation_kinds
    ]
    if filters.area:
        found.append(Chip(seen.area_name(*filters.area), seen.link("week_of", area=None)))
    if filters.min_severity:
        words = _("severity {n} or more").format(n=filters.min_severity)
        found.append(Chip(words, seen.link("week_of", severity=None)))
    if filters.source is not None:
        found.append(Chip(source_words(filters.source), seen.link("week_of", source=None)))
    return found
