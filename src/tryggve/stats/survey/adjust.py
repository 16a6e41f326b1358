"""Weights made to agree with what is known of all: post-strata, or several margins at once (raking)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from tryggve.stats.inputs import FloatArray
from tryggve.stats.survey.design import SurveyDesign

RAKING = (
    "Deming, W. E. & Stephan, F. F. (1940). Ann. Math. Stat. 11, 427-444; Deville, J.-C., Särndal, C.-E. & Sautory, O. "
    "(1993). Generalized raking procedures in survey sampling. J. Am. Stat. Assoc. 88, 1013-1020."
)
_ROUNDS = 500
_CLOSE = 1e-12


def post_stratify(design: SurveyDesign, of: Sequence[Hashable], known: Mapping[Hashable, float]) -> SurveyDesign:
    """Weights scaled so that each post-stratum of `of` [n] sums to its `known` number of people.

    Non-response is then taken as chance within a post-stratum alone. The variance is that of residuals from the means
    of the post-strata (`SurveyDesign.covariance`). ValueError for a group without answers or without a known number.
    """
    return rake(design, [(of, known)])


def rake(design: SurveyDesign, margins: Sequence[tuple[Sequence[Hashable], Mapping[Hashable, float]]]) -> SurveyDesign:
    """Weights scaled margin by margin, in turns, until every group of every margin sums to its known number.

    margins: (group of each answer [n], group -> number of people) each; such as sex, age and area. The variance is that
    of residuals of a regression on all groups. Weights can grow large: look at them, and at the design effect.
    ValueError for groups without answers or numbers, margins that sum to different totals, or no agreement after 500
    rounds (the margins contradict each other in these answers).
    """
    columns = [_columns(of, known, len(design.weights)) for of, known in margins]
    totals = [sum(known.values()) for _of, known in margins]
    if not columns or max(totals) - min(totals) > 1e-6 * max(totals):
        raise ValueError(f"the margins must sum to the same number of people, got {totals}")
    w = design.weights.copy()
    for _ in range(_ROUNDS):
        worst = 0.0
        for X, wanted in columns:
            factor = wanted / (w @ X)
            worst = max(worst, float(np.abs(factor - 1.0).max()))
            w = w * (X @ factor)
        if worst < _CLOSE:
            return design.reweighted(w, np.column_stack([X for X, _wanted in columns]))
    raise ValueError("the margins contradict each other in these answers: merge small groups")


def _columns(of: Sequence[Hashable], known: Mapping[Hashable, float], n: int) -> tuple[FloatArray, FloatArray]:
    if len(of) != n:
        raise ValueError(f"each of {n} answers needs its group, got {len(of)}")
    unknown, empty = set(of) - set(known), set(known) - set(of)
    if unknown:
        raise ValueError(f"the number of people is missing for: {', '.join(sorted(map(str, unknown)))}")
    if empty:
        raise ValueError(f"nobody answered in: {', '.join(sorted(map(str, empty)))}; merge with another group")
    code = {group: i for i, group in enumerate(known)}
    X = np.zeros((n, len(known)))
    X[np.arange(n), [code[group] for group in of]] = 1.0
    wanted = np.array([float(number) for number in known.values()])
    if not (np.isfinite(wanted) & (wanted > 0)).all():
        raise ValueError("the known numbers of people must be above 0")
    return X, wanted
