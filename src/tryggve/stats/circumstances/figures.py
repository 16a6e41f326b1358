"""Expected figures (percentages, means): a linear model, weighed by each figure's own error where it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from tryggve.stats.circumstances.design import dealt, design_of
from tryggve.stats.circumstances.result import Effect, ExpectedGiven, gains
from tryggve.stats.inputs import FloatArray, IntArray, checked_level
from tryggve.stats.multiple import benjamini_hochberg

REFERENCE = (
    "Berkey, C. S. et al. (1995). A random-effects regression model for meta-analysis. Stat. Med. 14, 395-411; Paule, "
    "R. C. & Mandel, J. (1982). J. Res. Natl. Bur. Stand. 87, 377-385; log score: Gneiting & Raftery (2007)."
)


@dataclass(frozen=True, eq=False)
class LinearFit:
    """y = X b + u + e, var u = `tau2`, var e = s^2: b, its covariance (X' W X)^-1, W = 1 / (tau2 + s^2), `df` n - p."""

    coefficients: FloatArray
    covariance: FloatArray
    tau2: float
    df: int


def expected_figures(
    values: ArrayLike, circumstances: Mapping[str, ArrayLike], *, errors: ArrayLike | None = None, level: float = 0.95,
    folds: int = 10, seed: int = 0,
) -> ExpectedGiven:  # fmt: skip
    """What figure to expect of each area from its circumstances, by a model fitted to the others.

    values float[n]; errors float[n] >= 0 are their standard errors, or None where none is published: then the scatter
    holds the figures' own error too, taken alike for all. Weighted least squares with tau^2 by moments (`fit_linear`),
    areas dealt into `folds`, foreseen as y ~ x b +- t(df) sqrt(tau^2 + s^2 + x' V x). The residual is observed -
    expected with the error of both, sqrt(s^2 + x' V x), unless s is unknown: then it has no interval (NaN).
    ValueError for missing figures, negative errors, and what `design.design_of` refuses.
    """
    y = np.asarray(values, np.float64).ravel()
    s = np.zeros(len(y)) if errors is None else np.asarray(errors, np.float64).ravel()
    if not len(y) or y.shape != s.shape or not np.isfinite(y).all() or not (np.isfinite(s) & (s >= 0)).all():
        raise ValueError("each area needs a finite figure, and an error of 0 or more where errors are given")
    design, fold = design_of(circumstances, len(y)), dealt(len(y), folds, seed)
    mean, variance, error, df = _foreseen(design.X, y, s, fold)
    flat, flat_variance, _, flat_df = _foreseen(design.X[:, :1], y, s, fold)
    gain = gains(_log_score(y, mean, variance, df), _log_score(y, flat, flat_variance, flat_df))
    t = np.asarray(stdtrit(df, (1.0 + checked_level(level)) / 2.0))
    half, own = t * np.sqrt(variance), t * np.hypot(s, error) if errors is not None else np.full(len(y), np.nan)
    fit = fit_linear(design.X, y, s)
    p = np.asarray(2.0 * stdtr(df, -np.abs(y - mean) / np.sqrt(variance)), np.float64)
    return ExpectedGiven(
        method="expected_linear",
        parameters={"level": level, "folds": int(folds), "areas": len(y), "errors": errors is not None},
        reference=REFERENCE,
        seed=seed,
        observed=y.copy(),
        expected=mean,
        low=mean - half,
        high=mean + half,
        residual=y - mean,
        residual_low=y - mean - own,
        residual_high=y - mean + own,
        p=p,
        q=benjamini_hochberg(p),
        outside=(y > mean + half).astype(np.int64) - (y < mean - half).astype(np.int64),
        effects=_effects(fit, design.names, design.deviations, level),
        gain=gain[0],
        gain_error=gain[1],
        explained=1.0 - float(((y - mean) ** 2).sum() / ((y - flat) ** 2).sum()),
        spread=float(np.sqrt(fit.tau2)),
        level=float(level),
        folds=int(folds),
    )


def fit_linear(X: FloatArray, y: FloatArray, s: FloatArray) -> LinearFit:
    """Weighted least squares with tau^2 so that sum (y - x b)^2 / (tau^2 + s^2) = n - p (Paule & Mandel), or 0.

    With s = 0 throughout this is ordinary least squares and tau^2 its residual variance. As metafor's rma(yi, sei,
    mods, method = "PM"). ValueError when n <= p.
    """
    df = len(y) - X.shape[1]
    if df <= 0:
        raise ValueError("a linear model needs more areas than coefficients")
    least = 1e-12 * max(float(np.var(y)), 1e-300)

    def fitted(tau2: float) -> tuple[FloatArray, FloatArray, float]:
        w = 1.0 / np.maximum(tau2 + s * s, least)
        covariance = np.asarray(np.linalg.inv((X * w[:, None]).T @ X), np.float64)
        b = covariance @ (X.T @ (w * y))
        return b, covariance, float((w * (y - X @ b) ** 2).sum())

    low, high = 0.0, max(float(np.var(y)), least)
    if s.any() and fitted(0.0)[2] <= df:
        high = 0.0
    while high > 0.0 and fitted(high)[2] > df:
        low, high = high, 2.0 * high
    while high - low > 1e-13 * high:
        middle = (low + high) / 2.0
        low, high = (middle, high) if fitted(middle)[2] > df else (low, middle)
    b, covariance, _ = fitted(high)
    return LinearFit(b, covariance, high, df)


def _foreseen(
    X: FloatArray, y: FloatArray, s: FloatArray, fold: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    mean, variance, error, df = (np.empty(len(y)) for _ in range(4))
    for one in np.unique(fold):
        out, rest = fold == one, fold != one
        fit = fit_linear(X[rest], y[rest], s[rest])
        mean[out] = X[out] @ fit.coefficients
        of_mean = np.einsum("ij,jk,ik->i", X[out], fit.covariance, X[out])
        error[out] = np.sqrt(of_mean)
        variance[out] = fit.tau2 + s[out] ** 2 + of_mean
        df[out] = fit.df
    return mean, variance, error, df


def _log_score(y: FloatArray, mean: FloatArray, variance: FloatArray, df: FloatArray) -> FloatArray:
    """The log density of Student's t at each figure, up to what is nearly the same for both models."""
    z2 = (y - mean) ** 2 / variance
    return np.asarray(-0.5 * np.log(variance) - (df + 1.0) / 2.0 * np.log1p(z2 / df), np.float64)


def _effects(fit: LinearFit, names: tuple[str, ...], deviations: FloatArray, level: float) -> tuple[Effect, ...]:
    half = np.sqrt(np.diag(fit.covariance)) * float(stdtrit(fit.df, (1.0 + level) / 2.0))
    return tuple(
        Effect(
            name=name, effect=float(fit.coefficients[i]), low=float(fit.coefficients[i] - half[i]),
            high=float(fit.coefficients[i] + half[i]), deviation=float(deviations[i - 1]),
        )
        for i, name in enumerate(names, start=1)
    )  # fmt: skip
