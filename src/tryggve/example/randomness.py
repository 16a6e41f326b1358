"""One stream of random numbers for each named part, so that a new part never changes what the others draw."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, *part: str) -> np.random.Generator:
    """The generator of a part: a child of `seed` with the part's name as spawn key. ValueError for seed < 0."""
    key = tuple(zlib.crc32(word.encode()) for word in part)
    return np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=key))
