"""The small areas as hexagons of one size, or by their real outlines where they are at hand; the numbers behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tryggve.domain.figure import Figure
from tryggve.domain.language import _
from tryggve.example.public_record import PublicFigures, RegsoArea
from tryggve.reports import numbers
from tryggve.reports.cells import label
from tryggve.reports.figures.hexagons import Hexagon, Swatch, draw_hexagons
from tryggve.reports.figures.map_svg import LegendRow, Shape, draw
from tryggve.reports.municipal.cells import figure_cell
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.typed.tables import AREA_TYPE, DIVISION, PEOPLE, PEOPLE_YEAR, TYPE_YEAR
from tryggve.reports.tree import Cell, Column, ColumnKind, Table
from tryggve.reports.tree import Figure as Picture

TYPES = (1, 2, 3, 4, 5)


def areas_picture(typed: PublicFigures, ctx: Context, outlines: Mapping[str, Any]) -> Picture:
    """The areas coloured by SCB's type: a map where every outline is at hand, else hexagons that say they are none."""
    title = _("{place}: the small areas (RegSO) by SCB's type, {year}").format(place=typed.municipality, year=TYPE_YEAR)
    if outlines:
        said = _("A map of SCB's outlines. A large area is not a more important one.")
        # The legend of a map has no room for the words.
        said = f"{said} {'; '.join(f'{kind}: {type_words(kind)}' for kind in _seen(typed))}."
        svg = _map(typed, outlines)
    else:
        said = _("Every area is drawn equally large, about where it lies. Not a map.")
        svg = _hexagons(typed, said)
    table = _table(typed, ctx, title)
    return Picture("typed.cartogram", title, _alt(typed, title, said), svg, table, said)


def _seen(typed: PublicFigures) -> list[int]:
    return sorted({area.area_type for area in typed.regso})


def _map(typed: PublicFigures, outlines: Mapping[str, Any]) -> str:
    shapes = [Shape(outlines[area.code], area.name, _class(area.area_type)) for area in typed.regso]
    return draw(shapes, None, [LegendRow(_class(kind), _("type {kind}").format(kind=kind)) for kind in _seen(typed)])


def _hexagons(typed: PublicFigures, said: str) -> str:
    seen = _seen(typed)
    legend = [Swatch(_class(kind), f"{kind}: {type_words(kind)}") for kind in seen]
    if any(area.has_students for area in typed.regso):
        legend.append(Swatch(None, _("dashed edge: many students live there")))
    areas = [
        Hexagon(area.east, area.north, area.name, _class(area.area_type), str(area.area_type), area.has_students)
        for area in typed.regso
    ]
    return draw_hexagons(areas, legend, said)


def _class(kind: int) -> int:
    """Dark where residents fare worst: the ramp has five classes, light to dark."""
    return len(TYPES) - kind


def type_words(kind: int) -> str:
    """What a type of area says."""
    return {
        1: _("areas with great socio-economic challenges"),
        2: _("areas with socio-economic challenges"),
        3: _("socio-economically mixed areas"),
        4: _("areas with good socio-economic conditions"),
        5: _("areas with very good socio-economic conditions"),
    }[kind]


def _alt(typed: PublicFigures, title: str, said: str) -> str:
    found = Counter(area.area_type for area in typed.regso)
    counted = "; ".join(
        _("type {kind}: {n}").format(kind=kind, n=numbers.integer(found[kind])) for kind in TYPES if found[kind]
    )
    few = min(found)
    names = ", ".join(area.name for area in typed.regso if area.area_type == few)
    return _("{title}. {said} {counted} areas. Type {few}: {names}. The numbers stand in the table.").format(
        title=title, said=said, counted=counted, few=few, names=names
    )


def small(ctx: Context, indicator: str, code: str, period: str) -> Figure | None:
    """A figure of a small area."""
    return ctx.matter.series(indicator, code, division=DIVISION).get(period)


def _table(typed: PublicFigures, ctx: Context, title: str) -> Table:
    rows = tuple(
        (
            label(area.name),
            Cell(area.code),
            figure_cell(ctx.matter, small(ctx, PEOPLE, area.code, PEOPLE_YEAR), "small"),
            figure_cell(ctx.matter, small(ctx, AREA_TYPE, area.code, TYPE_YEAR), "small"),
            Cell(_flag(area)),
        )
        for area in typed.regso
    )
    columns = (
        Column("area", _("Area"), ColumnKind.TEXT), Column("code", _("Code"), ColumnKind.TEXT),
        Column("n", _("Inhabitants {year}").format(year=PEOPLE_YEAR)),
        Column("type", _("Type {year}").format(year=TYPE_YEAR)), Column("flag", _("To know"), ColumnKind.TEXT),
    )  # fmt: skip
    return Table("typed.cartogram.table", title, columns, rows, source=typed.sources["regso"].source)


def _flag(area: RegsoArea) -> str:
    return _("many students") if area.has_students else ""
