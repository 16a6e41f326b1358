"""Areas of one survey: which can be told apart, all pairs tried together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, checked_level
from tryggve.stats.multiple import holm
from tryggve.stats.options import whole
from tryggve.stats.survey.design import SARNDAL, SurveyDesign
from tryggve.stats.survey.estimate import linearised


@dataclass(frozen=True, kw_only=True, eq=False)
class AreasApart(ArrayResult):
    """Values of g areas and all pairs of them: arrays [g] and [g, g], read-only.

    `apart`[a, b] is whether a and b differ when all pairs are tried together, `adjusted` its p-value by Holm, NaN on
    the diagonal. `left_out` areas had fewer answers than asked for: nothing is said of them.
    """

    areas: tuple[Hashable, ...]
    values: FloatArray
    errors: FloatArray
    answers: NDArray[np.int64]
    difference: FloatArray
    difference_error: FloatArray
    adjusted: FloatArray
    apart: NDArray[np.bool_]
    left_out: tuple[Hashable, ...]
    level: float

    @property
    def cannot_be_told_apart(self) -> bool:
        """No area differs from any other beyond chance: they must not be ordered."""
        return not bool(self.apart.any())


def areas_apart(
    design: SurveyDesign, answers: ArrayLike, area: Sequence[Hashable], *, level: float = 0.95, least: int = 10
) -> AreasApart:
    """Means (or shares, answers 1 and 0) of areas as domains of one design, and which pairs can be told apart.

    The variance of a difference is from the joint covariance of the linearised means: areas that share strata or
    margins are not independent. p by Student's t with the design's df, adjusted over all pairs by Holm: the chance of
    calling any pair different that is not is at most 1 - level. Areas with fewer than `least` answers are left out.
    ValueError for fewer than two areas left, or lengths that differ.
    """
    y = np.asarray(answers, np.float64).ravel()
    if not len(y) == len(area) == len(design.weights):
        raise ValueError("each answer needs its area, in the order of the design")
    fewest, known = whole(least, "least", 2), ~np.isnan(y)
    parts = {one: known & np.array([other == one for other in area]) for one in dict.fromkeys(area)}
    kept = tuple(one for one, part in parts.items() if part.sum() >= fewest)
    if len(kept) < 2:
        raise ValueError(f"fewer than two areas have {fewest} answers")
    found = [linearised(design, y, parts[one]) for one in kept]
    values, V = np.array([value for value, _u in found]), design.covariance(np.column_stack([u for _v, u in found]))
    variance = np.diag(V)[:, None] + np.diag(V)[None, :] - 2.0 * V
    error, difference = np.sqrt(np.maximum(variance, 0.0)), values[:, None] - values[None, :]
    upper = np.triu_indices(len(kept), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(difference[upper] == 0.0, 0.0, np.abs(difference[upper]) / error[upper])
    adjusted = np.full(V.shape, np.nan)
    adjusted[upper] = adjusted.T[upper] = holm(2.0 * stdtr(design.df, -t))
    return AreasApart(
        method="survey_areas_apart",
        parameters={"level": level, "areas": len(kept), "least": fewest},
        reference="Holm, S. (1979). Scand. J. Stat. 6, 65-70; " + SARNDAL,
        areas=kept,
        values=values,
        errors=np.sqrt(np.diag(V)),
        answers=np.array([int(parts[one].sum()) for one in kept], np.int64),
        difference=difference,
        difference_error=error,
        adjusted=adjusted,
        apart=np.nan_to_num(adjusted, nan=1.0) < 1.0 - checked_level(level),
        left_out=tuple(one for one in parts if one not in kept),
        level=float(level),
    )
