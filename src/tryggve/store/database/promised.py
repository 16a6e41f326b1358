"""Areas out of use that somebody has promised to report for, and the areas of today that those may be."""

from __future__ import annotations

from tryggve.domain.area import level_of
from tryggve.domain.area_eras import KnownAreas
from tryggve.store.database.connect import Database
from tryggve.store.database.known_areas import known_areas
from tryggve.store.database.models import AgreementArea, AreaDivision


def promised_elsewhere(database: Database) -> dict[tuple[str, str], frozenset[str]]:
    """Level and code of each such area → codes of areas in use; every one where no outline says which."""
    idle = list(AreaDivision.objects.using(database.alias).filter(in_use=False).values_list("key", flat=True))
    rows = AgreementArea.objects.using(database.alias).filter(level__in=idle).order_by()
    areas = sorted(set(rows.values_list("level", "area_code")))
    if not areas:
        return {}
    known = known_areas(database)
    return {area: _maybe(known, area) for area in areas}


def _maybe(known: KnownAreas, area: tuple[str, str]) -> frozenset[str]:
    to = known.used().get(level_of(area[0]), "")
    covered = known.carry.covered(area, to)
    if covered is None:
        return frozenset(own.code for own in known.divisions.get(to, ()))
    return frozenset(covered.maybe)
