"""The municipality's own map behind ours: tiles of its WMTS, fetched by us so that no browser asks anybody else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from tryggve.web.core.choices import chosen

CHOICE = "map.backdrop"
"""The choice that says where tiles come from."""


@dataclass(frozen=True)
class Backdrop:
    """A WMTS in the plane of the store: `template` has {z}, {y} and {x}; metres per pixel from the widest zoom."""

    template: str
    attribution: str
    resolutions: tuple[float, ...]
    origin: tuple[float, float]
    size: int = 256

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def backdrop() -> Backdrop | None:
    """The backdrop of the municipality we are in; None where it has none."""
    kept = chosen(CHOICE)
    if not kept:
        return None
    return Backdrop(
        kept["template"], kept["attribution"], tuple(kept["resolutions"]), tuple(kept["origin"]), kept["size"]
    )


def told_to_map(kommun: str) -> dict[str, Any]:
    """What the map's JSON says of the backdrop; empty where there is none."""
    found = backdrop()
    if found is None:
        return {}
    url = reverse("tile", kwargs={"kommun": kommun, "z": 0, "y": 0, "x": 0}).removesuffix("0/0/0")
    tiles = {"url": url + "{z}/{y}/{x}", "resolutions": found.resolutions, "origin": found.origin, "size": found.size}
    return {"attribution": found.attribution, "tiles": tiles}
