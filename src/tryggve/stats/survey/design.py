"""How the answers came in: weights, strata, clusters and how much of each stratum was asked."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.inputs import FloatArray, IntArray

SARNDAL = (
    "Särndal, C.-E., Swensson, B. & Wretman, J. (1992). Model Assisted Survey Sampling, ch. 3-6, 10 (strata, "
    "linearised variance, regression residuals, domains)."
)


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """n answers: `weights` float64[n] (how many each stands for) and `drawn`, the weights before any adjustment.

    `stratum` and `cluster` int64[n] are codes; `of_cluster` int64[C] the stratum of each cluster (a person, where
    nobody else was drawn with them), `names` the strata, `fraction` float64[H] the share of a stratum's clusters that
    answered (0: unknown or next to nothing). `margins` float64[n, q]: the columns the weights were
    adjusted to.
    """

    weights: FloatArray
    drawn: FloatArray
    stratum: IntArray
    cluster: IntArray
    of_cluster: IntArray
    names: tuple[Hashable, ...]
    fraction: FloatArray
    margins: FloatArray | None = None

    @property
    def df(self) -> int:
        """Degrees of freedom: clusters less strata."""
        return len(self.of_cluster) - len(self.names)

    def reweighted(self, weights: FloatArray, margins: FloatArray) -> SurveyDesign:
        """The same answers with adjusted weights and the columns they now agree with."""
        return replace(self, weights=weights, margins=margins)

    def covariance(self, u: FloatArray) -> FloatArray:
        """The covariance [k, k] of the weighted sums of u [n, k], linearised variables.

        V = sum over strata of (1 - f) m / (m - 1) sum over its m clusters of (z - mean z)(z - mean z)', z = sum in the
        cluster of w e; e = u, or after adjustment the residuals of u on the margins by the weights as drawn. A stratum
        asked in full adds nothing; one with a single cluster is refused when the design is made.
        """
        e = self.residuals(u)
        z = np.zeros((len(self.of_cluster), u.shape[1]))
        np.add.at(z, self.cluster, self.weights[:, None] * e)
        found = np.zeros((u.shape[1], u.shape[1]))
        for h, f in enumerate(self.fraction.tolist()):
            if f < 1.0:
                own = z[self.of_cluster == h]
                centred = own - own.mean(axis=0)
                found += (1.0 - f) * len(own) / (len(own) - 1.0) * centred.T @ centred
        return found

    def residuals(self, u: FloatArray) -> FloatArray:
        """What of u [n, k] the margins do not explain; u itself where the weights were not adjusted."""
        if self.margins is None:
            return u
        root = np.sqrt(self.drawn)[:, None]
        b = np.linalg.lstsq(self.margins * root, u * root, rcond=None)[0]
        return np.asarray(u - self.margins @ b, np.float64)


def survey_design(
    n: int, *, weights: ArrayLike | None = None, stratum: Sequence[Hashable] | None = None,
    population: Mapping[Hashable, float] | float | None = None, cluster: Sequence[Hashable] | None = None,
) -> SurveyDesign:  # fmt: skip
    """The design of n answers.

    stratum: the stratum of each, one for all if None. population: how many persons (or clusters, where clusters were
    drawn) each stratum holds; a number where there is but one; None: no correction for a finite population. weights:
    float[n] > 0, or None: population / answers of the stratum. cluster: the class, school or household that was drawn;
    None: each person was. Those who answered count as the sample: non-response is taken as chance within the stratum
    until the weights are adjusted (`rake`, `post_stratify`).
    ValueError for unequal lengths, weights not above 0, a stratum unnamed in population or smaller than its sample, a
    cluster in two strata, neither weights nor population, or a stratum with one cluster that was not asked in full.
    """
    labels = list(stratum) if stratum is not None else ["all"] * n
    if n < 1 or len(labels) != n or (cluster is not None and len(cluster) != n):
        raise ValueError(f"each of {n} answers needs its stratum and its cluster")
    names = tuple(dict.fromkeys(labels))
    code = {name: i for i, name in enumerate(names)}
    strata = np.array([code[label] for label in labels], np.int64)
    clusters, of_cluster = _clusters(strata, cluster)
    m = np.bincount(of_cluster, minlength=len(names))
    fraction = _fractions(names, m, population)
    lonely = [str(names[h]) for h in range(len(names)) if m[h] < 2 and fraction[h] < 1.0]
    if lonely:
        raise ValueError(f"a stratum with one answer has no variance; merge it with another: {', '.join(lonely)}")
    w = _weights(n, weights, fraction, strata)
    return SurveyDesign(w, w, strata, clusters, of_cluster, names, fraction)


def _clusters(strata: IntArray, cluster: Sequence[Hashable] | None) -> tuple[IntArray, IntArray]:
    if cluster is None:
        return np.arange(len(strata), dtype=np.int64), strata
    seen: dict[Hashable, int] = {}
    codes = np.array([seen.setdefault(one, len(seen)) for one in cluster], np.int64)
    of_cluster = np.full(len(seen), -1, np.int64)
    for c, h in zip(codes.tolist(), strata.tolist(), strict=True):
        if of_cluster[c] not in (-1, h):
            raise ValueError("a cluster lies in two strata")
        of_cluster[c] = h
    return codes, of_cluster


def _fractions(
    names: tuple[Hashable, ...], m: IntArray, population: Mapping[Hashable, float] | float | None
) -> FloatArray:
    if population is None:
        return np.zeros(len(names))
    sizes = population if isinstance(population, Mapping) else dict.fromkeys(names, population)
    if not isinstance(population, Mapping) and len(names) > 1:
        raise ValueError("several strata need the population of each, by name")
    absent = [str(name) for name in names if name not in sizes]
    if absent:
        raise ValueError(f"the population of a stratum is missing: {', '.join(absent)}")
    size = np.array([float(sizes[name]) for name in names])
    if not np.isfinite(size).all() or (size < m).any():
        raise ValueError("a stratum holds fewer than answered in it")
    return np.asarray(m / size, np.float64)


def _weights(n: int, weights: ArrayLike | None, fraction: FloatArray, strata: IntArray) -> FloatArray:
    if weights is None:
        if not fraction.all():
            raise ValueError("give the weights, or the population of each stratum")
        return np.asarray(1.0 / fraction[strata], np.float64)
    w = np.asarray(weights, np.float64).ravel()
    if len(w) != n or not (np.isfinite(w) & (w > 0)).all():
        raise ValueError(f"each of {n} answers needs a weight above 0")
    return w
