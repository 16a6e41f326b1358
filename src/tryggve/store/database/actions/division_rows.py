"""Rows of divisions, their areas and what two divisions share, written inside the transaction of an import."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tryggve.domain.area import MUNICIPALITY, Area, level_of
from tryggve.domain.area_overlap import Overlap
from tryggve.store.database import meta
from tryggve.store.database.connect import Database
from tryggve.store.database.divisions import Division, divisions_of, is_sum, plain, supersedes
from tryggve.store.database.models import Area as AreaRow
from tryggve.store.database.models import AreaDivision, AreaOverlap, ImportBatch


def put_divisions_in(
    database: Database, changed: Mapping[str, Sequence[Area]], known: Mapping[str, Division], batch: ImportBatch
) -> list[str]:
    """Write divisions; the keys of those that others of their level have put out of use."""
    using, superseded = database.alias, []
    last = max((division.order for division in known.values()), default=-1)
    for key, areas in changed.items():
        others = [d for d in known.values() if d.level == level_of(key) and d.key != key and d.in_use]
        own = known.get(key)
        in_use = own.in_use if own else all(supersedes(areas[0].vintage, other.vintage) for other in others)
        if in_use:
            superseded += [other.key for other in others]
        last += not (own or others)
        order = own.order if own else min((other.order for other in others), default=last)
        _write(database, key, areas, in_use=in_use, order=order, batch=batch)
    AreaDivision.objects.using(using).filter(key__in=superseded).update(in_use=False)
    return superseded


def _write(
    database: Database, key: str, areas: Sequence[Area], *, in_use: bool, order: int, batch: ImportBatch
) -> None:
    using = database.alias
    AreaDivision.objects.using(using).update_or_create(
        key=key,
        defaults={
            "level": level_of(key),
            "vintage": areas[0].vintage,
            "batch": batch,
            "in_use": in_use,
            "order": order,
        },
    )
    AreaRow.objects.using(using).filter(division_id=key).delete()
    AreaRow.objects.using(using).bulk_create(
        AreaRow(
            division_id=key, code=area.code, name=area.name, parent=area.parent, population=area.population,
            aliases=list(area.aliases), geometry=plain(area.geometry), order=number,
        )
        for number, area in enumerate(areas)
    )  # fmt: skip


def settle_whole(
    database: Database, whole_of: Callable[[Sequence[Area], str], Area], municipality: str, batch: ImportBatch
) -> None:
    """Without an outline of its own the municipality is the sum of all areas in use."""
    known = divisions_of(database)
    whole = known.get(MUNICIPALITY)
    if whole is not None and not is_sum(whole.areas):
        return
    parts = [area for d in known.values() if d.in_use and d.key != MUNICIPALITY for area in d.areas]
    name = meta.read(database, meta.Fact.MUNICIPALITY) or municipality
    order = whole.order if whole else max((d.order for d in known.values()), default=-1) + 1
    _write(database, MUNICIPALITY, [whole_of(parts, name)], in_use=True, order=order, batch=batch)


def store_overlaps(
    database: Database, changed: set[str], overlap: Callable[[Sequence[Area], Sequence[Area]], Sequence[Overlap]]
) -> None:
    """How the divisions that came in share surface with all others of their level, the older division first."""
    using, known = database.alias, list(divisions_of(database).values())
    pairs = [
        (first, second) for i, first in enumerate(sorted(known, key=lambda d: (d.vintage, d.key)))
        for second in sorted(known, key=lambda d: (d.vintage, d.key))[i + 1 :]
        if first.level == second.level and {first.key, second.key} & changed
    ]  # fmt: skip
    for first, second in pairs:
        AreaOverlap.objects.using(using).filter(from_division=first.key, to_division=second.key).delete()
        AreaOverlap.objects.using(using).bulk_create(
            AreaOverlap(
                from_division=first.key, to_division=second.key, from_code=found.from_code, to_code=found.to_code,
                shared_m2=found.shared_m2, share_of_from=found.share_of_from, share_of_to=found.share_of_to,
                kind=str(found.kind),
            )
            for found in overlap(first.areas, second.areas)
        )  # fmt: skip
