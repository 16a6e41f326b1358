"""`tryggve areas`: brings areas into the store, lists them, compares two divisions."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli import areas_overlap
from tryggve.cli.deeds import Deed, add_deeds, run_deed
from tryggve.cli.place import add_store, add_who, now, opened, who
from tryggve.cli.progress import Progress
from tryggve.domain.area import level_words
from tryggve.domain.language import N_, _, ngettext

if TYPE_CHECKING:
    from tryggve.store.database.actions.areas import AreasFile, AreasOutcome, Tools
    from tryggve.store.database.connect import Database


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what `tryggve areas` can do."""
    add_deeds(parser, DEEDS)


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    return run_deed(arguments)


def _configure_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("areas as GeoJSON, in any coordinate system"))
    parser.add_argument(
        "--level", metavar=_("LEVEL"), help=_("level of areas for which the file states none, such as regso")
    )
    parser.add_argument(
        "--vintage", metavar=_("YEAR"), help=_("vintage of areas for which the file states none, such as 2025")
    )
    add_store(parser)
    add_who(parser)


def _import(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.actions.areas import import_areas

    progress = Progress()
    progress.step(_("Reading {file}").format(file=arguments.file.name))
    with opened(arguments) as database:
        file = _read(arguments, database)
        # Told before anything is refused: what is wrong with the file may be why.
        for note in file.register.notes:
            print(note)
        outcome = import_areas(
            database, file=file, tools=tools(), by=who(arguments), why=arguments.why, at=now(),
            progress=lambda n: progress.step(_("Placing {n} reports").format(n=n)),
        )  # fmt: skip
    progress.done()
    for line in _told(outcome):
        print(line)
    return 0


def _read(arguments: argparse.Namespace, database: Database) -> AreasFile:
    from tryggve.ingest.areas_file import read_areas
    from tryggve.ingest.division_areas import by_division, refuse_far
    from tryggve.store.database import meta
    from tryggve.store.database.actions.areas import AreasFile
    from tryggve.store.database.areas import register_of

    path, vintage = arguments.file, arguments.vintage
    level = arguments.level.strip().casefold() if arguments.level else None
    register = read_areas(
        path, crs=meta.read(database, meta.Fact.CRS), level=level, vintage=vintage.strip() if vintage else None
    )
    refuse_far(register, register_of(database), path.name)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return AreasFile(path.name, sha256, by_division(register, path.name), mend=vintage == "")


def tools() -> Tools:
    """What the store borrows to place and to compare areas."""
    from tryggve.ingest.area_overlap import overlaps
    from tryggve.ingest.division_areas import whole_of
    from tryggve.ingest.place_anew import PlaceAnew
    from tryggve.store.database.actions.areas import Tools

    return Tools(whole_of, overlaps, PlaceAnew)


def _told(outcome: AreasOutcome) -> Iterator[str]:
    """What became of the areas and of what the store holds."""
    for change in outcome.changes:
        total = change.new + change.changed + change.unchanged
        told = ngettext(
            "{level}: {n} area; {new} new, {changed} changed, {gone} gone",
            "{level}: {n} areas; {new} new, {changed} changed, {gone} gone",
            total,
        )
        yield told.format(
            level=level_words(change.key), n=total, new=change.new, changed=change.changed, gone=change.gone
        )
    if outcome.kept_whole:
        yield _("The outline of the municipality that the store has was kept.")
    if outcome.batch is None:
        yield _("The areas were already there as they are in the file. Nothing was changed.")
        return
    yield from _told_divisions(outcome)
    if outcome.incidents.placed or outcome.incidents.kept or outcome.counts:
        yield from _told_placed(outcome)
    yield _("This is batch {n}.").format(n=outcome.batch)


def _told_divisions(outcome: AreasOutcome) -> Iterator[str]:
    for key in outcome.superseded:
        yield _("{level} is no longer in use. It is kept for numbers of its time and for comparison.").format(
            level=level_words(key)
        )
    for key in outcome.beside:
        yield _("{level} is older than the division in use and stands beside it, for comparison.").format(
            level=level_words(key)
        )
    if outcome.superseded or outcome.beside:
        yield _("Compare them with tryggve areas overlap.")
    if outcome.old_promises:
        told = ngettext(
            "{n} promise to report is for areas of a division that is not in use. Bring in the list of reporters anew.",
            "{n} promises to report are for areas of a division that is not in use. "
            "Bring in the list of reporters anew.",
            outcome.old_promises,
        )
        yield told.format(n=outcome.old_promises)


def _told_placed(outcome: AreasOutcome) -> Iterator[str]:
    incidents = outcome.incidents
    told = ngettext("{n} report was placed anew.", "{n} reports were placed anew.", incidents.placed)
    yield told.format(n=incidents.placed)
    for level, n in outcome.nowhere.items():
        told = ngettext(
            "{level}: {n} report that counts has no area.", "{level}: {n} reports that count have no area.", n
        )
        yield told.format(level=level_words(level), n=n)
    if incidents.kept:
        told = ngettext(
            "{n} report whose words have been deleted stays where it was.",
            "{n} reports whose words have been deleted stay where they were.",
            incidents.kept,
        )
        yield told.format(n=incidents.kept)
    if incidents.far:
        told = ngettext(
            "{n} report lies more than 100 km outside all areas; its place is now unknown.",
            "{n} reports lie more than 100 km outside all areas; their places are now unknown.",
            incidents.far,
        )
        yield told.format(n=incidents.far)
    if outcome.counts:
        told = ngettext(
            "{n} number of a table was given its area.", "{n} numbers of tables were given their areas.", outcome.counts
        )
        yield told.format(n=outcome.counts)


def _configure_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help=_("form of the answer"))
    add_store(parser)


def _list(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.divisions import listed_divisions

    with opened(arguments) as database, database.reading():
        rows = listed_divisions(database)
    if arguments.format == "json":
        print(json.dumps([row.as_dict() for row in rows], ensure_ascii=False, indent=1))
        return 0
    if not rows:
        print(_("The store has no areas. Bring them in with tryggve areas import FILE."))
    for row in rows:
        told = ngettext("{level}: {n} area", "{level}: {n} areas", row.areas).format(
            level=level_words(row.key), n=row.areas
        )
        use = _("in use") if row.in_use else _("not in use")
        since = _("batch {n}, {day}, {by}").format(n=row.batch, day=row.day, by=row.by)
        print(f"{told}; {use}; {since}")
    return 0


DEEDS = {
    "import": Deed(N_("bring areas in and place all reports anew"), _configure_import, _import),
    "list": Deed(N_("list the divisions of the store"), _configure_list, _list),
    "overlap": Deed(
        N_("show how the areas of two divisions share surface, and how far a count can be moved between them"),
        areas_overlap.configure,
        areas_overlap.run,
    ),
}
