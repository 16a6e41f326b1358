"""Grids, edges and refusals of the density; and concentration and harm with too little to say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tryggve.stats.concentration import generalised_gini, gini, lorenz, share_of_places
from tryggve.stats.density import density_at, kernel_density, kernel_weights, reference_bandwidth
from tryggve.stats.harm import harm_sum, weighted_poisson_interval


def test_the_grid_lies_on_whole_cells_and_holds_everything() -> None:
    found = kernel_density([1_020.0, 1_980.0], [-30.0, 40.0], bandwidth=100.0, cell=50.0)
    assert (found.x0, found.y0) == (1_000.0 - 8 * 50.0, -50.0 - 8 * 50.0)
    assert found.values.shape == (2 + 16, 20 + 16)
    assert found.values.sum() * found.cell_km2 == pytest.approx(2.0, rel=1e-12)
    assert (found.n, found.total, found.n_outside) == (2, 2.0, 0)


def test_row_zero_is_south_and_column_zero_west() -> None:
    found = kernel_density([10.0], [90.0], bandwidth=20.0, cell=20.0, extent=(0.0, 0.0, 200.0, 100.0), truncate=1.0)
    assert found.values.shape == (5, 10)
    assert np.argwhere(found.values == found.values.max()).tolist() == [[4, 0]]


def test_points_outside_the_extent_reach_in_and_are_counted() -> None:
    """What happens just beyond the border counts inside: the crop of a larger grid is the smaller grid."""
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0.0, 4_000.0, (2, 300))
    whole = kernel_density(x, y, bandwidth=200.0, cell=100.0, extent=(0.0, 0.0, 4_000.0, 4_000.0))
    part = kernel_density(x, y, bandwidth=200.0, cell=100.0, extent=(1_000.0, 1_500.0, 3_000.0, 2_500.0))
    assert part.values == pytest.approx(whole.values[15:25, 10:30], rel=1e-12, abs=1e-12)
    inside = (x >= 1_000.0) & (x < 3_000.0) & (y >= 1_500.0) & (y < 2_500.0)
    assert part.n_outside == 300 - inside.sum()
    assert part.n == 300


def test_an_extent_that_is_no_whole_number_of_cells_is_rounded_up() -> None:
    found = kernel_density([], [], bandwidth=10.0, cell=10.0, extent=(0.0, 0.0, 25.0, 0.3 * 100))
    assert found.values.shape == (3, 3)
    assert not found.values.any()
    assert found.n == 0


def test_nothing_is_below_zero_and_far_away_is_nothing() -> None:
    found = kernel_density([0.0, 50_000.0], [0.0, 0.0], bandwidth=100.0, cell=50.0)
    assert found.values.min() == 0.0
    assert found.values[:, 400].max() == 0.0


def test_weights_count_as_so_many_events() -> None:
    thrice = kernel_density([5.0], [5.0], bandwidth=50.0, cell=10.0, weights=[3.0])
    repeated = kernel_density([5.0] * 3, [5.0] * 3, bandwidth=50.0, cell=10.0)
    assert thrice.values == pytest.approx(repeated.values, rel=1e-14)
    assert (thrice.total, thrice.n, repeated.n) == (3.0, 1, 3)


def test_a_cell_far_from_all_points_has_no_density() -> None:
    arguments = {"x0": 0.0, "y0": 0.0, "bandwidth": 50.0, "cell": 10.0}
    assert density_at([5.0], [5.0], row=0, column=21, **arguments) == 0.0
    assert density_at([5.0], [5.0], row=0, column=20, **arguments) > 0.0
    assert len(kernel_weights(50.0, 10.0)) == 41


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"x": [math.nan]}, "finite"),
        ({"y": [math.inf]}, "finite"),
        ({"x": [[1.0]]}, "one dimension"),
        ({"x": [1.0, 2.0]}, "same length"),
        ({"cell": 200.0}, "larger than the bandwidth"),
        ({"weights": [-1.0]}, "none negative"),
        ({"weights": [1.0, 1.0]}, "1 finite numbers"),
        ({"x": [], "y": []}, "extent is needed"),
        ({"x": [0.0, 6.6e6], "y": [0.0, 6.6e6]}, "too many"),
        ({"extent": (0.0, 0.0, 0.0, 1.0)}, "min < max"),
        ({"extent": (0.0, 0.0, math.nan, 1.0)}, "min < max"),
    ],
)
def test_what_is_no_density(changed: dict[str, object], message: str) -> None:
    arguments = {"x": [1.0], "y": [1.0], "bandwidth": 100.0, "cell": 50.0} | changed
    with pytest.raises(ValueError, match=message):
        kernel_density(**arguments)  # type: ignore[arg-type]


def test_no_bandwidth_from_nothing() -> None:
    for x, message in (([1.0], "two points"), ([1.0, 1.0], "one place")):
        with pytest.raises(ValueError, match=message):
            reference_bandwidth(x, x)
    snapped = [0.0] * 9 + [100.0]
    assert reference_bandwidth(snapped, [0.0] * 10) > 0.0


@pytest.mark.parametrize("counts", [[], [0, 0, 0]])
def test_no_concentration_of_nothing(counts: list[int]) -> None:
    for call in (gini, generalised_gini, lorenz, share_of_places):
        with pytest.raises(ValueError, match="at least one place and one event"):
            call(counts)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"share": 0.0}, "share"),
        ({"share": 1.1}, "share"),
        ({"share": math.nan}, "share"),
        ({"draws": 0}, "at least 1"),
        ({"size": [1.0, 0.0, 1.0]}, "above 0"),
        ({"size": [1.0, 1.0]}, "3 finite numbers"),
    ],
)
def test_what_is_no_share_of_places(changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        share_of_places([1, 2, 3], **changed)  # type: ignore[arg-type]


def test_few_events_look_gathered_but_are_not() -> None:
    """Ten events at a thousand places hold half of themselves at half a percent of the places, by chance as well."""
    found = share_of_places([1] * 10 + [0] * 990)
    assert found.value == 0.005
    assert not found.is_concentrated
    gathered = share_of_places([8, 1, 1] + [0] * 997)
    assert gathered.is_concentrated


def test_large_places_may_hold_more() -> None:
    """One place with nine tenths of the area and nine tenths of the events is not a hotspot."""
    counts, area = [90] + [1] * 10, [900.0] + [10.0] * 10
    assert share_of_places(counts).is_concentrated
    assert not share_of_places(counts, size=area).is_concentrated


def test_the_chance_interval_is_that_of_the_draws() -> None:
    """The same draws by hand: 99 of them, of which the middle half lies between the 25th and the 75th."""
    counts = [9, 4, 3, 1] + [0] * 46
    found = share_of_places(counts, 0.6, level=0.5, draws=99, seed=7)
    rng = np.random.default_rng(7)
    shares = []
    for _ in range(99):
        drawn = sorted(rng.multinomial(17, [1 / 50] * 50).tolist(), reverse=True)
        shares.append(next(k for k in range(1, 51) if sum(drawn[:k]) >= 0.6 * 17) / 50)
    shares.sort()
    assert (found.chance.low, found.chance.high) == (shares[24], shares[74])
    assert found.chance.level == 0.5
    assert found.chance_mean == pytest.approx(np.mean(shares), rel=1e-12)
    assert (found.n_places, found.n_events, found.of_events) == (50, 17, 0.6)


def test_seed_decides() -> None:
    counts = np.random.default_rng(1).poisson(0.4, 200)
    first, again = share_of_places(counts, seed=3), share_of_places(counts, seed=3)
    assert first == again
    assert first.seed == 3
    assert share_of_places(counts, seed=4).chance_mean != first.chance_mean


WEIGHTS = {1: 0.0, 2: 1.0, 3: 5.0, 4: 20.0, 5: 100.0}


def test_harm_of_nothing_and_of_the_unknown() -> None:
    nothing = harm_sum([], WEIGHTS)
    assert (nothing.count, nothing.total, nothing.unknown_share) == (0, 0.0, None)
    assert nothing.interval.low == 0.0
    assert nothing.interval.high > 0.0
    unknown = harm_sum([0, math.nan], WEIGHTS)
    assert (unknown.count, unknown.unknown, unknown.unknown_share, unknown.total) == (2, 2, 1.0, 0.0)


def test_a_level_of_weight_zero_counts_but_does_not_weigh() -> None:
    found = harm_sum([1, 1, 3], WEIGHTS)
    assert (found.count, found.total) == (3, 5.0)
    assert found.interval.low > 0.0
    assert harm_sum([1, 1], WEIGHTS).interval.low == 0.0


@pytest.mark.parametrize("severity", [[6], [-1], [1.5], [math.inf], [[1]], [-math.inf]])
def test_what_is_no_severity(severity: list[float]) -> None:
    with pytest.raises(ValueError, match="1-5"):
        harm_sum(severity, WEIGHTS)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({1: 1.0}, "levels 1-5"),
        (WEIGHTS | {6: 1.0}, "levels 1-5"),
        (WEIGHTS | {2: -1.0}, "not negative"),
        (WEIGHTS | {2: math.nan}, "not negative"),
        (dict.fromkeys(WEIGHTS, 0.0), "not all be 0"),
    ],
)
def test_what_are_no_weights(weights: dict[int, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        harm_sum([1, 2], weights)


def test_weighted_sums_of_different_lengths() -> None:
    with pytest.raises(ValueError, match="same length"):
        weighted_poisson_interval([1, 2], [1.0])
