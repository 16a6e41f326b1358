"""Expected counts: a log-linear negative-binomial model with the population as offset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, ndtri

from tryggve.stats.circumstances.design import dealt, design_of
from tryggve.stats.circumstances.result import Effect, ExpectedGiven, gains
from tryggve.stats.comparison import Figure, compare
from tryggve.stats.count_distribution import CountDistribution
from tryggve.stats.empirical_bayes import checked_areas
from tryggve.stats.inputs import FloatArray, checked_level, checked_positive
from tryggve.stats.multiple import benjamini_hochberg
from tryggve.stats.quasi_poisson import FitError
from tryggve.stats.rates import poisson_limits
from tryggve.stats.result import Interval

REFERENCE = (
    "Breslow, N. E. (1984). Extra-Poisson variation in log-linear models. Applied Statistics 33, 38-44 (dispersion by "
    "moments); Lawless, J. F. (1987). Negative binomial and mixed Poisson regression. Can. J. Stat. 15, 209-225; "
    "out-of-sample log score: Gneiting, T. & Raftery, A. E. (2007). J. Am. Stat. Assoc. 102, 359-378."
)
_STEPS = 100
_CONVERGED = 1e-10
_MAX_LOG = 50.0


@dataclass(frozen=True, eq=False)
class NegativeBinomialFit:
    """y ~ mean mu = exp(X b + offset), variance mu + alpha mu^2.

    `covariance` [p, p] is (X' W X)^-1, W = mu / (1 + alpha mu).
    """

    coefficients: FloatArray
    covariance: FloatArray
    fitted: FloatArray
    alpha: float


def expected_counts(
    counts: ArrayLike, exposure: ArrayLike, circumstances: Mapping[str, ArrayLike], *, per: float = 1.0,
    level: float = 0.95, folds: int = 10, seed: int = 0,
) -> ExpectedGiven:  # fmt: skip
    """What rate to expect of each area from its circumstances, by a model fitted to the others.

    counts int[n], exposure float[n] > 0, circumstances name -> float[n]. log mu = log exposure + b0 + x b with x
    standardised, variance mu + alpha mu^2, alpha by moments (`fit_negative_binomial`). Areas are dealt into `folds`;
    each is foreseen by the model fitted to the other folds: count of mean mu, variance mu + alpha mu^2 + mu^2 x' V x,
    V the covariance of b. The ratio observed / expected has the MOVER interval of the exact Poisson limits of the count
    and the log-normal ones of the mean: it says how sure the ratio is, not how usual (that the prediction interval
    does). The log score is held against a model of the mean alone, fitted and foreseen alike.
    ValueError for what `design.design_of` and `empirical_bayes.checked_areas` refuse, and no events; FitError
    (a ValueError) "not_converged".
    """
    events, base = checked_areas(counts, exposure)
    if not len(base) or not (base > 0).all() or not events.any():
        raise ValueError("a model needs areas with an exposure above 0, and events")
    design = design_of(circumstances, len(base))
    fold = dealt(len(base), folds, seed)
    mean, variance, error = _foreseen(design.X, events, base, fold)
    flat, flat_variance, _ = _foreseen(design.X[:, :1], events, base, fold)
    gain = gains(_log_score(events, mean, variance), _log_score(events, flat, flat_variance))
    whole_fit = fit_negative_binomial(design.X, events, np.log(base))
    z = -float(ndtri((1.0 - checked_level(level)) / 2.0))
    foreseen = [CountDistribution(m, v) for m, v in zip(mean.tolist(), variance.tolist(), strict=True)]
    limits = [one.interval(level) for one in foreseen]
    factor = checked_positive(per, "per") / base
    p = [min(1.0, 2 * min(f.at_most(k), f.at_least(k))) for f, k in zip(foreseen, events.tolist(), strict=True)]
    low, high = np.array([one.low for one in limits]), np.array([one.high for one in limits])
    ratios = _ratios(events, mean, error, z, level)
    squared = [float((base * (events / base - m / base) ** 2).sum()) for m in (mean, flat)]
    return ExpectedGiven(
        method="expected_negative_binomial",
        parameters={"per": float(per), "level": level, "folds": int(folds), "areas": len(base)},
        reference=REFERENCE,
        seed=seed,
        observed=events * factor,
        expected=mean * factor,
        low=low * factor,
        high=high * factor,
        residual=events / mean,
        residual_low=np.array([one.low for one in ratios]),
        residual_high=np.array([one.high for one in ratios]),
        p=np.array(p),
        q=benjamini_hochberg(p),
        outside=(events > high).astype(np.int64) - (events < low).astype(np.int64),
        effects=_effects(whole_fit, design.names, design.deviations, z),
        gain=gain[0],
        gain_error=gain[1],
        explained=1.0 - squared[0] / squared[1],
        spread=float(np.sqrt(whole_fit.alpha)),
        level=float(level),
        folds=int(folds),
    )


def fit_negative_binomial(X: FloatArray, y: FloatArray, offset: FloatArray) -> NegativeBinomialFit:
    """Log-linear negative binomial: X [n, p], y [n] >= 0, offset [n]; alpha so that Pearson's statistic is n - p, or 0.

    b by iteratively reweighted least squares with weights mu / (1 + alpha mu), alpha by halving of
    sum (y - mu)^2 / (mu + alpha mu^2) = n - p, in turns until neither moves by 1e-10 (in R: glm with
    MASS::negative.binomial and MASS::theta.mm in turns). FitError when they do not come to rest.
    """
    eta, alpha = np.log(np.maximum(y, 0.5)), 0.0
    b = np.zeros(X.shape[1])
    for _ in range(_STEPS):
        mu = np.exp(np.clip(eta, -_MAX_LOG, _MAX_LOG))
        weight = mu / (1.0 + alpha * mu)
        covariance = np.linalg.inv((X * weight[:, None]).T @ X)
        previous, b = b, covariance @ (X.T @ (weight * (eta - offset + (y - mu) / mu)))
        eta = X @ b + offset
        mu = np.exp(np.clip(eta, -_MAX_LOG, _MAX_LOG))
        before, alpha = alpha, _alpha(y, mu, len(y) - X.shape[1])
        if np.abs(b - previous).max() < _CONVERGED and abs(alpha - before) <= _CONVERGED * (1.0 + alpha):
            weight = mu / (1.0 + alpha * mu)
            return NegativeBinomialFit(b, np.linalg.inv((X * weight[:, None]).T @ X), mu, alpha)
    raise FitError("not_converged")


def _alpha(y: FloatArray, mu: FloatArray, df: int) -> float:
    square = (y - mu) ** 2
    if float((square / mu).sum()) <= df:
        return 0.0
    low, high = 0.0, 1.0
    while float((square / (mu + high * mu * mu)).sum()) > df:
        low, high = high, 2.0 * high
    while high - low > 1e-15 + 1e-13 * high:
        middle = (low + high) / 2.0
        low, high = (middle, high) if float((square / (mu + middle * mu * mu)).sum()) > df else (low, middle)
    return (low + high) / 2.0


def _foreseen(
    X: FloatArray, y: FloatArray, base: FloatArray, fold: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, variance of the count and standard error of the log mean of each area, by the fit to the other folds."""
    mean, variance, error = np.empty(len(y)), np.empty(len(y)), np.empty(len(y))
    for one in np.unique(fold):
        out, rest = fold == one, fold != one
        fit = fit_negative_binomial(X[rest], y[rest], np.log(base[rest]))
        mean[out] = np.exp(np.clip(X[out] @ fit.coefficients, -_MAX_LOG, _MAX_LOG)) * base[out]
        of_log = np.einsum("ij,jk,ik->i", X[out], fit.covariance, X[out])
        error[out] = np.sqrt(of_log)
        variance[out] = mean[out] + (fit.alpha + of_log) * mean[out] ** 2
    return mean, variance, error


def _log_score(y: FloatArray, mean: FloatArray, variance: FloatArray) -> FloatArray:
    """The log of the negative binomial probability of each count."""
    size = mean**2 / np.maximum(variance - mean, 1e-9 * mean)
    share = size / (size + mean)
    log_p = gammaln(y + size) - gammaln(size) - gammaln(y + 1.0) + size * np.log(share) + y * np.log1p(-share)
    return np.asarray(log_p, np.float64)


def _ratios(y: FloatArray, mean: FloatArray, error: FloatArray, z: float, level: float) -> list[Interval]:
    low, high = poisson_limits(y, level)
    found = []
    for k, a, b, m, s in zip(y.tolist(), low.tolist(), high.tolist(), mean.tolist(), error.tolist(), strict=True):
        own = Figure(k, Interval(a, b, level))
        other = Figure(m, Interval(m * np.exp(-z * s), m * np.exp(z * s), level))
        ratio = compare(own, other, level=level).ratio_interval
        found.append(ratio or Interval(0.0, np.inf, level))
    return found


def _effects(fit: NegativeBinomialFit, names: tuple[str, ...], deviations: FloatArray, z: float) -> tuple[Effect, ...]:
    error = np.sqrt(np.diag(fit.covariance))
    return tuple(
        Effect(
            name=name, effect=float(np.exp(fit.coefficients[i])), low=float(np.exp(fit.coefficients[i] - z * error[i])),
            high=float(np.exp(fit.coefficients[i] + z * error[i])), deviation=float(deviations[i - 1]),
        )
        for i, name in enumerate(names, start=1)
    )  # fmt: skip
