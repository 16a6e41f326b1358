"""The two-year draft: from a matter and a question to the same tree that every lägesbild is. Start reading here.

    build(matter, request) -> Situation

A further chapter is a function of the context in `CHAPTERS`, in the order of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tryggve import __version__
from tryggve.domain.figure import FigureStatus
from tryggve.domain.indicator import Measures
from tryggve.domain.language import _, current_language
from tryggve.reports.municipal.context import Context, DraftRequest
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.municipal.methods import municipal_methods
from tryggve.reports.municipal.sections.alike import alike_section
from tryggve.reports.municipal.sections.among import among_section
from tryggve.reports.municipal.sections.areas import areas_section
from tryggve.reports.municipal.sections.changed import changed_section
from tryggve.reports.municipal.sections.expected import expected_section
from tryggve.reports.municipal.sections.ground import ground_section, limits_section
from tryggve.reports.municipal.sections.kinds import consequences_section, crime_sections, other_section
from tryggve.reports.sections.analysis import analysis_section
from tryggve.reports.tree import Block, Finding, Findings, Meta, Paragraph, Section, Situation

MOST_FINDINGS = 7
BEFORE_SOURCES = -3
"""Where in `CHAPTERS` those of sources, limits and analysis begin."""

Made = tuple[Section, list[Finding]]
Chapter = Callable[[Context], list[Made]]

CHAPTERS: tuple[Chapter, ...] = (
    crime_sections,
    among_section,
    expected_section,
    lambda ctx: [consequences_section(ctx)],
    lambda ctx: [other_section(ctx)],
    lambda ctx: [areas_section(ctx)],
    alike_section,
    changed_section,
    lambda ctx: [(ground_section(ctx), [])],
    lambda ctx: [(limits_section(ctx), [])],
    lambda _ctx: [(analysis_section(), [])],
)


def build(matter: Matter, request: DraftRequest, further: Sequence[Chapter] = ()) -> Situation:
    """The draft of a municipality; `further` are chapters of what only this matter has, before that of the sources."""
    ctx = Context(matter, request)
    made = [
        one for chapter in (*CHAPTERS[:BEFORE_SOURCES], *further, *CHAPTERS[BEFORE_SOURCES:]) for one in chapter(ctx)
    ]
    findings = [finding for _section, found in made for finding in found]
    ranked = tuple(sorted(findings, key=lambda finding: (-finding.weight, finding.id)))
    years = _years(matter)
    return Situation(
        title=_("Lägesbild {place}").format(place=matter.scope.name),
        subtitle=_("Two-year draft from public figures, {first}–{last}").format(first=years[0], last=years[1]),
        banner=_("Draft"),
        meta=_meta(matter, request, years),
        findings=ranked,
        sections=(_standing_out(ctx, ranked), *(section for section, _found in made)),
        methods=municipal_methods(),
        asked=True,
    )


def _standing_out(ctx: Context, ranked: tuple[Finding, ...]) -> Section:
    """The findings that lie farthest apart, one an indicator; what the document is, before anything else."""
    chosen: dict[str, str] = {}
    for finding in ranked:
        chosen.setdefault(finding.id.split(".")[1], finding.id)
    blocks: list[Block] = [
        Paragraph(
            _("This is a draft made by a machine from public figures. The law asks for a mapping of crime, other "
              "information of importance and an analysis; the analysis is to be written by people, and the questions "
              "for it stand at each part.")
        )
    ]  # fmt: skip
    if chosen:
        blocks.append(Findings(tuple(list(chosen.values())[:MOST_FINDINGS])))
    else:
        blocks.append(
            Paragraph(_("Nothing can be told from its own past or from others by more than chance, or nothing could be "
                        "tested. That does not mean that nothing differs."), strong=True)
        )  # fmt: skip
    if ctx.matter.lacking:
        names = "; ".join(one.name for one in ctx.matter.lacking)
        blocks.append(
            Paragraph(
                _("Not at hand when this was made: {names}. See the chapter on sources.").format(names=names),
                strong=True,
            )
        )
    lead = _("At most seven findings, the farthest apart first. Each is a question to people, not a verdict.")
    return Section("standing-out", _("What stands out"), tuple(blocks), lead)


def _years(matter: Matter) -> tuple[int, int]:
    """The two years of the draft: the latest with a figure of reported crime, and the one before."""
    told = [
        int(one.period[:4])
        for id, indicator in matter.indicators.items()
        if indicator.measures is Measures.REPORTED
        for one in matter.known(id, matter.scope.code)[-1:]
    ]
    last = max(told, default=matter.scope.year - 1)
    return last - 1, last


def _meta(matter: Matter, request: DraftRequest, years: tuple[int, int]) -> Meta:
    own = [one for one in matter.figures if one.area == matter.scope.code]
    hidden = sum(one.status is FigureStatus.SUPPRESSED for one in own)
    missing = sum(one.status is FigureStatus.MISSING for one in own)
    return Meta(
        version=__version__,
        language=current_language(),
        audience=request.audience,
        period=f"{years[0]}–{years[1]}",
        first_date=f"{years[0]}-01-01",
        last_date=f"{years[1]}-12-31",
        scope=matter.scope.code,
        municipality=matter.scope.name,
        seed=0,
        fingerprint=matter.fingerprint,
        crs="",
        time_zone="",
        sources=tuple(sorted({row.source for row in matter.provenance})),
        left_out=(
            (_("Figures of the municipality that the source does not show"), hidden),
            (_("Figures of the municipality that are missing where others have them"), missing),
        ),
    )
