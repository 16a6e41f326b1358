"""`tryggve init`: makes an empty store."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tryggve.cli.place import URL, add_who, chosen_place, now, visible, who
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve init`."""
    parser.add_argument(
        "store",
        nargs="?",
        type=Path,
        metavar=_("DIR"),
        help=_("folder to make the store in; leave out where {url} names a database").replace("{url}", URL),
    )
    parser.add_argument(
        "--municipality", metavar=_("NAME"), default="", type=visible, help=_("name of the municipality on the cover")
    )
    parser.add_argument(
        "--crs", metavar="EPSG:3006", help=_("coordinate system of the store, in metres (default EPSG:3006)")
    )
    parser.add_argument(
        "--zone", metavar=_("ZONE"), help=_("time zone in which days are counted (default Europe/Stockholm)")
    )
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the tables; prints what to do next."""
    from tryggve.ingest.profile_toml import is_zone
    from tryggve.ingest.project import check_working_crs
    from tryggve.store.database.actions.life import make_store

    settings = arguments.settings
    place = chosen_place(arguments)
    if place is None:
        raise FileError(_("No folder was named."), _("Write tryggve init DIR."))
    zone = arguments.zone or settings.time_zone
    if not is_zone(zone):
        raise FileError(_("There is no time zone {zone}.").format(zone=zone), _("Write it as Europe/Stockholm."))
    crs = check_working_crs(arguments.crs or settings.crs)
    if place.folder is not None and place.folder.is_dir() and any(place.folder.iterdir()):
        told = _(
            "{folder} holds other files too. A store should have a folder of its own that only its users can open."
        )
        print(told.format(folder=place.folder), file=sys.stderr)
    with make_store(
        place=place, municipality=arguments.municipality, crs=crs, zone=zone, by=who(arguments), why=arguments.why,
        at=now(),
    ) as database:  # fmt: skip
        print(_("A store was made: {place}").format(place=database.place.shown))
    given = "" if arguments.store is None else f" --store {arguments.store}"
    print(_("Next, bring in the areas and the reports:"))
    print(f"  tryggve areas import omraden.geojson{given}")
    print(f"  tryggve import rapporter.csv{given}")
    return 0
