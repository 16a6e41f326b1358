"""`tryggve store status` in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tryggve.cli.place import visible
from tryggve.domain.area import level_words
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _, ngettext
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.store.database.retention_plan import Overdue
    from tryggve.store.database.status import Imported, Status


DUE_DAYS = 31
"""So many days is what is to be deleted only due: something is every day, and it is done once a month."""


def shown_status(found: Status) -> str:
    """The numbers of a store, line by line; where something is missing, what to do."""
    return "\n".join(map(printable, _lines(found)))


def _lines(found: Status) -> Iterator[str]:
    engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[found.engine]
    megabytes = f"{found.size / 1e6:.1f}".replace(".", ",")
    yield f"{found.municipality or _('the municipality')}: {found.place} ({engine}, {megabytes} MB)"
    yield _("Coordinates in {crs}, days in {zone}").format(crs=found.crs, zone=found.time_zone)
    yield ""
    if not found.incidents and not found.counts and not found.left_out:
        yield _("The store is empty. Bring reports in with tryggve import FILE.")
    else:
        yield from _holds(found)
    yield ""
    if found.areas:
        yield _("Areas: {areas}").format(
            areas=", ".join(f"{n} {level_words(level)}" for level, n in found.areas.items())
        )
    else:
        yield _("No areas yet: tryggve areas import FILE. Until then, points are counted in squares.")
    if not found.organisations:
        yield _("Nobody is known to have promised to report, so silence cannot be told from calm (--reporters FILE).")
    if found.last_backup:
        yield _("Last backup: {day}").format(day=found.last_backup)
    else:
        yield _("No backup has been made: tryggve backup.")
    for left in found.left_behind:
        told = _(
            "A restore is under way or was stopped; it left an unsealed copy in {left}. Delete it if it was stopped."
        )
        yield told.format(left=left)
    yield from _overdue(found.overdue)
    if found.latest:
        yield ""
        yield _("Latest:")
        yield from (_imported(batch, ZoneInfo(found.time_zone)) for batch in found.latest)


def _holds(found: Status) -> Iterator[str]:
    told = _("{n} reports: {counted} count, {rest} do not (outside EST, rumours, summaries, nothing to report …)")
    yield told.format(n=found.reports, counted=found.counted, rest=found.reports - found.counted)
    for source, n in found.incidents.items():
        told = ngettext("{n} event that counts, from {source}", "{n} events that count, from {source}", n)
        yield "  " + told.format(n=n, source=visible(source) or _("source not stated"))
    if found.first_day is not None and found.last_day is not None:
        yield _("from {first} to {last}").format(first=day_date(found.first_day), last=day_date(found.last_day))
    for source, n in found.counts.items():
        yield ngettext("{n} number in tables from {source}", "{n} numbers in tables from {source}", n).format(
            n=n, source=source
        )
    if found.organisations:
        yield ngettext("{n} organisation has promised to report", "{n} organisations have promised to report",
                       found.organisations).format(n=found.organisations)  # fmt: skip
    yield _("{n} texts, {flagged} of them flagged for a person to judge (tryggve store flagged)").format(
        n=found.texts, flagged=found.flagged
    )
    yield ngettext("{n} earlier version is kept", "{n} earlier versions are kept", found.versions).format(
        n=found.versions
    )


def local_time(iso: str, zone: ZoneInfo) -> str:
    """A moment of the log in the time zone of the store, to the minute."""
    return dt.datetime.fromisoformat(iso).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _overdue(found: Overdue) -> Iterator[str]:
    """What should have been deleted; without a decision, since when there is text."""
    if found.decision is None:
        if found.oldest_text is not None:
            yield _(
                "No decision on retention is recorded; the oldest text is from {day}: tryggve retention decide."
            ).format(day=found.oldest_text)
        return
    if found.texts or found.facts:
        due = _("To delete by decision {reference}: {texts} texts and {facts} reports. See tryggve retention plan.")
        late = _(
            "OVERDUE by {days} days: {texts} texts and {facts} reports should have been deleted by decision "
            "{reference}: tryggve retention plan."
        )
        yield (late if found.days > DUE_DAYS else due).format(
            days=found.days, texts=found.texts, facts=found.facts, reference=found.decision.reference
        )
    else:
        yield _("Nothing is overdue for deletion (decision {reference}).").format(reference=found.decision.reference)


def _imported(batch: Imported, zone: ZoneInfo) -> str:
    kinds = {
        "import": _("import"), "correct": _("correction"), "undo": _("taken back"), "areas": _("areas"),
        "retention": _("retention"), "reported": _("report came in"), "hold_back": _("held back for review"),
        "let_in": _("let in after review"), "merge": _("reports merged"), "unmerge": _("merged reports parted"),
    }  # fmt: skip
    numbers = ""
    if batch.kind == "import":
        numbers = ": " + _(
            "{read} read, {new} in, {updated} updated, {unchanged} unchanged, {held_back} held back"
        ).format(
            read=batch.read, new=batch.new, updated=batch.updated, unchanged=batch.unchanged, held_back=batch.held_back
        )
    undone = f" ({_('taken back')})" if batch.undone else ""
    files = f" {visible(', '.join(batch.files))}" if batch.files else ""
    if batch.undoes:
        files += " " + _("of {n}").format(n=batch.undoes)
    head = f"  {batch.batch}  {local_time(batch.at, zone)}  {visible(batch.by)}"
    return f"{head}  {kinds.get(batch.kind, batch.kind)}{files}{numbers}{undone}"
