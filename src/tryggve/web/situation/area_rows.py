"""The areas of a period as its table tells them: those with something to tell one by one, the silent ones together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from tryggve.domain.language import _
from tryggve.reports.week.areas import AreaCount, AreaState
from tryggve.reports.week.view import WeekView

FEW = 5
"""So many silent areas of a kind are rows like others: told together they would take as much room."""


@dataclass(frozen=True)
class AreaRows:
    """`told` one by one, `unheard` by why nothing is known of them, `quiet` with nothing to report.

    `unknown` is how many are unheard in all.
    """

    told: tuple[AreaCount, ...]
    unheard: tuple[tuple[AreaState, tuple[AreaCount, ...]], ...]
    quiet: tuple[AreaCount, ...]
    unknown: int


def area_rows(view: WeekView) -> AreaRows:
    """The rows of a view."""
    unheard = sorted((row for row in view.areas if is_unheard(row)), key=lambda row: row.state.value)
    groups = [(state, tuple(rows)) for state, rows in groupby(unheard, key=lambda row: row.state)]
    together = tuple((state, rows) for state, rows in groups if len(rows) > FEW)
    states = {state for state, _rows in together}
    quiet = tuple(row for row in view.areas if is_quiet(row))
    told = tuple(row for row in view.areas if not is_quiet(row) and not (is_unheard(row) and row.state in states))
    return AreaRows(told, together, quiet, len(unheard))


def is_quiet(row: AreaCount) -> bool:
    """Whether everybody who was to report for an area did, and had nothing to tell."""
    return not row.n and row.state is AreaState.NOTHING and row.received == row.expected


def is_unheard(row: AreaCount) -> bool:
    """Whether nothing is known of an area: nothing was reported, and nobody has said that there was nothing."""
    return not row.n and row.state not in (AreaState.NOTHING, AreaState.REPORTED)


def words_of_state(row: AreaCount, *, is_over: bool) -> str:
    """The state in words; while a period goes on, a report that is not due is not one that nobody promised."""
    if row.state is AreaState.NOBODY and not is_over:
        return _("no report is due yet: unknown")
    return row.state_words
