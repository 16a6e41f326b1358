"""Gatherings that are emerging: evidence over all places, sizes and starts, against a baseline without near repeats."""

from tryggve.stats.emerging.replay import Emerging, replay
from tryggve.stats.emerging.settings import REFERENCE, Settings

__all__ = ["REFERENCE", "Emerging", "Settings", "replay"]
