"""The Knox table against all pairs written out."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve import compute
from tryggve.stats import near_repeat
from tryggve.stats.near_repeat.kernel import closer_than, shuffle_columns

SPACE, TIME = [0.0, 10.0, 25.0, 60.0], [0.0, 3.0, 7.0, 14.0]


def slow(x, y, t, space, time, metric="euclidean"):  # type: ignore[no-untyped-def]
    table = np.zeros((len(space) - 1, len(time) - 1), np.int64)
    for i in range(len(x)):
        for j in range(i + 1, len(x)):
            dx, dy = abs(x[i] - x[j]), abs(y[i] - y[j])
            far = dx + dy if metric == "manhattan" else math.sqrt(dx * dx + dy * dy)
            late = abs(t[i] - t[j])
            for s in range(len(space) - 1):
                for u in range(len(time) - 1):
                    table[s, u] += space[s] <= far < space[s + 1] and time[u] <= late < time[u + 1]
    return table


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
@pytest.mark.parametrize("first_edge", [0.0, 2.0])
@given(
    seed=st.integers(0, 2**32), n=st.integers(0, 40), step=st.sampled_from([1.0, 0.37]),
    kind=st.sampled_from(["whole", "parts", "long"]),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_the_table_of_all_pairs(seed: int, n: int, step: float, kind: str, metric: str, first_edge: float) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 90, n) * step, rng.integers(-40, 50, n) * step  # many on the same spot and on the edges
    t = {"whole": rng.integers(0, 30, n), "parts": rng.random(n) * 30, "long": rng.integers(0, 30, n) * 100_000}[kind]
    time = [first_edge, *TIME[1:]] if kind != "long" else [first_edge, 200_000.0, 500_000.0, 1_400_000.0]
    found = near_repeat.knox(x, y, t, space_bands=SPACE, time_bands=time, metric=metric, replicates=0)
    assert (found.observed == slow(x, y, t, SPACE, time, metric)).all()
    everywhere = slow(x * 0, y * 0, t, [0.0, 1.0], time)[0]
    always = slow(x, y, np.zeros(n), SPACE, [0.0, 1.0], metric)[:, 0]
    pairs = max(n * (n - 1) / 2, 1)
    assert found.expected == pytest.approx(np.outer(always, everywhere) / pairs)
    assert found.n == n


def test_permutations_are_those_of_the_streams() -> None:
    """p counts the permutations with at least as many pairs, each one written out."""
    rng = np.random.default_rng(2)
    x, y, t = rng.random(60) * 90, rng.random(60) * 90, rng.integers(0, 30, 60)
    found = near_repeat.knox(x, y, t, space_bands=SPACE, time_bands=TIME, replicates=150, seed=5)
    order = np.lexsort((x, np.floor((x - x.min()) / 60), np.floor((y - y.min()) / 60)))
    above, left = np.zeros((3, 3), int), 150
    for size, seed in zip([128, 22], np.random.SeedSequence(5).spawn(2), strict=True):
        columns = np.empty((60, 128), np.int16)
        shuffle_columns(np.random.default_rng(seed), (t[order] - t.min()).astype(np.int16), columns)
        for k in range(size):
            assert sorted(columns[:, k]) == sorted(t - t.min())
            above += slow(x[order], y[order], columns[:, k].astype(int), SPACE, TIME) >= found.observed
        left -= size
    assert left == 0
    assert (found.p_value == (1 + above) / 151).all()


def test_the_kernel_counts_more_pairs_than_a_short_counter_holds() -> None:
    columns = np.zeros((2, 128), np.int16)
    counts = np.zeros((128, 2), np.int64)
    first, second = np.zeros(70_000, np.int32), np.ones(70_000, np.int32)
    closer_than(columns, first, second, np.array([0, 1], np.int16), counts)
    assert (counts == [0, 70_000]).all()


def test_the_same_everywhere() -> None:
    rng = np.random.default_rng(3)
    events = (rng.random(400) * 500, rng.random(400) * 500, rng.integers(0, 90, 400))
    bands = {"space_bands": SPACE, "time_bands": TIME, "replicates": 300}
    serial = near_repeat.knox(*events, **bands, on=compute.SERIAL)
    for place in (compute.Threads(3), compute.Processes(2)):
        assert near_repeat.knox(*events, **bands, on=place).p_value.tobytes() == serial.p_value.tobytes()


def test_p_is_uniform_without_near_repeats_and_small_with_them() -> None:
    rng = np.random.default_rng(4)
    bands = {"space_bands": [0, 30], "time_bands": [0, 7], "replicates": 99, "n_jobs": 1}
    p = []
    for i in range(300):
        x, y, t = rng.random(120) * 300, rng.random(120) * 300, rng.integers(0, 200, 120)
        p.append(near_repeat.knox(x, y, t, **bands, seed=i).p_value[0, 0])
    assert abs(np.mean(np.array(p) <= 0.1) - 0.1) < 3.3 * np.sqrt(0.1 * 0.9 / 300)
    again = (np.r_[x, x[:12] + 5], np.r_[y, y[:12]], np.r_[t, t[:12] + 2])
    assert near_repeat.knox(*again, **bands).p_value[0, 0] == 0.01


@pytest.mark.parametrize("n", [1, 2, 300])
def test_all_on_one_place_and_all_on_one_day(n: int) -> None:
    """Every pair in the first cell, as expected, and nothing rare in it."""
    found = near_repeat.knox([5.0] * n, [5.0] * n, [3] * n, space_bands=[0, 10, 20], time_bands=[0, 1, 9])
    assert found.observed.tolist() == [[n * (n - 1) // 2, 0], [0, 0]]
    assert (found.p_value == 1.0).all()
    assert (found.n_places, found.most_at_a_place) == (1, n)
    assert np.isnan(found.ratio[1, 1])
    if n > 1:
        assert found.ratio[0, 0] == 1.0


def test_results_do_not_change_and_compare_by_identity() -> None:
    found = near_repeat.knox([0, 1], [0, 1], [0, 1], space_bands=[0, 9], time_bands=[0, 9], replicates=9)
    assert found == found
    with pytest.raises(ValueError, match="read-only"):
        found.observed[0, 0] = 7


@pytest.mark.parametrize("reach", [1e-3, 20.0, np.nextafter(20.0, np.inf)])
def test_pairs_on_the_edge_of_a_square_and_far_apart(reach: float) -> None:
    """A row of points one reach apart, then the same with a point a hundred thousand kilometres away."""
    x = np.arange(40) * reach
    for more in ([], [1e11]):
        row = np.r_[x, more]
        found = near_repeat.knox(
            row, row * 0, row * 0, space_bands=[0, reach, reach * 1.5], time_bands=[0, 1], replicates=0
        )  # fmt: skip
        assert (found.observed == slow(row, row * 0, row * 0, [0, reach, reach * 1.5], [0, 1])).all()


def test_more_pairs_than_memory_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tryggve.stats.near_repeat.pairs._MOST_PAIRS", 44)
    bands = {"space_bands": [0, 10], "time_bands": [0, 10], "replicates": 9}
    with pytest.raises(ValueError, match="reach 10 metres, within which 45 pairs of events lie"):
        near_repeat.knox([0] * 10, [0] * 10, [0] * 10, **bands)
    assert near_repeat.knox([0] * 9, [0] * 9, [0] * 9, **bands).observed[0, 0] == 36


@pytest.mark.parametrize("unit", ["D", "h", "s", "us", "ns"])
def test_dates_of_any_unit_are_days(unit: str) -> None:
    """Whole days as numbers of days; with the hour, the same hour a day later is a whole day, a minute less is not."""
    rng = np.random.default_rng(8)
    x, y, t = rng.random(80) * 90, rng.random(80) * 90, rng.integers(20_000, 20_030, 80)
    dates = t.astype("datetime64[D]").astype(f"datetime64[{unit}]")
    bands = {"space_bands": SPACE, "time_bands": TIME, "replicates": 99}
    found, numbers = near_repeat.knox(x, y, dates, **bands), near_repeat.knox(x, y, t, **bands)
    assert (found.observed == numbers.observed).all()
    assert (found.p_value == numbers.p_value).all()
    assert found.observed.sum() > 100
    later = np.array(["2025-03-01T07:17", "2025-03-02T07:17", "2025-03-03T07:16"], "datetime64[us]")
    pairs = near_repeat.knox([0] * 3, [0] * 3, later, space_bands=[0, 1], time_bands=[0, 1, 3], replicates=0)
    assert pairs.observed.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"x": [1.0, np.nan]}, "x holds a value that is no number"),
        ({"t": [1.0]}, "equally long, got 2, 2, 1"),
        ({"t": ["2025-01-01", "2025-01-02"]}, "t must be days as numbers"),
        ({"t": [dt.date(2025, 1, 1)] * 2}, "t must be days as numbers"),
        ({"t": np.array(["2025-01-01", "NaT"], "datetime64[us]")}, "t holds a value that is no time"),
        ({"x": ["a", "b"]}, "x must be numbers"),
        ({"y": [0.0, 1e300]}, "y holds a value beyond"),
        ({"space_bands": ["a", "b"]}, "space_bands must be numbers"),
        ({"space_bands": [0, 0]}, "space_bands must be at least two rising edges"),
        ({"time_bands": [-1, 2]}, "time_bands must be at least two rising edges"),
        ({"metric": "road"}, "metric must be one of euclidean, manhattan"),
        ({"replicates": -1}, "replicates must be"),
    ],
)
def test_what_means_nothing_is_refused(change: dict[str, object], says: str) -> None:
    given = {"x": [0, 1], "y": [0, 1], "t": [0, 1], "space_bands": [0, 1], "time_bands": [0, 1]} | change
    with pytest.raises(ValueError, match=says):
        near_repeat.knox(**given)  # type: ignore[arg-type]
