"""The methods that are asked, and how much of the attention each may take."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tryggve.signals.calibrate import shares_of
from tryggve.signals.found import Detector


@dataclass(frozen=True)
class Method:
    """A detector, the keys of what it may find (`calibrate.key_of`) and its weight: its part of the false episodes."""

    detector: Detector
    keys: tuple[str, ...]
    weight: float


def shares(methods: Sequence[Method]) -> dict[str, float]:
    """The share of each key: the weight of a method is divided evenly among its keys."""
    return shares_of({key: method.weight / len(method.keys) for method in methods for key in method.keys})


def identity(methods: Sequence[Method]) -> str:
    """Tells one set of methods from another: a calibration holds for the methods it was made with alone."""
    said = "\n".join(f"{method.detector!r} {method.keys!r} {method.weight!r}" for method in methods)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
