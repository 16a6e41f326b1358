"""What a lägesbild is made from when its reports lie in a store."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.ground import request_of, scope_of
from tryggve.cli.place import now, opened, who
from tryggve.cli.progress import Progress
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.domain.period import Period

if TYPE_CHECKING:
    from tryggve.domain.area import AreaRegister
    from tryggve.reports.request import FileNote, Material, Request
    from tryggve.store.database.connect import Database
    from tryggve.store.files import FileStore


@contextmanager
def store_ground(
    arguments: argparse.Namespace, period: Period, out: Path, progress: Progress
) -> Iterator[tuple[FileStore, Material, Request]]:
    """The facts of this moment, copied from the store, and what is asked of them. The making is logged."""
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
    with files:
        scope = scope_of(arguments.scope, material.register, list(material.levels))
        yield files, material, request_of(arguments, period, scope)


def _material(database: Database, files: FileStore, municipality: str | None, period: Period) -> Material:
    from tryggve.reports.request import Material
    from tryggve.store.database import meta

    crs = meta.read(database, meta.Fact.CRS)
    name = municipality or meta.read(database, meta.Fact.MUNICIPALITY)
    register = _register(database, files, crs, name)
    notes, privacy = _files(database)
    gone = meta.read_int(database, meta.Fact.FACTS_GONE)
    return Material(
        files,
        name,
        crs,
        meta.read(database, meta.Fact.ZONE),
        register,
        levels=tuple(register.levels()) if register else tuple(files.levels()),
        files=notes,
        privacy=privacy,
        banner=_banner(period, gone),
        deleted_before=gone,
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


def _files(database: Database) -> tuple[tuple[FileNote, ...], dict[str, int]]:
    """Every file that has come in and not been taken back, and the texts that hold each kind of personal data."""
    from tryggve.ingest.privacy import kind_name
    from tryggve.reports.request import FileNote
    from tryggve.store.database.reading import files_of, flags_of

    notes = tuple(
        FileNote(row.name, row.rows_read, row.rows_read - row.rows_held_back, row.rows_held_back, tuple(row.notes))
        for row in files_of(database)
    )
    kinds: Counter[str] = Counter()
    for flags, n in flags_of(database):
        kinds.update(dict.fromkeys((kind_name(kind) for kind in flags.split()), n))
    return notes, dict(kinds)
