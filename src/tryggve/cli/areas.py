"""`tryggve areas`: brings areas into the store, lists them, says which are in use, compares two divisions."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tryggve.cli import areas_fetch, areas_overlap
from tryggve.cli.area_words import told_placing
from tryggve.cli.areas_arrival import bring_in
from tryggve.cli.areas_overlap import division_named
from tryggve.cli.deeds import Deed, add_deeds, run_deed
from tryggve.cli.place import add_store, add_who, now, opened, who
from tryggve.cli.progress import Progress
from tryggve.domain.area import level_words
from tryggve.domain.language import N_, _, ngettext
from tryggve.ingest.visible_text import printable


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
    return bring_in(arguments, arguments.file, level=arguments.level, vintage=arguments.vintage)


def _configure_use(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "division", metavar=_("DIVISION"), help=_("division that the store has, such as stadsdel@2022 (areas list)")
    )
    add_store(parser)
    add_who(parser)


def _use(arguments: argparse.Namespace) -> int:
    from tryggve.reports.area_arrivals import area_tools
    from tryggve.store.database.actions.area_use import use_division

    progress = Progress()
    with opened(arguments) as database:
        key = division_named(database, arguments.division).key
        outcome = use_division(
            database, key=key, tools=area_tools(), by=who(arguments), why=arguments.why, at=now(),
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
    "fetch": Deed(
        N_("fetch SCB's small areas of a municipality, bring them in and place all reports anew"),
        areas_fetch.configure,
        areas_fetch.run,
    ),
    "use": Deed(N_("put a division that the store has in use again, and place all reports anew"), _configure_use, _use),
    "list": Deed(N_("list the divisions of the store"), _configure_list, _list),
    "overlap": Deed(
        N_("show how the areas of two divisions share surface, and how far a count can be moved between them"),
        areas_overlap.configure,
        areas_overlap.run,
    ),
}
