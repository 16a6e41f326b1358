"""One chapter for each kind of crime, one for consequences and one for other matters of weight."""

from __future__ import annotations

from tryggve.domain.crime_kind import CrimeKind, LawPart, crime_kinds
from tryggve.domain.indicator import Measures
from tryggve.domain.language import _, pick
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.sections.findings import findings_of
from tryggve.reports.municipal.sections.ground import common_warnings
from tryggve.reports.municipal.sections.tables import now_table, others_table, past_table, sex_table
from tryggve.reports.municipal.sections.trend import trend_table
from tryggve.reports.municipal.series_figure import series_picture
from tryggve.reports.municipal.wording import sees_in_words
from tryggve.reports.tree import Block, Bullets, Finding, Findings, Heading, Paragraph, Questions, Section

MOST_PICTURES = 2
MOST_TOLD = 3
"""Findings told in a part; the tables below them hold every comparison."""
AREAS = "omraden"
"""The part that has a chapter of its own."""


def crime_sections(ctx: Context) -> list[tuple[Section, list[Finding]]]:
    """A chapter for each kind of crime, those that no source sees too."""
    return [_of_one(ctx, kind) for kind in crime_kinds() if kind.law is LawPart.EXTENT]


def consequences_section(ctx: Context) -> tuple[Section, list[Finding]]:
    """Insecurity, what people refrain from, trust: the consequences of crime that public surveys see."""
    lead = _(
        "Consequences, as the law calls them: what crime and fear of it do to people. Never added to crime itself."
    )
    return _of_many(ctx, LawPart.CONSEQUENCES, "consequences", _("Consequences"), lead)


def other_section(ctx: Context) -> tuple[Section, list[Finding]]:
    """Population and living conditions: other information of importance; areas have a chapter of their own."""
    lead = _("Other information of importance. Conditions of a population, never causes for a person.")
    return _of_many(ctx, LawPart.OTHER, "other", _("Other information of importance"), lead)


def _of_one(ctx: Context, kind: CrimeKind) -> tuple[Section, list[Finding]]:
    found = findings_of(ctx, kind.indicators)
    place = (
        _("Has as a rule a public place.")
        if kind.place
        else _("Has as a rule no public place: reports of places do not see it.")
    )
    return Section(f"crime-{kind.id}", kind.title, tuple(_blocks(ctx, kind, found)), place), found


def _of_many(ctx: Context, law: LawPart, key: str, title: str, lead: str) -> tuple[Section, list[Finding]]:
    blocks: list[Block] = []
    findings: list[Finding] = []
    for kind in crime_kinds():
        if kind.law is law and kind.id != AREAS:
            found = findings_of(ctx, kind.indicators)
            blocks += [Heading(kind.title), *_blocks(ctx, kind, found)]
            findings += found
    return Section(key, title, tuple(blocks), lead), findings


def _blocks(ctx: Context, kind: CrimeKind, found: list[Finding]) -> list[Block]:
    if not kind.indicators:
        return [
            Paragraph(_("No source at hand sees this. {unseen}").format(unseen=kind.unseen), strong=True),
            *_ask(kind),
        ]
    blocks: list[Block] = [_told(ctx, kind, found), now_table(ctx, kind.id, kind.indicators)]
    for table in (past_table, trend_table, others_table, sex_table):
        made = table(ctx, kind.id, kind.indicators)
        blocks += [made] if made else []
    blocks += [picture for id in _leading(ctx, kind) if (picture := series_picture(ctx.matter, id))]
    return [*blocks, *closing_blocks(ctx, kind)]


def closing_blocks(ctx: Context, kind: CrimeKind) -> list[Block]:
    """What the sources of a part can see, how they may be misread, what they do not see, and whom and what to ask."""
    blocks: list[Block] = [Bullets(_sees(ctx, kind))]
    if warnings := _warnings(ctx, kind):
        blocks += [Paragraph(_("So it may be misread:")), Bullets(warnings)]
    blocks.append(Paragraph(_("What the sources do not see: {unseen}").format(unseen=kind.unseen), strong=True))
    return [*blocks, *_ask(kind)]


def _told(ctx: Context, kind: CrimeKind, found: list[Finding]) -> Block:
    if found:
        return Findings(tuple(finding.id for finding in found[:MOST_TOLD]))
    tested = any(id == key[0] and one.found.result for key, one in ctx.held.items() for id in kind.indicators)
    if tested:
        return Paragraph(
            _(
                "Nothing here can be told from its own past or from others by more than chance. That is not the "
                "same as no difference."
            )
        )
    return Paragraph(_("Nothing here could be tested: whether anything differs is unknown."))


def _leading(ctx: Context, kind: CrimeKind) -> list[str]:
    """The indicators that get a picture: the first reported series, and the first that people themselves answered."""
    chosen: list[str] = []
    for wanted in ((Measures.REPORTED,), (Measures.EXPERIENCED, Measures.PERCEIVED), (Measures.REGISTER,)):
        of_it = [id for id in kind.indicators if ctx.indicator(id).measures in wanted]
        chosen += [id for id in of_it if len(ctx.matter.known(id, ctx.matter.scope.code)) > 1][:1]
    longest = [id for id in kind.indicators if ctx.indicator(id).unit == "count" and id.startswith("bra_")]
    return list(dict.fromkeys([*chosen[:MOST_PICTURES], *longest]))


def _sees(ctx: Context, kind: CrimeKind) -> tuple[str, ...]:
    measures = dict.fromkeys(ctx.indicator(id).measures for id in kind.indicators)
    return tuple(sees_in_words(one) for one in measures)


def _warnings(ctx: Context, kind: CrimeKind) -> tuple[str, ...]:
    """How the indicators of the part may be misread, each warning once, those of a single indicator with its name.

    What holds for all of a theme is said once for the whole document, with the sources.
    """
    said: dict[str, list[str]] = {}
    for id in kind.indicators:
        one = ctx.indicator(id)
        shared = common_warnings(ctx)[one.theme]
        for text in (pick(dict(given)) for given in one.misread):
            if text not in shared:
                said.setdefault(text, []).append(one.name)
    alone = len(kind.indicators) == 1
    return tuple(f"{names[0]}: {text}" if len(names) == 1 and not alone else text for text, names in said.items())


def _ask(kind: CrimeKind) -> list[Block]:
    return [
        Paragraph(_("Who may know more: {others}").format(others=kind.others)),
        Questions(kind.ask),
    ]
