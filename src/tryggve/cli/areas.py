"""`tryggve areas`: brings areas into the store, lists them, says which are in use, compares two divisions."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli import areas_overlap
from tryggve.cli.area_words import told_import, told_placing
from tryggve.cli.areas_overlap import division_named
from tryggve.cli.deeds import Deed, add_deeds, run_deed
from tryggve.cli.place import add_store, add_who, now, opened, who
from tryggve.cli.progress import Progress
from tryggve.domain.area import level_words
from tryggve.domain.language import N_, _, ngettext
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.store.database.actions.area_outcome import AreasFile, Tools
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
            print(printable(note))
        outcome = import_areas(
            database, file=file, tools=tools(), by=who(arguments), why=arguments.why, at=now(),
            progress=lambda n: progress.step(_("Placing {n} reports").format(n=n)),
        )  # fmt: skip
    progress.done()
    for line in told_import(outcome):
        print(printable(line))
    return 0


def _read(arguments: argparse.Namespace, database: Database) -> AreasFile:
    from tryggve.ingest.areas_file import read_areas
    from tryggve.ingest.division_areas import by_division, refuse_far
    from tryggve.store.database import meta
    from tryggve.store.database.actions.area_outcome import AreasFile
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
    from tryggve.store.database.actions.area_outcome import Tools

    return Tools(whole_of, overlaps, PlaceAnew)


def _configure_use(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "division", metavar=_("DIVISION"), help=_("division that the store has, such as stadsdel@2022 (areas list)")
    )
    add_store(parser)
    add_who(parser)


def _use(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.actions.area_use import use_division

    progress = Progress()
    with opened(arguments) as database:
        key = division_named(database, arguments.division).key
        outcome = use_division(
            database, key=key, tools=tools(), by=who(arguments), why=arguments.why, at=now(),
            progress=lambda n: progress.step(_("Placing {n} reports").format(n=n)),
        )  # fmt: skip
    progress.done()
    if outcome.batch is None:
        print(printable(_("{level} is in use already. Nothing was changed.").format(level=level_words(key))))
        return 0
    print(printable(_("{level} is in use.").format(level=level_words(key))))
    for line in told_placing(outcome):
        print(printable(line))
    return 0


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
        print(printable(f"{told}; {use}; {since}"))
    return 0


DEEDS = {
    "import": Deed(N_("bring areas in and place all reports anew"), _configure_import, _import),
    "use": Deed(N_("put a division that the store has in use again, and place all reports anew"), _configure_use, _use),
    "list": Deed(N_("list the divisions of the store"), _configure_list, _list),
    "overlap": Deed(
        N_("show how the areas of two divisions share surface, and how far a count can be moved between them"),
        areas_overlap.configure,
        areas_overlap.run,
    ),
}
