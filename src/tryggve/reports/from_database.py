"""What a lägesbild is made from when its reports lie in a store, and the lägesbild itself.

    situation_of(database, Request(period, today=...)) -> Situation

Nothing is written and nothing logged: whoever asks has noted it first (`actions.reading.note_report`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tryggve.domain.area import AreaRegister
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.domain.writing import date_long
from tryggve.ingest.store_areas import register_of_codes
from tryggve.reports.files_told import files_told, privacy_told
from tryggve.reports.request import Material, Request
from tryggve.reports.signal_ground import matter_of_store
from tryggve.reports.situation import build, check_scope
from tryggve.reports.tree import Audience, Situation
from tryggve.store.database import meta
from tryggve.store.database.actions.publishing import published_before
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.promised import promised_elsewhere
from tryggve.store.files import FileStore


def situation_of(database: Database, request: Request, municipality: str | None = None) -> Situation:
    """The lägesbild that a request asks of a store, from the facts of this moment. ScopeError for a scope without
    areas.
    """
    with DatabaseStore(database).copied() as files:
        material = whole_material_of(database, files, request.period, request.audience, municipality)
        check_scope(material, request)
        return build(material, request)


def whole_material_of(
    database: Database, files: FileStore, period: Period, audience: Audience, municipality: str | None = None,
    looking: Callable[[], None] = lambda: None,
) -> Material:  # fmt: skip
    """The material with what an audience is told besides: internally the signals, in public what was published before.

    `looking` is called before signals are looked for, which takes time.
    """
    material = material_of(database, files, municipality, period)
    if audience is Audience.PUBLIC:
        return replace(material, published=published_before(database))
    if audience.is_shared:
        return material
    looking()
    return replace(material, signals=matter_of_store(database, files, material.register, period))


def material_of(database: Database, files: FileStore, municipality: str | None, period: Period) -> Material:
    """What a lägesbild is made from: the facts in `files`, copied from the store, and what must be said of them."""
    crs = meta.read(database, meta.Fact.CRS)
    name = municipality or meta.read(database, meta.Fact.MUNICIPALITY)
    register = register_with_codes(database, files, crs, name)
    of_files, notes = files_told(database)
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
        privacy=privacy_told(database, period),
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
    return told.format(day=date_long(day_date(gone)))


def register_with_codes(database: Database, files: FileStore, crs: str, name: str) -> AreaRegister | None:
    """The areas of a store; where it has no register, those that its reports name."""
    known = register_of(database)
    if known is not None:
        return known
    codes: dict[str, list[str]] = {}
    for level, code in files.fetch("SELECT DISTINCT level, area_code FROM incident_area ORDER BY level, area_code"):
        codes.setdefault(level, []).append(code)
    return register_of_codes(codes, crs, name)
