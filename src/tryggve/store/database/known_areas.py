"""All that a store knows of areas: divisions, when each was in use, and the surface that they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tryggve.domain.area import level_of
from tryggve.domain.area_carry import AreaCarry
from tryggve.domain.area_eras import Eras, KnownAreas
from tryggve.domain.area_overlap import Overlap, OverlapKind
from tryggve.store.database import audit, meta
from tryggve.store.database.connect import Database
from tryggve.store.database.divisions import divisions_of
from tryggve.store.database.models import AreaDivision, AreaOverlap, AuditEvent


def known_areas(database: Database, *, batch: int | None = None) -> KnownAreas:
    """Everything as it stands; `batch`: the one at work, which the log does not name yet."""
    divisions = divisions_of(database)
    used = tuple(key for key, division in divisions.items() if division.in_use)
    eras = _eras(database)
    if batch is not None or not eras.uses:
        eras = eras.then(batch or 0, used)
    return KnownAreas(
        meta.read(database, meta.Fact.MUNICIPALITY),
        meta.read(database, meta.Fact.CRS),
        {key: division.areas for key, division in divisions.items()},
        dict(AreaDivision.objects.using(database.alias).values_list("key", "batch_id")),
        used,
        eras,
        AreaCarry(_overlaps(database)),
    )


def _eras(database: Database) -> Eras:
    """What the log says of each batch that brought areas or put other ones in use."""
    events = AuditEvent.objects.using(database.alias).filter(action=str(audit.Action.AREAS), batch__isnull=False)
    eras, used = Eras(), tuple[str, ...]()
    for batch, details in events.order_by("batch_id", "id").values_list("batch_id", "details"):
        used = tuple(details["in_use"]) if "in_use" in details else _left(used, details)
        eras = eras.then(batch, used)
    return eras


def _left(used: Sequence[str], details: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What an event left in use that does not say so itself: what came in, where nothing of its level stood."""
    left = [key for key in used if key not in details.get("superseded", ())]
    for key in details.get("divisions", ()):
        if level_of(key) not in {level_of(other) for other in left}:
            left.append(key)
    return tuple(left)


def _overlaps(database: Database) -> dict[tuple[str, str], list[Overlap]]:
    found: dict[tuple[str, str], list[Overlap]] = {}
    for row in AreaOverlap.objects.using(database.alias).order_by("pk"):
        overlap = Overlap(
            row.from_code, row.to_code, row.shared_m2, row.share_of_from, row.share_of_to, OverlapKind(row.kind)
        )
        found.setdefault((row.from_division, row.to_division), []).append(overlap)
    return found
