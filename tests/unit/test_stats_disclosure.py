"""Suppression and its audit against tables small enough to try every table that fits."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tryggve.stats.disclosure.audit import ContradictionError, audit, covers_small, is_wide, not_pinned
from tryggve.stats.disclosure.known import Known, incidence
from tryggve.stats.disclosure.suppress import audit_shown, suppress
from tryggve.stats.disclosure.table import with_margins


def every_table(counts: NDArray[np.int64], shown: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Every table of whole numbers that agrees with all shown cells and with the rule that no hidden cell is zero, with
    margins, flattened: the slow twin.

    Cells inside are filled one by one, as long as no shown sum is passed. The total must be shown.
    """
    table = with_margins(counts)
    sums = table.sums.toarray()[shown.ravel()].astype(int)
    left = table.values.ravel()[shown.ravel()].astype(int)
    found: list[list[int]] = []

    def fill(inside: list[int], left: NDArray[np.int64]) -> None:
        cell = len(inside)
        if cell == counts.size:
            found.extend([inside] if not left.any() else [])
            return
        of = sums[:, cell]
        for value in range(int(left[of > 0].min()) + 1):
            fill([*inside, value], left - value * of)

    fill([], left)
    margined: NDArray[np.float64] = np.array(found, np.float64) @ table.sums.toarray().T
    return margined[(margined[:, ~shown.ravel()] > 0).all(axis=1)]


@pytest.mark.parametrize(("shape", "limit", "seeds"), [((2, 3), 3, 12), ((3, 3), 3, 4), ((2, 2, 2), 2, 12)])
def test_whole_numbers_by_trying_every_table(shape: tuple[int, ...], limit: int, seeds: int) -> None:
    """What can be worked out of each hidden cell is what the tables that fit say, number for number."""
    compared = 0
    for seed in range(seeds):
        counts = np.random.default_rng(seed).integers(0, limit + 2, shape)
        found = suppress(counts, limit=limit)
        small = found.small
        # What the zeros alone leave, and as many whole numbers from there as are small or the first that is not.
        least = with_margins(counts > 0).values
        assert (found.low[small] == least[small]).all()
        assert (found.high[small] >= least[small] + limit - 1).all()
        assert (found.table.values[found.hidden] > 0).all()
        if not found.shown.ravel()[-1]:
            continue  # Without the total there are infinitely many.
        tables, hidden = every_table(counts, found.shown), found.hidden.ravel()
        assert tables.min(axis=0)[hidden].tolist() == found.low.ravel()[hidden].tolist()
        assert tables.max(axis=0)[hidden].tolist() == found.high.ravel()[hidden].tolist()
        linear = audit_shown(counts, found.shown, limit=limit)
        assert (linear.low <= found.low.ravel()[hidden]).all()
        assert (linear.high >= found.high.ravel()[hidden]).all()
        compared += 1
    assert compared >= seeds // 2


def test_blanking_small_cells_alone_gives_them_back_and_suppression_does_not() -> None:
    """A textbook table: one small cell in its row and its column; from the margins it is 3."""
    counts = np.array([[3, 20, 30], [12, 15, 18], [22, 9, 11]])
    small = with_margins(counts).values == 3
    recovered = audit_shown(counts, ~small)
    assert (recovered.low.tolist(), recovered.high.tolist()) == ([3.0], [3.0])
    found = suppress(counts)
    assert found.hidden.sum() == 4
    assert (found.low[found.hidden] < found.high[found.hidden]).all()
    assert found.low[0, 0] <= 1
    assert found.high[0, 0] >= 5
    printed = found.printed()
    assert np.isnan(printed[found.hidden]).all()
    assert printed[-1, -1] == counts.sum()


def test_a_hierarchy_is_part_of_what_a_reader_knows() -> None:
    """Two districts of three areas: a hidden area must not come back from the district and the other two."""
    counts = np.array([[2, 20], [30, 31], [25, 28], [40, 50], [60, 55], [70, 80]])
    found = suppress(counts, groups={0: [[0, 1, 2], [3, 4, 5]]})
    assert found.table.shape == (9, 3)
    assert found.low[0, 0] <= 1
    assert found.high[0, 0] >= 5


def test_the_rule_itself_gives_nothing_back() -> None:
    """Five ones that sum to 5: who knows that nothing hidden is zero would have every one of them."""
    found = suppress([1, 1, 1, 1, 1])
    assert np.isnan(found.printed()).all()
    assert np.isinf(found.high).all()
    beside_zeros = suppress([1, 1, 1, 0])
    assert beside_zeros.printed()[3] == 0
    # The sum over three that are not zero is 3 or more, and that is all.
    assert (beside_zeros.low[4], beside_zeros.high[4]) == (3, np.inf)
    as_before = audit_shown([1, 1, 1, 1, 1], [False] * 5 + [True])
    assert as_before.low.tolist() == as_before.high.tolist() == [1.0] * 5


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_no_small_number_is_known_to_be_small(axes: int) -> None:
    """Random tables with groups, read with the rule in hand: each small cell may be one that would have been shown."""
    for seed in range(4):
        rng = np.random.default_rng(seed)
        counts = rng.poisson(2.5, [(7,), (4, 5), (3, 3, 2)][axes - 1])
        groups = {0: [[0, 1], [2, *range(3, counts.shape[0])]]} if seed % 2 else None
        found = suppress(counts, groups=groups)
        assert found.small.any()
        assert (found.high[found.small] >= 5).all()
        assert (found.low[found.small] < found.high[found.small] - 3).all()


def test_no_guard_could_be_shown_again() -> None:
    counts = np.random.default_rng(4).negative_binomial(1.2, 0.12, (5, 6))
    found = suppress(counts)
    for cell in np.argwhere(found.hidden & ~found.small):
        shown = found.shown.copy()
        shown[tuple(cell)] = True
        rows = found.small.ravel()[~shown.ravel()]
        assert audit_shown(counts, shown, integer=True).open_to[rows].any()


def test_nothing_small_hides_nothing_and_zeros_are_shown() -> None:
    assert suppress([[5, 0], [0, 9]]).shown.all()
    assert suppress([0, 0, 0]).shown.all()


def test_everything_small_hides_until_nothing_comes_back() -> None:
    found = suppress([[1, 1], [1, 1]])
    assert found.small.sum() == 9
    assert found.hidden.all()
    assert np.isinf(found.high).all()


def test_the_rules() -> None:
    low, high = np.array([1.0, 0, 2, 1, 7, 0, 4, 0]), np.array([5.0, 5, 9, 4, 7, 0, 5, 4])
    assert covers_small(low, high).tolist() == [True, True, False, False, False, False, False, False]
    assert not_pinned(low, high).tolist() == [True, True, True, False, True, True, False, True]


def test_numbers_that_no_cells_fit_are_refused() -> None:
    known = Known(incidence([[0, 1], [0]], 2), np.array([3.0, 5.0]))
    with pytest.raises(ContradictionError, match="different material"):
        audit(known, incidence([[1]], 2))


@pytest.mark.parametrize("counts", [[[1, -1]], [[1.5]], [], [[float("nan")]]])
def test_what_is_no_table_is_refused(counts: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="counts must"):
        suppress(counts)


def test_groups_and_limits_that_mean_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="a group must name"):
        suppress([1, 2], groups={0: [[0, 2]]})
    with pytest.raises(ValueError, match="axes that the table does not have"):
        suppress([1, 2], groups={1: [[0]]})
    with pytest.raises(ValueError, match="limit must be 2"):
        suppress([1, 2], limit=1)
    with pytest.raises(ValueError, match="counts holds a value beyond"):
        suppress([1, 1e300])
    with pytest.raises(ValueError, match="zero is always shown"):
        audit_shown([0, 7], [False, False, True])
    with pytest.raises(ValueError, match="shape of the table with margins"):
        audit_shown([1, 2], [True, True])


@pytest.mark.parametrize("seed", range(12))
def test_the_short_way_opens_the_same_targets_as_two_programmes_for_each(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = 24
    truth = rng.poisson(rng.choice([0.3, 2.0, 9.0], cells))
    sums = incidence([np.flatnonzero(rng.random(cells) < 0.35) for _ in range(9)], cells)
    order = None
    if seed % 3 == 0:  # half of the cells are no more than the other half
        half = cells // 2
        truth = np.concatenate([truth[:half], truth[:half] + truth[half:]])
        order = csr_array(np.hstack([-np.eye(half), np.eye(half)]))
    known = Known(sums, np.asarray(sums @ truth, np.float64), order)
    targets = incidence([[i] for i in range(cells)] + [rng.choice(cells, 5, replace=False) for _ in range(30)], cells)
    plain = audit(known, targets, rule=not_pinned, exact=True)
    short = audit(known, targets, rule=not_pinned, enough=is_wide, harmless=True)
    assert (short.open_to == plain.open_to).all()
    assert (short.low >= plain.low).all()
    assert (short.high <= plain.high).all()
    assert ((targets @ truth >= plain.low) & (targets @ truth <= plain.high)).all()
