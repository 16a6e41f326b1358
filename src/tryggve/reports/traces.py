"""From a number back to its rows: the SQL and the words for a selection."""

from __future__ import annotations

from tryggve.domain.area import level_words
from tryggve.domain.calendar_days import day_date
from tryggve.domain.incident import LocationPrecision
from tryggve.domain.language import _
from tryggve.reports.context import Context, category_name
from tryggve.reports.tree import Trace
from tryggve.stats.change import ChangeResult
from tryggve.store.base import Selection
from tryggve.store.query import count_sql, rows_sql


def count_trace(ctx: Context, where: Selection, method: str = "count") -> Trace:
    """The trace of a number of events."""
    return Trace(count_sql(where), words(where), method, listed(ctx, where))


def rows_trace(ctx: Context, where: Selection) -> Trace:
    """The trace of a number of rows, whatever number of events each stands for."""
    sql = f"SELECT COUNT(*) FROM (\n{rows_sql(where)}\n) AS listed"
    return Trace(sql, words(where), "count", listed(ctx, where))


def listed(ctx: Context, where: Selection) -> str:
    """SQL that lists the rows; the public version has none."""
    return "" if ctx.request.for_others else rows_sql(where)


def ratio_trace(ctx: Context, above: Selection, below: Selection, change: ChangeResult) -> Trace:
    """The trace of a change: one number of events divided by another, each per its exposure."""
    exposures = f"{change.exposure_after:g}, {change.exposure_before:g}"
    sql = (
        f"SELECT (({count_sql(above)}) / {change.exposure_after!r})\n"
        f"     / (({count_sql(below)}) / {change.exposure_before!r})"
    )
    call = f"tryggve.stats.change.compare_counts({change.after}, {change.before}, {exposures})"
    text = _("{above}, compared with {below}").format(above=words(above), below=words(below))
    return Trace(sql, text, "change", listed(ctx, above), call)


def words(where: Selection) -> str:
    """A selection in words, for people who do not read SQL."""
    parts = []
    if where.first_day is not None and where.last_day is not None:
        parts.append(
            _("counted from {first} to {last}").format(first=day_date(where.first_day), last=day_date(where.last_day))
        )
    if where.sources is not None:
        parts.append(_("source {names}").format(names=", ".join(where.sources)))
    if where.categories is not None:
        parts.append(_("kind {names}").format(names=", ".join(category_name(code) for code in where.categories)))
    if where.organisations is not None:
        parts.append(_("organisation {names}").format(names=", ".join(where.organisations)))
    if where.area is not None:
        level = level_words(where.area[0])
        parts.append(_("area {code} ({level})").format(code=where.area[1] or _("none"), level=level))
    if where.location_precisions is not None:
        names = ", ".join(precision_name(code) for code in where.location_precisions)
        parts.append(_("place known to: {names}").format(names=names))
    if where.min_severity is not None:
        parts.append(_("severity {level} or more").format(level=where.min_severity))
    if where.known_severity is not None:
        parts.append(_("severity stated") if where.known_severity else _("severity not stated"))
    return "; ".join(parts) if parts else _("everything that counts")


def precision_name(code: int) -> str:
    """How well a place is known, in words."""
    return {
        LocationPrecision.POINT: _("point"),
        LocationPrecision.STREET: _("street"),
        LocationPrecision.AREA: _("area"),
        LocationPrecision.MUNICIPALITY: _("the municipality only"),
        LocationPrecision.UNKNOWN: _("unknown"),
    }[LocationPrecision(code)]
