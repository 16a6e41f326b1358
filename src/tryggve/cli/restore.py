"""`tryggve restore`: makes a store in an empty place from a sealed copy."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tryggve.cli.copy_words import RowsIn, tell
from tryggve.cli.place import URL, add_who, now, place_of, who
from tryggve.domain.language import _


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve restore`."""
    parser.add_argument("copy", type=Path, metavar=_("FILE"), help=_("the sealed copy"))
    help_text = _("empty folder to make the store in; leave out where {url} names a database").replace("{url}", URL)
    # An argument that may be left out cannot stand after an option (argparse): it may be only where it has to.
    if os.environ.get(URL):
        parser.add_argument("store", nargs="?", type=Path, metavar=_("DIR"), help=help_text)
    else:
        parser.add_argument("store", type=Path, metavar=_("DIR"), help=help_text)
    parser.add_argument(
        "--identity",
        type=Path,
        required=True,
        metavar=_("FILE"),
        help=_("file with the secret key that opens the copy"),
    )
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the store, prove that it is what was copied, say what it holds."""
    from tryggve.store.database.actions.copies import restore_store
    from tryggve.store.database.connect import left_behind
    from tryggve.store.sealed import identities_of, unseal

    place = place_of(arguments)
    before = left_behind(place.folder)
    identities = identities_of(arguments.identity)
    rows_in = RowsIn(_("Restoring"))
    try:
        with arguments.copy.open("rb") as file:
            made = restore_store(
                place=place, feed=lambda loader: unseal(file, loader, identities), by=who(arguments),
                why=arguments.why, at=now(), progress=rows_in.add,
            )  # fmt: skip
    finally:
        rows_in.done()
    for left in before:
        if not left.exists():
            print(_("What a stopped restore had left was deleted: {left}").format(left=left), file=sys.stderr)
    print(_("The store was restored: {place}").format(place=place.shown))
    tell(made)
    print(_("What has been deleted by decision since the copy was made is back: run tryggve retention plan."))
    return 0
