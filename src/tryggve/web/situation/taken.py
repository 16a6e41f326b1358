"""The reports of a view as a file to take away: for spreadsheets, for machines, and for maps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from tryggve.domain.area import Area
from tryggve.ingest.coordinates import DEGREES
from tryggve.ingest.project import transformer
from tryggve.reports.week.behind import Narrowed, ReportRow, allowed
from tryggve.web.situation import sheets
from tryggve.web.situation.narrowed import narrowed_words
from tryggve.web.situation.periods import date_of
from tryggve.web.situation.seen import Seen

KINDS = {"json": "application/json", "geojson": "application/geo+json"}

DIGITS = 6
"""Of a degree: a tenth of a metre, finer than any place is known."""


def file_of(seen: Seen, narrowed: Narrowed, form: str, name: str) -> tuple[int, HttpResponse]:
    """How many rows left, and the file that they left in."""
    if form not in KINDS:
        sheet = sheets.sheet_of(seen, narrowed)
        return len(sheet.rows), sheets.answer(sheet, form, name)
    rows, told = _places(seen, narrowed) if form == "geojson" else _rows(seen, narrowed)
    content = json.dumps(_about(seen, narrowed) | told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    response = HttpResponse(content, content_type=KINDS[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return rows, response


def _about(seen: Seen, narrowed: Narrowed) -> dict[str, Any]:
    """Which view it is: a file is read long after the page is closed."""
    first, last = date_of(seen.period.first_day), date_of(seen.period.last_day)
    return {"municipality": seen.kommun, "period": seen.period.label, "days": [first, last],
            "source": seen.view.source, "limits": seen.filters.to_query(),
            "of": narrowed_words(allowed(seen.view, narrowed))}  # fmt: skip


def _rows(seen: Seen, narrowed: Narrowed) -> tuple[int, dict[str, Any]]:
    sheet = sheets.sheet_of(seen, narrowed)
    return len(sheet.rows), {"columns": dict(zip(sheet.keys, sheet.headings, strict=True)), "rows": _named(sheet)}


def _named(sheet: sheets.Sheet) -> list[dict[str, sheets.Cell | None]]:
    """Each row by the names of its columns; nothing known is null and not an empty text."""
    return [
        {key: None if cell == "" else cell for key, cell in zip(sheet.keys, row, strict=True)} for row in sheet.rows
    ]


def _places(seen: Seen, narrowed: Narrowed) -> tuple[int, dict[str, Any]]:
    """For who sees all a point for each report that the map draws; for all others the areas, as the table tells them.

    A report without a place that may be drawn has no geometry: it is counted all the same.
    """
    if seen.reader.sees_all:
        found = sheets.reports_of(seen, narrowed)
        named = _named(sheets.sheet_of_rows(seen, found))
        features = [_feature(_point(seen, row), told) for row, told in zip(found, named, strict=True)]
    else:
        features = _areas(seen)
    return len(features), {"type": "FeatureCollection", "features": features}


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(seen: Seen, row: ReportRow) -> dict[str, Any] | None:
    if row.x is None or row.y is None or seen.register is None:
        return None
    x, y = transformer(seen.register.crs, DEGREES).transform(row.x, row.y)
    return {"type": "Point", "coordinates": [round(x, DIGITS), round(y, DIGITS)]}


def _areas(seen: Seen) -> list[dict[str, Any]]:
    """Zero is never calm by itself: where nothing is known the number is null."""
    register, level = seen.register, seen.view.level
    outlines = {area.code: area for area in register.at(level)} if register else {}
    return [
        _feature(
            _outline(outlines.get(row.code), register.crs if register else ""),
            {
                "area": row.name, "code": row.code, "level": level, "state": row.state.value,
                "events": row.n if row.n or row.state.value in ("reported", "nothing") else None,
                "reports_received": row.received, "reports_expected": row.expected,
            },
        )
        for row in seen.view.areas
    ]  # fmt: skip


def _outline(area: Area | None, crs: str) -> dict[str, Any] | None:
    from shapely import transform
    from shapely.geometry import mapping, shape

    if area is None or area.geometry is None:
        return None
    change = transformer(crs, DEGREES)
    turned = transform(shape(dict(area.geometry)), lambda x, y: change.transform(x, y), interleaved=False)
    return {"type": turned.geom_type, "coordinates": _rounded(mapping(turned)["coordinates"])}


def _rounded(found: Sequence[Any] | float) -> Any:
    return round(found, DIGITS) if isinstance(found, float | int) else [_rounded(one) for one in found]
