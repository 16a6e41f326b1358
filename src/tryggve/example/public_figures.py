"""Real public figures of a municipality, typed from named sources. No incident, decision or plan is among them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from tryggve.catalog import read_csv, read_toml
from tryggve.example.public_record import PublicFigures
from tryggve.example.public_tables import READERS, read_source

SOURCES = "sources.toml"


def places() -> tuple[str, ...]:
    """The municipalities that the catalog holds public figures of, by the name of their folder."""
    entries = files("tryggve.catalog").iterdir()
    return tuple(sorted(entry.name for entry in entries if entry.is_dir() and entry.joinpath(SOURCES).is_file()))


@lru_cache
def public_figures(place: str) -> PublicFigures:
    """The figures of one of `places()`; KeyError for another name."""
    if place not in places():
        raise KeyError(place)
    raw = read_toml(f"{place}/{SOURCES}")
    about = raw["municipality"]
    return PublicFigures(
        place=place,
        municipality=about["name"],
        code=about["code"],
        county=about["county"],
        groups=raw["groups"],
        sources={key: read_source(key, entry) for key, entry in raw["tables"].items()},
        default_peer_group=about["peer_group"],
        **{name: tuple(read(read_csv(f"{place}/{name}.csv"))) for name, read in READERS.items()},
    )
