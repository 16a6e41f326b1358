"""The areas of a store, as the register that placing and drawing need."""

from __future__ import annotations

from tryggve.domain.area import Area, AreaRegister
from tryggve.store.database import meta
from tryggve.store.database.connect import Database
from tryggve.store.database.models import Area as AreaRow
from tryggve.store.database.models import AreaDivision


def register_of(database: Database, *, all_divisions: bool = False) -> AreaRegister | None:
    """The areas of the divisions in use, or of all; None where the store has none."""
    divisions = AreaDivision.objects.using(database.alias).order_by("order", "key")
    kept = [division for division in divisions if division.in_use or all_divisions]
    areas = [area for division in kept for area in areas_of(database, division)]
    if not areas:
        return None
    return AreaRegister(meta.read(database, meta.Fact.MUNICIPALITY), tuple(areas), meta.read(database, meta.Fact.CRS))


def areas_of(database: Database, division: AreaDivision) -> list[Area]:
    """The areas of one division in their order; their level is the key of the division."""
    rows = AreaRow.objects.using(database.alias).filter(division_id=division.key).order_by("order")
    return [
        Area(
            row.code, row.name, division.key, division.vintage, row.parent, row.population, row.geometry,
            tuple(row.aliases),
        )
        for row in rows
    ]  # fmt: skip
