"""Quasi-Poisson regression with log link: a small, plain IRLS on numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryggve.stats.inputs import FloatArray

REFERENCE = (
    "McCullagh, P. & Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., ch. 2, 6, 9; residuals and reweighting: "
    "Farrington, C. P. et al. (1996). J. R. Stat. Soc. A 159, 547-563."
)
_MAX_STEPS = 50
_CONVERGED = 1e-9
_SINGULAR = 1e-8
_MAX_LOG = 50.0


class FitError(ValueError):
    """The model cannot be fitted to these data; `reason` is "not_estimable" or "not_converged"."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"quasi-Poisson fit: {reason}")
        self.reason = reason


@dataclass(frozen=True, eq=False)
class QuasiPoissonFit:
    """A fitted model: y ~ mean mu = exp(X b + offset), variance dispersion * mu.

    `coefficients` [p]; `unscaled` [p, p] is (X' W X)^-1, to be multiplied with the dispersion; `fitted` [n] is mu;
    `leverage` [n]; `dispersion` is Pearson's sum over n - p, not bounded below, NaN when n <= p.
    """

    coefficients: FloatArray
    unscaled: FloatArray
    fitted: FloatArray
    leverage: FloatArray
    dispersion: float
    df: int

    def variance_of_log_mean(self, x: FloatArray, dispersion: float) -> float:
        """The variance of x b, for a row x [p] of a design."""
        return float(dispersion * x @ self.unscaled @ x)


def fit_quasi_poisson(X: FloatArray, y: FloatArray, offset: FloatArray, weights: FloatArray) -> QuasiPoissonFit:
    """Fit by iteratively reweighted least squares: X [n, p], y [n] >= 0, offset [n] (log exposure), weights [n] > 0.

    Each step solves, by a QR factorisation of sqrt(w mu) X, the least squares of z = log mu - offset + (y - mu) / mu
    on X with weights w mu, until no log mean moves by 1e-9. FitError "not_estimable" when the factor is singular
    (a column follows from the others, or all its events are missing, so that its coefficient runs to infinity),
    "not_converged" after 50 steps.
    """
    mu = (y + np.average(y, weights=weights)) / 2.0
    if not (mu > 0.0).all():
        raise FitError("not_estimable")
    eta = np.log(mu)
    for _ in range(_MAX_STEPS):
        Q, R = _factor(X, weights * mu)
        working = eta - offset + (y - mu) / mu
        coefficients = np.asarray(np.linalg.solve(R, Q.T @ (np.sqrt(weights * mu) * working)), np.float64)
        previous, eta = eta, np.clip(X @ coefficients + offset, -_MAX_LOG, _MAX_LOG)
        mu = np.exp(eta)
        if np.abs(eta - previous).max() < _CONVERGED:
            return _finished(X, y, weights, coefficients, mu)
    raise FitError("not_converged")


def _factor(X: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    Q, R = np.linalg.qr(X * np.sqrt(weights)[:, None])
    diagonal = np.abs(np.diag(R))
    if len(X) < X.shape[1] or not diagonal.min() > _SINGULAR * diagonal.max():
        raise FitError("not_estimable")
    return Q, R


def _finished(
    X: FloatArray, y: FloatArray, weights: FloatArray, coefficients: FloatArray, mu: FloatArray
) -> QuasiPoissonFit:
    Q, R = _factor(X, weights * mu)
    inverse = np.linalg.inv(R)
    df = len(y) - X.shape[1]
    pearson = float(weights @ ((y - mu) ** 2 / mu))
    return QuasiPoissonFit(
        coefficients=coefficients,
        unscaled=inverse @ inverse.T,
        fitted=mu,
        leverage=(Q * Q).sum(axis=1),
        dispersion=pearson / df if df > 0 else float("nan"),
        df=df,
    )


def anscombe_residuals(y: FloatArray, fit: QuasiPoissonFit) -> FloatArray:
    """Standardised Anscombe residuals [n]: 3/2 (y^(2/3) mu^(-1/6) - mu^(1/2)) / sqrt(max(1, phi) (1 - leverage))."""
    raw = 1.5 * (np.cbrt(y) ** 2 * fit.fitted ** (-1.0 / 6.0) - np.sqrt(fit.fitted))
    scale = max(1.0, fit.dispersion) * np.maximum(1.0 - fit.leverage, 1e-6)
    return np.asarray(raw / np.sqrt(scale), np.float64)


def fit_reweighted(
    X: FloatArray, y: FloatArray, offset: FloatArray, threshold: float = 2.58, passes: int = 5
) -> tuple[QuasiPoissonFit, FloatArray]:
    """Fit with high observations weighted down, so that a past burst does not raise what is expected now.

    Up to `passes` times: weights (threshold / s)^2 where the standardised Anscombe residual s exceeds the threshold,
    1 elsewhere, scaled to the sum n (Farrington et al. 1996 with the threshold of Noufaily et al. 2013, made
    continuous and repeated until no weight moves by .001). Returns the last fit and its weights [n] before scaling.
    """
    shares = np.ones(len(y))
    fit = fit_quasi_poisson(X, y, offset, shares)
    for _ in range(passes if fit.df > 0 else 0):
        residuals = anscombe_residuals(y, fit)
        updated = np.minimum(1.0, threshold / np.maximum(residuals, threshold)) ** 2
        if np.abs(updated - shares).max() < 1e-3:
            break
        shares = updated
        fit = fit_quasi_poisson(X, y, offset, shares * len(y) / shares.sum())
    return fit, shares
