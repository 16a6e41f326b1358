"""Laws of empirical-Bayes rates and of ranks that hold for all areas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats.empirical_bayes import empirical_bayes_rates
from tryggve.stats.ranks import rank_areas, ranks_of_draws

AREAS = st.lists(st.tuples(st.integers(0, 60), st.floats(0.5, 500.0)), min_size=1, max_size=12)


def slow_value(events: list[int], base: list[float], members: list[int], i: int) -> float:
    """Marshall's formula in plain Python."""
    total = sum(base[j] for j in members)
    m = sum(events[j] for j in members) / total
    s2 = sum(base[j] * (events[j] / base[j] - m) ** 2 for j in members) / total
    a = max(0.0, s2 - m / (total / len(members)))
    return m if a == 0.0 else m + a / (a + m / base[i]) * (events[i] / base[i] - m)


@given(AREAS, st.data())
def test_rates_are_those_of_the_plain_formula(areas: list[tuple[int, float]], data: st.DataObject) -> None:
    events, base = [k for k, _n in areas], [n for _k, n in areas]
    everyone = range(len(areas))
    near = [data.draw(st.sets(st.sampled_from([*everyone]))) - {i} for i in everyone]
    found = empirical_bayes_rates(events, base)
    local = empirical_bayes_rates(events, base, neighbours=[sorted(members) for members in near])
    for i in everyone:
        assert found.value[i] == pytest.approx(slow_value(events, base, [*everyone], i), rel=1e-9, abs=1e-12)
        members = [*sorted(near[i]), i]
        assert local.value[i] == pytest.approx(slow_value(events, base, members, i), rel=1e-9, abs=1e-12)


@given(AREAS)
def test_a_value_lies_between_the_raw_rate_and_the_mean(areas: list[tuple[int, float]]) -> None:
    found = empirical_bayes_rates([k for k, _n in areas], [n for _k, n in areas], per=1_000)
    assert ((found.weight >= 0) & (found.weight <= 1)).all()
    low, high = np.minimum(found.raw, found.mean), np.maximum(found.raw, found.mean)
    slack = 1e-9 * (1 + high)
    assert ((found.value >= low - slack) & (found.value <= high + slack)).all()


@settings(max_examples=40)
@given(AREAS, st.integers(0, 5), st.sampled_from(["pooled", "separate", "bootstrap"]))
def test_ranks_are_ranks_and_repeat(areas: list[tuple[int, float]], seed: int, method: str) -> None:
    events, base = [k for k, _n in areas], [n for _k, n in areas]
    n = len(areas)
    top = 1 + seed % n
    found = rank_areas(events, base, top=top, draws=300, seed=seed, method=method)  # type: ignore[arg-type]
    again = rank_areas(events, base, top=top, draws=300, seed=seed, method=method)  # type: ignore[arg-type]
    assert found.expected.tolist() == again.expected.tolist()
    assert found.expected.sum() == pytest.approx(n * (n + 1) / 2)
    assert found.top.sum() == pytest.approx(top)
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()
    assert found.low.min() >= 1
    assert found.high.max() <= n


def test_areas_alike_are_ranked_by_nobody() -> None:
    """Counts that vary less than Poisson: A = 0, every rank is as likely, and the interval says so."""
    found = rank_areas([10] * 8, [100.0] * 8, top=2, draws=4_000)
    assert found.expected == pytest.approx([4.5] * 8, abs=0.25)
    assert found.low.tolist() == [1.0] * 8
    assert found.high.tolist() == [8.0] * 8
    assert not found.told_apart(0, 1)


@pytest.mark.parametrize("n", [1, 2, 4, 5, 7])
def test_by_default_the_five_highest_or_all(n: int) -> None:
    found = rank_areas(range(1, n + 1), [10.0] * n, draws=50)
    assert found.top_size == ranks_of_draws(np.eye(n)).top_size == min(n, 5)
    assert found.top.sum() == pytest.approx(min(n, 5))


def test_an_area_far_above_is_told_apart() -> None:
    found = rank_areas([400, 10, 12, 9], [100.0] * 4, top=1)
    assert found.first[0] == 1.0
    assert found.told_apart(0, 1)


@pytest.mark.parametrize(
    ("counts", "exposure", "said"),
    [
        ([1, -1], [1.0, 1.0], "counts must not be negative"),
        ([1, 2], [1.0], "exposure must have the shape"),
        ([1, 2], [1.0, float("nan")], "exposure must be finite"),
        ([1, 2], [1.0, 0.0], "exposure 0"),
        ([1.5, 2], [1.0, 2.0], "whole numbers"),
    ],
)
def test_what_is_no_area_is_refused(counts: list[float], exposure: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        empirical_bayes_rates(counts, exposure)


def test_what_can_be_said_of_nothing() -> None:
    assert empirical_bayes_rates([], []).value.size == 0
    found = empirical_bayes_rates([0, 5], [0.0, 10.0])
    assert np.isnan(found.raw[0])
    assert found.value.tolist() == [0.5, 0.5]
    assert np.isnan(empirical_bayes_rates([0], [0.0]).value[0])
    with pytest.raises(ValueError, match="at least one area"):
        rank_areas([], [])
    with pytest.raises(ValueError, match="at least one area"):
        rank_areas([0, 1], [0.0, 1.0])
    for top in (3, 0, 1.5):
        with pytest.raises(ValueError, match="top must be a whole number between 1 and"):
            rank_areas([1, 2], [1.0, 1.0], top=top)  # type: ignore[arg-type]
    for wrong in (0, 1.5, float("nan")):
        with pytest.raises(ValueError, match="draws must be a whole number"):
            rank_areas([1, 2], [1.0, 1.0], draws=wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="exposure must be numbers"):
        rank_areas([1, 2], ["a", "b"])
    with pytest.raises(ValueError, match="draws must be numbers"):
        ranks_of_draws([["a"]])
    with pytest.raises(ValueError, match="neighbours of area 0 must be other areas"):
        empirical_bayes_rates([1, 2], [1.0, 1.0], neighbours=[[0], [0]])
    with pytest.raises(ValueError, match="no gap"):
        ranks_of_draws([[1.0, float("nan")]], top=1)
