"""Which store a command is about, who gives it and when: the options that all such commands share."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tryggve.cli.settings import find_file
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.store.database.connect import Database
    from tryggve.store.database.place import Place

URL, STORE = "TRYGGVE_DATABASE_URL", "TRYGGVE_STORE"


def add_store(parser: argparse.ArgumentParser) -> None:
    """`--store DIR`."""
    parser.add_argument(
        "--store", type=Path, metavar=_("DIR"), help=_("folder of the store (default: the settings, else this folder)")
    )


def add_who(parser: argparse.ArgumentParser, *, why_needed: bool = False) -> None:
    """`--by NAME --why TEXT`, for the log."""
    parser.add_argument(
        "--by", metavar=_("NAME"), type=_said, help=_("who does this, for the log (default: the user of the computer)")
    )
    parser.add_argument(
        "--why", metavar=_("TEXT"), type=_needed_reason if why_needed else _reason, default="", required=why_needed,
        help=_("why, for the log"),
    )  # fmt: skip


def visible(text: str) -> str:
    """One line that can do nothing to a terminal: control characters and the like become a sign of their own."""
    line = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)


def _said(text: str) -> str:
    if not (line := visible(text)):
        raise argparse.ArgumentTypeError(_("say something here: it goes into the log"))
    return line


def _needed_reason(text: str) -> str:
    return _reason(_said(text))


def _reason(text: str) -> str:
    """One line for the log, which keeps it and shows it to many: nothing of persons. The refusal never repeats it."""
    line = visible(text)
    if line:
        from tryggve.ingest.privacy import find, kind_name

        if found := dict.fromkeys(kind_name(one.kind) for one in find(line)):
            told = _("it seems to hold personal data ({kinds}), and the log keeps it: say it without them")
            raise argparse.ArgumentTypeError(told.format(kinds=", ".join(found)))
    return line


def chosen_place(arguments: argparse.Namespace) -> Place | None:
    """The store meant: --store, else TRYGGVE_DATABASE_URL, else the settings; None where nothing names one."""
    from tryggve.store.database.place import Place

    if getattr(arguments, "store", None) is not None:
        return Place(arguments.store)
    if url := os.environ.get(URL):
        return Place(url=url)
    return Place(Path(arguments.settings.store)) if arguments.settings.store else None


def place_of(arguments: argparse.Namespace) -> Place:
    """The store meant, else the current folder where it holds one. FileError where nothing names a store."""
    from tryggve.store.database.connect import FILE
    from tryggve.store.database.place import Place

    place = chosen_place(arguments)
    if place is None and Path(FILE).is_file():
        place = Place(Path())
    if place is None:
        raise FileError(
            _("No store was named."),
            _("Give --store DIR, or make one first with tryggve init DIR."),
        )
    return place


def opened(arguments: argparse.Namespace) -> Database:
    """The store meant, open and ready; with a warning where it has been moved and this is the old one."""
    from tryggve.store.database import meta
    from tryggve.store.database.plain_errors import plain_errors
    from tryggve.store.database.upgrade import open_store

    place = place_of(arguments)
    _tell_of_settings_elsewhere(arguments, place)
    database = open_store(place)
    with plain_errors(place):
        moved = meta.read(database, meta.Fact.MOVED_TO)
    if moved:
        told = _("This is the old store: it was moved to {place}. What is done here is not seen there.")
        print(told.format(place=visible(moved)), file=sys.stderr)
    return database


def shown_place(place: Place) -> str:
    """Where a store lies, in full, as it may be shown."""
    return visible(place.shown if place.folder is None else str(place.folder.absolute()))


def _tell_of_settings_elsewhere(arguments: argparse.Namespace, place: Place) -> None:
    """A settings file above this folder may be another's, and so may the store that it names."""
    if arguments.store is not None or any(os.environ.get(name) for name in (URL, STORE)):
        return
    file = find_file(Path.cwd(), os.environ) if arguments.settings.store else None
    if file is not None and file.resolve().parent != Path.cwd().resolve():
        told = _("The store {place}, as said in {file}.")
        print(told.format(place=shown_place(place), file=visible(str(file))), file=sys.stderr)


def who(arguments: argparse.Namespace) -> str:
    """Who does this, for the log."""
    if arguments.by:
        return str(arguments.by)
    try:
        return visible(getpass.getuser())
    except (OSError, KeyError):
        raise FileError(_("It is not known who does this."), _("Give --by NAME.")) from None


def now() -> dt.datetime:
    """The time, for the log alone: nothing that is counted depends on it."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251


def incidents_of(database: Database, text: str) -> list[int]:
    """The reports that a person means: number in the store, or own id. FileError where there is none."""
    from tryggve.store.database.reading import ids_of

    found = ids_of(database, text)
    if not found:
        raise FileError(_("There is no report {id}.").format(id=visible(text)), _("See tryggve store flagged."))
    return found


def zone_of(database: Database) -> ZoneInfo:
    """The time zone of the store: days and times are said in it."""
    from tryggve.store.database import meta

    return meta.zone(database)
