"""What is not known and why: rows that did not go in, events without time or place, sources that cannot see."""

from __future__ import annotations

from tryggve.domain.calendar_days import month_start
from tryggve.domain.category import categories
from tryggve.domain.incident import LocationPrecision, TimePrecision
from tryggve.domain.language import _, ngettext
from tryggve.reports import numbers
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, holds_whole_months, source_name
from tryggve.reports.sections.deleted import deleted_items
from tryggve.reports.sections.left_out import left_out_table
from tryggve.reports.sections.unfinished import unfinished_blocks
from tryggve.reports.small_numbers import is_small
from tryggve.reports.tree import Block, Bullets, Heading, Paragraph, Section
from tryggve.store.base import Selection

WEEK_IN_HOURS = 168


def unknown_section(ctx: Context, compared: tuple[Comparisons, ...]) -> Section:
    """The limits of the material, in words and numbers."""
    blocks: list[Block] = [*unfinished_blocks(ctx), Paragraph(_cannot_see())]
    blocks += [Paragraph(_restricted(ctx))] if ctx.request.for_others else []
    blocks += [Paragraph(_left_out())] if ctx.withheld else []
    deleted = deleted_items(ctx)
    blocks += [Bullets(tuple(deleted))] if deleted else []
    for comparisons in compared:
        blocks += _source_blocks(ctx, comparisons)
    blocks += _files(ctx) + _privacy(ctx)
    return Section("unknown", _("What is not known, and why"), tuple(blocks))


def _cannot_see() -> str:
    return _(
        "Reports of places do not see fraud, violence in close relations or crime on the net, nor what nobody "
        "reported. Reported offences follow both what happened and how much people report and the police look. "
        "Few reports are therefore not the same as little crime."
    )


def _restricted(ctx: Context) -> str:
    """Said whether there were any or not, so that it tells nothing of them."""
    if ctx.request.public:
        names = ", ".join(kind.name for kind in categories().values() if kind.restricted)
        return _(
            "Kinds that only few may read of are left out of this public version, also from its totals: {names}."
        ).format(names=names)
    names = ", ".join(kind.name for kind in categories().values() if kind.restricted or kind.intimate)
    return _(
        "Kinds that only few may read of are left out of this shared version, also from its totals: {names}. Schools, "
        "social services and care are told of by area and day alone, and protected places are drawn nowhere."
    ).format(names=names)


def _left_out() -> str:
    return _(
        "Some numbers are left out or merged here, since small ones could be worked out from them together with what "
        "was published before."
    )


def _source_blocks(ctx: Context, comparisons: Comparisons) -> list[Block]:
    where = ctx.where(comparisons.source, ctx.period)
    items = [text for text in (_places(ctx, where), _times(ctx, where), _doubles(ctx, comparisons)) if text]
    items += _month_only(ctx, comparisons.source) + _mixed(ctx, where)
    blocks: list[Block] = [Heading(source_name(ctx, comparisons.source))]
    if items:
        blocks.append(Bullets(tuple(items)))
    table = left_out_table(ctx, comparisons)
    return [*blocks, table] if table else blocks


def _places(ctx: Context, where: Selection) -> str:
    found = {int(code): n for (code,), n in ctx.store.counts(("location_precision",), where).items()}
    total = sum(found.values())
    vague = found.get(int(LocationPrecision.MUNICIPALITY), 0) + found.get(int(LocationPrecision.UNKNOWN), 0)
    if not total or _hidden(ctx, vague, total) or _withheld(ctx, where, "location_precision"):
        return ""
    return _("Events whose place is unknown or known only to the municipality: {n} of {total} ({share}).").format(
        n=numbers.integer(vague), total=numbers.integer(total), share=numbers.percent(vague / total)
    )


def _times(ctx: Context, where: Selection) -> str:
    found = {int(code): n for (code,), n in ctx.store.counts(("time_precision",), where).items()}
    between = found.get(int(TimePrecision.INTERVAL), 0)
    hidden = _hidden(ctx, between, sum(found.values())) or _withheld(ctx, where, "time_precision")
    if not between or hidden:
        return ""
    return _("Events known as an interval only, counted on the last day they may have happened: {n}.").format(
        n=numbers.integer(between)
    )


def _hidden(ctx: Context, part: int, total: int) -> bool:
    """Whether a part, or what is left beside it, is too small a number for the public version."""
    limit = ctx.request.small_number
    return ctx.request.public and (is_small(part, limit) or is_small(total - part, limit))


def _withheld(ctx: Context, where: Selection, part: str) -> bool:
    """Whether a part is left out because of what was published earlier."""
    return any((source, part) in ctx.withheld for source in where.sources or ())


def _doubles(ctx: Context, comparisons: Comparisons) -> str:
    """Events that two organisations may both have reported: same kind, day and exact place."""
    if ctx.request.for_others:
        return ""
    where = ctx.where(comparisons.source, ctx.period)
    seen: dict[tuple[object, ...], set[object]] = {}
    for row in ctx.store.rows(where.but(location_precisions=(1,)), limit=MOST_COMPARED):
        seen.setdefault((row["category"], row["last_day"], row["x"], row["y"]), set()).add(row["organisation"])
    n = sum(1 for organisations in seen.values() if len(organisations) > 1)
    if not n:
        return ""
    return ngettext(
        "At {n} place and day two organisations reported the same kind of event; it may be one event, counted twice.",
        "At {n} places and days two organisations reported the same kind of event; each may be one event, counted "
        "twice.",
        n,
    ).format(n=numbers.integer(n))


MOST_COMPARED = 5_000
"""So many events at exact points are searched for doubles; with more of them chance makes too many."""


def month_only(ctx: Context, source: str) -> Selection | None:
    """Events known to the month alone of the months that the period touches; None where it holds whole months."""
    if holds_whole_months(ctx.period):
        return None
    return ctx.where(source).but(
        time_precisions=(int(TimePrecision.MONTH),),
        first_day=ctx.period.first_day,
        last_day=month_start(month_start(ctx.period.last_day) + 31) - 1,
    )


def _month_only(ctx: Context, source: str) -> list[str]:
    month = month_only(ctx, source)
    n = 0 if month is None else sum(ctx.store.counts((), month).values())
    if month is None or not n or _hidden(ctx, n, n) or _withheld(ctx, month, "month_only"):
        return []
    return [_("Events known to the month only, which are in no period this short: {n}.").format(n=numbers.integer(n))]


def _mixed(ctx: Context, where: Selection) -> list[str]:
    """Events under a heading of the source that mixes kinds which have codes of their own here."""
    found = {int(mixed): n for (mixed,), n in ctx.store.counts(("mixed",), where).items()}
    n, total = found.get(1, 0), sum(found.values())
    if not n or _hidden(ctx, n, total) or _withheld(ctx, where, "mixed"):
        return []
    text = ngettext(
        "{n} of {total} events has a category in the source that mixes several kinds; the kind it stands under is the "
        "nearest one.",
        "{n} of {total} events have a category in the source that mixes several kinds; the kind they stand under is "
        "the nearest one.",
        n,
    )
    return [text.format(n=numbers.integer(n), total=numbers.integer(total))]


def _files(ctx: Context) -> list[Block]:
    if ctx.request.for_others or not ctx.material.files:
        return []
    items = []
    for note in ctx.material.files:
        text = _("{name}: rows read {read}, taken in {accepted}, returned to be corrected {returned}.").format(
            name=note.name,
            read=numbers.integer(note.read),
            accepted=numbers.integer(note.accepted),
            returned=numbers.integer(note.returned),
        )
        items.append(text)
    blocks: list[Block] = [Heading(_("The files")), Bullets(tuple(items))]
    if ctx.material.notes:
        blocks += [Heading(_("Seen while reading them")), Bullets(ctx.material.notes)]
    return blocks


def _privacy(ctx: Context) -> list[Block]:
    if ctx.request.for_others or not ctx.material.privacy:
        return []
    found = ", ".join(f"{name} {numbers.integer(n)}" for name, n in ctx.material.privacy.items())
    text = _(
        "Personal data were found in the texts of the reports: {found} (rows). No free text is shown in this document. "
        "Names are searched for by lists and rules that miss some of them: no search finds everything."
    )
    return [Paragraph(text.format(found=found))]
