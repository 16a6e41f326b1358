"""One week, all series: a smooth season and trend with priors, fitted on a past whose gatherings weigh little."""

from __future__ import annotations

import numpy as np
from numba import njit

OUT = 4
"""What `week` writes per series before the window: phi, variance of the log mean, free parameters, correlation."""
ROUNDS = 5
STEPS = 50
SETTLED = 1e-8
HALF_A_CASE = 0.5
"""Jeffreys' prior of a level: without it a past of nothing would mean that nothing can come."""
FEWEST_LEFT = 8.0
"""Degrees of freedom without which no dispersion is told."""


@njit(cache=True, nogil=True)
def root(matrix):  # type: ignore[no-untyped-def]
    """The lower Cholesky root of a positive definite matrix."""
    n = len(matrix)
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= lower[i, k] * lower[j, k]
            lower[i, j] = np.sqrt(max(total, 1e-12)) if i == j else total / lower[j, j]
    return lower


@njit(cache=True, nogil=True)
def forward(lower, right):  # type: ignore[no-untyped-def]
    """The z of lower z = right; its square sum is right' (lower lower')⁻¹ right."""
    z = right.copy()
    for i in range(len(z)):
        for k in range(i):
            z[i] -= lower[i, k] * z[k]
        z[i] /= lower[i, i]
    return z


@njit(cache=True, nogil=True)
def _backward(lower, right):  # type: ignore[no-untyped-def]
    x = right.copy()
    for i in range(len(x) - 1, -1, -1):
        for k in range(i + 1, len(x)):
            x[i] -= lower[k, i] * x[k]
        x[i] /= lower[i, i]
    return x


@njit(cache=True, nogil=True)
def fit(y, design, offset, weight, penalty, phi, beta, mu):  # type: ignore[no-untyped-def]
    """Newton's method for Σ weight (y log μ − μ)/phi + level/(2 phi) − ½ Σ penalty β²; writes beta and mu.

    log μ = design β + offset. Returns the Cholesky root of the information at the optimum, and whether it was reached.
    """
    n, p = design.shape
    lower, settled = np.zeros((p, p)), False
    for _step in range(STEPS):
        information, score = np.zeros((p, p)), np.zeros(p)
        for i in range(n):
            predictor = offset[i]
            for j in range(p):
                predictor += design[i, j] * beta[j]
            mu[i] = np.exp(min(max(predictor, -600.0), 30.0))
            held, left = weight[i] * mu[i] / phi, weight[i] * (y[i] - mu[i]) / phi
            for j in range(p):
                score[j] += design[i, j] * left
                part = held * design[i, j]
                for k in range(j + 1):
                    information[j, k] += part * design[i, k]
        score[0] += HALF_A_CASE / phi
        for j in range(p):
            score[j] -= penalty[j] * beta[j]
            information[j, j] += penalty[j]
        lower = root(information)
        if settled:
            break
        move = _backward(lower, forward(lower, score))
        longest = np.abs(move).max()
        beta += move / max(longest, 1.0)
        settled = longest < SETTLED
    return lower, settled


@njit(cache=True, nogil=True)
def residual(count, mean, phi):  # type: ignore[no-untyped-def]
    """Anscombe's residual 3/2 (y^(2/3) μ^(−1/6) − μ^(1/2)) / √phi."""
    return 1.5 * (count ** (2.0 / 3.0) * mean ** (-1.0 / 6.0) - np.sqrt(mean)) / np.sqrt(phi)


@njit(cache=True, nogil=True)
def outlying(y, mu, row, phi, threshold, weight):  # type: ignore[no-untyped-def]
    """Weight s⁻² where a week, or two weeks in a row together, have a residual s above `threshold`; else 1."""
    weight[:] = 1.0
    for i in range(len(y)):
        alone = residual(y[i], mu[i], phi)
        if alone > threshold:
            weight[i] = min(weight[i], alone**-2)
        if i + 1 < len(y) and row[i + 1] == row[i] + 1:
            pair = residual(y[i] + y[i + 1], mu[i] + mu[i + 1], phi)
            if pair > threshold:
                weight[i] = min(weight[i], pair**-2)
                weight[i + 1] = min(weight[i + 1], pair**-2)


@njit(cache=True, nogil=True)
def free_parameters(lower, penalty):  # type: ignore[no-untyped-def]
    """How many parameters the data decide: p − Σ penalty_j (information⁻¹)_jj."""
    p = len(penalty)
    free, unit = float(p), np.zeros(p)
    for j in range(p):
        if penalty[j] > 0.0:
            unit[:] = 0.0
            unit[j] = 1.0
            free -= penalty[j] * (forward(lower, unit) ** 2).sum()
    return free


@njit(cache=True, nogil=True)
def lasting(y, mu, row, weight):  # type: ignore[no-untyped-def]
    """Correlation of the Pearson residuals of two weeks in a row, weighted as the weeks are; from 0 to .9.

    The variance it is measured by is not below 1, that of pure chance: a past of nothing does not last, it is sparse.
    """
    apart, together, square, held = 0.0, 0.0, 0.0, 0.0
    for i in range(len(y)):
        own = (y[i] - mu[i]) / np.sqrt(mu[i])
        square += weight[i] * own * own
        held += weight[i]
        if i + 1 < len(y) and row[i + 1] == row[i] + 1:
            both = np.sqrt(weight[i] * weight[i + 1])
            together += both * own * (y[i + 1] - mu[i + 1]) / np.sqrt(mu[i + 1])
            apart += both
    if apart == 0.0 or held == 0.0:
        return 0.0
    return min(max((together / apart) / max(square / held, 1.0), 0.0), 0.9)


@njit(cache=True, nogil=True)
def _one(y, design, row, offset, penalty, threshold, ahead, out):  # type: ignore[no-untyped-def]
    n, p = design.shape
    weight, mu, beta, phi, free = np.ones(n), np.empty(n), np.zeros(p), 1.0, float(p)
    beta[0] = np.log((y.sum() + HALF_A_CASE) / np.exp(offset).sum())
    lower = np.zeros((p, p))
    for turn in range(ROUNDS):
        lower, settled = fit(y, design, offset, weight, penalty, phi, beta, mu)
        free = free_parameters(lower, penalty)
        total, held = 0.0, 0.0
        for i in range(n):
            total += weight[i] * (y[i] - mu[i]) ** 2 / mu[i]
            held += weight[i]
        if not settled or held - free < FEWEST_LEFT:
            return
        phi = max(total / (held - free), 1.0)
        if threshold == np.inf and turn > 0:
            break
        if turn < ROUNDS - 1 and threshold < np.inf:
            outlying(y, mu, row, phi, threshold, weight)
    out[0], out[1], out[2] = phi, (forward(lower, ahead[0]) ** 2).sum(), free
    out[3] = lasting(y, mu, row, weight)
    for k in range(len(ahead)):
        out[OUT + k] = (ahead[k] * beta).sum()


@njit(cache=True, nogil=True)
def week(counts, design, row, offset, penalty, threshold, ahead, fewest, out):  # type: ignore[no-untyped-def]
    """All series on one design. counts, offset float64[n, S] (NaN unknown); design float64[n, p]; row int64[n].

    `ahead` float64[w, p]: the design of the week judged and of those before it. Writes float64[S, OUT + w], NaN where
    fewer than `fewest` weeks are known or nothing could be fitted.
    """
    for s in range(counts.shape[1]):
        out[s, :] = np.nan
        known = np.flatnonzero(~np.isnan(counts[:, s]))
        if len(known) >= fewest:
            y, own = counts[:, s][known], offset[:, s][known]
            _one(y, design[known], row[known], own, penalty, threshold, ahead, out[s])
