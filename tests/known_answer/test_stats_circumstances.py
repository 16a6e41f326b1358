"""The models behind an expected level against R 4.2.2: MASS 7.3-58 and metafor 3.8-1, eighteen areas."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.circumstances import expected_counts, expected_figures
from tryggve.stats.circumstances.counts import fit_negative_binomial
from tryggve.stats.circumstances.design import design_of
from tryggve.stats.circumstances.figures import fit_linear
from tryggve.stats.inputs import FloatArray

COUNTS = [130, 81, 352, 90, 330, 110, 421, 25, 200, 53, 85, 165, 101, 120, 38, 330, 67, 64]
PEOPLE = [
    12_000, 8_000, 30_000, 15_000, 22_000, 9_500, 41_000, 1_200, 21_000, 4_100, 6_000, 18_500, 8_800, 14_000, 2_500,
    25_500, 9_900, 5_200,
]  # fmt: skip
YOUNG = [21, 18, 25, 17, 26, 20, 19, 22, 24, 16, 19, 23, 18, 22, 15, 24, 20, 17]
POOR = [5, 9, 4, 8, 3, 7, 6, 10, 5, 9, 8, 4, 7, 6, 11, 5, 6, 8]
CIRCUMSTANCES = {"young": YOUNG, "poor": POOR}
FIGURES = np.array([31, 28.5, 35.2, 27.1, 36.7, 30, 29.5, 33, 33.8, 24.9, 28, 34, 29, 31.5, 25, 33, 30.1, 27.4])
ERRORS = np.array([1.2, 2, 1.5, 2.2, 0.9, 3, 1.1, 2.5, 1.4, 1.9, 1.7, 1.3, 2.1, 1.6, 2.8, 1.2, 1.8, 2.0])


def test_the_negative_binomial_model_is_that_of_mass() -> None:
    """glm(y ~ za + zb + offset(log(n)), negative.binomial(th)) and theta.mm in turns; covariance at dispersion 1."""
    fit = fit_negative_binomial(design_of(CIRCUMSTANCES, 18).X, np.array(COUNTS, float), np.log(PEOPLE))
    assert fit.alpha == pytest.approx(0.0438595959288, rel=1e-10)
    assert fit.coefficients == pytest.approx([-4.4817075586520, 0.2489704148928, 0.2674471355568], rel=1e-10)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx([0.05542697083, 0.10198480310, 0.10588289225], rel=1e-9)


@pytest.mark.parametrize(
    ("errors", "tau2", "coefficients", "standard_errors"),
    [
        (ERRORS, 0.0, [30.341954209893, 2.912233785691, -0.428228241827], [0.4151746615, 0.7176920172, 0.7840702143]),
        (
            ERRORS / 4,
            0.314850211396,
            [30.398542855984, 3.109400614983, -0.137883082861],
            [0.1703946386, 0.3004159019, 0.3097651976],
        ),
        (
            ERRORS * 0,
            0.496584001137,
            [30.4277777778, 3.22009335380, 0.000799257995871],
            [0.1660963578, 0.2806366327, 0.2806366327],
        ),
    ],
    ids=["metafor_none_beyond_error", "metafor_paule_mandel", "lm"],
)
def test_the_linear_model_is_that_of_metafor_and_lm(
    errors: FloatArray, tau2: float, coefficients: list[float], standard_errors: list[float]
) -> None:
    """rma(yi, sei, mods = ~ za + zb, method = "PM") with its errors, and with a quarter of them; lm without any."""
    fit = fit_linear(design_of(CIRCUMSTANCES, 18).X, FIGURES, errors)
    assert fit.tau2 == pytest.approx(tau2, rel=1e-10, abs=1e-12)
    assert fit.coefficients == pytest.approx(coefficients, rel=1e-9)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(standard_errors, rel=1e-9)


def test_what_is_foreseen_has_not_seen_the_area() -> None:
    """Eighteen folds: each area by the model of the other seventeen, fitted here by name."""
    found = expected_counts(COUNTS, PEOPLE, CIRCUMSTANCES, folds=18)
    X = design_of(CIRCUMSTANCES, 18).X
    rest = np.arange(18) != 4
    fit = fit_negative_binomial(X[rest], np.array(COUNTS, float)[rest], np.log(np.array(PEOPLE)[rest]))
    assert found.expected[4] == pytest.approx(np.exp(X[4] @ fit.coefficients), rel=1e-12)
    assert found.residual[4] == pytest.approx(330 / 22_000 / found.expected[4])
    for name, one in zip(("young", "poor"), found.effects, strict=True):
        assert one.name == name
    assert found.effects[0].effect == pytest.approx(np.exp(0.2489704148928), rel=1e-9)
    linear = expected_figures(FIGURES, CIRCUMSTANCES, errors=ERRORS, folds=18)
    fitted = fit_linear(X[rest], FIGURES[rest], ERRORS[rest])
    assert linear.expected[4] == pytest.approx(X[4] @ fitted.coefficients, rel=1e-9)


def test_figures_without_errors_have_residuals_without_intervals() -> None:
    found = expected_figures(FIGURES, CIRCUMSTANCES)
    assert np.isnan(found.residual_low).all()
    assert (found.low < found.high).all()
    assert found.residual == pytest.approx(FIGURES - found.expected)
