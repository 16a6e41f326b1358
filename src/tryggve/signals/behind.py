"""Who reported what is behind a signal, and whether one of them alone explains it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, gammainc

from tryggve.domain.access import FEWEST_OF_A_KIND
from tryggve.signals.found import Found
from tryggve.signals.history import History

USUAL_DAYS = 365

_SURE = 0.01
_CALM = 0.1


@dataclass(frozen=True)
class Behind:
    """Who reported: organisations with events in the signal, and whether one of them explains it (`changed`).

    `kind` names the kind of that organisation where at least three of it report. `silent` of the organisations that
    should have reported there have not; `known` is False where events do not say who reported them.
    """

    known: bool
    organisations: int = 0
    changed: bool = False
    kind: str = ""
    new: bool = False
    silent: int = 0


def behind(history: History, found: Found, inside: NDArray[np.bool_]) -> Behind:
    """Who reported the events of a find; bool[n] `inside` says which events it is about, up to its last day."""
    events = history.events
    silent = 0
    if history.reporting is not None:
        silent = len({promise.organisation for promise in history.reporting.silent(found.last_day, found.areas)})
    if not len(events.sources) or events.sources == ("",):
        return Behind(False, silent=silent)
    m = len(events.sources)
    known = inside & (events.source >= 0)
    now = np.bincount(events.source[known & (events.day >= found.first_day)], minlength=m)
    past = known & (events.day < found.first_day) & (events.day >= found.first_day - USUAL_DAYS)
    before = np.bincount(events.source[past], minlength=m)
    days = max(1, min(USUAL_DAYS, found.first_day - events.first_day))
    usual = before.astype(np.float64) * ((found.last_day - found.first_day + 1) / days)
    one = _explains(now, usual)
    if one is None:
        return Behind(True, int((now > 0).sum()), silent=silent)
    kind = history.kinds[one]
    active = np.unique(events.source[(events.source >= 0) & (events.day > found.last_day - USUAL_DAYS)])
    of_kind = sum(history.kinds[i] == kind for i in active.tolist())
    named = kind if of_kind >= FEWEST_OF_A_KIND else ""
    return Behind(True, int((now > 0).sum()), True, named, bool(before[one] == 0), silent)


def _explains(now: NDArray[np.int64], usual: NDArray[np.float64]) -> int | None:
    """The one organisation without which nothing is out of the ordinary, and which reported more of it than its share.

    Its part of the events must be larger than its usual part by more than chance (binomial, 1 %), and what the others
    reported no more than usual (Poisson, 10 %). With one organisation alone nothing can be told apart.
    """
    total, expected = int(now.sum()), float(usual.sum())
    if total == 0 or int((usual > 0).sum() + ((usual == 0) & (now > 0)).sum()) < 2:
        return None
    one = int(np.argmax(now - usual))
    rest_now, rest_usual = total - int(now[one]), expected - float(usual[one])
    part = min(max(float(usual[one]) / expected, 1e-6), 1 - 1e-6) if expected > 0 else 0.5
    larger = float(bdtrc(int(now[one]) - 1, total, part)) if now[one] > 0 else 1.0
    calm = rest_now == 0 or float(gammainc(rest_now, max(rest_usual, 1e-9))) > _CALM
    return one if larger < _SURE and calm else None
