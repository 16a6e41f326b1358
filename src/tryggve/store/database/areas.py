"""The areas of a store, as the register that placing and drawing need."""

from __future__ import annotations

from tryggve.domain.area import AreaRegister
from tryggve.store.database import meta
from tryggve.store.database.connect import Database
from tryggve.store.database.divisions import areas_of
from tryggve.store.database.known_areas import known_areas
from tryggve.store.database.models import AreaDivision


def register_of(database: Database) -> AreaRegister | None:
    """The areas of the divisions in use; None where the store has none."""
    divisions = list(AreaDivision.objects.using(database.alias).order_by("order", "key"))
    if not all(division.in_use for division in divisions):
        return known_areas(database).register()
    areas = [area for division in divisions for area in areas_of(database, division)]
    if not areas:
        return None
    return AreaRegister(meta.read(database, meta.Fact.MUNICIPALITY), tuple(areas), meta.read(database, meta.Fact.CRS))
