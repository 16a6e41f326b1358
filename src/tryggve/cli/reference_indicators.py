"""The page of the reference on indicators: what is measured, from where, and how it may be misread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tryggve.domain.indicator import (
    ORIGIN_NAMES,
    Direction,
    Indicator,
    KoladaQuery,
    LabelQuery,
    Measures,
    TableQuery,
    indicators,
    theme_title,
)
from tryggve.domain.language import N_, _, ngettext, pick

UNIT_WORDS: Mapping[str, str] = {
    "per_100000": N_("per 100,000 inhabitants"),
    "per_10000": N_("per 10,000 adults"),
    "per_1000": N_("per 1,000 inhabitants"),
    "percent": N_("per cent"),
    "persons": N_("persons"),
    "count": N_("number"),
    "index": N_("index"),
    "class": N_("class"),
    "thousand_kronor": N_("thousand kronor"),
}
MEASURES_WORDS: Mapping[Measures, str] = {
    Measures.REPORTED: N_("reported to the police"),
    Measures.EXPERIENCED: N_("what people say has happened to them"),
    Measures.PERCEIVED: N_("what people feel or think"),
    Measures.REGISTER: N_("a register"),
}
DIRECTION_WORDS: Mapping[Direction, str] = {
    Direction.MORE_IS_WORSE: N_("more is worse"),
    Direction.LESS_IS_WORSE: N_("less is worse"),
    Direction.UNCLEAR: N_("more is not by itself worse"),
}


def indicator_pages(table: Callable[[Sequence[str], Iterable[Sequence[str]]], str]) -> str:
    """The page: a section for each theme, what holds for all of it first."""
    every = list(indicators().values())
    parts = ["# " + _("Indicators"), _("{n} indicators. Each is a row in catalog/indicators.").format(n=len(every))]
    for theme in dict.fromkeys(one.theme for one in every):
        own = [one for one in every if one.theme == theme]
        shared = [told for told in own[0].misread if all(told in one.misread for one in own)]
        parts.append(f"## {theme_title(theme)}")
        parts.append("\n".join(f"- {pick(dict(told))}" for told in shared))
        head = [_("Id"), _("What"), _("Why"), _("Source"), _("Unit and direction"), _("How it may be misread")]
        parts.append(table(head, [_row(one, shared) for one in own]))
    return "\n\n".join(parts)


def _row(one: Indicator, shared: Sequence[Mapping[str, str]]) -> list[str]:
    misread = [pick(dict(told)) for told in one.misread if told not in shared]
    breaks = [f"{found.year}: {pick(dict(found.what))}" for found in one.breaks]
    lag = ngettext("published after {n} month", "published after {n} months", one.lag).format(n=one.lag)
    about = [_(UNIT_WORDS[one.unit]), _(DIRECTION_WORDS[one.direction]), _(MEASURES_WORDS[one.measures]), lag]
    if one.by_sex:
        about.append(_("by sex"))
    return [f"`{one.id}`", one.name, pick(dict(one.why)), _source(one), ", ".join(about), " ".join([*misread, *breaks])]


def _source(one: Indicator) -> str:
    query = one.query
    if isinstance(query, KoladaQuery):
        told = query.kpi if not query.margin else f"{query.kpi} (± {query.margin})"
    elif isinstance(query, TableQuery):
        told = f"{query.table}: " + "; ".join(f"{name} {', '.join(codes)}" for name, codes in query.selection.items())
    else:
        told = ", ".join(query.labels if isinstance(query, LabelQuery) else query.classes)
    return f"{ORIGIN_NAMES[one.origin]} {told}"
