"""Lägesbilder made from the store: the draft, and both versions of one that is to be fastställd."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max

from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.reports.documents import rendered
from tryggve.reports.from_database import whole_material_of
from tryggve.reports.html import drawn
from tryggve.reports.request import Request
from tryggve.reports.situation import build
from tryggve.reports.tree import Audience, Block, Findings, Heading, Paragraph, Questions, Section, Situation
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import ImportBatch
from tryggve.web.core.hooks_of_picture import Told
from tryggve.web.situation.seen import protected_places
from tryggve.web.situation.told import told_sections

FORMATS = ("pdf", "xlsx", "json", "html")


def last_change(database: Database) -> int:
    """The number of the last change of the store's facts: each import, report, correction and removal has one."""
    return int(ImportBatch.objects.using(database.alias).aggregate(last=Max("id"))["last"] or 0)


@dataclass(frozen=True)
class Built:
    """A lägesbild, the last change that it knows and the seconds it took."""

    situation: Situation
    batch: int
    seconds: float

    @property
    def standing_out(self) -> list[str]:
        """The sentences of its first chapter."""
        blocks = self.situation.sections[0].blocks if self.situation.sections else ()
        ids = next((block.ids for block in blocks if isinstance(block, Findings)), ())
        return [self.situation.finding(one).text for one in ids]


Tell = Callable[[str], object]
"""Is told what is begun: `facts`, then each audience."""


def unheard(_step: str) -> None:
    """For whoever waits without being told."""


def build_versions(
    database: Database, period: Period, today: dt.date, audiences: tuple[Audience, ...], told: Sequence[Told] = (),
    tell: Tell = unheard,
) -> list[Built]:  # fmt: skip
    """A lägesbild for each audience, all of one moment of the store, with what organisations have told."""
    begin, batch = time.monotonic(), last_change(database)
    made = []
    tell("facts")
    with DatabaseStore(database).copied() as files:
        for audience in audiences:
            tell(audience.value)
            material = whole_material_of(database, files, period, audience)
            further = (*material.further, *told_sections(told, audience))
            material = replace(material, further=further, protected=protected_places())
            situation = build(material, Request(period, audience=audience, today=today))
            made.append(Built(situation, batch, time.monotonic() - begin))
    return made


def build_draft(database: Database, period: Period, today: dt.date, tell: Tell = unheard) -> Built:
    """The draft, with everything in it but what organisations have told: its page asks for that each time."""
    return build_versions(database, period, today, (Audience.INTERNAL,), tell=tell)[0]


def finished(
    situation: Situation, analysis: Mapping[str, str], stamp: str, banner: str, held: Collection[str] = ()
) -> Situation:
    """The same with what was written to its chapters, and what it now is in place of "draft". Of a text that is `held`
    it says that there is one.
    """
    answered = (
        _held(section) if section.key in held else _answered(section, analysis.get(section.key, "").strip())
        for section in situation.sections
    )
    sections = tuple(_with_text(section, analysis.get(section.key, "")) for section in answered)
    subtitle = f"{situation.subtitle}. {stamp}"
    return replace(situation, sections=sections, banner=banner, subtitle=subtitle, explained=False)


def _answered(section: Section, text: str) -> Section:
    """Without the questions of the draft: what is fastställd holds the answer, or says that nobody has written one."""
    if not any(isinstance(block, Questions) for block in section.blocks):
        return section
    if section.key == "analysis":
        said = () if text else (Paragraph(_("No analysis is written in this version.")),)
        return replace(section, title=_("Analysis"), blocks=said)
    rest = [block for block in section.blocks if not isinstance(block, Questions)]
    if not text:
        asked = " ".join(item for block in section.blocks if isinstance(block, Questions) for item in block.items)
        rest.append(Paragraph(_("Not answered in this version: {question}").format(question=asked)))
    return replace(section, blocks=tuple(rest))


def _held(section: Section) -> Section:
    """Somebody has concluded something here that this version does not hold: it is not taken for silence."""
    rest = (block for block in section.blocks if not isinstance(block, Questions))
    title = _("Analysis") if section.key == "analysis" else section.title
    said = Paragraph(_("Our assessment of this is written, and is not handed on in this version."))
    return replace(section, title=title, blocks=(said, *(() if section.key == "analysis" else rest)))


def _with_text(section: Section, text: str) -> Section:
    """The written text stands first in its chapter: it is what people concluded."""
    if not text.strip():
        return section
    parts: list[Block] = [Heading(_("Our assessment"))]
    parts += [Paragraph(part.strip()) for part in text.split("\n\n") if part.strip()]
    return replace(section, blocks=(*parts, *section.blocks))


@dataclass(frozen=True)
class Document:
    """A file of a fastställd lägesbild."""

    audience: Audience
    format: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Its checksum."""
        return hashlib.sha256(self.content).hexdigest()


def documents_of(situation: Situation) -> list[Document]:
    """The files of a lägesbild."""
    return [Document(situation.meta.audience, name, rendered(situation, name)) for name in FORMATS]


def tree_of(situation: Situation) -> dict[str, Any]:
    """As it is kept: a drawing is plain text there."""
    plain: dict[str, Any] = _plain(drawn(situation))
    return plain


def _plain(node: Any) -> Any:
    """Without the mark that says a text is safe: what is read back is marked again where it is shown."""
    if isinstance(node, dict):
        return {name: _plain(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str.__str__(node) if isinstance(node, str) else node
