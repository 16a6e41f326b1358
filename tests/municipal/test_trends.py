"""The change a year: never across a break, none of a few offences, and a steady fall is seen as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.municipal import made_up
from tryggve.domain.figure import BOTH, Figure, FigureStatus
from tryggve.domain.indicator import Break, indicators
from tryggve.domain.language import use_language
from tryggve.reports.municipal.trends import TrendOfPiece, trends

ID = "bra_inbrott"
BROKEN = 2013


def trends_of(number: Callable[[int], int], *, is_broken: bool = False) -> tuple[TrendOfPiece, ...]:
    """The trends of an invented series of 2002 to 2025."""
    figures = [
        Figure(ID, made_up.OWN, "municipality", "", str(year), BOTH, float(number(year)), None, FigureStatus.VALUE, "",
               "tabell")
        for year in range(2002, 2026)
    ]  # fmt: skip
    breaks = (Break(BROKEN, {"sv": "ny definition", "en": "new definition"}),) if is_broken else ()
    matter = replace(made_up.matter(figures), indicators={ID: replace(indicators()[ID], breaks=breaks)})
    with use_language("sv"):
        return trends(matter)[ID]


def test_a_step_at_a_break_is_no_change_on_either_side() -> None:
    def stepped(year: int) -> int:
        return (900 if year >= BROKEN else 300) + year % 2

    pieces = trends_of(stepped, is_broken=True)
    assert [one.years for one in pieces] == [("2002", "2012"), ("2013", "2025"), ("2021", "2025")]
    assert all(one.found and abs(one.found.percent()[0]) < 0.5 for one in pieces)
    assert all(one.q_value is not None and one.q_value > 0.05 for one in pieces)
    whole = trends_of(stepped)[0]
    assert whole.years == ("2002", "2025")
    assert whole.found is None or whole.found.percent()[0] > 3, "without the break it would have been a rise"


def test_a_steady_fall_is_told_and_a_few_offences_are_not() -> None:
    whole, latest = trends_of(lambda year: round(900 * 0.95 ** (year - 2002)))
    assert whole.found is not None
    assert whole.q_value is not None
    assert whole.found.percent()[0] == pytest.approx(-5, abs=0.2)
    assert whole.q_value < 0.01
    assert not whole.per_inhabitant, "the inhabitants are not at hand"
    assert latest.own[0].period == "2021"
    few = trends_of(lambda year: year % 2)
    assert [one.found for one in few] == [None, None]
    assert "25" in few[0].why
