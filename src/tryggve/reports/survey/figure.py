"""A picture of one question: each area with its interval, in the order of the design and never in order of size."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.domain.survey import SurveyQuestion
from tryggve.reports import ids
from tryggve.reports.figures.style import INK, LINE, QUIET, WIDTH, chart_svg
from tryggve.reports.survey.cells import limits_text, percent, place
from tryggve.reports.survey.context import Context
from tryggve.reports.survey.matter import Told
from tryggve.reports.tree import Figure

FEWEST = 2
_ROW = 26
_TOP = 60


def question_picture(ctx: Context, question: SurveyQuestion) -> Figure | None:
    """The picture of a question; None where fewer than two shares may be told."""
    told = [one for one in ctx.matter.of(question.id) if not one.hidden]
    if len(told) < FEWEST:
        return None
    title = _("{text} Share and interval").format(text=question.text)
    alt = _("{title}: {shares}. The numbers stand in the table.").format(
        title=title, shares="; ".join(_said(ctx, one) for one in told)
    )
    note = _("The line is the interval (95 %). The areas stand in the order of the survey, not in order of size.")
    if any((one.question, one.area) in ctx.changes for one in told):
        note += " " + _("Grey: the round before.")
    return Figure(ids.join("picture", question.id), title, alt, _svg(ctx, told, alt), note=note)


def _said(ctx: Context, one: Told) -> str:
    return f"{place(ctx.matter.design, one.area)} {percent(one.share)} ({limits_text(one)})"


def _svg(ctx: Context, told: list[Told], alt: str) -> str:
    import altair as vega

    names = [place(ctx.matter.design, one.area) for one in told]
    now = [_row(name, one) for name, one in zip(names, told, strict=True)]
    before = [
        _row(name, changed.then)
        for name, one in zip(names, told, strict=True)
        if (changed := ctx.changes.get((one.question, one.area)))
    ]
    y = vega.Y("place:N", title=None, sort=names, scale=vega.Scale(domain=names), axis=vega.Axis(labelLimit=220))
    shown = [*told, *(changed.then for one in told if (changed := ctx.changes.get((one.question, one.area))))]
    most = max(one.high for one in shown)
    scale = vega.Scale(domain=[0, min(100, 10 * (1 + int(10.0 * most)))])
    layers = []
    for rows, colour, shift in ((before, QUIET, 5), (now, LINE, -3 if before else 0)):
        if rows:
            base = vega.Chart(vega.InlineData(values=rows))
            x = vega.X("low:Q", title=_("percent"), scale=scale)
            line = base.mark_rule(color=colour, strokeWidth=3, opacity=0.5, yOffset=shift)
            layers.append(line.encode(x=x, x2="high:Q", y=y))
            dot = base.mark_point(filled=True, size=55, opacity=1, color=colour if rows is before else INK,
                                  yOffset=shift)  # fmt: skip
            layers.append(dot.encode(x=vega.X("share:Q", scale=scale), y=y))
    return chart_svg(vega.layer(*layers).properties(width=WIDTH - 220, height=_TOP + _ROW * len(told)), alt)


def _row(name: str, one: Told) -> dict[str, float | str]:
    return {"place": name, "share": 100.0 * one.share, "low": 100.0 * one.low, "high": 100.0 * one.high}
