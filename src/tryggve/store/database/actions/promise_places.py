"""Promises to report get the areas that they mean, and beside those the areas of today that these are.

What a promise was for when it came stays in `Agreement.areas`; the rows of `AgreementArea` follow the areas in use.
"""

from __future__ import annotations

from collections.abc import Iterable

from tryggve.domain.placing import Placer
from tryggve.store.database.connect import Database
from tryggve.store.database.models import Agreement, AgreementArea, AgreementVersion


def place_agreements(database: Database, placer: Placer) -> int:
    """Give every promise to report the areas it means now; how many were given others."""
    using, changed = database.alias, 0
    for agreement in Agreement.objects.using(using).all():
        areas = _meant(agreement.areas, agreement.batch_id, placer)
        rows = AgreementArea.objects.using(using).filter(agreement=agreement)
        now = sorted({found for level, code in areas for found in placer.promised((level, code))}) or [("", "")]
        if areas == agreement.areas and now == sorted(rows.values_list("level", "area_code")):
            continue
        changed += 1
        agreement.areas = areas
        agreement.save(using=using)
        rows.delete()
        AgreementArea.objects.using(using).bulk_create(
            AgreementArea(agreement_id=agreement.pk, level=level, area_code=code) for level, code in now
        )
    for version in AgreementVersion.objects.using(using).all():
        version.agreements = [
            {**own, "areas": _meant(own["areas"], version.batch_id, placer)} for own in version.agreements
        ]
        version.save(using=using)
    return changed


def _meant(areas: Iterable[list[str]], batch: int, placer: Placer) -> list[list[str]]:
    return [list(area) for area in sorted({placer.agreement_area((level, code), batch) for level, code in areas})]
