"""What organisations have told in their own words, as a chapter of the lägesbild: as far as each of them lets it go."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tryggve.domain.language import _, ngettext
from tryggve.domain.period import Period
from tryggve.reports.named_kinds import named_kinds
from tryggve.reports.sections.coverage_kinds import kind_name
from tryggve.reports.tree import Audience, Block, Cell, Column, ColumnKind, Paragraph, Section, Table
from tryggve.web.core.hooks_of_picture import Reach, Told, told_of
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.screening import marks

KEY = "told"


def told_in(period: Period) -> list[Told]:
    """What has been told of a period. Words that may point at a person go no further than to those who read reports;
    those that name a protected place stand in no version.
    """
    places = [name.casefold() for name in KnownPlace.objects.filter(protected=True).values_list("name", flat=True)]
    return [_limited(one, places) for found in told_of(period) for one in found]


def _limited(one: Told, places: Sequence[str]) -> Told:
    said = "\n".join((one.conditions, *(text for _heading, text in one.texts)))
    if any(place in said.casefold() for place in places):
        return replace(one, reach=Reach.NAMED, texts=(), conditions="")
    if one.reach is Reach.SHARED and any(marks(text) for _heading, text in one.texts):
        return replace(one, reach=Reach.FULL)
    return one


def digest_of(told: Sequence[Told]) -> str:
    """What was looked at when a lägesbild was fastställd: other words or terms give another."""
    return hashlib.sha256(repr([one for one in told if one.used]).encode()).hexdigest()


def told_sections(told: Sequence[Told], audience: Audience) -> tuple[Section, ...]:
    """The chapter of an audience; none where nobody has told anything that was used."""
    used = [one for one in told if one.used]
    if not used or audience in (Audience.AREA, Audience.PUBLIC):
        return ()
    rows = _whole(used) if audience is Audience.INTERNAL else _shared(used)
    closed = sum(one.reach is not Reach.SHARED for one in used) if audience is not Audience.INTERNAL else 0
    blocks: list[Block] = [_table(rows, with_terms=audience is Audience.INTERNAL)] if rows else []
    blocks += [Paragraph(_closed_text(closed))] if closed else []
    lead = _("In the organisations' own words, as far as each of them has let it be told.")
    return (Section(KEY, _("What organisations have told"), tuple(blocks), lead),)


def _closed_text(n: int) -> str:
    text = ngettext(
        "{n} more thing was told that may not be handed on.",
        "{n} more things were told that may not be handed on.",
        n,
    )
    return text.format(n=n)


def _table(rows: Sequence[tuple[str, ...]], *, with_terms: bool) -> Table:
    columns = [Column("who", _("Who"), ColumnKind.TEXT), Column("where", _("Where"), ColumnKind.TEXT)]
    columns += [Column("terms", _("Terms"), ColumnKind.TEXT)] if with_terms else []
    columns.append(Column("words", _("What they say"), ColumnKind.TEXT))
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Table(KEY, _("What organisations have told"), tuple(columns), cells)


def _whole(used: Sequence[Told]) -> list[tuple[str, ...]]:
    return [
        (name_of(one), one.where, terms_of(one), words)
        for one in used
        for words in (_words(one) or [_("Read, and not quoted")])
    ]


def _shared(used: Sequence[Told]) -> list[tuple[str, ...]]:
    """No organisation is named, and its kind only where three of that kind have told something here."""
    shown = [one for one in used if one.reach is Reach.SHARED]
    kinds = {one.organisation: one.organisation_kind for one in shown}
    named, _other = named_kinds(dict(Counter(kinds.values())))
    rows = [
        (kind_name(one.organisation_kind) if one.organisation_kind in named else _("an organisation"), one.where, words)
        for one in shown
        for words in _words(one)
    ]
    return sorted(rows)


def _words(one: Told) -> list[str]:
    return [f"{heading}: {' '.join(text.split())}" for heading, text in one.texts]


def name_of(one: Told) -> str:
    """The organisation and its kind."""
    return f"{one.organisation} ({kind_name(one.organisation_kind)})" if one.organisation_kind else one.organisation


def terms_of(one: Told) -> str:
    """Who may know it, and its conditions."""
    said = _("Shared with: {who}.").format(who=one.terms)
    return f"{said} {_('Conditions: {text}').format(text=one.conditions)}" if one.conditions else said


def stands_in(one: Told) -> str:
    """The versions that hold its words."""
    return {
        Reach.NAMED: _("in no version: only that it was told"),
        Reach.FULL: _("in the whole version"),
        Reach.SHARED: _("in the whole version and the shared one"),
    }[one.reach]
