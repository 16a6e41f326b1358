"""What is said of a period that is not over on the day the question is asked."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.reports.context import Context
from tryggve.reports.tree import Paragraph


def banner_of(ctx: Context) -> str:
    """The banner of every page: what the material says of itself, and that the period is not over."""
    said, state = ctx.material.banner, _state(ctx)
    return f"{said.removesuffix('.')}. {state}" if said and state else said or state


def unfinished_blocks(ctx: Context) -> list[Paragraph]:
    """Among the limits: what there being few events, or none, does not mean."""
    if ctx.request.not_begun:
        return [Paragraph(nothing_yet(ctx), strong=True)]
    if ctx.request.under_way:
        text = _(
            "The period is not over on {today}: more reports will come, so the numbers will change and are not "
            "compared with earlier periods."
        )
        return [Paragraph(text.format(today=ctx.request.today), strong=True)]
    return []


def nothing_yet(ctx: Context) -> str:
    """Stands in the place of findings where the whole period lies ahead."""
    return _(
        "The period has not begun on {today}: there is nothing to count yet. That there are no events says nothing."
    ).format(today=ctx.request.today)


def _state(ctx: Context) -> str:
    if ctx.request.not_begun:
        return _("The period has not begun")
    return _("The period is under way: the numbers are not final") if ctx.request.under_way else ""
