"""`tryggve migrate-store`: moves a store from a folder to PostgreSQL, and proves that nothing was lost."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tryggve.cli.copy_words import RowsIn, tell
from tryggve.cli.place import URL, add_who, now, who
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve migrate-store`."""
    parser.add_argument(
        "--store", type=Path, required=True, metavar=_("DIR"), help=_("folder of the store that is to be moved")
    )
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Move, compare, say what the new store holds."""
    from tryggve.store.database.actions.copies import move_store
    from tryggve.store.database.place import Place
    from tryggve.store.database.upgrade import open_store

    url = os.environ.get(URL)
    if not url:
        raise FileError(
            _("It is not said where the store is to move."),
            _("Set {url} to postgresql://user:password@host:5432/database.").format(url=URL),
        )
    place, rows_in = Place(url=url), RowsIn(_("Moving"))
    try:
        with open_store(Place(arguments.store)) as source:
            made = move_store(
                source=source, place=place, by=who(arguments), why=arguments.why, at=now(), progress=rows_in.add
            )
    finally:
        rows_in.done()
    print(_("The store was moved: {place}").format(place=place.shown))
    tell(made)
    print(
        _("{folder} is left as it was. When the new store has a backup of its own, delete it.").format(
            folder=arguments.store
        )
    )
    return 0
