"""Sentences of a survey's document: only what can be told from chance, with its interval."""

from __future__ import annotations

from collections.abc import Iterator

from tryggve.domain.language import _
from tryggve.domain.survey import WHOLE, SurveyQuestion
from tryggve.reports.certainty import of_test
from tryggve.reports.survey.cells import (
    about,
    change_call,
    change_limits_text,
    change_sql,
    limits_text,
    number_id,
    percent,
    place,
    points,
    sql_of,
)
from tryggve.reports.survey.context import Changed, Context
from tryggve.reports.survey.matter import Told
from tryggve.reports.tree import Certainty, Finding, FindingKind, Trace


def findings_of(ctx: Context, question: SurveyQuestion) -> list[Finding]:
    """The clear changes of a question, and the areas that lie above others; the farthest apart first."""
    made = [*_changes(ctx, question), *_areas(ctx, question)]
    return sorted(made, key=lambda one: (-one.weight, one.id))


def _changes(ctx: Context, question: SurveyQuestion) -> Iterator[Finding]:
    for told in ctx.matter.of(question.id):
        one = ctx.changes.get((question.id, told.area))
        if one is not None and one.is_clear:
            yield _change(ctx, question, one)


def _change(ctx: Context, question: SurveyQuestion, one: Changed) -> Finding:
    assert ctx.previous is not None
    design, interval = ctx.matter.design, one.result.interval
    words = _("{text} {share} ({interval}) in {area}, {size} more than in {period} ({then}, {then_interval}).")
    if one.result.value < 0:
        words = _("{text} {share} ({interval}) in {area}, {size} fewer than in {period} ({then}, {then_interval}).")
    text = words.format(
        text=_put(question), share=percent(one.now.share), interval=limits_text(one.now),
        area=place(design, one.now.area), size=points(abs(one.result.value)).lstrip("+"), period=ctx.previous.period,
        then=percent(one.then.share), then_interval=limits_text(one.then),
    )  # fmt: skip
    return Finding(
        id=number_id("finding", one.now, "change"),
        key=f"survey.change.{question.sort.value}",
        kind=FindingKind.CHANGE,
        text=text,
        value=one.result.value,
        interval=(interval.low, interval.high),
        reference=_("{share} in {period}").format(share=percent(one.then.share), period=ctx.previous.period),
        certainty=of_test(one.result.p_value, 1.0, 1.0),
        method="change",
        trace=Trace(change_sql(one, "n.share - p.share"), about(design, one.now), "change", sql_of(one.now, "*"),
                    change_call(one)),
        value_text=points(one.result.value),
        interval_text=change_limits_text(one),
        weight=max(interval.low, -interval.high) + (1.0 if one.now.area == WHOLE else 0.0),
    )  # fmt: skip


def _areas(ctx: Context, question: SurveyQuestion) -> Iterator[Finding]:
    for area in dict.fromkeys(higher for higher, _lower in ctx.matter.apart[question.id]):
        told = ctx.matter.at(question.id, area)
        assert told is not None
        lower = [one for higher, one in ctx.matter.apart[question.id] if higher == area]
        yield _area(ctx, question, told, lower)


def _area(ctx: Context, question: SurveyQuestion, told: Told, lower: list[str]) -> Finding:
    design = ctx.matter.design
    names = ", ".join(place(design, one) for one in lower)
    highest = max(one.high for code in lower if (one := ctx.matter.at(question.id, code)) is not None)
    return Finding(
        id=number_id("finding", told, "apart"),
        key=f"survey.apart.{question.sort.value}",
        kind=FindingKind.LEVEL,
        text=_("{text} {share} ({interval}) in {area}: more than in {lower}, when all areas are allowed for.").format(
            text=_put(question), share=percent(told.share), interval=limits_text(told), area=place(design, told.area),
            lower=names,
        ),
        value=told.share,
        interval=(told.low, told.high),
        reference=names,
        certainty=Certainty.MODERATE,
        method="apart",
        trace=Trace(sql_of(told, "counted_weight / base_weight"), about(design, told), "apart", sql_of(told, "*")),
        value_text=percent(told.share),
        interval_text=limits_text(told),
        weight=max(0.0, told.low - highest),
    )  # fmt: skip


def _put(question: SurveyQuestion) -> str:
    """The question with the answers that are counted."""
    return f"{question.text} ({question.counted})" if question.counted else question.text
