"""Change between two rounds of a survey, with the variance of how they were drawn."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from tryggve.stats.inputs import FloatArray, checked_level
from tryggve.stats.result import Interval, Result
from tryggve.stats.survey.design import SARNDAL, SurveyDesign
from tryggve.stats.survey.estimate import linearised

TAM = (
    "Tam, S. M. (1984). On covariances from overlapping samples. Am. Stat. 38, 288-289; Kish, L. (1965). Survey "
    "Sampling, 12.4; " + SARNDAL
)


@dataclass(frozen=True, kw_only=True)
class RoundChange(Result):
    """`after` - `before` with its standard error, interval and two-sided p; `overlap` persons answered both times.

    `correlation` is that of the two estimates: 0 for independent samples.
    """

    before: float
    after: float
    difference: float
    error: float
    interval: Interval
    p: float
    overlap: int
    correlation: float

    @property
    def told_apart(self) -> bool:
        """Whether the change is more than the samples explain."""
        return not self.interval.covers_zero


def change_of_samples(
    before: tuple[SurveyDesign, ArrayLike], after: tuple[SurveyDesign, ArrayLike], *, level: float = 0.95
) -> RoundChange:
    """The change of a mean or share (answers 1 and 0) between two samples drawn independently: variances add.

    Each is (design, answers float[n], NaN = no answer). Not for panels: see `change_of_panel`. Student's t with the df
    of both together by Satterthwaite's formula.
    """
    first, second = _part(*before), _part(*after)
    return _change(first, second, 0.0, 0, (before[0].df, after[0].df), level)


def change_of_panel(
    before: tuple[SurveyDesign, ArrayLike, Sequence[Hashable]],
    after: tuple[SurveyDesign, ArrayLike, Sequence[Hashable]], *, level: float = 0.95,
) -> RoundChange:  # fmt: skip
    """The change when some or all persons were asked both times: (design, answers, person of each answer).

    var = V1 + V2 - 2 C. With z = w u, the linearised variables times their weights, and the m persons of a stratum in
    both samples, C = sum over strata of m s12 (1 - n1 n2 / (m N)), s12 the covariance of their z (Tam 1984); N as the
    stratum's fractions give it, the last factor 1 where they are unknown. A person who moved to another stratum counts
    as two. Weights adjusted to margins use their residuals. ValueError for repeated persons, or clusters (then the
    cluster, not the person, is what overlaps: not covered here).
    """
    for design, answers, persons in (before, after):
        if not len(persons) == len(np.asarray(answers).ravel()) == len(set(persons)) == len(design.of_cluster):
            raise ValueError("each answer needs its person, each once, and persons must be what was drawn")
    first, second = _part(*before[:2]), _part(*after[:2])
    covariance, overlap = _overlap(before[0], after[0], (first[2], second[2]), (before[2], after[2]))
    return _change(first, second, covariance, overlap, (before[0].df, after[0].df), level)


def _part(design: SurveyDesign, answers: ArrayLike) -> tuple[float, float, FloatArray]:
    """Value, variance and residual z [n] of one round."""
    y = np.asarray(answers, np.float64).ravel()
    known = ~np.isnan(y)
    if len(y) != len(design.weights) or known.sum() < 2 or design.df < 1:
        raise ValueError("each round needs its answers in the order of the design, two or more")
    value, u = linearised(design, y, known)
    return value, float(design.covariance(u[:, None])[0, 0]), design.residuals(u[:, None])[:, 0] * design.weights


def _overlap(
    one: SurveyDesign, other: SurveyDesign, z: tuple[FloatArray, FloatArray],
    persons: tuple[Sequence[Hashable], Sequence[Hashable]],
) -> tuple[float, int]:  # fmt: skip
    """The covariance of the two estimates, and how many persons are in both."""
    place = {person: i for i, person in enumerate(persons[1])}
    pairs: dict[Hashable, list[tuple[int, int]]] = {}
    for i, person in enumerate(persons[0]):
        j = place.get(person)
        if j is not None and one.names[one.stratum[i]] == other.names[other.stratum[j]]:
            pairs.setdefault(one.names[one.stratum[i]], []).append((i, j))
    total = 0.0
    for name, both in pairs.items():
        m = len(both)
        if m < 2:
            continue
        a, b = z[0][[i for i, _j in both]], z[1][[j for _i, j in both]]
        h, g = one.names.index(name), other.names.index(name)
        n1 = int((one.of_cluster == h).sum())
        beyond = 1.0 - n1 * other.fraction[g] / m
        total += m * float((a - a.mean()) @ (b - b.mean())) / (m - 1.0) * beyond
    return total, sum(len(both) for both in pairs.values())


def _change(
    first: tuple[float, float, FloatArray], second: tuple[float, float, FloatArray], covariance: float, overlap: int,
    dfs: tuple[int, int], level: float,
) -> RoundChange:  # fmt: skip
    (a, va, _), (b, vb, _) = first, second
    error = math.sqrt(max(0.0, va + vb - 2.0 * covariance))
    spread = va * va / dfs[0] + vb * vb / dfs[1]
    df = (va + vb) ** 2 / spread if spread > 0.0 else float(sum(dfs))
    half = error * float(stdtrit(df, (1.0 + checked_level(level)) / 2.0))
    p = 2.0 * float(stdtr(df, -abs(b - a) / error)) if error > 0.0 else float(a == b)
    return RoundChange(
        method="survey_change_panel" if overlap else "survey_change",
        parameters={"level": level, "overlap": overlap},
        reference=TAM if overlap else SARNDAL,
        before=a,
        after=b,
        difference=b - a,
        error=error,
        interval=Interval(b - a - half, b - a + half, level),
        p=p,
        overlap=overlap,
        correlation=covariance / math.sqrt(va * vb) if va > 0.0 and vb > 0.0 else 0.0,
    )
