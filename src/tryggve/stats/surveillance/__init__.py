"""Surveillance of series: is this week, or are these weeks, more than the past leads to expect."""

from tryggve.stats.surveillance.cusum import Cusum, cusum
from tryggve.stats.surveillance.ears import Ears, ears
from tryggve.stats.surveillance.farrington import Surveillance, farrington, farrington_flexible
from tryggve.stats.surveillance.glr import Glr, glr_nb
from tryggve.stats.surveillance.windowed import Windowed, windowed

__all__ = [
    "Cusum",
    "Ears",
    "Glr",
    "Surveillance",
    "Windowed",
    "cusum",
    "ears",
    "farrington",
    "farrington_flexible",
    "glr_nb",
    "windowed",
]
