"""`tryggve backup`: writes a sealed copy of the store, and makes the key that seals it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tryggve.cli.place import add_store, add_who, now, place_of, who
from tryggve.cli.progress import Progress
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve backup`."""
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="age1…",
        help=_("public key that can open the copy; may be given several times"),
    )
    parser.add_argument("--recipients-file", type=Path, metavar=_("FILE"), help=_("file with public keys, one a line"))
    parser.add_argument("--out", type=Path, metavar=_("FILE"), help=_("the copy to write, for example store.age"))
    parser.add_argument("--force", action="store_true", help=_("write over an older copy of the same name"))
    parser.add_argument(
        "--new-key", type=Path, metavar=_("FILE"), help=_("make a new secret key in this file, and no copy")
    )
    add_store(parser)
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make a key, or a copy."""
    return _make_key(arguments.new_key) if arguments.new_key else _make_copy(arguments)


def _make_copy(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.actions.copies import write_backup
    from tryggve.store.database.upgrade import open_store
    from tryggve.store.sealed import key_lines, recipients_of

    out: Path | None = arguments.out
    if out is None:
        raise FileError(_("No file was named for the copy."), _("Give --out FILE."))
    if out.exists() and not arguments.force:
        raise FileError(
            _("{file} is already there.").format(file=out), _("Choose another name, or write over it with --force.")
        )
    listed = key_lines(arguments.recipients_file) if arguments.recipients_file else []
    recipients = recipients_of([*arguments.recipient, *listed])
    progress = Progress()
    progress.step(_("Writing the copy"))
    try:
        with open_store(place_of(arguments), older=True) as database:
            taken = write_backup(
                database, file=out, recipients=recipients, by=who(arguments), why=arguments.why, at=now()
            )
    finally:
        progress.done()
    told = ngettext(
        "A copy was written: {file} ({size} MB, {rows} rows). {n} key can open it.",
        "A copy was written: {file} ({size} MB, {rows} rows). Each of {n} keys can open it.",
        len(recipients),
    )
    size = f"{out.stat().st_size / 1e6:.1f}".replace(".", ",")
    print(told.format(file=out, size=size, rows=sum(taken.rows.values()), n=len(recipients)))
    print(_("Digest of all rows: {digest}").format(digest=taken.digest))
    print(_("Try it now and then: tryggve restore {file} --identity KEYFILE EMPTY-FOLDER").format(file=out))
    return 0


def _make_key(file: Path) -> int:
    from tryggve.store.database.actions.copies import PRIVATE
    from tryggve.store.sealed import new_key

    secret, public = new_key()
    try:
        opened = os.open(file, PRIVATE, 0o600)
    except FileExistsError:
        raise FileError(
            _("{file} is already there.").format(file=file), _("A key is never written over. Choose another name.")
        ) from None
    with os.fdopen(opened, "wb") as out:
        out.write(f"# public key: {public}\n{secret}\n".encode())
    print(_("A secret key was made: {file}").format(file=file))
    print(_("Its public key, for --recipient: {key}").format(key=public))
    print(
        _(
            "Keep the file in two safe places, and not on the machine that makes the copies. Whoever loses it can "
            "never open the copies; whoever finds it can read them."
        )
    )
    return 0
