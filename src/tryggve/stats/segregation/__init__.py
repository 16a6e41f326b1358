"""Segregation of groups over areas: indices with intervals, what chance alone gives, and own surroundings."""

from tryggve.stats.segregation.contexts import Contexts, nearest_contexts
from tryggve.stats.segregation.indices import NAMES, indices
from tryggve.stats.segregation.measured import Change, Segregation, SegregationIndex, change, segregation

__all__ = [
    "NAMES",
    "Change",
    "Contexts",
    "Segregation",
    "SegregationIndex",
    "change",
    "indices",
    "nearest_contexts",
    "segregation",
]
