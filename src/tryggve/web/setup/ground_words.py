"""The ground that a municipality stands on, in words: its time and its coordinates."""

from __future__ import annotations

from tryggve.domain.language import N_, _

_ZONES = {"Europe/Stockholm": N_("Swedish time")}
_SYSTEMS = {"EPSG:3006": "SWEREF 99 TM"}


def zone_words(zone: str) -> str:
    """A time zone as people read it; as it stands where it is an unusual one."""
    return _(_ZONES[zone]) if zone in _ZONES else zone


def crs_words(crs: str) -> str:
    """A coordinate system as people read it; as it stands where it is an unusual one."""
    return _SYSTEMS.get(crs, crs)
