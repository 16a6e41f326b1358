"""The road in: files of any kind to incidents, counts and reporters of one store."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tryggve.domain.area import AreaRegister
from tryggve.domain.count import Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident_table import IncidentTable
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError, RowError
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.context import Context
from tryggve.ingest.file_sources import with_sources
from tryggve.ingest.joined_files import counts_of, incidents_of
from tryggve.ingest.locate import Locator
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.profile import guess_profile, load_profile
from tryggve.ingest.profile_record import Profile
from tryggve.ingest.profile_toml import is_zone
from tryggve.ingest.raw_table import RawTable, SourceFile
from tryggve.ingest.reporters import is_reporters, read_reporters
from tryggve.ingest.store_areas import Ground, areas_of_rows
from tryggve.ingest.store_crs import store_crs
from tryggve.ingest.tables import read
from tryggve.ingest.visible_text import visible_name

DEFAULT_ZONE = "Europe/Stockholm"


@dataclass(frozen=True)
class Ingested:
    """All that the files gave. `incidents.file_no` and `Count.file_no` count `files` from 1.

    `tables_errors` holds, per file, the table as read and what is wrong with its rows; `profiles` the profile each
    file was read with (None for reporters); `privacy` the number of rows whose text holds each kind of personal data;
    `register_sources` the sources of counts that come from a register, so that rates per inhabitant may be made.
    """

    incidents: IncidentTable
    counts: tuple[Count, ...]
    reporters: tuple[Reporter, ...]
    register: AreaRegister | None
    files: tuple[SourceFile, ...]
    tables_errors: tuple[tuple[RawTable, tuple[RowError, ...]], ...]
    notes: tuple[str, ...]
    profiles: tuple[Profile | None, ...]
    crs: str
    zone: str
    privacy: dict[str, int]
    register_sources: frozenset[str]


def read_in(
    files: Sequence[Path],
    *,
    areas_path: Path | None,
    reporters_path: Path | None,
    profile: str | Path | None,
    crs: str | None,
    zone: str | None,
    today: dt.date,
    progress: Callable[[str], None],
    sheet: str | None = None,
    ground: Ground | None = None,
    source: str | None = None,
) -> Ingested:
    """Read incidents, tables of counts and reporters.

    `sheet` names the sheet of workbooks. `profile` is used for every file but reporters; without it each file gets
    the shipped profile that fits or a guessed one. `crs` is that of x and y where neither file nor profile states
    one. `zone` is the store's time zone, else that of the first profile that has one, else Europe/Stockholm. `ground`
    is the store that the rows go to, where there is one: its areas, coordinate system and time zone hold then.
    `source` names the source of all rows, whatever file or profile say.
    FileError when any file as a whole cannot be read: then nothing goes in.
    """
    notes: list[str] = []
    tables = _read_files(files, reporters_path, sheet, progress, notes, ground.names if ground else {})
    chosen = [None if is_reporters(table) else _choose(table, profile, crs, notes) for table in tables]
    profiles = _with_source(tables, chosen, source, notes)
    context = _context(ground or _ground(tables, profiles, areas_path, zone, progress, notes), today)
    mapped: list[Mapped] = []
    reporters: dict[Reporter, None] = {}
    for number, (table, own) in enumerate(zip(tables, profiles, strict=True), 1):
        progress(_("Checking {file}").format(file=table.file.name))
        part, found = _map(table, own, replace(context, file_no=number))
        mapped.append(part)
        reporters |= dict.fromkeys(found)
        notes += [f"{table.file.name}: {note}" for note in (*table.notes, *part.notes)]
    incidents, again = incidents_of(tables, [part.incidents for part in mapped])
    incidents, register = (incidents, context.areas) if context.areas else areas_of_rows(incidents, context.crs)
    errors = [(*table.errors, *part.errors, *more) for table, part, more in zip(tables, mapped, again, strict=True)]
    return Ingested(
        incidents=incidents,
        counts=counts_of([part.counts for part in mapped], notes),
        reporters=tuple(reporters),
        register=register,
        files=tuple(table.file for table in tables),
        tables_errors=tuple((table, _by_row(found)) for table, found in zip(tables, errors, strict=True)),
        notes=tuple(notes),
        profiles=tuple(profiles),
        crs=context.crs,
        zone=context.zone,
        privacy=dict(sum((Counter(part.privacy) for part in mapped), Counter())),
        register_sources=_register_sources(profiles, mapped),
    )


def _with_source(
    tables: Sequence[RawTable], profiles: Sequence[Profile | None], source: str | None, notes: list[str]
) -> list[Profile | None]:
    if source is None:
        return with_sources(tables, profiles, notes)
    return [None if own is None else _of(own, source) for own in profiles]


def _of(profile: Profile, source: str) -> Profile:
    """The profile with a source of its own, which no column of the file can change."""
    columns = {name: headings for name, headings in profile.columns.items() if name != "source"}
    return replace(profile, columns=columns, constants={**profile.constants, "source": source})


def _read_files(
    files: Sequence[Path],
    reporters_path: Path | None,
    sheet: str | None,
    progress: Callable[[str], None],
    notes: list[str],
    known: Mapping[str, str],
) -> list[RawTable]:
    tables: dict[str, RawTable] = {}
    for path in (*files, *([reporters_path] if reporters_path else [])):
        progress(_("Reading {file}").format(file=path.name))
        table = read(path, sheet=None if path == reporters_path else sheet)
        before = known.get(table.file.sha256, table.file.name)
        if before != table.file.name:
            told = _("{file} is the same file as {first}, which came in before, and is read as that.")
            notes.append(told.format(file=visible_name(path), first=before))
            table = replace(table, file=replace(table.file, name=before))
        first = tables.setdefault(table.file.sha256, table)
        if first is not table:
            told = _("{file} is the same file as {first} and is read once.")
            notes.append(told.format(file=visible_name(path), first=first.file.name))
        if path == reporters_path and not is_reporters(table):
            raise FileError(
                _("{file} does not have the headings of a list of reporters.").format(file=path.name),
                _("They are: organisation, organisationstyp, omraden, fran, till, takt."),
            )
    return list(tables.values())


def _choose(table: RawTable, profile: str | Path | None, crs: str | None, notes: list[str]) -> Profile:
    own = load_profile(profile) if profile else guess_profile(table)
    notes.append(_("{file} is read with the profile “{name}”.").format(file=table.file.name, name=own.name))
    notes += [f"{table.file.name}: {note}" for note in own.notes]
    return replace(own, crs=own.crs or table.crs or crs or "")


def _context(ground: Ground, today: dt.date) -> Context:
    locator = Locator(ground.register) if ground.register else None
    return Context(0, ground.crs, ground.zone, ground.register, locator, today)


def _ground(
    tables: Sequence[RawTable],
    profiles: Sequence[Profile | None],
    areas_path: Path | None,
    zone: str | None,
    progress: Callable[[str], None],
    notes: list[str],
) -> Ground:
    """The coordinate system, time zone and areas of a store that is made by what is read."""
    if zone is not None and not is_zone(zone):
        raise FileError(_("There is no time zone {zone}.").format(zone=zone), _("Write it as Europe/Stockholm."))
    rows = [(table, own) for table, own in zip(tables, profiles, strict=True) if own is not None]
    crs = store_crs(rows, areas_path)
    store_zone = zone or next((own.zone for _table, own in rows if own.zone), DEFAULT_ZONE)
    if areas_path is None:
        return Ground(crs, store_zone, None)
    progress(_("Reading {file}").format(file=areas_path.name))
    register = read_areas(areas_path, crs=crs)
    notes += [f"{visible_name(areas_path)}: {note}" for note in register.notes]
    return Ground(crs, store_zone, register)


def _map(table: RawTable, profile: Profile | None, context: Context) -> tuple[Mapped, tuple[Reporter, ...]]:
    if profile is None:
        reporters, errors = read_reporters(table, context.areas)
        return Mapped(IncidentTable.empty(), (), errors, (), {}), reporters
    try:
        return apply(table, profile, context), ()
    except FileError as error:
        raise FileError(f"{table.file.name}: {error.what}", error.how) from error


def _register_sources(profiles: Sequence[Profile | None], mapped: Sequence[Mapped]) -> frozenset[str]:
    of_registers = [part for own, part in zip(profiles, mapped, strict=True) if own is not None and own.register]
    return frozenset(count.source for part in of_registers for count in part.counts)


def _by_row(errors: Iterable[RowError]) -> tuple[RowError, ...]:
    return tuple(sorted(errors, key=lambda error: error.row))
