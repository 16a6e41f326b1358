"""What a coordinator does with reports: reads, holds back, lets in, joins, parts, corrects. Each is a `Step`.

`version` is that of the store which the coordinator looked at: somebody who was faster is never overwritten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.privacy import flag_texts
from tryggve.store.database import audit
from tryggve.store.database.actions import review as store
from tryggve.store.database.actions.correct import Corrected, changed_meanwhile, correct_incident
from tryggve.store.database.merged import merged_into
from tryggve.store.database.models import Incident
from tryggve.web.core.municipal import here
from tryggve.web.core.screening import marks
from tryggve.web.incidents.models import Done, NotSame, Report, State, Step


def read(*, incident: int, version: int, by: str, at: dt.datetime) -> Step:
    """The report is read and needs nothing. FileError where somebody else has done something with it since."""
    with here().writing():
        _refuse_other(incident, version)
        before = _states([incident])
        if before and before[str(incident)] != State.NEW:
            raise changed_meanwhile(incident)
        _set([incident], State.READ)
        audit.record(here(), audit.Action.REVIEW, by=by, at=at, incident=incident, done=str(Done.READ))
        return _step(Done.READ, incident, by=by, at=at, before=before)


def hold_back(*, incident: int, version: int, reason: str, words: str, by: str, at: dt.datetime) -> Step:
    """The report waits and is not counted. `reason` is one of the usual ones, in words; `words` the coordinator's own.

    They go into the log for good: FileError where they may name somebody.
    """
    refuse_persons(words)
    why = ": ".join(filter(None, (reason, words)))
    return _in_store(
        Done.HOLD_BACK, incident, State.HELD_BACK, why=why, by=by, at=at,
        act=lambda: store.hold_back(here(), incident=incident, why=why, by=by, at=at, version=version),
    )  # fmt: skip


def let_in(*, incident: int, version: int, by: str, at: dt.datetime, why: str = "") -> Step:
    """A report that was held back counts again."""
    refuse_persons(why)
    return _in_store(
        Done.LET_IN, incident, State.READ, why=why, by=by, at=at,
        act=lambda: store.let_in(here(), incident=incident, why=why, by=by, at=at, version=version),
    )  # fmt: skip


def merge(*, incident: int, other: int, versions: Mapping[int, int], by: str, at: dt.datetime) -> Step:
    """Two reports tell of one event: the one that came first counts for both, or that which already counts for others.

    Both are kept, each with its source.
    """
    with here().writing():
        pair = sorted((incident, other))
        counting = merged_into(here(), pair)
        into = next((one for one in pair if one in counting), pair[0])
        joined = pair[0] if into == pair[1] else pair[1]
        before = _states(pair)
        batch = store.merge(here(), into=into, others=[joined], why="", by=by, at=at, versions=versions)
        _set([into], State.READ)
        _set([joined], State.MERGED)
        return _step(Done.MERGE, incident, other=other, batch=batch, by=by, at=at, before=before)


def unmerge(*, incident: int, version: int, by: str, at: dt.datetime) -> Step:
    """A report that was joined with another counts by itself again."""
    return _in_store(
        Done.UNMERGE, incident, State.READ, why="", by=by, at=at,
        act=lambda: store.unmerge(here(), incident=incident, why="", by=by, at=at, version=version),
    )  # fmt: skip


def not_same(*, incident: int, other: int, by: str, at: dt.datetime) -> Step:
    """Two reports tell of different events, and are not laid side by side again."""
    with here().writing():
        one, later = sorted((incident, other))
        if one == later or Incident.objects.filter(pk__in=(one, later)).count() != 2:
            raise FileError(_("There is no report {id}.").format(id=other), _("Nothing was changed."))
        NotSame.objects.get_or_create(one=one, other=later, defaults={"by": by, "at": at})
        audit.record(here(), audit.Action.REVIEW, by=by, at=at, incident=one, other=later, done=str(Done.NOT_SAME))
        return _step(Done.NOT_SAME, incident, other=other, by=by, at=at, before={})


def correct(
    *, incident: int, version: int, values: Mapping[str, Any], why: str, by: str, at: dt.datetime
) -> Step:  # fmt: skip
    """Category, severity, time or place (`store.actions.correct.Corrected`) are to be otherwise."""
    refuse_persons(why)
    asked = Corrected(values=values, screen=flag_texts, version=version)
    return _in_store(
        Done.CORRECT, incident, None, why=why, by=by, at=at,
        act=lambda: correct_incident(here(), incident=incident, corrected=asked, by=by, why=why, at=at)[0],
    )  # fmt: skip


def take_out_words(
    *, incident: int, version: int, field: str, seen: str, new: str, by: str, at: dt.datetime
) -> Step:  # fmt: skip
    """Give one field of a report other words, and erase those it had from all its versions: cannot be taken back.

    `seen` are the words that the new ones were made from; FileError where they are others by now.
    """
    why = _("words taken out")
    asked = Corrected(values={field: new}, screen=flag_texts, seen={field: seen}, erase=True, version=version)
    return _in_store(
        Done.ERASE, incident, None, why=why, by=by, at=at,
        act=lambda: correct_incident(here(), incident=incident, corrected=asked, by=by, why=why, at=at)[0],
    )  # fmt: skip


def refuse_persons(text: str) -> None:
    """FileError where a text that the log keeps for good may point at somebody."""
    seen = marks(text)
    if seen:
        words = ", ".join(f"“{text[one.start : one.end]}” ({one.name})" for one in seen)
        raise FileError(
            _("The reason may point at a person: {words}.").format(words=words),
            _("It stays in the log for good. Write it without."),
        )


def _in_store(
    kind: Done, incident: int, state: State | None, *, why: str, by: str, at: dt.datetime, act: Callable[[], int]
) -> Step:  # fmt: skip
    """What the store does, the state that the reporter is told, and the step, all or nothing."""
    with here().writing():
        before = _states([incident])
        batch = act()
        if state is not None:
            _set([incident], state)
        return _step(kind, incident, batch=batch, why=why, by=by, at=at, before=before)


def _refuse_other(incident: int, version: int) -> None:
    now = Incident.objects.filter(pk=incident).values_list("version", flat=True).first()
    if now is None:
        raise FileError(_("There is no report {id}.").format(id=incident), _("Nothing was changed."))
    if now != version:
        raise changed_meanwhile(incident)


def _states(incidents: Iterable[int]) -> dict[str, str]:
    rows = Report.objects.filter(incident_id__in=list(incidents)).values_list("incident_id", "state")
    return {str(incident): state for incident, state in rows}


def _set(incidents: Iterable[int], state: State) -> None:
    Report.objects.filter(incident_id__in=list(incidents)).exclude(state=State.TAKEN_BACK).update(state=state)


def _step(
    kind: Done, incident: int, *, by: str, at: dt.datetime, before: dict[str, str], batch: int | None = None,
    other: int | None = None, why: str = "",
) -> Step:  # fmt: skip
    return Step.objects.create(
        incident_id=incident, other=other, kind=kind, batch_id=batch, before=before, why=why, by=by, at=at
    )
