"""The map of a lägesbild: areas, where reports are missing, and how close events lie."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from tryggve.domain.incident import LocationPrecision
from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.areas import AreaRow, finest_level
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.figures.map_svg import Layer, LegendRow, Shape, draw
from tryggve.reports.surface import Density, squares_table
from tryggve.reports.tree import Figure
from tryggve.reports.week.points import STREET, MapPoints
from tryggve.store.base import Selection

_SHARES = (0.1, 0.25, 0.5, 0.75)
"""Class limits of the density as shares of its highest value, rounded to two figures in the legend."""

_NAMED_FIRST = 5
"""So many of the areas with most events are named on the map whatever their size."""


def map_figure(
    ctx: Context, comparisons: Comparisons, where: Selection, rows: Sequence[AreaRow], density: Density | None,
    points: MapPoints | None = None,
) -> Figure | None:  # fmt: skip
    """The map with its numbers, and with `points` on it; None where there is neither an outline nor a density."""
    shapes, class_rows = _shapes(ctx, rows, density is None)
    layer = None if density is None else _layer(density)
    if not shapes and layer is None:
        return None
    title = _("Map, {source}").format(source=source_name(ctx, comparisons.source))
    legend = [*_density_legend(layer), *class_rows]
    if any(one.hatched for one in shapes):
        legend.append(LegendRow(None, _hatch_words(rows)))
    figure_id = ids.join("map", comparisons.source)
    table = None if density is None else squares_table(ctx, comparisons, where, density)
    note = "" if density is None else " ".join([_note(density), *_snapped(ctx, where)])
    dots = [] if points is None else list(zip(points.spots.x.tolist(), points.spots.y.tolist(), strict=True))
    note = note if points is None else _points_note(points)
    return Figure(figure_id, title, _alt(title, rows, density), draw(shapes, layer, legend, dots), table, note)


def _points_note(points: MapPoints) -> str:
    text = _(
        "A dot is an event, moved to the nearest stretch of street ({step} metres). Drawn: {n}. Counted and not drawn: "
        "{rest}, since the place is not known so well, is protected, lies by itself or is told of by area alone."
    )
    n = int(points.spots.n.sum())
    return text.format(step=STREET, n=numbers.integer(n), rest=numbers.integer(points.not_shown))


def _shapes(ctx: Context, rows: Sequence[AreaRow], classed: bool) -> tuple[list[Shape], list[LegendRow]]:
    """The areas to draw; in classes of events only where no density says more. The lightest colour is near none."""
    register, level = ctx.material.register, finest_level(ctx)
    if register is None or level is None:
        return [], []
    limits = _limits([row.n for row in rows]) if classed else None
    shapes = []
    for place, row in enumerate(rows):
        area = register.get(level, row.code)
        if area is None or area.geometry is None:
            continue
        index = 1 + int(np.searchsorted(limits, row.n, side="right")) if limits is not None and row.n else None
        named_first = place < _NAMED_FIRST and row.n > 0
        unknown = row.state in ("silent", "unsure") and row.n == 0
        shapes.append(Shape(area.geometry, area.name, index, unknown, named_first))
    return shapes, _class_legend(limits, [row.n for row in rows])


def _hatch_words(rows: Sequence[AreaRow]) -> str:
    if any(row.state == "unsure" and row.n == 0 for row in rows):
        return _("reports missing or coverage unknown")
    return _("reports missing: unknown")


def _limits(values: Sequence[int]) -> list[int] | None:
    """Limits between at most four classes of the areas that have any events; None where no area has."""
    some = np.array([value for value in values if value > 0])
    if not len(some):
        return None
    return sorted({int(np.ceil(q)) for q in np.quantile(some, (0.25, 0.5, 0.75)) if q > some.min()})


def _class_legend(limits: Sequence[int] | None, values: Sequence[int]) -> list[LegendRow]:
    if limits is None:
        return []
    bounds = [min(value for value in values if value > 0), *limits, max(values) + 1]
    texts = [
        numbers.interval(low, high - 1) if high - 1 > low else numbers.integer(low)
        for low, high in itertools.pairwise(bounds)
    ]
    return [LegendRow(i, _("events: {n}").format(n=text)) for i, text in enumerate(texts, start=1)]


def _layer(density: Density) -> Layer:
    surface = density.surface
    highest = float(surface.values.max())
    limits = tuple(float(f"{share * highest:.2g}") for share in _SHARES)
    return Layer(np.asarray(surface.values), surface.x0, surface.y0, surface.cell, limits)


def _density_legend(layer: Layer | None) -> list[LegendRow]:
    if layer is None:
        return []
    texts = [numbers.decimal(limit, 0 if limit >= 10 else 1 if limit >= 1 else 2) for limit in layer.limits]
    return [LegendRow(i + 1, _("at least {n} per km²").format(n=text)) for i, text in enumerate(texts)]


def _snapped(ctx: Context, where: Selection) -> list[str]:
    """A warning where most places are streets: many events then share a spot that none of them may have had."""
    found = {code: n for (code,), n in ctx.store.counts(("location_precision",), where).items()}
    streets, points = (int(found.get(int(kind), 0)) for kind in (LocationPrecision.STREET, LocationPrecision.POINT))
    if streets <= points:
        return []
    text = _(
        "For {n} of them only the street is known, with coordinates that the source has moved to a point of the "
        "street: a dark spot may be the point that a long street has been given, not a place where events lie close."
    )
    return [text.format(n=numbers.integer(streets))]


def _note(density: Density) -> str:
    text = _(
        "Made from {n} events with a place known as a point or a street, smoothed over {bandwidth} metres. Events "
        "without such a place are not on the map; a light spot may be one where nobody reported."
    ).format(
        n=numbers.integer(int(density.points.n.sum()) - density.lone),
        bandwidth=numbers.integer(density.surface.bandwidth),
    )
    if not density.lone:
        return text
    lone = _("Left out, so that no single address is shown: events far from other places with events, {n}.")
    return f"{text} {lone.format(n=numbers.integer(density.lone))}"


def _alt(title: str, rows: Sequence[AreaRow], density: Density | None) -> str:
    parts = [title + "."]
    if density is not None:
        parts.append(
            _("Darker spots are places where events lie closer together; the table gives the squares with most.")
        )
    named = [row for row in rows if row.n > 0][:3]
    if named:
        most = ", ".join(f"{row.name} {numbers.integer(row.n)}" for row in named)
        parts.append(_("Most events reported: {areas}.").format(areas=most))
    silent = [row.name for row in rows if row.state == "silent" and row.n == 0]
    if silent:
        parts.append(_("Reports missing: {areas}.").format(areas=", ".join(silent)))
    unsure = [row.name for row in rows if row.state == "unsure" and row.n == 0]
    if unsure:
        parts.append(_("Coverage unknown: {areas}.").format(areas=", ".join(unsure)))
    return " ".join(parts)
