"""Cells of a draft: a figure, its interval and a comparison, each with an id and the SQL that gives it again."""

from __future__ import annotations

from tryggve.domain.figure import BOTH, Figure
from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.municipal.comparing import Compared, limits, limits_sql
from tryggve.reports.municipal.matter import Matter, area_name
from tryggve.reports.municipal.wording import figure_text, limits_text, sex_name
from tryggve.reports.tree import Cell, Trace


def figure_sql(figure: Figure, column: str = "value") -> str:
    """SQL that gives one figure."""
    where = f"indicator = '{figure.indicator}' AND area = '{figure.area}' AND period = '{figure.period}'"
    sex = f" AND sex = '{figure.sex}'"
    division = f" AND division = '{figure.division}'" if figure.division else ""
    return f"SELECT {column} FROM figures WHERE {where}{sex}{division}"


def rows_sql(figure: Figure) -> str:
    """SQL that lists the row of a figure with the table it came from."""
    return (
        f"SELECT f.*, p.source, p.address, p.fetched, p.sha256 FROM (\n{figure_sql(figure, '*')}\n) AS f "
        "LEFT JOIN provenance p ON p.source_table = f.source_table"
    )


def about(matter: Matter, figure: Figure) -> str:
    """The figure in words: indicator, place, period, sex."""
    indicator = matter.indicators[figure.indicator]
    said = [indicator.name, area_name(matter, figure.area, figure.division), figure.period]
    return "; ".join([*said, sex_name(figure.sex)] if figure.sex != BOTH else said)


def number_id(path: tuple[str, ...], figure: Figure, *more: str) -> str:
    """The id of a number, the same in every draft: where it stands, what it is of, and which number about it."""
    parts = [figure.indicator, figure.area, figure.period]
    parts += [figure.division] if figure.division else []
    return ids.join(*path, *parts, *([figure.sex] if figure.sex != BOTH else []), *more)


def figure_cell(matter: Matter, figure: Figure | None, *path: str) -> Cell:
    """A figure, or what stands in its place; `path` begins the id, for one figure may stand in several tables."""
    if figure is None or figure.value is None:
        unit = matter.indicators[figure.indicator].unit if figure else "count"
        return Cell(figure_text(unit, figure))
    text = figure_text(matter.indicators[figure.indicator].unit, figure)
    trace = Trace(figure_sql(figure), about(matter, figure), "published", rows_sql(figure))
    return Cell(text, figure.value, number_id(path, figure), trace)


def limits_cell(matter: Matter, figure: Figure | None, *path: str) -> Cell:
    """The interval of a figure; said in words where none is known."""
    if figure is None or figure.value is None:
        return Cell("")
    found = limits(matter, figure)
    if found is None:
        return Cell(_("no interval is known"))
    indicator = matter.indicators[figure.indicator]
    text = limits_text(indicator.unit, found, figure.value)
    trace = Trace(limits_sql(matter, figure), about(matter, figure), _method(figure), rows_sql(figure))
    return Cell(text, text, number_id(path, figure, "interval"), trace)


def _method(figure: Figure) -> str:
    return "survey_margin" if figure.margin is not None else "reported_rate"


def with_limits_cell(matter: Matter, figure: Figure | None, *path: str) -> Cell:
    """A figure with its interval in parentheses; alone where none is known."""
    plain = figure_cell(matter, figure, *path)
    found = limits(matter, figure) if figure is not None else None
    if figure is None or plain.trace is None or found is None:
        return plain
    unit = matter.indicators[figure.indicator].unit
    text = f"{plain.text} ({limits_text(unit, found, figure.value, bare=True)})"
    sql = f"SELECT f.value, l.low, l.high FROM (\n{figure_sql(figure)}\n) AS f, (\n{limits_sql(matter, figure)}\n) AS l"
    return Cell(text, figure.value, plain.id, Trace(sql, plain.trace.filter, _method(figure), plain.trace.rows_sql))


def compared_cell(matter: Matter, found: Compared, *path: str) -> Cell:
    """A comparison with its interval in parentheses; in words why there is none."""
    if found.result is None:
        return Cell(found.why)
    text = f"{compared_text(found)} ({compared_interval_text(found)})"
    return Cell(text, found.result.value, number_id(path, found.own, "apart"), compared_trace(matter, found))


def compared_trace(matter: Matter, found: Compared) -> Trace:
    """The way back of the value of a comparison."""
    assert found.other is not None
    text = _("{above}, compared with {below}").format(above=about(matter, found.own), below=about(matter, found.other))
    listed = f"{rows_sql(found.own)}\nUNION ALL\n{rows_sql(found.other)}"
    method = "ratio" if found.is_ratio else "difference"
    return Trace(found.sql, text, method, listed)


def compared_text(found: Compared) -> str:
    """A ratio as change in percent, a difference of percentages as points."""
    assert found.result is not None
    if found.is_ratio:
        return numbers.change(found.result.value)
    return points(found.result.value)


def compared_interval_text(found: Compared) -> str:
    """The interval of a comparison, in the same words."""
    assert found.result is not None
    low, high = found.result.interval.low, found.result.interval.high
    if found.is_ratio:
        return numbers.change_interval(low, high)
    return _("{low} to {high}").format(low=_signed(low), high=_signed(high))


def points(value: float) -> str:
    """A difference between percentages: `+2,3 enheter`."""
    return _("{number} points").format(number=_signed(value))


def _signed(value: float) -> str:
    text = numbers.decimal(value, 1)
    return f"+{text}" if value > 0 and any(figure in "123456789" for figure in text) else text
