"""Scan statistics: clusters in space and time, found among all circles and windows at once."""

from tryggve.stats.scan.permutation import space_time_permutation
from tryggve.stats.scan.result import Cluster, Scan

__all__ = ["Cluster", "Scan", "space_time_permutation"]
