"""From files that were read to what the store takes in, for the command line and the web alike."""

from __future__ import annotations

from tryggve.ingest.privacy import flag_texts, mask
from tryggve.ingest.read_in import Ingested
from tryggve.ingest.store_areas import Ground
from tryggve.store.database import meta
from tryggve.store.database.actions.arrival import Arrival, ArrivedFile
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.reading import names_of_files


def ground_of(database: Database) -> Ground:
    """What files that are read for a store must know of it: its areas, coordinate system, days and earlier files."""
    crs, zone = meta.read(database, meta.Fact.CRS), meta.read(database, meta.Fact.ZONE)
    return Ground(crs, zone, register_of(database), names_of_files(database))


def arrival_of(ingested: Ingested, *, new: bool = False, areas_mark: int | None = None) -> Arrival:
    """What `actions.imports.import_arrival` takes. `new`: reports without an id are new ones, whatever others say.

    `areas_mark` is that of before the ground was asked for: areas may have come since.
    """
    files = tuple(
        ArrivedFile(
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            profile=own.to_toml() if own else "",
            read=len(table) + len({error.row for error in table.errors}),
            held_back=len({error.row for error in errors}),
            notes=notes_of(ingested, file.name),
            privacy=ingested.privacy if len(ingested.files) == 1 else {},
            is_register=bool(own and own.register),
            as_new=new,
            reporters=tuple(reporter.organisation for reporter in ingested.reporters) if own is None else (),
        )
        for file, own, (table, errors) in zip(ingested.files, ingested.profiles, ingested.tables_errors, strict=True)
    )
    return Arrival(ingested.incidents, files, ingested.counts, ingested.reporters, flag_texts, areas_mark)


def notes_of(ingested: Ingested, name: str) -> tuple[str, ...]:
    """What was seen while a file was read, personal data masked: it is kept, and shown in every lägesbild."""
    mine = f"{name}: "
    return tuple(mask(note.removeprefix(mine)) for note in ingested.notes if note.startswith(mine))
