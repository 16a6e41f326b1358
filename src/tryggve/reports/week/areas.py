"""Each area with what was reported there and what is known of the silence: zero is never calm by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.language import N_, _
from tryggve.reports.areas import AreaRow, area_row
from tryggve.reports.context import Context
from tryggve.reports.request import Material, Request
from tryggve.reports.week.asked import Asked
from tryggve.reports.week.filters import WeekFilters
from tryggve.reports.week.reporting import Expected
from tryggve.store.base import Store


class AreaState(StrEnum):
    """What a number of an area is worth."""

    REPORTED = "reported"
    NOTHING = "nothing"
    UNKNOWN = "unknown"
    NOBODY = "nobody"
    UNSURE = "unsure"


WORDS: Mapping[AreaState, str] = {
    AreaState.REPORTED: N_("reports came"),
    AreaState.NOTHING: N_("nothing to report"),
    AreaState.UNKNOWN: N_("reports are missing: unknown"),
    AreaState.NOBODY: N_("nobody is expected to report: unknown"),
    AreaState.UNSURE: N_("not known who reports here"),
}


@dataclass(frozen=True)
class AreaCount:
    """An area: events, and reports expected and received of those who work there.

    `n` is what came. Only in the states `reported` and `nothing` is it known to be what there was to tell: in the
    others it is what somebody else told, and zero means nothing.
    """

    code: str
    name: str
    n: int
    expected: int
    received: int
    state: AreaState

    @property
    def state_words(self) -> str:
        """The state in words."""
        return _(WORDS[self.state])


def scope_context(
    store: Store, register: AreaRegister | None, filters: WeekFilters,
    promised: Mapping[tuple[str, str], frozenset[str]],
) -> Context:  # fmt: skip
    """What tells which areas an organisation answers for; it asks the store of nothing."""
    material = Material(store, "", register.crs if register else "", "", register, promised=promised)
    return Context(material, Request(filters.period, filters.area))


def area_counts(ctx: Context, asked: Asked, expected: Expected) -> tuple[tuple[AreaCount, ...], int]:
    """The areas of the level within the scope, most events first; and the events that have no area there."""
    found = {str(code): n for (code,), n in asked.by_area.items()} if asked.level else {"": sum(asked.by_area.values())}
    unplaced = found.pop("", 0)
    period = ctx.period
    rows, heard = expected.coverage(period), expected.heard(period)
    named = _named(ctx, asked.level)
    if ctx.request.scope is None:
        named |= {code: code for code in found if code not in named}
    counted = [area_row(ctx, code, name, found.get(code, 0), rows, heard) for code, name in named.items()]
    counts = [AreaCount(row.code, row.name, row.n, row.expected, row.received, _state(row)) for row in counted]
    return tuple(sorted(counts, key=lambda one: (-one.n, one.name, one.code))), unplaced


def _named(ctx: Context, level: str) -> dict[str, str]:
    register, scope = ctx.material.register, ctx.request.scope
    areas: tuple[Area, ...] = register.at(level) if register else ()
    if scope is not None:
        areas = tuple(area for area in areas if scope[1] in (area.code, area.parent))
        if not areas and scope[0] == level:
            return {scope[1]: scope[1]}
    return {area.code: area.name for area in areas}


def _state(row: AreaRow) -> AreaState:
    state = {"unsure": AreaState.UNSURE, "open": AreaState.NOBODY, "silent": AreaState.UNKNOWN}.get(row.state)
    return state or (AreaState.REPORTED if row.n else AreaState.NOTHING)
