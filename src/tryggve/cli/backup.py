"""`tryggve backup`: writes a sealed copy of a store or of a whole installation, and makes the key that seals it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.installation_copies import copy
from tryggve.cli.place import add_store, add_who, now, place_of, who
from tryggve.cli.progress import Progress
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from pyrage.x25519 import Recipient


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
        "--new-key",
        type=Path,
        metavar=_("FILE"),
        help=_("make a new secret key in this file and its public half in FILE.pub, and no copy"),
    )
    add_store(parser)
    parser.add_argument(
        "--data", type=Path, metavar=_("DIR"),
        help=_("copy the whole installation of the web in this folder: accounts, and all of each municipality"),
    )  # fmt: skip
    parser.add_argument(
        "--keys", action="store_true", help=_("with --data: copy its keys alone, which are in no other copy")
    )
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make a key, or a copy."""
    return _make_key(arguments.new_key) if arguments.new_key else _make_copy(arguments)


def _make_copy(arguments: argparse.Namespace) -> int:
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
    if arguments.data is not None:
        if arguments.store is not None:
            raise FileError(_("A store and an installation were named."), _("Give --store or --data."))
        out = out.absolute()
        _make_folder(out.parent)
        return copy(arguments, out, recipients)
    if arguments.keys:
        raise FileError(_("The keys are those of an installation."), _("Name it with --data DIR."))
    return _copy_store(arguments, out, recipients)


def _copy_store(arguments: argparse.Namespace, out: Path, recipients: list[Recipient]) -> int:
    from tryggve.store.database.actions.copies import write_backup
    from tryggve.store.database.upgrade import open_store

    progress = Progress()
    progress.step(_("Writing the copy"))
    try:
        with open_store(place_of(arguments), older=True) as database:
            _make_folder(out.parent)
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


def _make_folder(folder: Path) -> None:
    """The folder of the copy is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise FileError(
            _("The folder {folder} is not there and could not be made.").format(folder=folder),
            _("No copy was written. Make the folder, or choose another with --out."),
        ) from None


def _make_key(file: Path) -> int:
    from tryggve.store.sealed import new_key

    public_file = file.with_name(f"{file.name}.pub")
    for taken in (file, public_file):
        if taken.exists():
            raise _never_over(taken)
    secret, public = new_key()
    # The public half first: a secret key that nobody knows the public half of is the worse one to be left with.
    _write_new(public_file, f"{public}\n", 0o644)
    try:
        _write_new(file, f"# public key: {public}\n{secret}\n", 0o600)
    except BaseException:
        public_file.unlink()
        raise
    print(_("A secret key was made: {file}").format(file=file))
    print(_("Its public key, for --recipient: {key}").format(key=public))
    print(_("The public key alone, for --recipients-file: {file}").format(file=public_file))
    print(
        _(
            "Keep the file in two safe places, and not on the machine that makes the copies. Whoever loses it can "
            "never open the copies; whoever finds it can read them."
        )
    )
    return 0


def _write_new(file: Path, text: str, mode: int) -> None:
    from tryggve.store.sealed_file import PRIVATE

    try:
        opened = os.open(file, PRIVATE, mode)
    except FileExistsError:
        raise _never_over(file) from None
    with os.fdopen(opened, "wb") as out:
        out.write(text.encode())


def _never_over(file: Path) -> FileError:
    return FileError(
        _("{file} is already there.").format(file=file), _("A key is never written over. Choose another name.")
    )
