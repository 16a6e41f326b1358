"""Kappa against R: vcd 1.4-11 Kappa() and psych 2.2.9 cohen.kappa(), to the last printed digit."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryggve.stats.rater_agreement import agreement, agreement_of_table

# Hout, Duncan & Sobel (1987): 91 couples, husband x wife (R vcd::SexualFun).
COUPLES = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])
SCALE = ("none", "single", "recurring", "widespread")


@pytest.mark.parametrize(
    ("weights", "kappa", "error"),
    [
        ("none", 0.12933025404, 0.06859853248),
        ("linear", 0.23738062756, 0.07831633478),
        ("quadratic", 0.33204558625, 0.09729752196),
    ],
)
def test_couples(weights: str, kappa: float, error: float) -> None:
    """vcd::Kappa(SexualFun), weights "Equal-Spacing" and "Fleiss-Cohen", with their ASE."""
    found = agreement_of_table(COUPLES, weights=weights)  # type: ignore[arg-type]
    assert found.kappa == pytest.approx(kappa, abs=5e-12)
    assert found.error == pytest.approx(error, abs=5e-12)
    assert found.kappa_interval is not None
    assert found.kappa_interval.low == pytest.approx(kappa - 1.959963985 * error, abs=1e-9)
    assert found.percent == pytest.approx(33 / 91)


def test_cohen_1968() -> None:
    """psych::cohen.kappa of Cohen's (1968) table of 200: kappa .491525423729, variance .002601185192."""
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    found = agreement_of_table(table, weights="none")
    assert found.kappa == pytest.approx(0.491525423729, abs=5e-13)
    assert found.error is not None
    assert found.error**2 == pytest.approx(0.002601185192, abs=5e-13)


def test_what_one_does_not_know_is_kept_apart() -> None:
    first = ["none", "single", None, "widespread", None, "single"]
    second = ["none", "recurring", "single", "widespread", None, "single"]
    found = agreement(first, second, SCALE)
    assert (found.pairs, found.one_unknown, found.both_unknown) == (4, 1, 1)
    assert found.percent == 0.75
    rest = agreement([first[i] for i in (0, 1, 3, 5)], [second[i] for i in (0, 1, 3, 5)], SCALE)
    assert found.kappa == rest.kappa


def test_where_nothing_can_be_known_nothing_is_said() -> None:
    assert agreement([None], ["none"], SCALE).kappa is None
    assert agreement([None], ["none"], SCALE).percent is None
    alike = agreement(["none"] * 5, ["none"] * 5, SCALE)
    assert (alike.percent, alike.kappa, alike.p) == (1.0, None, None)


def slow_kappa(first: list[int], second: list[int], c: int, power: int) -> float:
    """1 - observed over expected disagreement, pair by pair: Cohen's (1968) other form."""
    n = len(first)
    seen = sum(abs(a - b) ** power for a, b in zip(first, second, strict=True)) / n
    chance = sum(abs(a - b) ** power for a, b in itertools.product(first, second)) / n**2
    return 1 - seen / chance


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=3, max_size=30), st.sampled_from([1, 2]))
def test_kappa_is_the_slow_one_and_the_raters_may_change_places(pairs: list[tuple[int, int]], power: int) -> None:
    first, second = [a for a, _b in pairs], [b for _a, b in pairs]
    weights = "linear" if power == 1 else "quadratic"
    found = agreement(first, second, range(4), weights=weights)  # type: ignore[arg-type]
    if found.kappa is None:
        assert len({*first, *second}) == 1
        return
    assert found.kappa == pytest.approx(slow_kappa(first, second, 4, power), abs=1e-9)
    other = agreement(second, first, range(4), weights=weights)  # type: ignore[arg-type]
    assert other.kappa == pytest.approx(found.kappa)
    assert other.error == pytest.approx(found.error)
    assert found.p is not None
    assert 0 <= found.p <= 1


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="not on the scale"):
        agreement(["much"], ["none"], SCALE)
    with pytest.raises(ValueError, match="the same things"):
        agreement(["none"], [], SCALE)
    with pytest.raises(ValueError, match="two answers or more"):
        agreement([1], [1], [1])
    with pytest.raises(ValueError, match="weights must be"):
        agreement_of_table(COUPLES, weights="cubic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="both ways"):
        agreement_of_table(COUPLES[:2])
