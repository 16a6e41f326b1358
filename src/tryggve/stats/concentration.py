"""How concentrated events are at places, and how concentrated they would be by pure chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray, checked_count, checked_counts, checked_level
from tryggve.stats.result import Interval, Result

REFERENCE = (
    "Bernasco, W. & Steenbeek, W. (2017). More places than crimes: implications for evaluating the law of crime "
    "concentration at place. J. Quant. Criminol. 33, 451-467."
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lorenz(ArrayResult):
    """Lorenz curve with the busiest places first, and what the curve sums up to.

    The curve runs from (0, 0) to (1, 1) through `share_of_places`[n + 1] and `share_of_events`[n + 1]. `gini` compares
    it with perfect equality, `generalised_gini` with the most equal spread that so few events allow; they are equal
    when there are at least as many events as places.
    """

    share_of_places: FloatArray
    share_of_events: FloatArray
    gini: float
    generalised_gini: float
    n_places: int
    n_events: int


@dataclass(frozen=True, kw_only=True)
class PlaceShare(Result):
    """The `places` busiest of `n_places` hold at least the share `of_events` of `n_events`; `value` is their share.

    `chance` holds the same share, in `level` of the draws, when every event falls on a place at random, and
    `chance_mean` its mean. Only a `value` below `chance` says that events gather; few events always look gathered.
    """

    value: float
    places: int
    of_events: float
    chance: Interval
    chance_mean: float
    n_places: int
    n_events: int

    @property
    def is_concentrated(self) -> bool:
        """Fewer places than chance would need."""
        return self.value < self.chance.low


def gini(counts: ArrayLike) -> float:
    """Gini coefficient of events over places: (2 * sum_i i y_i - n - 1) / n, y_i the shares of events, smallest first.

    0 = all places alike, (n - 1) / n = all events at one place. counts: int[n] >= 0, places without events included.
    ValueError without places or events.
    """
    ordered = np.sort(_checked(counts)).astype(np.float64)
    n = len(ordered)
    return float((2.0 * (np.arange(1, n + 1) @ ordered) / ordered.sum() - n - 1.0) / n)


def generalised_gini(counts: ArrayLike) -> float:
    """Gini coefficient against maximal equality: G' = max(1, n / c) (G - 1) + 1 for c events at n places.

    0 = no place has two events while another could have had one of them; equals `gini` when c >= n
    (Bernasco & Steenbeek 2017). ValueError without places or events.
    """
    checked = _checked(counts)
    return max(1.0, len(checked) / int(checked.sum())) * (gini(checked) - 1.0) + 1.0


def lorenz(counts: ArrayLike) -> Lorenz:
    """The Lorenz curve of counts int[n] >= 0 per place, places without events included, with both Gini coefficients."""
    checked = _checked(counts)
    cumulated = np.concatenate(([0], np.cumsum(np.sort(checked)[::-1])))
    return Lorenz(
        method="lorenz_generalised_gini",
        parameters={},
        reference=REFERENCE,
        share_of_places=np.arange(len(checked) + 1) / len(checked),
        share_of_events=cumulated / cumulated[-1],
        gini=gini(checked),
        generalised_gini=generalised_gini(checked),
        n_places=len(checked),
        n_events=int(cumulated[-1]),
    )


def share_of_places(
    counts: ArrayLike,
    share: float = 0.5,
    *,
    size: ArrayLike | None = None,
    level: float = 0.95,
    draws: int = 199,
    seed: int = 0,
) -> PlaceShare:
    """The smallest share of places that holds the share `share` of the events, beside what chance alone would give.

    counts: int[n] >= 0 per place, places without events included. size: float[n] > 0 (area, inhabitants, street
    length), the odds of the places under chance; all alike when None. Chance: `draws` multinomial draws of as many
    events; `chance` runs from the alpha/2 to the 1 - alpha/2 quantile of the draws, taken outwards. ValueError without
    places or events, for a share outside (0, 1], or sizes that do not fit.
    """
    checked = _checked(counts)
    if not 0.0 < share <= 1.0:
        raise ValueError(f"share must lie in (0, 1], got {share!r}")
    n, events = len(checked), int(checked.sum())
    odds = _odds(size, n)
    rng = np.random.default_rng(seed)
    by_chance = np.array([_places(rng.multinomial(events, odds), share) for _ in range(_draws(draws))]) / n
    tail = (1.0 - checked_level(level)) / 2.0
    places = _places(checked, share)
    return PlaceShare(
        method="share_of_places_multinomial_chance",
        parameters={"share": share, "level": level, "draws": draws, "size": "equal" if size is None else "given"},
        reference=REFERENCE,
        seed=seed,
        value=places / n,
        places=places,
        of_events=share,
        chance=Interval(
            float(np.quantile(by_chance, tail, method="lower")),
            float(np.quantile(by_chance, 1.0 - tail, method="higher")),
            level,
        ),
        chance_mean=float(by_chance.mean()),
        n_places=n,
        n_events=events,
    )


def _checked(counts: ArrayLike) -> IntArray:
    checked = checked_counts(counts)
    if not checked.any():
        raise ValueError("concentration needs at least one place and one event")
    return checked


def _draws(draws: int) -> int:
    if checked_count(draws, "draws") == 0:
        raise ValueError("draws must be at least 1")
    return draws


def _odds(size: ArrayLike | None, n: int) -> FloatArray:
    if size is None:
        return np.full(n, 1.0 / n)
    odds = np.asarray(size, np.float64)
    if odds.shape != (n,) or not (np.isfinite(odds).all() and (odds > 0.0).all()):
        raise ValueError(f"size must hold {n} finite numbers above 0")
    return np.asarray(odds / odds.sum(), np.float64)


def _places(counts: IntArray, share: float) -> int:
    """How many of the busiest places it takes to hold the share of all events."""
    cumulated = np.cumsum(np.sort(counts)[::-1])
    needed = math.ceil(share * int(cumulated[-1]) - 1e-9)
    return int(np.searchsorted(cumulated, max(needed, 1))) + 1
