"""The fast scans find what the slow, obvious ones do, and their replicates have the maxima that a full search has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit import scan_twin as twin
from tryggve import compute
from tryggve.stats import scan
from tryggve.stats.scan import permutation, simulate, zones
from tryggve.stats.scan.events import cases_of
from tryggve.stats.scan.likelihood import UNCONDITIONAL
from tryggve.stats.scan.null import scattered
from tryggve.stats.scan.options import Options
from tryggve.stats.scan.prospective_kernel import cumulate
from tryggve.stats.scan.setting import Setting

M, DAYS = 7, 30


@st.composite
def events(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = draw(st.integers(2, 60))
    xy = rng.integers(0, 4, (M, 2)).astype(float)  # ties and areas on the same spot
    area, day = rng.integers(0, M, n), rng.integers(0, DAYS, n)
    # Some gather on the last days of a place.
    many = rng.random(n) < draw(st.sampled_from([0.0, 0.3]))
    return np.where(many, 2, area), np.where(many, DAYS - 1 - day % 4, day), xy, rng.integers(0, 2, n)


@pytest.mark.parametrize("windows", ["prospective", "retrospective"])
@pytest.mark.parametrize("stratified", [False, True])
@given(drawn=events(), share=st.sampled_from([0.3, 0.5, 1.0]), least=st.integers(1, 3), shortest=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_permutation(drawn, share, least, shortest, windows, stratified) -> None:  # type: ignore[no-untyped-def]
    area, day, xy, strata = drawn
    found = scan.space_time_permutation(
        area, day, xy, first_day=0, last_day=DAYS - 1, max_days=6, min_days=shortest, max_share=share, min_cases=least,
        windows=windows, strata=strata if stratified else None, replicates=0,
    )  # fmt: skip
    counts = twin.table(area, day, M, DAYS)
    stratum = strata if stratified else np.zeros(len(area), int)
    expected = twin.permutation_expected(area, day, stratum, M, DAYS)
    zones = twin.circles(xy, counts.sum(axis=1).astype(float), share)
    window = twin.windows_of(DAYS, shortest, 6, windows == "prospective")
    best = twin.largest(counts, expected, zones, list(window), twin.conditional, len(area), least)
    # An excess that rounding alone makes is none.
    if best.statistic < 1e-9:
        assert not found.clusters or found.clusters[0].statistic < 1e-9
        return
    first = found.clusters[0]
    assert first.statistic == pytest.approx(best.statistic, rel=1e-9, abs=1e-12)
    place = (list(first.areas), slice(first.first_day, first.last_day + 1))
    assert first.observed == counts[place].sum()
    assert first.expected == pytest.approx(expected[place].sum(), rel=1e-9)
    taken = [area for cluster in found.clusters for area in cluster.areas]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize("windows", ["prospective", "retrospective"])
@given(seed=st.integers(0, 2**32), share=st.sampled_from([0.4, 1.0]))
@settings(max_examples=20, deadline=None)
def test_expectation_based(seed: int, share: float, windows: str) -> None:
    rng = np.random.default_rng(seed)
    baseline = rng.gamma(1.0, 0.5, (M, DAYS)) + 0.01
    counts = rng.poisson(baseline)
    xy = rng.uniform(0, 100, (M, 2))
    found = scan.expectation_based_poisson(
        counts, baseline, xy, max_days=5, max_share=share, windows=windows, replicates=0, min_cases=1
    )
    zones = twin.circles(xy, baseline.sum(axis=1), share)
    window = list(twin.windows_of(DAYS, 1, 5, windows == "prospective"))
    best = twin.largest(counts, baseline, zones, window, twin.unconditional, np.inf, 1)
    first = found.clusters[0] if found.clusters else None
    assert (first.statistic if first else 0.0) == pytest.approx(best.statistic, rel=1e-9)


@pytest.mark.parametrize("windows", ["prospective", "retrospective"])
def test_population_and_negative_binomial(windows: str) -> None:
    rng = np.random.default_rng(5)
    xy, people = rng.uniform(0, 100, (M, 2)), rng.integers(10, 500, M).astype(float)
    area, day = rng.integers(0, M, 80), rng.integers(0, DAYS, 80)
    days = {"first_day": 0, "last_day": DAYS - 1, "max_days": 5}
    found = scan.poisson(area, day, xy, people, **days, windows=windows, replicates=0)
    counts = twin.table(area, day, M, DAYS)
    expected = np.outer(people / people.sum(), np.full(DAYS, 80 / DAYS))
    window = list(twin.windows_of(DAYS, 1, 5, windows == "prospective"))
    best = twin.largest(counts, expected, twin.circles(xy, people, 0.5), window, twin.conditional, 80)
    assert found.clusters[0].statistic == pytest.approx(best.statistic, rel=1e-12)

    baseline, theta = rng.gamma(1.0, 0.5, (M, DAYS)) + 0.01, rng.uniform(0.5, 4.0, M)
    counts = rng.poisson(baseline)
    negative = scan.negative_binomial(
        counts, baseline, xy, dispersion=theta, max_days=5, windows=windows, replicates=0, max_share=0.5
    )
    omega = 1.0 + baseline / theta[:, None]
    score, information = (counts - baseline) / omega, baseline / omega
    scores = [
        (score[list(z), a : b + 1].sum() / np.sqrt(information[list(z), a : b + 1].sum()), z, a, b)
        for z in twin.circles(xy, baseline.sum(axis=1), 0.5)
        for a, b in window
        if counts[list(z), a : b + 1].sum() >= 2
    ]
    highest = max(scores)
    assert negative.clusters[0].statistic == pytest.approx(highest[0], rel=1e-12)
    assert set(negative.clusters[0].areas) == set(highest[1])
    assert (negative.clusters[0].first_day, negative.clusters[0].last_day) == highest[2:]


@pytest.mark.parametrize("windows", ["prospective", "retrospective"])
@pytest.mark.parametrize("uncertain", [False, True])
def test_each_replicate_has_the_maximum_of_a_full_search(windows: str, uncertain: bool) -> None:
    rng = np.random.default_rng(11)
    area, day, xy = rng.integers(0, M, 90), rng.integers(0, DAYS, 90), rng.uniform(0, 100, (M, 2))
    until = np.minimum(day + rng.integers(0, 3, 90), DAYS - 1) if uncertain else None
    options = Options(
        max_days=6, min_days=1, min_cases=2, max_share=0.5, max_radius=None, max_neighbours=None, windows=windows,
        replicates=40, zones=None,
    )  # fmt: skip
    cases = cases_of(area, day, M, first_day=0, last_day=DAYS - 1, day_last=until, uncertain="aoristic")
    chains = options.chains(xy, np.bincount(area, minlength=M).astype(float))
    setting, _table, null = permutation._layer(cases, chains, M, options)
    fast = simulate.simulate(setting, null, 40, 3, compute.SERIAL)
    # The same draws, searched in full.
    size = simulate.block_size(*setting.expected.shape)
    seeds = np.random.SeedSequence(3).spawn(-(-40 // size) + 1)[1:]
    slow = []
    for i, seed in enumerate(seeds):
        n = min(size, 40 - i * size)
        drawn, used = setting.table(n, null.cases), np.zeros((n, M), np.uint8)
        null.fill(np.random.default_rng(seed), drawn, used)
        assert (used.astype(bool) == drawn.any(axis=2)).all()
        raw = drawn.copy()
        cumulate(drawn, used)
        assert (drawn == raw.cumsum(axis=2)).all()
        slow += [_full_search(raw[r] / setting.unit, setting, xy, area, windows) for r in range(n)]
    assert fast == pytest.approx(slow, rel=1e-9)
    # As many recent events in every replicate: the sample is drawn without replacement.
    assert len({int(raw[r].sum()) for r in range(n)}) == 1


def _full_search(counts, setting, xy, area, windows):  # type: ignore[no-untyped-def]
    expected = np.diff(setting.expected, axis=1, prepend=0.0)
    if windows == "prospective":  # lanes are ages: the last day first
        counts, expected = counts[:, :6][:, ::-1], expected[:, :6][:, ::-1]
    window = list(twin.windows_of(counts.shape[1], 1, 6, windows == "prospective"))
    zones = twin.circles(xy, np.bincount(area, minlength=M).astype(float), 0.5)
    return twin.largest(counts, expected, zones, window, twin.conditional, setting.total).statistic


def test_the_sample_is_uniform() -> None:
    """Each event is drawn for each recent day equally often: three events, two recent, 4 000 replicates."""
    null = permutation._permuted(
        cases_of([0, 1, 2], [0, 8, 9], 3, first_day=0, last_day=9), np.array([1, 2]), np.array([1, 0]), np.array([1, 1])
    )
    table, used = np.zeros((4000, 3, 16), np.int16), np.zeros((4000, 3), np.uint8)
    null.fill(np.random.default_rng(0), table, used)
    share = table.sum(axis=0)[:, :2] / 4000
    assert np.abs(share - 1 / 3).max() < 4 * np.sqrt(2 / 9 / 4000)
    assert (null.pool == [0, 1, 2]).all()


def test_levels_decide_how_soon_a_window_is_passed_over_not_what_comes_out() -> None:
    """A window that nearly reaches a level is no maximum: each level, and none, must give the same maxima."""
    m = 9
    for seed in (3, 5, 6, 11):
        rng = np.random.default_rng(seed)
        baseline = rng.gamma(1.0, 0.3, (m, 12)) + 0.001
        recent = np.zeros((m, 16))
        recent[:, :6] = baseline[:, ::-1][:, :6]
        chains = zones.circles(rng.uniform(0, 100, (m, 2)), baseline.sum(axis=1), max_share=1.0)
        setting = Setting(
            chains=chains, expected=recent.cumsum(axis=1), first_lane=0, last_lane=5, total=np.inf, kind=UNCONDITIONAL,
            unit=1, least=1,
        )  # fmt: skip
        null, classes = scattered(recent), simulate._classes(setting)
        every = simulate._level(setting, 0.0, classes, np.dtype(np.int16))
        seeds = np.random.SeedSequence(seed)
        exact = simulate._maxima(setting, null, simulate._Block(300, seeds, (every,)))
        for low in np.arange(0.1, 4.0, 0.02):
            first = simulate._level(setting, low, classes, np.dtype(np.int16))
            found = simulate._maxima(setting, null, simulate._Block(300, seeds, (first, every)))
            assert (found == exact).all()


@pytest.mark.parametrize("listed", [None, [[0, 1, 2], [3], [6, 5]]])
def test_replicates_side_by_side_have_the_same_maxima(monkeypatch: pytest.MonkeyPatch, listed: list[list[int]]) -> None:
    rng = np.random.default_rng(12)
    area, day, xy = rng.integers(0, M, 120), rng.integers(0, DAYS, 120), rng.uniform(0, 100, (M, 2))
    found = []
    for least in (1, 10_000):
        monkeypatch.setattr(simulate, "_SIDE_BY_SIDE", least)
        found.append(scan.space_time_permutation(area, day, xy, max_days=20, replicates=200, zones=listed))
    assert (found[0].simulated == found[1].simulated).all()
    assert found[0].simulated.min() > 0.0


def test_side_by_side_with_more_cases_than_short_integers_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(14)
    baseline = rng.gamma(1.0, 400.0, (M, DAYS)) + 1.0
    counts, xy = rng.poisson(baseline), rng.uniform(0, 100, (M, 2))
    found = []
    for least in (1, 10_000):
        monkeypatch.setattr(simulate, "_SIDE_BY_SIDE", least)
        found.append(scan.expectation_based_poisson(counts, baseline, xy, max_days=20, replicates=64))
    assert baseline[:, -20:].sum() > 30_000
    assert (found[0].simulated == found[1].simulated).all()


def test_circles_of_many_centres_are_the_same_on_threads() -> None:
    rng = np.random.default_rng(13)
    xy, weight = rng.integers(0, 40, (600, 2)).astype(float), rng.integers(0, 3, 600).astype(float)
    found = zones.circles(xy, weight, max_share=0.1, max_radius=12.0, on=compute.Threads(3))
    listed = [
        tuple(found.areas[begin : last + 1].tolist())
        for begin, end in zip(found.start[:-1], found.start[1:], strict=True)
        for last in range(begin, end)
    ]
    assert listed == twin.circles(xy, weight, 0.1, 12.0)
