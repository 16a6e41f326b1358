"""Surveillance of series: is this week, or are these weeks, more than the past leads to expect."""

from tryggve.stats.surveillance.ears import Ears, ears
from tryggve.stats.surveillance.farrington import Surveillance, farrington, farrington_flexible
from tryggve.stats.surveillance.windowed import Windowed, windowed

__all__ = ["Ears", "Surveillance", "Windowed", "ears", "farrington", "farrington_flexible", "windowed"]
