"""One report on the coordinator's desk. Its words are read when it is opened, and the reading is in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F

from tryggve.domain.language import N_, _
from tryggve.store.database.actions.reading import read_texts
from tryggve.store.database.merged import MergedSource, into_of, sources_of_merged
from tryggve.store.database.models import Incident, IncidentText
from tryggve.web.core.municipal import here
from tryggve.web.core.screening import Mark, Piece, marks, pieces
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.inbox_alike import alike_of
from tryggve.web.incidents.inbox_list import Row, areas_of, rows_of
from tryggve.web.incidents.inbox_log import Entry, log_of
from tryggve.web.incidents.inbox_suggestions import Suggestion, suggestions
from tryggve.web.incidents.inbox_told import apart_words, told_more
from tryggve.web.incidents.models import Question, Report

WHY = "inkorg"
"""How the log names this reading of words."""

FIELDS: dict[str, str] = {"said_title": N_("Title"), "said_place": N_("The place in words"), "text": N_("Text")}
"""What a report may say in words, as the page names it."""


@dataclass(frozen=True)
class Said:
    """What a report says in one field: the words, what was seen in them, and the words in parts."""

    field: str
    name: str
    words: str
    marks: Sequence[Mark]
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Beside:
    """A report that may tell of the same event: how far `apart`; `is_said`: a reporter says it is the same."""

    row: Row
    said: Sequence[Said]
    apart: str
    is_said: bool


@dataclass(frozen=True)
class Detail:
    """All that the page shows of a report; `report` is None for one out of a file."""

    row: Row
    report: Report | None
    said: Sequence[Said]
    told: Sequence[tuple[str, str]]
    alike: Sequence[Beside]
    suggestions: Sequence[Suggestion]
    questions: Sequence[Question]
    log: Sequence[Entry]
    into: int | None
    sources: Sequence[MergedSource] = field(default_factory=list)

    @property
    def incident(self) -> Incident:
        """The report as the store has it."""
        return self.row.incident

    @property
    def versions(self) -> str:
        """What the coordinator looks at: own version and those of the ones beside it, as a form carries them."""
        return " ".join(f"{one.row.incident.pk}:{one.row.incident.version}" for one in self.alike)


def said_same(incident: int, report: Report | None) -> set[int]:
    """The reports that a reporter, of this one or of them, says tell of the same event."""
    others = set(Report.objects.filter(alike=incident, incident_id__isnull=False).values_list("incident_id", flat=True))
    own = {report.alike} if report is not None and report.alike is not None else set()
    return {number for number in others | own if number is not None}


def detail(incident: Incident, ground: Ground, *, beside: int | None, by: str, at: dt.datetime) -> Detail:
    """A report as it is opened; `beside` is one of those alike whose words are read with it."""
    report = Report.objects.filter(incident_id=incident.pk).select_related("organisation").first()
    said = said_same(incident.pk, report)
    others = alike_of(incident.pk, ground, said=said)
    ids = [incident.pk, *(one.pk for one in others)]
    rows = rows_of([by_id[i] for by_id in [_with_flags(ids)] for i in ids], ground)
    questions = list(Question.objects.filter(report=report)) if report else []
    opened = [incident.pk, *([beside] if beside in ids[1:] and beside is not None else [])]
    words = _read(opened, questions, by=by, at=at)
    mine = words.get(incident.pk, {})
    return Detail(
        row=rows[0], report=report, said=_said(mine), told=told_more(incident, report),
        alike=[
            Beside(row, _said(words.get(row.incident.pk, {})), apart_words(incident, row.incident),
                   row.incident.pk in said)
            for row in rows[1:]
        ],
        suggestions=suggestions(incident, areas_of([incident.pk]).get(incident.pk, {}), mine, ground),
        questions=questions, log=log_of(incident), into=into_of(here(), [incident.pk]).get(incident.pk),
        sources=sources_of_merged(here(), [incident.pk]).get(incident.pk, []),
    )  # fmt: skip


def _with_flags(ids: Sequence[int]) -> dict[int, Incident]:
    return {one.pk: one for one in Incident.objects.filter(pk__in=ids).annotate(flags=F("words__flags"))}


def _read(ids: Sequence[int], questions: Sequence[Question], *, by: str, at: dt.datetime) -> dict[int, dict[str, str]]:
    """The words, once there are any; what the reporter answered is read with them."""
    speaking = IncidentText.objects.filter(pk__in=ids).exclude(text="", said_place="", said_title="").exists()
    if not speaking and not any(question.answered_at for question in questions):
        return {}
    found = read_texts(here(), ids=ids, by=by, why=WHY, at=at)
    return {one.incident: one.words for one in found}


def _said(words: dict[str, str]) -> list[Said]:
    found = []
    for name, title in FIELDS.items():
        if text := words.get(name, ""):
            seen = marks(text)
            found.append(Said(name, _(title), text, seen, pieces(text, seen)))
    return found


def without(text: str, chosen: Sequence[int]) -> str:
    """A text with some of what was seen in it, by number, replaced by its kind: "[name]"."""
    parts, at = [], 0
    for number, mark in enumerate(marks(text)):
        if number in chosen:
            parts += [text[at : mark.start], f"[{mark.name}]"]
            at = mark.end
    return "".join([*parts, text[at:]])
