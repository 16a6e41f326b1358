"""From a file of areas to what the store takes in, for the command line and the web alike."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tryggve.ingest.area_overlap import overlaps
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.division_areas import by_division, refuse_far, whole_of
from tryggve.ingest.place_anew import PlaceAnew
from tryggve.store.database import meta
from tryggve.store.database.actions.area_outcome import AreasFile, Tools
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database


def area_tools() -> Tools:
    """What the store borrows to place and to compare areas."""
    return Tools(whole_of, overlaps, PlaceAnew)


def areas_file_of(database: Database, path: Path, *, level: str | None = None, vintage: str | None = None) -> AreasFile:
    """A file of areas as `actions.areas.import_areas` takes it. FileError where it cannot be read or lies far away.

    `level` and `vintage` are those of areas for which the file states none. What a person should know of the file
    stands in `register.notes`.
    """
    named = level.strip().casefold() if level else None
    year = vintage.strip() if vintage else None
    register = read_areas(path, crs=meta.read(database, meta.Fact.CRS), level=named, vintage=year)
    refuse_far(register, register_of(database), path.name)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return AreasFile(path.name, sha256, by_division(register, path.name), mend=vintage == "")
