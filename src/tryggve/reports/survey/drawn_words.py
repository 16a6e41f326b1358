"""How persons were drawn, in words: the interval holds only for that."""

from __future__ import annotations

from tryggve.domain.language import _, ngettext
from tryggve.reports import numbers
from tryggve.reports.survey.context import Context


def drawn_words(ctx: Context) -> str:
    """Whether persons or whole classes were drawn, and what the interval takes for given. Always said."""
    design, clusters = ctx.matter.design, ctx.matter.clusters
    if design.finished:
        return _(
            "Where whole classes, schools or households were asked together, the intervals hold only if the maker "
            "of the table has counted with it. Tryggve cannot see that."
        )
    if clusters is None:
        return _(
            "The intervals hold only if persons were drawn one by one. Where whole classes, schools or households "
            "were asked together they are too narrow: where 25 share a class and are a little alike (0.05 within "
            "it) they ought to be half as wide again. The design must then name the class."
        )
    number, several = clusters
    said = _(
        "Persons were not drawn one by one but together ({columns}): {n} such groups came in. Those of one group "
        "are often alike, so the intervals are made of how the groups differ, and are as a rule wider than if as "
        "many had been drawn one by one."
    ).format(columns=", ".join(design.cluster_columns), n=numbers.integer(number))
    if several and design.areas:
        said += " " + ngettext(
            "{n} of them has answers from more than one area.", "{n} of them have answers from more than one area.",
            several,
        ).format(n=numbers.integer(several))  # fmt: skip
    return said
