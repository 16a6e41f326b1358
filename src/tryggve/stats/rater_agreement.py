"""Two raters of the same things: how far they agree beyond chance, with what neither knew kept apart."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtri

from tryggve.stats.inputs import FloatArray, checked_level
from tryggve.stats.rates import share
from tryggve.stats.result import Interval, Result

REFERENCE = (
    "Cohen, J. (1960). Educ. Psychol. Meas. 20, 37-46; Cohen, J. (1968). Weighted kappa. Psychol. Bull. 70, 213-220; "
    "standard error: Fleiss, J. L., Cohen, J. & Everitt, B. S. (1969). Psychol. Bull. 72, 323-327."
)
Weights = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True, kw_only=True)
class Agreement(Result):
    """Agreement of two raters on `pairs` things that both judged.

    `percent` is the share judged alike (0 .. 1) with its exact interval; `kappa` that beyond chance, 1 full, 0 none,
    with `error`, its interval within -1 .. 1 and `p` of no agreement beyond chance (one-sided: half). All of these are
    None where they cannot be known: no pair, or, for kappa, both raters used one and the same answer throughout.
    `one_unknown`, `both_unknown` count the things that one or both did not know: they are not in the rest.
    """

    percent: float | None
    percent_interval: Interval | None
    kappa: float | None
    kappa_interval: Interval | None
    error: float | None
    p: float | None
    pairs: int
    one_unknown: int
    both_unknown: int
    table: tuple[tuple[int, ...], ...]


def agreement(
    first: Sequence[Hashable], second: Sequence[Hashable], scale: Sequence[Hashable], *, weights: Weights = "linear",
    unknown: Hashable = None, level: float = 0.95,
) -> Agreement:  # fmt: skip
    """Agreement of two raters' answers to the same things, in the same order, on an ordered `scale`.

    Weights of agreement between answers i and j of a scale of c: 1 - |i - j| / (c - 1) "linear",
    1 - (i - j)^2 / (c - 1)^2 "quadratic", 1 for i = j alone "none". kappa = (po - pe) / (1 - pe), po = sum w p_ij,
    pe = sum w p_i. p_.j; var = [sum p_ij (w_ij - (W_i. + W_.j)(1 - kappa))^2 - (kappa - pe (1 - kappa))^2] / (n (1 -
    pe)^2), W_i. = sum_j p_.j w_ij; p from the variance under no agreement. The error is for many things: under some
    thirty the interval is a rough one. `unknown` marks "vet inte" and is not on the scale.
    ValueError for answers not on the scale, a scale of fewer than two, repeated or with `unknown`, unequal lengths.
    """
    rank = _ranked(scale, unknown)
    if len(first) != len(second):
        raise ValueError(f"both raters judge the same things, got {len(first)} and {len(second)}")
    for one in (*first, *second):
        if one != unknown and one not in rank:
            raise ValueError(f"{one!r} is not on the scale")
    missing = [(a == unknown) + (b == unknown) for a, b in zip(first, second, strict=True)]
    table = np.zeros((len(scale), len(scale)))
    for a, b, gone in zip(first, second, missing, strict=True):
        if not gone:
            table[rank[a], rank[b]] += 1
    return agreement_of_table(
        table, weights=weights, one_unknown=missing.count(1), both_unknown=missing.count(2), level=level
    )


def agreement_of_table(
    table: FloatArray, *, weights: Weights = "linear", one_unknown: int = 0, both_unknown: int = 0, level: float = 0.95
) -> Agreement:
    """As `agreement`, from counts [c, c]: rows of the first rater, columns of the second. ValueError if not square."""
    counts = np.asarray(table, np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < 2 or (counts < 0).any():
        raise ValueError("the table needs the same two or more answers both ways, and counts of 0 or more")
    n, same = int(counts.sum()), int(np.trace(counts))
    w = _weights(len(counts), weights)
    checked_level(level)
    found = _kappa(counts / n, w, n) if n else None
    kappa, error, p = found if found is not None else (None, None, None)
    interval = None
    if kappa is not None and error is not None:
        z = -float(ndtri((1.0 - level) / 2.0))
        interval = Interval(max(-1.0, kappa - z * error), min(1.0, kappa + z * error), level)
    return Agreement(
        method=f"kappa_{weights}",
        parameters={"weights": weights, "level": level},
        reference=REFERENCE,
        percent=same / n if n else None,
        percent_interval=share(same, n, level).interval if n else None,
        kappa=kappa,
        kappa_interval=interval,
        error=error,
        p=p,
        pairs=n,
        one_unknown=one_unknown,
        both_unknown=both_unknown,
        table=tuple(tuple(int(k) for k in row) for row in counts),
    )


def _ranked(scale: Sequence[Hashable], unknown: Hashable) -> dict[Hashable, int]:
    rank = {answer: i for i, answer in enumerate(scale)}
    if len(rank) != len(scale) or len(scale) < 2 or unknown in rank:
        raise ValueError("a scale has two answers or more, each once, and what is unknown is not one of them")
    return rank


def _weights(c: int, weights: Weights) -> FloatArray:
    apart = np.abs(np.subtract.outer(np.arange(c), np.arange(c))) / (c - 1.0)
    if weights == "linear":
        return np.asarray(1.0 - apart, np.float64)
    if weights == "quadratic":
        return np.asarray(1.0 - apart**2, np.float64)
    if weights == "none":
        return np.eye(c)
    raise ValueError(f"weights must be 'none', 'linear' or 'quadratic', got {weights!r}")


def _kappa(p: FloatArray, w: FloatArray, n: int) -> tuple[float, float, float] | None:
    """Kappa, its standard error and two-sided p; None where chance alone would agree fully."""
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    chance = np.outer(rows, columns)
    po, pe = float((w * p).sum()), float((w * chance).sum())
    if pe >= 1.0 - 1e-12:
        return None
    kappa = (po - pe) / (1.0 - pe)
    both = (w @ columns)[:, None] + (w.T @ rows)[None, :]
    scale = n * (1.0 - pe) ** 2
    variance = float((p * (w - both * (1.0 - kappa)) ** 2).sum()) - (kappa - pe * (1.0 - kappa)) ** 2
    by_chance = float((chance * (w - both) ** 2).sum()) - pe * pe
    z = abs(kappa) / math.sqrt(max(by_chance, 1e-300) / scale)
    return kappa, math.sqrt(max(0.0, variance) / scale), math.erfc(z / math.sqrt(2.0))
