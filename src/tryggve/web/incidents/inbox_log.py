"""What has happened to a report: how it came, what was changed, by whom, and what of it can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from tryggve.domain.language import N_, _
from tryggve.store.database.models import ImportBatch, Incident, IncidentVersion
from tryggve.web.incidents.models import Done, Step

_BATCHES: dict[str, str] = {
    "import": N_("came in with a file"),
    "reported": N_("reported it"),
    "correct": N_("corrected it"),
    "undo": N_("took back what was done"),
    "hold_back": N_("held it back for review"),
    "let_in": N_("let it in"),
    "merge": N_("joined it with another report"),
    "unmerge": N_("parted it from another report"),
    "areas": N_("areas came in; the place was found anew"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `step` can be taken back."""

    at: dt.datetime
    by: str
    words: str
    why: str = ""
    step: Step | None = None
    undone: bool = False


def log_of(incident: Incident) -> list[Entry]:
    """All that is known to have happened, the first of it first."""
    steps = list(Step.objects.filter(Q(incident_id=incident.pk) | Q(other=incident.pk)))
    versions = IncidentVersion.objects.filter(incident_id=incident.pk).select_related("batch", "ended_by")
    return sorted(_entries(incident, steps, list(versions.order_by("version", "id"))), key=lambda entry: entry.at)


def last_step(incident: int) -> Step | None:
    """The latest thing that somebody did with it and that stands."""
    both = Q(incident_id=incident) | Q(other=incident)
    return Step.objects.filter(both, undone_at=None).order_by("-id").first()


def _entries(incident: Incident, steps: list[Step], versions: list[IncidentVersion]) -> Iterator[Entry]:
    first = versions[0].batch if versions else incident.batch
    of_batch = {step.batch_id: step for step in steps if step.batch_id is not None}
    last = next((step for step in reversed(steps) if step.undone_at is None), None)
    batches = {batch.pk: batch for batch in (first, *(version.ended_by for version in versions))}
    for batch in batches.values():
        yield _of_batch(batch, of_batch.get(batch.pk), last)
    for step in steps:
        if step.batch_id is None:
            yield _of_step(step, last)
            if step.undone_at is not None:
                yield Entry(step.undone_at, step.undone_by, _("took back: {what}").format(what=step.kind_words))


def _of_batch(batch: ImportBatch, step: Step | None, last: Step | None) -> Entry:
    words = step.kind_words if step is not None else _(_BATCHES.get(batch.kind, batch.kind))
    why = "" if step is not None and step.kind == Done.ERASE else batch.why
    return Entry(batch.at, batch.by, words, why, _undoable(step, last), batch.undone_by_id is not None)


def _of_step(step: Step, last: Step | None) -> Entry:
    return Entry(step.at, step.by, step.kind_words, step.why, _undoable(step, last), step.undone_at is not None)


def _undoable(step: Step | None, last: Step | None) -> Step | None:
    return step if step is not None and last is not None and step.pk == last.pk and step.undoable else None
