"""The past that signals are looked for in: a store, a table with areas and days, or files with reports."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.place import add_store, chosen_place, opened
from tryggve.cli.progress import Progress
from tryggve.domain.language import _
from tryggve.domain.period import EARLIEST, LATEST
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.compute import Place
    from tryggve.signals.history import History
    from tryggve.store.database.connect import Database

LOCAL = "local"


def add_past(parser: argparse.ArgumentParser) -> None:
    """The options that say where the events are."""
    parser.add_argument(
        "--areas", type=Path, metavar=_("FILE"), help=_("areas as GeoJSON, or as a table of area, x, y in metres")
    )
    parser.add_argument(
        "--origin", type=day_of, metavar=_("DATE"), help=_("the day that days given as whole numbers are counted from")
    )
    parser.add_argument(
        "--crs", metavar="EPSG:3006",
        help=_("coordinate system of x and y; {local} for metres of a system of their own").format(local=LOCAL),
    )  # fmt: skip
    parser.add_argument(
        "--reporters", type=Path, metavar=_("FILE"), help=_("who is expected to report (reporters.csv)")
    )
    parser.add_argument("--source", metavar=_("NAME"), help=_("the source to look in (default the largest)"))
    parser.add_argument("--level", metavar=_("LEVEL"), help=_("the division of areas (default the finest)"))
    add_store(parser)


def add_places(parser: argparse.ArgumentParser) -> None:
    """The options that say where the work is done."""
    parser.add_argument(
        "--workers", type=positive, metavar=_("NUMBER"), help=_("processes to share the work (default 1)")
    )
    parser.add_argument("--cluster", metavar="tcp://…", help=_("a cluster to do the work (needs tryggve[cluster])"))


def day_of(text: str) -> dt.date:
    """A day on the command line."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write the day as 2026-01-31")) from None
    if not EARLIEST <= day.year <= LATEST:
        raise argparse.ArgumentTypeError(
            _("give a day from {first} to {last}").format(first=f"{EARLIEST}-01-01", last=f"{LATEST}-12-31")
        )
    return day


def positive(text: str) -> int:
    """A number of things on the command line."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("give a whole number, at least 1"))
    return int(text)


def place_of_work(arguments: argparse.Namespace) -> Place:
    """Where blocks run."""
    from tryggve import compute

    if arguments.cluster and arguments.workers:
        raise FileError(
            _("Both --workers and --cluster were given."),
            _("Give one of them: the cluster decides itself how many workers it has."),
        )
    if arguments.cluster:
        return compute.Cluster(arguments.cluster)
    return compute.Processes(arguments.workers) if (arguments.workers or 1) > 1 else compute.SERIAL


@contextmanager
def past(
    arguments: argparse.Namespace, files: list[Path], progress: Progress
) -> Iterator[tuple[History, Database | None]]:
    """The events that the command line names, and the open store where they come from one."""
    if files:
        yield _of_files(arguments, files, progress), None
        return
    if chosen_place(arguments) is None and not Path("tryggve.sqlite3").is_file():
        raise FileError(
            _("No events and no store were given."),
            _("Give a table of events with --areas FILE, or --store DIR."),
        )
    _refuse_for_files(arguments)
    from tryggve.reports.signals_today import history_of_database

    progress.step(_("Reading the store"))
    with opened(arguments) as database:
        yield history_of_database(database, source=arguments.source, level=arguments.level), database


def _refuse_for_files(arguments: argparse.Namespace) -> None:
    """What says how files are to be read changes nothing of a store: silently passed over it would mislead."""
    for name in ("areas", "origin", "crs", "reporters"):
        if getattr(arguments, name) is not None:
            raise FileError(
                _("--{name} is for files, and here the events of the store are looked at.").format(name=name),
                _("Leave it out: the store has its own. Or give the file with the events too."),
            )


def _of_files(arguments: argparse.Namespace, files: list[Path], progress: Progress) -> History:
    from tryggve.ingest.project import check_working_crs, known_crs
    from tryggve.ingest.tables import read
    from tryggve.signals.from_csv import has_areas, history_of_csv

    if arguments.areas is None:
        raise FileError(_("The areas are missing."), _("Give --areas FILE: GeoJSON, or a table of area, x, y."))
    crs = arguments.crs or LOCAL
    if crs != LOCAL:
        known_crs(crs)
    progress.step(_("Reading {file}").format(file=files[0].name))
    if len(files) == 1 and not arguments.reporters:
        table = read(files[0])
        if has_areas(table):
            # Distances between areas are counted in metres.
            return history_of_csv(
                table, arguments.areas, origin=arguments.origin, crs=crs if crs == LOCAL else check_working_crs(crs)
            )
    try:
        return _of_reports(arguments, files, progress)
    except FileError as error:
        raise FileError(error.what, f"{error.how} {_of_tables()}") from None


def _of_tables() -> str:
    """What a table needs to be used as it is: said where files could not be read as reports."""
    return _(
        "A single table of events is used as it is where it has a heading {day} and a heading {area} (with --areas "
        "FILE, without --reporters)."
    ).format(day="day (dag, datum)", area="area (område, kod)")


def _of_reports(arguments: argparse.Namespace, files: list[Path], progress: Progress) -> History:
    """Files with reports as `tryggve import` reads them."""
    from tryggve.ingest.read_in import read_in
    from tryggve.signals.from_store import history_of
    from tryggve.store.files import FileStore

    ingested = read_in(
        files, areas_path=arguments.areas, reporters_path=arguments.reporters, profile=None,
        crs=None if arguments.crs == LOCAL else arguments.crs, zone=None,
        today=dt.date.today(), progress=progress.step,  # noqa: DTZ011, TID251
    )  # fmt: skip
    with FileStore.from_table(ingested.incidents, ingested.counts, ingested.reporters) as store:
        return history_of(store, ingested.register, source=arguments.source, level=arguments.level)
