"""What one could expect: the rates given circumstances, and drawn towards the common level. Never a grade."""

from __future__ import annotations

import math

from tryggve.domain.crime_kind import LawPart, crime_kinds
from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.cells import about, number_id, with_limits_cell
from tryggve.reports.municipal.comparing import FEWEST, counted
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.expecting import (
    FEWEST_FORESEEN,
    Foreseen,
    Shrunken,
    Years,
    foreseen,
    lacking,
    rates_of,
    shrunken,
    years_of,
)  # fmt: skip
from tryggve.reports.municipal.held import FALSE_SHARE
from tryggve.reports.municipal.wording import limits_text, number_text
from tryggve.reports.tree import Block, Bullets, Cell, Column, ColumnKind, Finding, Paragraph, Section, Table, Trace
from tryggve.stats.multiple import benjamini_hochberg

UNIT = "per_100000"


def expected_section(ctx: Context) -> list[tuple[Section, list[Finding]]]:
    """The chapter; it says what to fetch where the figures of all municipalities are not at hand."""
    asked = (id for kind in crime_kinds() if kind.law is LawPart.EXTENT for id in kind.indicators)
    own = rates_of(ctx.matter, iter(dict.fromkeys(asked)))
    years = years_of(ctx.matter)
    made = [one for rate in own if (one := foreseen(ctx.matter, rate, years)) is not None] if years else []
    drawn = [other for rate in own if (other := shrunken(ctx.matter, rate)) is not None]
    blocks: list[Block] = [*_model(years, made), _foreseen_table(ctx, made)] if years and made else [_not(ctx)]
    blocks += [_shrunken_table(ctx, drawn)] if drawn else []
    lead = _(
        "A rate held against that of municipalities in like circumstances. What is left over is unexplained: it is no "
        "grade of the municipality or of anybody's work."
    )
    return [(Section("expected", _("What one could expect"), tuple(blocks), lead), [])]


def _not(ctx: Context) -> Paragraph:
    names = "; ".join(ctx.indicator(id).name for id in lacking(ctx.matter)) or _("reported offences per inhabitant")
    return Paragraph(
        _("No expected level is told, and none is guessed. It needs the figures of at least {n} municipalities. Too "
          "few are at hand of: {names}. tryggve fetch --kommun {code} gets them.").format(
            n=FEWEST_FORESEEN, names=names, code=ctx.matter.scope.code),
        strong=True,
    )  # fmt: skip


def _model(years: Years, made: list[Foreseen]) -> list[Block]:
    few, many = min(len(one.found.observed) for one in made), max(len(one.found.observed) for one in made)
    return [
        Paragraph(
            _("The model is made of {n} municipalities and knows five things of each. Every municipality is foreseen "
              "by a model that has not seen it.").format(n=numbers.interval(few, many) if few < many else many)
        ),
        Bullets((
            _("Age: those aged 15 to 24, of all inhabitants ({year}).").format(year=years.people),
            _("Sex: women, of all inhabitants ({year}).").format(year=years.people),
            _("Town and country: the number of inhabitants ({year}). It stands in for density, which is not at hand.")
            .format(year=years.people),
            _("Socio-economy: low economic standard, all ages ({year}).").format(year=years.standard),
            _("Work: unemployed, 18 to 65 years ({year}).").format(year=years.unemployed),
        )),
        Paragraph(
            _("It knows nothing of visitors, commuters, night life, prisons, how much is reported, or what the police "
              "look for. Where people were born is not in it."),
            strong=True,
        ),
    ]  # fmt: skip


def _foreseen_table(ctx: Context, made: list[Foreseen]) -> Table:
    kept = [one for one in made if one.found.is_better]
    q_values = benjamini_hochberg([float(one.found.p[one.at]) for one in kept]).tolist() if kept else []
    clear = {one.own.indicator: q <= FALSE_SHARE for one, q in zip(kept, q_values, strict=True)}
    rows = [_foreseen_row(ctx, one, clear.get(one.own.indicator)) for one in made]
    columns = (
        Column("what", _("What"), ColumnKind.TEXT), Column("value", _("Observed (interval)")),
        Column("expected", _("Expected (where nearly all like it lie)")),
        Column("residual", _("Observed as times the expected (interval)")),
        Column("outside", _("Outside the expected?"), ColumnKind.TEXT),
        Column("check", _("Explained of what was not seen (gain, standard error)")),
    )  # fmt: skip
    note = _(
        "Per 100,000 inhabitants. An expected level is told only where the model foresees municipalities it has not "
        "seen better than their mean does, by two standard errors of the gain. Higher or lower than expected does not "
        "mean more or less crime than need be: a circumstance may be missing, or more or fewer report."
    )
    title = _("Reported offences and what the circumstances lead one to expect")
    return Table("expected.rates", title, columns, tuple(rows), note=note, source=_sources(ctx, made))


def _foreseen_row(ctx: Context, one: Foreseen, clear: bool | None) -> tuple[Cell, ...]:
    head = (
        label(f"{ctx.indicator(one.own.indicator).name} ({one.own.period})"),
        with_limits_cell(ctx.matter, one.own, "expected", "observed"),
    )
    check = one.found.check()
    text = f"{numbers.decimal(check[0], 0)}\u00a0% ({numbers.decimal(check[1], 2)}; {numbers.decimal(check[2], 2)})"
    tried = _cell(ctx, one, "check", text, float(check[0]), "check()")
    if clear is None:
        return (*head, Cell(_("not told: the mean foresees as well")), Cell(""), Cell(""), tried)
    value, low, high = one.found.expected_at(one.at)
    limits = limits_text(UNIT, (low, high), value)
    level = _cell(ctx, one, "level", f"{number_text(UNIT, value)} ({limits})", value, f"expected_at({one.at})")
    return (*head, level, _residual_cell(ctx, one), Cell(_("yes") if clear else _("no")), tried)


def _residual_cell(ctx: Context, one: Foreseen) -> Cell:
    behind = counted(ctx.matter, one.own)
    value, low, high = one.found.residual_at(one.at)
    if behind is None or behind.n < FEWEST or not math.isfinite(high):
        return Cell(_("fewer than {n} offences").format(n=FEWEST))
    text = f"{numbers.decimal(value, 2)} ({numbers.interval(low, high, 2)})"
    return _cell(ctx, one, "residual", text, value, f"residual_at({one.at})")


def _shrunken_table(ctx: Context, drawn: list[Shrunken]) -> Table:
    rows = []
    for one in drawn:
        value, low, high = one.found.rate_at(one.at)
        text = f"{number_text(UNIT, value)} ({limits_text(UNIT, (low, high), value)})"
        weight = 100.0 * float(one.found.weight[one.at])
        rows.append(
            (label(f"{ctx.indicator(one.own.indicator).name} ({one.own.period})"),
             with_limits_cell(ctx.matter, one.own, "shrunken", "crude"),
             _cell(ctx, one, "rate", text, value, f"rate_at({one.at})"),
             _cell(ctx, one, "weight", f"{numbers.decimal(weight, 0)}\u00a0%", weight, f"weight[{one.at}]", "100 * "))
        )  # fmt: skip
    columns = (
        Column("what", _("What"), ColumnKind.TEXT), Column("crude", _("As reported (interval)")),
        Column("rate", _("Drawn towards the common level (interval)")),
        Column("weight", _("So much the municipality's own figure counts for")),
    )  # fmt: skip
    note = _(
        "Per 100,000 inhabitants. Where offences are few a figure jumps from year to year by chance. The drawn figure "
        "is a better guess of the level behind: the fewer the offences, the more it leans on what all municipalities "
        "have in common. What was reported is the figure to its left."
    )
    title = _("The rates without the leaps of chance")
    return Table("shrunken.rates", title, columns, tuple(rows), note=note, source=_sources(ctx, drawn))


def _cell(
    ctx: Context, one: Foreseen | Shrunken, what: str, text: str, value: float, told: str, factor: str = ""
) -> Cell:
    part = "expected" if isinstance(one, Foreseen) else "shrunken"
    trace = Trace(one.sql, about(ctx.matter, one.own), part, one.sql, f"{factor}{one.call}.{told}")
    return Cell(text, value, number_id((part, what), one.own), trace)


def _sources(ctx: Context, made: list[Foreseen] | list[Shrunken]) -> str:
    return ", ".join(ctx.matter.sources_of(tuple(one.own.indicator for one in made)))
