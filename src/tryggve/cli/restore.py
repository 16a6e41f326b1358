"""`tryggve restore`: makes a store, or a whole installation, in an empty place from a sealed copy."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli import installation_copies
from tryggve.cli.copy_words import RowsIn, tell
from tryggve.cli.installation_copies import holds_installation
from tryggve.cli.place import URL, add_who, now, place_of, who
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from pyrage.x25519 import Identity


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve restore`."""
    parser.add_argument("copy", type=Path, metavar=_("FILE"), help=_("the sealed copy"))
    help_text = _("empty folder to make it in; for a store left out where {url} names one").replace("{url}", URL)
    # An argument that may be left out cannot stand after an option (argparse): it may be only where it has to.
    if os.environ.get(URL):
        parser.add_argument("store", nargs="?", type=Path, metavar=_("DIR"), help=help_text)
    else:
        parser.add_argument("store", type=Path, metavar=_("DIR"), help=help_text)
    parser.add_argument(
        "--identity",
        action="append",
        type=Path,
        required=True,
        metavar=_("FILE"),
        help=_("file with the secret key that opens the copy; may be given several times"),
    )
    parser.add_argument(
        "--keys", type=Path, metavar=_("FILE"),
        help=_("sealed copy of an installation's keys, where the copy is of a whole installation"),
    )  # fmt: skip
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make what was copied anew, prove that it is the same, say what it holds."""
    from tryggve.store.sealed import identities_of

    identities = [identity for file in arguments.identity for identity in identities_of(file)]
    if holds_installation(arguments.copy, identities):
        return installation_copies.restore(arguments, identities)
    if arguments.keys:
        raise FileError(_("The copy is of a store, which has no keys."), _("Leave out --keys."))
    return _restore_store(arguments, identities)


def _restore_store(arguments: argparse.Namespace, identities: list[Identity]) -> int:
    from tryggve.store.database.actions.copies import restore_store
    from tryggve.store.database.connect import left_behind
    from tryggve.store.sealed import unseal

    place = place_of(arguments)
    before = left_behind(place.folder)
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
