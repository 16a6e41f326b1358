"""Cells of a survey's document: a share, its interval, what it rests on; each with an id and the way back."""

from __future__ import annotations

import math

from tryggve.domain.language import _
from tryggve.domain.survey import WHOLE, SafetySurvey
from tryggve.reports import ids, numbers
from tryggve.reports.survey.context import Changed
from tryggve.reports.survey.matter import ALONE, FEW, GUARD, NOBODY, Told
from tryggve.reports.tree import Cell, Trace
from tryggve.stats.disclosure.known import LIMIT
from tryggve.stats.disclosure.shares import LEAST
from tryggve.stats.survey.kept import korn_graubard


def sql_of(one: Told, what: str, table: str = "survey") -> str:
    """SQL that gives something of one share."""
    return f"SELECT {what} FROM {table} WHERE question = '{one.question}' AND area = '{one.area}'"


def about(design: SafetySurvey, one: Told) -> str:
    """The share in words: which question, which answers, where, when."""
    question = next(found for found in design.questions if found.id == one.question)
    return _("“{text}”: {counted}; {area}; {period}").format(
        text=question.text, counted=question.counted or _("as published"), area=place(design, one.area),
        period=design.period,
    )  # fmt: skip


def place(design: SafetySurvey, area: str) -> str:
    """An area, or all of them together."""
    return _("all who were asked") if area == WHOLE else design.area_name(area)


def percent(share: float) -> str:
    """A share as percent without decimals: the interval is wider than they would be."""
    return numbers.percent(share)


def limits_text(one: Told) -> str:
    """The interval as percent."""
    return numbers.percent_interval(one.low, one.high)


def share_cell(design: SafetySurvey, one: Told) -> Cell:
    """The share, or why it may not be told."""
    if one.hidden:
        return Cell(why_hidden(one))
    trace = Trace(
        sql_of(one, "counted_weight / base_weight"), about(design, one), "share", sql_of(one, "*"),
    )  # fmt: skip
    return Cell(percent(one.share), one.share, number_id("share", one), trace)


def limits_cell(design: SafetySurvey, one: Told) -> Cell:
    """The interval of a share."""
    if one.hidden:
        return Cell("")
    trace = Trace(sql_of(one, "low, high"), about(design, one), "interval", sql_of(one, "*"), interval_call(one))
    text = limits_text(one)
    return Cell(text, text, number_id("share", one, "interval"), trace)


def interval_call(one: Told) -> str:
    """The Python call that makes the interval; "" where the maker of a finished table gave it."""
    if korn_graubard(one.share, one.effective) != (one.low, one.high):
        return ""
    return f"tryggve.stats.survey.kept.korn_graubard({one.share!r}, {one.effective!r})"


def ground_cells(design: SafetySurvey, one: Told) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Asked, answered, response, effective answers and design effect."""
    return (
        _number(design, one, "asked", numbers.integer(one.asked), one.asked, _("not known")),
        _number(design, one, "answered", numbers.integer(one.answered), one.answered, few_words()),
        _number(design, one, "answered / asked", percent(one.response or 0.0), one.response, _("not known")),
        _number(design, one, "effective", numbers.integer(_known(one.effective)), _known(one.effective), ""),
        _number(
            design, one, "variance / (share * (1 - share) / answered)", numbers.decimal(_known(one.design_effect), 1),
            _known(one.design_effect), "",
        ),
    )  # fmt: skip


def _number(design: SafetySurvey, one: Told, what: str, text: str, value: float | None, otherwise: str) -> Cell:
    if value is None:
        return Cell(otherwise)
    name = {"answered / asked": "response"}.get(what, "design-effect" if "variance" in what else what)
    method = "response" if name in ("asked", "answered", "response") else "interval"
    return Cell(text, value, number_id("share", one, name), Trace(sql_of(one, what), about(design, one), method))


def few_words() -> str:
    """What stands where a number of persons may not be told."""
    return _("not told")


def why_hidden(one: Told) -> str:
    """Why a share is not told."""
    if one.hidden == NOBODY:
        return _("nobody answered")
    if one.hidden == FEW:
        return _("fewer than {n} answers").format(n=LEAST)
    if one.hidden == ALONE:
        return _("all from one class or household")
    if one.hidden == GUARD:
        return _("not told, to guard another")
    return _("fewer than {n} answered one way").format(n=LIMIT)


def change_cells(design: SafetySurvey, one: Changed) -> tuple[Cell, Cell]:
    """A change in points, and its interval."""
    key = ("change", one.now)
    said = _("{now}, less the round before").format(now=about(design, one.now))
    value_trace = Trace(change_sql(one, "n.share - p.share"), said, "change", sql_of(one.now, "*"), change_call(one))
    limits = (
        "n.share - p.share - sqrt((n.share - n.low) ** 2 + (p.high - p.share) ** 2), "
        "n.share - p.share + sqrt((n.high - n.share) ** 2 + (p.share - p.low) ** 2)"
    )
    limits_trace = Trace(change_sql(one, limits), said, "change", sql_of(one.now, "*"), change_call(one))
    text = change_limits_text(one)
    return (
        Cell(points(one.result.value), one.result.value, number_id(*key), value_trace),
        Cell(text, text, number_id(*key, "interval"), limits_trace),
    )


def then_cell(design: SafetySurvey, one: Changed) -> Cell:
    """The share of the round before with its interval."""
    text = f"{percent(one.then.share)} ({limits_text(one.then)})"
    said = _("{now}, the round before").format(now=about(design, one.now))
    trace = Trace(sql_of(one.then, "share", "previous"), said, "share", sql_of(one.then, "*", "previous"))
    return Cell(text, one.then.share, number_id("change", one.now, "then"), trace)


def change_sql(one: Changed, what: str) -> str:
    """SQL over this round (n) and the one before (p)."""
    where = f"n.question = '{one.now.question}' AND n.area = '{one.now.area}'"
    return f"SELECT {what} FROM survey n JOIN previous p ON p.question = n.question AND p.area = n.area WHERE {where}"


def change_call(one: Changed) -> str:
    """The Python call that gives the change, its interval and its p-value."""

    def part(told: Told) -> str:
        names = ("share", "low", "high", "variance", "degrees")
        return "RoundShare(" + ", ".join(f"{name}={getattr(told, name)!r}" for name in names) + ")"

    return f"tryggve.stats.survey.kept.share_change({part(one.now)}, {part(one.then)})"


def points(value: float) -> str:
    """A difference between shares in percentage points."""
    text = numbers.decimal(100.0 * value, 0)
    return _("{number} points").format(number=f"+{text}" if value > 0 and text.strip("0") else text)


def change_limits_text(one: Changed) -> str:
    """The interval of a change in percentage points."""
    low, high = (100.0 * limit for limit in (one.result.interval.low, one.result.interval.high))
    return _("{low} to {high} points").format(low=_signed(low), high=_signed(high))


def number_id(kind: str, one: Told, *more: str) -> str:
    """The id of a number, the same in every document of the round."""
    return ids.join(kind, one.question, one.area, *more)


def _signed(value: float) -> str:
    text = numbers.decimal(value, 0)
    return f"+{text}" if value > 0 and text.strip("0") else text


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
