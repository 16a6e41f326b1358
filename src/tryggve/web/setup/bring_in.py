"""Areas and promises to report that come in by a browser: the same actions of the store as on the command line."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from tryggve import __version__
from tryggve.domain.area import AreaRegister
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.ingest.area_overlap import overlaps
from tryggve.ingest.division_areas import by_division, refuse_far, whole_of
from tryggve.ingest.place_anew import PlaceAnew
from tryggve.ingest.privacy import flags
from tryggve.ingest.read_in import Ingested
from tryggve.store.database import audit
from tryggve.store.database.actions.agreements import end_agreements
from tryggve.store.database.actions.area_outcome import AreasFile, AreasOutcome, Tools
from tryggve.store.database.actions.areas import import_areas
from tryggve.store.database.actions.arrival import Arrival, ArrivedFile
from tryggve.store.database.actions.imports import import_arrival
from tryggve.store.database.areas import register_of
from tryggve.store.database.models import ImportBatch
from tryggve.web.core.municipal import here

TOOLS = Tools(whole_of, overlaps, PlaceAnew)


def bring_areas(*, name: str, sha256: str, register: AreaRegister, by: str, at: dt.datetime) -> AreasOutcome:
    """Areas come in, and everything is placed anew. FileError where they cannot be: nothing has changed."""
    refuse_far(register, register_of(here()), name)
    file = AreasFile(name, sha256, by_division(register, name), mend=False)
    return import_areas(here(), file=file, tools=TOOLS, by=by, why="", at=at)


def bring_promises(*, reporters: Sequence[Reporter], by: str, at: dt.datetime) -> None:
    """The promises of the organisations that are named replace those they had."""
    if not reporters:
        return
    names = tuple(reporter.organisation for reporter in reporters)
    sha256 = hashlib.sha256(repr(sorted(map(repr, reporters))).encode()).hexdigest()
    file = ArrivedFile(name="rapportörer", sha256=sha256, size=0, read=len(names), reporters=names)
    import_arrival(here(), arrival=Arrival(IncidentTable.empty(), (file,), (), tuple(reporters)), by=by, why="", at=at)


def bring_files(*, ingested: Ingested, by: str, at: dt.datetime) -> None:
    """Rows that were read come in; those that were held back do not."""
    files = tuple(
        ArrivedFile(
            name=file.name, sha256=file.sha256, size=file.size, profile=own.to_toml() if own else "",
            read=len(table) + len({error.row for error in table.errors}),
            held_back=len({error.row for error in errors}), is_register=bool(own and own.register),
            reporters=tuple(one.organisation for one in ingested.reporters) if own is None else (),
        )
        for file, own, (table, errors) in zip(ingested.files, ingested.profiles, ingested.tables_errors, strict=True)
    )  # fmt: skip
    arrival = Arrival(ingested.incidents, files, ingested.counts, ingested.reporters, _flagged)
    import_arrival(here(), arrival=arrival, by=by, why="", at=at)


def _flagged(texts: Coded) -> tuple[str, ...]:
    return tuple(" ".join(sorted(kinds)) for kinds in flags(texts))


def end_promises(*, organisation: str, by: str, at: dt.datetime) -> None:
    """An organisation promises nothing from now on; what it promised before is kept as a version."""
    with here().writing():
        batch = ImportBatch.objects.using(here().alias).create(
            kind=str(audit.Action.IMPORT), by=by, why="", at=at, version=__version__
        )
        end_agreements(here(), organisation, ended_by=batch.pk)
        audit.record(here(), audit.Action.IMPORT, by=by, at=at, batch=batch, files=[], agreements=1)
