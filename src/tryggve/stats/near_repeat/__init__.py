"""Near repeat: do events close in space come close in time more often than chance would have it, and what then."""

from tryggve.stats.near_repeat.extent import Extent, extent
from tryggve.stats.near_repeat.knox import Knox, knox
from tryggve.stats.near_repeat.zones import RiskZones, risk_zones

__all__ = ["Extent", "Knox", "RiskZones", "extent", "knox", "risk_zones"]
