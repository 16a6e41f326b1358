"""The lägesbild: from a store and a question to one tree of findings. Start reading here.

    build(material, request) -> Situation

The sections are made one by one, each from the same `Context`; what they find is ranked, and the seven that stand out
most come first. Everything a reader may see is in the tree: html, pdf, xlsx and json only set it.
"""

from __future__ import annotations

from collections.abc import Iterator

from tryggve import __version__
from tryggve.domain.language import _, current_language
from tryggve.domain.retention import is_kept_source
from tryggve.reports import numbers
from tryggve.reports.comparison import Comparisons, compare
from tryggve.reports.context import Context
from tryggve.reports.methods import methods
from tryggve.reports.request import Material, Request
from tryggve.reports.sections.analysis import analysis_section
from tryggve.reports.sections.coverage import coverage_section
from tryggve.reports.sections.deleted import nothing_to_hold, with_deleted
from tryggve.reports.sections.extent import extent_section
from tryggve.reports.sections.extent_findings import nearly_unusual
from tryggve.reports.sections.harm import harm_section
from tryggve.reports.sections.left_out import left_out_counts, left_out_words
from tryggve.reports.sections.listing import listing_section
from tryggve.reports.sections.open_numbers import open_sources
from tryggve.reports.sections.shared import SHARED
from tryggve.reports.sections.signals import signals_section
from tryggve.reports.sections.tables import tables_section
from tryggve.reports.sections.unfinished import banner_of, nothing_yet
from tryggve.reports.sections.unknown import unknown_section
from tryggve.reports.sections.when import when_section
from tryggve.reports.sections.where import where_section
from tryggve.reports.tree import Block, Finding, Findings, Meta, Paragraph, Section, Situation

MOST_FINDINGS = 7
"""So many findings stand out; more than that nobody can act on."""


class ScopeError(ValueError):
    """The part of the municipality asked for cannot be shown, with the reason and what to do."""


def build(material: Material, request: Request) -> Situation:
    """The lägesbild of a period. ScopeError for a district in the public version or one that does not exist."""
    check_scope(material, request)
    ctx = Context(material, request)
    compared = open_sources(ctx, (compare(ctx, source) for source in ctx.sources))
    if ctx.deleted(ctx.period):
        compared = tuple(found for found in compared if found.total.n)
    findings: list[Finding] = []
    sections: list[Section] = []

    def add(made: tuple[Section | None, list[Finding]]) -> None:
        section, found = made
        if section is not None:
            sections.append(section)
        findings.extend(found)

    add(signals_section(ctx))
    tables = tables_section(ctx)
    if not request.not_begun and (compared or tables[0] is None or ctx.deleted(ctx.period)):
        for section, told in _of_events(ctx, compared):
            add((with_deleted(ctx, section), [] if ctx.deleted(ctx.period) else told))
        add(coverage_section(ctx))
    add(tables)
    sections.extend(material.further)
    add((unknown_section(ctx, compared), []))
    add((analysis_section(), []))
    ranked = tuple(sorted(findings, key=lambda finding: (-finding.weight, finding.id)))
    return Situation(
        title=_("Lägesbild {place}").format(place=place_name(ctx)),
        subtitle=numbers.period_words(request.period),
        banner=banner_of(ctx),
        meta=_meta(ctx),
        findings=ranked,
        sections=(_standing_out(ctx, compared, ranked), *sections),
        methods=methods(signals=any(section.key == "signals" for section in sections)),
        released=tuple(ctx.released),
    )


def _of_events(ctx: Context, compared: tuple[Comparisons, ...]) -> Iterator[tuple[Section | None, list[Finding]]]:
    """The sections that are made of reports of events; the first alone where those of the whole period are deleted."""
    deleted = not compared and ctx.deleted(ctx.period)
    if ctx.request.shared:
        yield extent_section(ctx, compared)
        for made in () if deleted else SHARED:
            yield made(ctx, compared), []
        yield (None if deleted else harm_section(ctx, compared)), []
        return
    # Made first: it takes the most memory, and what draws the figures of the others never gives its own back.
    where = None if deleted else where_section(ctx, compared)
    yield extent_section(ctx, compared)
    if where is not None:
        yield listing_section(ctx, compared), []
        yield when_section(ctx, compared)
        yield where
        yield harm_section(ctx, compared), []


def place_name(ctx: Context) -> str:
    """The municipality, or the part of it that was asked for."""
    scope, register = ctx.request.scope, ctx.material.register
    if scope is None:
        return ctx.material.municipality or _("the municipality")
    area = register.get(*scope) if register else None
    return area.name if area else scope[1]


def check_scope(material: Material, request: Request) -> None:
    """ScopeError where the part of the municipality asked for does not exist or may not be shown."""
    if request.scope is None:
        return
    if request.for_others:
        raise ScopeError(
            _("The public version shows the whole municipality only. Leave out --scope, or choose --audience internal.")
        )
    if material.register is not None and material.register.get(*request.scope) is None:
        raise ScopeError(
            _("There is no area {code}. See the areas file for codes and names.").format(code=request.scope[1])
        )


def _standing_out(ctx: Context, compared: tuple[Comparisons, ...], ranked: tuple[Finding, ...]) -> Section:
    chosen = tuple(finding.id for finding in ranked[:MOST_FINDINGS])
    blocks: list[Block] = [Findings(chosen)] if chosen else []
    if not any(finding.key in ("level.unusual", "change.year_before", "change.register") for finding in ranked):
        blocks.append(Paragraph(_nothing_unusual(ctx, compared)))
    lead = _("At most seven findings, the most telling first. Each is a question to people, not a verdict.")
    return Section("standing-out", _("What stands out"), tuple(blocks), lead)


def _nothing_unusual(ctx: Context, compared: tuple[Comparisons, ...]) -> str:
    """Only where something was tested may it be said that nothing differs; what nearly does is named."""
    if ctx.request.not_begun:
        return nothing_yet(ctx)
    if ctx.deleted(ctx.period):
        return nothing_to_hold(ctx)
    if not compared and any(not is_kept_source(cell.source) for cell in ctx.store.table_counts()):
        return _("No heading of the registers differs from what its own past lets us expect by more than chance.")
    if any(row.expected or row.change for found in compared for row in found.rows):
        said = _(
            "No kind of event differs from what its own past lets us expect by more than chance. That does not "
            "mean that nothing happened: the tables below show what was reported."
        )
        return " ".join([said, *(text for found in compared if (text := nearly_unusual(ctx, found)))])
    return _(
        "Nothing could be held against its own past: the material is too short or too incomplete, or it is a selection "
        "that somebody made. Whether anything is unusual is unknown."
    )


def _meta(ctx: Context) -> Meta:
    material, request = ctx.material, ctx.request
    left_out: dict[str, int] = {}
    for source in ctx.sources:
        for reason, n in left_out_counts(ctx, source, request.period).items():
            left_out[left_out_words(reason)] = left_out.get(left_out_words(reason), 0) + n
    if request.for_others:
        left_out = {}
    registers = dict.fromkeys(count.source for count in material.store.table_counts())
    return Meta(
        version=__version__,
        language=current_language(),
        audience=request.audience,
        period=request.period.label,
        first_date=str(request.period.first_date),
        last_date=str(request.period.last_date),
        scope=request.scope[1] if request.scope else "",
        municipality=material.municipality,
        seed=request.seed,
        fingerprint=material.store.fingerprint(),
        crs=material.crs,
        time_zone=material.time_zone,
        sources=(*ctx.sources, *registers),
        left_out=tuple(sorted(left_out.items())),
    )
