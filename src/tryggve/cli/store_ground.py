"""What a lägesbild is made from when its reports lie in a store."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.ground import request_of, scope_of
from tryggve.cli.place import now, opened, who
from tryggve.cli.progress import Progress
from tryggve.cli.signal_ground import matter_of_store
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.domain.period import Period

if TYPE_CHECKING:
    from tryggve.domain.area import AreaRegister
    from tryggve.reports.request import FileNote, Material, Request
    from tryggve.stats.disclosure.spans import Released
    from tryggve.store.database.connect import Database
    from tryggve.store.files import FileStore

MOST_FILES = 30
"""So many files are named in a lägesbild; earlier ones are summed up."""


@contextmanager
def store_ground(
    arguments: argparse.Namespace, period: Period, out: Path, progress: Progress
) -> Iterator[tuple[FileStore, Material, Request]]:
    """The facts of this moment, copied from the store, and what is asked of them. The making is logged."""
    from tryggve.store.database.actions.publishing import published_before
    from tryggve.store.database.actions.reading import note_report
    from tryggve.store.database.engine import DatabaseStore

    progress.step(_("Reading the store"))
    with opened(arguments) as database:
        by = who(arguments)
        # Logged before anything is read: a report that could not be made was asked for all the same.
        note_report(
            database, by=by, at=now(), why=arguments.why, period=period.label, audience=arguments.audience,
            scope=arguments.scope or "", folder=out.name,
        )  # fmt: skip
        files = DatabaseStore(database).copied()
        material = _material(database, files, arguments.municipality, period)
        if arguments.audience == "public":
            material = replace(material, published=published_before(database))
        else:
            progress.step(_("Looking for signals"))
            matter = matter_of_store(database, files, material.register, period)
            material = replace(material, signals=matter)
    with files:
        scope = scope_of(arguments.scope, material.register, list(material.levels))
        yield files, material, request_of(arguments, period, scope)


def remember_published(arguments: argparse.Namespace, material: Material, numbers: Sequence[Released]) -> None:
    """Note in the log of the store what a public version will say, before it is written."""
    from tryggve.store.database.actions.publishing import note_published

    after = max((number.edition for number in material.published), default=0)
    with opened(arguments) as database:
        note_published(
            database, numbers, after=after, by=who(arguments), at=now(), why=arguments.why, period=arguments.period
        )


def _material(database: Database, files: FileStore, municipality: str | None, period: Period) -> Material:
    from tryggve.reports.request import Material
    from tryggve.store.database import meta
    from tryggve.store.database.promised import promised_elsewhere

    crs = meta.read(database, meta.Fact.CRS)
    name = municipality or meta.read(database, meta.Fact.MUNICIPALITY)
    register = _register(database, files, crs, name)
    of_files, notes = _files(database)
    gone = meta.read_int(database, meta.Fact.FACTS_GONE)
    return Material(
        files,
        name,
        crs,
        meta.read(database, meta.Fact.ZONE),
        register,
        levels=tuple(register.levels()) if register else tuple(files.levels()),
        files=of_files,
        notes=notes,
        privacy=_privacy(database, period),
        banner=_banner(period, gone),
        deleted_before=gone,
        promised=promised_elsewhere(database),
    )


def _banner(period: Period, gone: int | None) -> str:
    """What stands on every page: of days whose reports are deleted there are counts alone, in a table of their own."""
    if gone is None or period.first_day >= gone:
        return _("Draft")
    if period.last_day < gone:
        told = _(
            "Draft. Reports before {day} are deleted by decision: they are not among the events here but stand as "
            "counts per month with registers and other tables."
        )
    else:
        told = _(
            "Draft. Reports before {day} are deleted by decision and stand as counts per month with registers and "
            "other tables. Neither the events here nor those counts hold the whole period."
        )
    return told.format(day=day_date(gone))


def _register(database: Database, files: FileStore, crs: str, name: str) -> AreaRegister | None:
    from tryggve.ingest.store_areas import register_of_codes
    from tryggve.store.database.areas import register_of

    known = register_of(database)
    if known is not None:
        return known
    codes: dict[str, list[str]] = {}
    for level, code in files.fetch("SELECT DISTINCT level, area_code FROM incident_area ORDER BY level, area_code"):
        codes.setdefault(level, []).append(code)
    return register_of_codes(codes, crs, name)


def _files(database: Database) -> tuple[tuple[FileNote, ...], tuple[str, ...]]:
    """The files that have come in and not been taken back, the latest by name, and what was seen while reading them."""
    from tryggve.reports.request import FileNote
    from tryggve.store.database.reading import files_of, reported

    rows = files_of(database)
    earlier, latest = rows[: max(len(rows) - MOST_FILES, 0)], rows[-MOST_FILES:]
    files = [
        FileNote(row.name, row.rows_read, row.rows_read - row.rows_held_back, row.rows_held_back) for row in latest
    ]
    if earlier:
        read, held = sum(row.rows_read for row in earlier), sum(row.rows_held_back for row in earlier)
        files.insert(0, FileNote(_("{n} earlier files").format(n=len(earlier)), read, read - held, held))
    if given := reported(database):
        files.append(FileNote(_("Reports that were given one by one"), given, given, 0))
    return tuple(files), tuple(_notes([(row.name, note) for row in latest for note in row.notes]))


def _notes(seen: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What was seen in files: said once with their number where several say the same."""
    times = Counter(note for _name, note in seen)
    for note, name in {note: name for name, note in reversed(seen)}.items():
        yield f"{name}: {note}" if times[note] == 1 else _("{note} ({n} files)").format(note=note, n=times[note])


def _privacy(database: Database, period: Period) -> dict[str, int]:
    """Kinds of personal data that a machine finds, and the reports of the period whose words hold them."""
    from tryggve.ingest.privacy import kind_name
    from tryggve.ingest.privacy_patterns import PersonalData
    from tryggve.store.database.reading import flags_of

    found: Counter[str] = Counter()
    for flags, n in flags_of(database, period.first_day, period.last_day):
        found.update(dict.fromkeys(set(flags.split()) & set(PersonalData), n))
    return {kind_name(kind): found[kind] for kind in PersonalData if found[kind]}
