"""Scan statistics: clusters in space and time, found among all circles and windows at once."""

from tryggve.stats.scan.cells import cells
from tryggve.stats.scan.expected import expectation_based_poisson, poisson
from tryggve.stats.scan.negative_binomial import negative_binomial
from tryggve.stats.scan.permutation import space_time_permutation
from tryggve.stats.scan.replay import replay_permutation
from tryggve.stats.scan.result import Cluster, Scan

__all__ = [
    "Cluster",
    "Scan",
    "cells",
    "expectation_based_poisson",
    "negative_binomial",
    "poisson",
    "replay_permutation",
    "space_time_permutation",
]
