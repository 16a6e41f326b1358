"""Surveillance of series: is this week, or are these weeks, more than the past leads to expect."""

from tryggve.stats.surveillance.ears import Ears, ears
from tryggve.stats.surveillance.farrington import Surveillance, farrington, farrington_flexible

__all__ = ["Ears", "Surveillance", "ears", "farrington", "farrington_flexible"]
