"""The areas that a place can be told by."""

from __future__ import annotations

from tryggve.store.database.models import Area, AreaDivision
from tryggve.web.core.municipal import here


def area_names() -> dict[str, str]:
    """Code → name of the areas in use, by name; those of the first level alone, which everybody calls by name."""
    alias = here().alias
    division = AreaDivision.objects.using(alias).filter(in_use=True).order_by("order", "key").first()
    if division is None:
        return {}
    rows = Area.objects.using(alias).filter(division=division).order_by("name")
    return {code[:40]: name[:120] for code, name in rows.values_list("code", "name")}
