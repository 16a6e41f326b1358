"""Laws of survey estimates that hold for all samples, the slow twin, and what is refused."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats.survey import (
    areas_apart,
    change_of_panel,
    change_of_samples,
    estimate_mean,
    estimate_share,
    post_stratify,
    rake,
    survey_design,
)

ANSWERS = st.lists(st.tuples(st.integers(0, 2), st.floats(0, 10), st.floats(0.5, 5.0)), min_size=2, max_size=20)


def filled(rows: list[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Two answers or more in each stratum that is there."""
    return [*rows, *[(h, 3.0 + h, 1.0) for h in {h for h, _y, _w in rows}]]


@given(ANSWERS)
def test_the_error_is_the_plain_sum(rows: list[tuple[int, float, float]]) -> None:
    rows = filled(rows)
    strata, y, w = [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]
    found = estimate_mean(survey_design(len(rows), weights=w, stratum=strata, population=dict.fromkeys(strata, 40)), y)
    mean = sum(a * b for a, b in zip(w, y, strict=True)) / sum(w)
    variance = 0.0
    for h in set(strata):
        z = [a * (b - mean) / sum(w) for a, b, k in zip(w, y, strata, strict=True) if k == h]
        middle = sum(z) / len(z)
        variance += (1 - len(z) / 40) * len(z) / (len(z) - 1) * sum((one - middle) ** 2 for one in z)
    assert found.value == pytest.approx(mean)
    assert found.error == pytest.approx(math.sqrt(variance), abs=1e-9)


@settings(max_examples=40)
@given(ANSWERS, st.floats(0.1, 10.0))
def test_scale_of_weights_and_order_are_nothing(rows: list[tuple[int, float, float]], scale: float) -> None:
    rows = filled(rows)
    one = estimate_mean(survey_design(len(rows), weights=[r[2] for r in rows]), [r[1] for r in rows])
    other = estimate_mean(
        survey_design(len(rows), weights=[scale * r[2] for r in rows[::-1]]), [r[1] for r in rows[::-1]]
    )
    assert other.value == pytest.approx(one.value)
    assert other.error == pytest.approx(one.error, abs=1e-9)


def test_every_sample_of_a_small_town() -> None:
    """Seven and five persons in two strata, three and two asked: the mean error squared is the true one (350)."""
    town = {"a": [1.0, 4, 4, 6, 7, 9, 12], "b": [0.0, 2, 2, 5, 8]}
    means, variances = [], []
    for one in itertools.combinations(town["a"], 3):
        for other in itertools.combinations(town["b"], 2):
            design = survey_design(5, stratum=[*"aaabb"], population={"a": 7, "b": 5})
            found = estimate_mean(design, [*one, *other])
            means.append(found.value)
            variances.append(found.error**2)
    assert np.mean(means) == pytest.approx(sum(map(sum, town.values())) / 12)
    assert np.mean(variances) == pytest.approx(np.var(means), rel=1e-9)


def test_those_who_gave_no_answer_are_counted_and_left_out() -> None:
    found = estimate_share(survey_design(6, weights=[1, 1, 1, 1, 1, 5]), [1, 0, 1, 0, np.nan, np.nan])
    assert (found.value, found.answers, found.missing) == (0.5, 4, 2)
    assert found.missing_share == pytest.approx(0.6)


def test_nobody_said_yes_leaves_room_for_some() -> None:
    """20 equal weights: Clopper & Pearson's upper limit of 0 of 20, .1684; uneven weights are worth less."""
    even = estimate_share(survey_design(20, weights=np.ones(20)), np.zeros(20))
    assert even.interval.high == pytest.approx(0.1684, abs=5e-5)
    uneven = estimate_share(survey_design(20, weights=np.arange(1.0, 21)), np.zeros(20))
    assert uneven.interval.high > even.interval.high


def test_a_small_share_is_held_by_its_interval() -> None:
    """Two strata of unequal weight, 2 and 6 percent yes, 60 asked in each, 300 times: 95 % less three errors."""
    rng, held = np.random.default_rng(3), 0
    design = survey_design(120, stratum=["a"] * 60 + ["b"] * 60, population={"a": 9_000, "b": 1_000})
    for _ in range(300):
        yes = np.concatenate([rng.random(60) < 0.02, rng.random(60) < 0.06])
        held += estimate_share(design, yes).interval.contains(0.9 * 0.02 + 0.1 * 0.06)
    assert held / 300 >= 0.95 - 3 * (0.95 * 0.05 / 300) ** 0.5


def test_raked_weights_agree_with_all_margins_and_one_margin_is_post_strata() -> None:
    rng = np.random.default_rng(5)
    sex, age = rng.choice(["k", "m"], 80).tolist(), rng.choice(["ung", "mellan", "gammal"], 80).tolist()
    known = ({"k": 500, "m": 520}, {"ung": 300, "mellan": 420, "gammal": 300})
    design = survey_design(80, weights=np.full(80, 12.0), population=1_020)
    raked = rake(design, [(sex, known[0]), (age, known[1])])
    for of, wanted in ((sex, known[0]), (age, known[1])):
        for group, number in wanted.items():
            assert raked.weights[[one == group for one in of]].sum() == pytest.approx(number)
    y = rng.normal(5, 1, 80) + [3.0 * (one == "k") for one in sex]
    adjusted = post_stratify(design, sex, known[0])
    assert adjusted.weights == pytest.approx(rake(design, [(sex, known[0])]).weights)
    assert estimate_mean(adjusted, y).error < estimate_mean(design, y).error


def test_areas_that_differ_are_told_apart_and_others_not() -> None:
    rng = np.random.default_rng(9)
    area = np.repeat(["a", "b", "c", "few"], [100, 100, 100, 5]).tolist()
    y = np.concatenate([rng.random(100) < 0.2, rng.random(100) < 0.22, rng.random(100) < 0.6, np.ones(5, bool)])
    found = areas_apart(survey_design(305, weights=np.ones(305)), y, area)
    assert found.areas == ("a", "b", "c")
    assert found.left_out == ("few",)
    assert found.apart.tolist() == [[False, False, True], [False, False, True], [True, True, False]]


def test_a_full_panel_is_surer_than_two_samples() -> None:
    rng = np.random.default_rng(4)
    one = rng.normal(5, 2, 100)
    other = one + rng.normal(0.3, 0.5, 100)
    design = survey_design(100, population=1_000)
    panel = change_of_panel((design, one, range(100)), (design, other, range(100)))
    samples = change_of_samples((design, one), (design, other))
    assert panel.error < 0.4 * samples.error
    assert panel.error == pytest.approx(float(np.std(other - one, ddof=1)) * (0.9 / 100) ** 0.5, rel=1e-9)
    none = change_of_panel((design, one, range(100)), (design, other, range(100, 200)))
    assert (none.overlap, none.error) == (0, samples.error)


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no variance; merge it with another: b"):
        survey_design(3, stratum=["a", "a", "b"], population={"a": 9, "b": 9})
    with pytest.raises(ValueError, match="fewer than answered"):
        survey_design(3, population=2)
    with pytest.raises(ValueError, match="population of a stratum is missing: b"):
        survey_design(4, stratum=[*"aabb"], population={"a": 9})
    with pytest.raises(ValueError, match="two strata"):
        survey_design(4, weights=np.ones(4), stratum=[*"aabb"], cluster=[1, 2, 2, 3])
    with pytest.raises(ValueError, match="weights, or the population"):
        survey_design(4)
    design = survey_design(4, weights=np.ones(4))
    with pytest.raises(ValueError, match="nobody answered in: m"):
        post_stratify(design, ["k"] * 4, {"k": 5, "m": 5})
    with pytest.raises(ValueError, match="missing for: k"):
        post_stratify(design, ["k"] * 4, {"m": 5})
    with pytest.raises(ValueError, match="same number of people"):
        rake(design, [([*"aabb"], {"a": 5, "b": 5}), ([*"xyxy"], {"x": 5, "y": 6})])
    with pytest.raises(ValueError, match=r"1 .yes., 0 .no. or missing"):
        estimate_share(design, [0, 1, 2, 0])
    with pytest.raises(ValueError, match="two answers or more"):
        estimate_mean(design, [1, np.nan, np.nan, np.nan])
    with pytest.raises(ValueError, match="each once"):
        change_of_panel((design, [1, 2, 3, 4], [1, 1, 2, 3]), (design, [1, 2, 3, 4], [1, 2, 3, 4]))
    with pytest.raises(ValueError, match="fewer than two areas"):
        areas_apart(design, [1, 2, 3, 4], [*"aabb"])
