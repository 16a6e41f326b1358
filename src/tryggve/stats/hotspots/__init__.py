"""Hot spots: places that are high beside their neighbours, whether they stay so, and places that come again."""

from tryggve.stats.hotspots.local import LocalStatistic, gi_star, local_moran
from tryggve.stats.hotspots.places import RepeatPlaces, repeat_places
from tryggve.stats.hotspots.stability import Accuracy, predictive_accuracy

__all__ = [
    "Accuracy",
    "LocalStatistic",
    "RepeatPlaces",
    "gi_star",
    "local_moran",
    "predictive_accuracy",
    "repeat_places",
]
