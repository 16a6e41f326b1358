"""Four square areas of a kilometre, and known places in them; invented."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.area import Area, AreaRegister
from tryggve.reports.area_arrivals import area_tools
from tryggve.store.database.actions.area_outcome import AreasFile
from tryggve.store.database.actions.areas import import_areas
from tryggve.store.database.connect import Database
from tryggve.web.core.models import KnownPlace

X, Y, SIDE = 500_000, 6_600_000, 1000
NAMES = {"A1": "Björkbacken", "A2": "Lillvreten", "A3": "Storvreten", "A4": "Hamnsidan"}


def add_ground(database: Database, at: dt.datetime) -> None:
    """Areas and places come in."""
    areas = tuple(_square(code, name, i % 2, i // 2) for i, (code, name) in enumerate(NAMES.items()))
    register = AreaRegister("Exempelkommunen", areas)
    file = AreasFile("areas.geojson", "0" * 64, register)
    import_areas(database, file=file, tools=area_tools(), by="test", why="", at=at)
    for name, x, y, protected in (
        ("Björktorget", X + 500, Y + 500, False), ("Biblioteket", X + 1500, Y + 500, False),
        ("Ekgården", X + 500, Y + 1500, True),
    ):  # fmt: skip
        KnownPlace.objects.create(name=name, x=x, y=y, protected=protected, radius=150)


def _square(code: str, name: str, column: int, row: int) -> Area:
    west, south = X + column * SIDE, Y + row * SIDE
    ring = [(west, south), (west + SIDE, south), (west + SIDE, south + SIDE), (west, south + SIDE), (west, south)]
    return Area(code, name, "district", geometry={"type": "Polygon", "coordinates": [ring]})
