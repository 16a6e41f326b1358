"""A municipality's folder of facts, opened as the file store opens it, as the past that signals are looked for in."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.national.made import AREAS
from tryggve.domain.area import Area, AreaRegister
from tryggve.signals.from_store import history_of
from tryggve.signals.history import History
from tryggve.store.files import open_facts

CRS = "local"


def history_in(folder: Path) -> History:
    """The past of a municipality; FileError where its facts are damaged."""
    with open_facts(folder) as store:
        return history_of(store, register_in(folder))


def register_in(folder: Path) -> AreaRegister:
    """The areas of a municipality, in metres of a system that lies nowhere."""
    features = json.loads((folder / AREAS).read_text(encoding="utf-8"))["features"]
    areas = [
        Area(own["kod"], own["namn"], own["niva"], geometry=feature["geometry"])
        for feature in features
        for own in (feature["properties"],)
    ]
    return AreaRegister(folder.name, tuple(areas), crs=CRS)
