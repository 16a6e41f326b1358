"""Means and shares of all, or of a part, from a sample, with the error that how it was drawn leaves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, stdtrit

from tryggve.stats.inputs import FloatArray, checked_level
from tryggve.stats.result import Interval, Result
from tryggve.stats.survey.design import SARNDAL, SurveyDesign

KORN_GRAUBARD = (
    "Korn, E. L. & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive "
    "counts estimated from survey data. Survey Methodology 24, 193-201; " + SARNDAL
)


@dataclass(frozen=True, kw_only=True)
class Estimate(Result):
    """A mean or share of all, or of a domain, with its standard error and interval.

    `answers` of the domain count, `missing` of it gave no answer to the question (their weighted share is
    `missing_share`: they are left out as if by chance, which is to be said where they are many). `design_effect` is the
    variance over that of a simple random sample as large, None where both are 0; `effective` answers are worth as many.
    """

    value: float
    error: float
    interval: Interval
    answers: int
    missing: int
    missing_share: float
    design_effect: float | None
    effective: float
    df: int


def estimate_mean(
    design: SurveyDesign, answers: ArrayLike, *, domain: ArrayLike | None = None, level: float = 0.95
) -> Estimate:
    """The mean of answers float[n], NaN = no answer, over all or where `domain` bool[n] is True.

    sum w y / sum w over those who answered, a ratio: linearised u = (y - mean) / sum w, 0 outside the domain, so that
    how many fell in the domain is part of the error. The interval is Student's t with the design's df.
    ValueError when fewer than two in the domain answered, or there are no degrees of freedom.
    """
    y, known, asked = _answers(design, answers, domain)
    value, u = linearised(design, y, known)
    error = math.sqrt(float(design.covariance(u[:, None])[0, 0]))
    half = error * float(stdtrit(design.df, (1.0 + checked_level(level)) / 2.0))
    interval = Interval(value - half, value + half, level)
    return _estimate(design, y, known, asked, value, error, interval, "survey_mean", SARNDAL)


def estimate_share(
    design: SurveyDesign, yes: ArrayLike, *, domain: ArrayLike | None = None, level: float = 0.95, capped: bool = True
) -> Estimate:
    """The share that answered yes: float[n] of 1, 0 and NaN = no answer; value and error as `estimate_mean`.

    The interval is Clopper & Pearson's with the effective number of answers in place of n, n' = p (1 - p) / error^2
    times (t(n - 1) / t(df))^2, and n' p of them (Korn & Graubard 1998): fit for small shares. n' is at most n: where
    the few who said yes have small weights the error is far too small, and 95 % intervals held 74 times of 100;
    `capped` False lets it be, as R's svyciprop does. Where all answered alike the error is 0 and says nothing: then
    n' = n / (1 + cv^2 of the weights) (Kish 1965), and at most the number of clusters: nothing else is known of how
    alike those of a class are.
    ValueError also for answers that are neither 1, 0 nor missing.
    """
    y, known, asked = _answers(design, yes, domain)
    if not np.isin(y[known], (0.0, 1.0)).all():
        raise ValueError("a share is of answers that are 1 (yes), 0 (no) or missing")
    value, u = linearised(design, y, known)
    error = math.sqrt(float(design.covariance(u[:, None])[0, 0]))
    n, tail = int(known.sum()), (1.0 - checked_level(level)) / 2.0
    w = design.weights[known]
    effective = min(float(w.sum() ** 2 / (w**2).sum()), float(len(np.unique(design.cluster[known]))))
    if error > 1e-12:
        ratio = float(stdtrit(n - 1, tail)) / float(stdtrit(design.df, tail))
        effective = value * (1.0 - value) / error**2 * ratio * ratio
        effective = min(float(n), effective) if capped else effective
    yes_of = min(max(value, 0.0), 1.0) * effective
    low = float(betaincinv(yes_of, effective - yes_of + 1.0, tail)) if yes_of > 1e-9 else 0.0
    high = float(betaincinv(yes_of + 1.0, effective - yes_of, 1.0 - tail)) if effective - yes_of > 1e-9 else 1.0
    return _estimate(design, y, known, asked, value, error, Interval(low, high, level), "survey_share", KORN_GRAUBARD)


def linearised(design: SurveyDesign, y: FloatArray, known: NDArray[np.bool_]) -> tuple[float, FloatArray]:
    """The weighted mean of y where `known`, and its linearised variable [n]: 0 elsewhere."""
    w = np.where(known, design.weights, 0.0)
    value = float(w @ np.where(known, y, 0.0) / w.sum())
    return value, np.where(known, (np.where(known, y, 0.0) - value) / w.sum(), 0.0)


def _answers(
    design: SurveyDesign, answers: ArrayLike, domain: ArrayLike | None
) -> tuple[FloatArray, NDArray[np.bool_], NDArray[np.bool_]]:
    y = np.asarray(answers, np.float64).ravel()
    asked = np.ones(len(y), bool) if domain is None else np.asarray(domain, bool).ravel()
    if not len(y) == len(asked) == len(design.weights):
        raise ValueError(f"the design has {len(design.weights)} answers, got {len(y)} and a domain of {len(asked)}")
    if np.isinf(y).any():
        raise ValueError("an answer is infinite; leave NaN where there is none")
    known = asked & ~np.isnan(y)
    if known.sum() < 2 or design.df < 1:
        raise ValueError("an estimate needs two answers or more, and more clusters than strata")
    return y, known, asked


def _estimate(
    design: SurveyDesign, y: FloatArray, known: NDArray[np.bool_], asked: NDArray[np.bool_], value: float, error: float,
    interval: Interval, method: str, reference: str,
) -> Estimate:  # fmt: skip
    w, n = design.weights[known], int(known.sum())
    spread = float(w @ (y[known] - value) ** 2) / float(w.sum()) * n / (n - 1.0)
    plain = spread / n * (1.0 - n / float(w.sum())) if design.fraction.any() else spread / n
    effect = error**2 / plain if plain > 0.0 else None
    return Estimate(
        method=method,
        parameters={"level": interval.level, "answers": n},
        reference=reference,
        value=value,
        error=error,
        interval=interval,
        answers=n,
        missing=int(asked.sum()) - n,
        missing_share=1.0 - float(w.sum()) / float(design.weights[asked].sum()),
        design_effect=effect,
        effective=n / effect if effect else float(n),
        df=design.df,
    )
