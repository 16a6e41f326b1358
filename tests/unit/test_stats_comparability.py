"""Figures that rest on different things are not compared, and the reason is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tryggve.stats.comparability import Basis, cautions, obstacles

BASIS = Basis(
    definition="reported offences, all", unit="per 100 000", population="mean of the year", division="kommun 2024",
    start=2024.0, end=2025.0,
)  # fmt: skip


def test_alike_is_compared() -> None:
    assert obstacles(BASIS, BASIS) == ()
    assert obstacles(BASIS, replace(BASIS, start=2023.0, end=2024.0)) == ()
    assert cautions(BASIS, BASIS) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"definition": "reported offences, violence"}, "definition"),
        ({"unit": "percent"}, "unit"),
        ({"population": "31 December"}, "population"),
        ({"division": "RegSO 2025"}, "division"),
        ({"start": 2024.0, "end": 2024.25}, "period"),
        ({"start": 2021.0, "end": 2022.0, "breaks": (2023.0,)}, "break"),
    ],
)
def test_each_difference_stops_with_its_own_reason(change: dict[str, object], reason: str) -> None:
    other = replace(BASIS, **change)  # type: ignore[arg-type]
    assert obstacles(BASIS, other) == (reason,)
    assert obstacles(other, BASIS) == (reason,)


def test_a_break_before_or_after_both_stops_nothing() -> None:
    assert obstacles(BASIS, replace(BASIS, start=2023.0, end=2024.0, breaks=(2023.0, 2025.0))) == ()


def test_what_is_not_said_stops_nothing_and_is_named() -> None:
    other = replace(BASIS, population="", preliminary=True)
    assert obstacles(BASIS, other) == ()
    assert cautions(BASIS, other) == ("preliminary", "population")


def test_a_crooked_period_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Basis(definition="x", start=2025.0, end=2024.0)
    with pytest.raises(ValueError, match="or neither"):
        Basis(definition="x", start=2025.0)
