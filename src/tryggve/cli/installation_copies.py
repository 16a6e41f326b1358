"""Copies of a whole installation of the web, and an installation made from one."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tryggve.cli.installation import DATA, enter
from tryggve.cli.place import now, who
from tryggve.cli.progress import Progress
from tryggve.domain.language import _, ngettext
from tryggve.domain.private_file import private
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

    from tryggve.web.setup.copy_in import Restored

WORKSHOP = ".tryggve-restore-"
_LAST = "installation.sqlite3"
"""Moved to its place when all else is there: without it there is no installation."""


def copy(arguments: argparse.Namespace, out: Path, recipients: list[Recipient]) -> int:
    """Copy the installation, or its keys alone."""
    enter(arguments)
    from tryggve.web.setup.copy_out import write_copy, write_keys
    from tryggve.web.setup.ready import let_go, refuse_unready

    refuse_unready()
    if arguments.keys:
        write_keys(file=out, recipients=recipients)
        print(_("The keys were copied: {file}").format(file=out))
        print(
            _(
                "Keep it apart from the copies of the installation, with other people if you can: whoever can open "
                "both can see who sent a report, as long as the link is not cut. Take it again only after a restore."
            )
        )
        return 0
    progress = Progress()
    try:
        taken = write_copy(
            file=out, recipients=recipients, by=who(arguments), why=arguments.why, at=now(),
            progress=lambda slug: progress.step(_("Copying {name}").format(name=slug or _("accounts"))),
        )  # fmt: skip
    finally:
        progress.done()
        let_go()
    size = f"{out.stat().st_size / 1e6:.1f}".replace(".", ",")
    rows = sum(sum(one.rows.values()) for one in taken.values())
    told = ngettext(
        "The installation was copied: {file} ({size} MB, {rows} rows, {n} municipality).",
        "The installation was copied: {file} ({size} MB, {rows} rows, {n} municipalities).",
        len(taken) - 1,
    )
    print(told.format(file=out, size=size, rows=rows, n=len(taken) - 1))
    print(_("Digests of all rows:"))
    for slug, one in taken.items():
        print(f"  {one.digest}  {slug or _('accounts')}")
    print(_("Not in it: sessions (all sign in again), fetched map tiles, files nobody had said yes to, and the keys."))
    print(
        _(
            "Without the keys the links from reports to accounts cannot be opened. Copy them once, to another file and "
            "another key: tryggve backup --data {folder} --keys --out FILE --recipient age1…"
        ).format(folder=os.environ.get(DATA) or "tryggve-data")
    )
    return 0


class _EnoughError(Exception):
    """The head has been read."""


class _Head:
    """Takes the first piece of what is sealed, and no more."""

    text = b""

    def write(self, data: bytes) -> int:
        self.text += data
        raise _EnoughError


def holds_installation(file: Path, identities: list[Identity]) -> bool:
    """Whether a copy is one of a whole installation. FileError where it cannot be opened."""
    from tryggve.store.sealed import unseal

    head = _Head()
    try:
        with file.open("rb") as opened:
            unseal(opened, head, identities)
    except _EnoughError:
        pass
    try:
        first = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head.text, 1 << 16).partition(b"\n")[0]
        return bool(json.loads(first)["tryggve"] == "installation")
    except (zlib.error, ValueError, LookupError, TypeError):
        return False


def restore(arguments: argparse.Namespace, identities: list[Identity]) -> int:
    """Make an installation in an empty folder, and in the empty database where one is named."""
    from tryggve.store.sealed import unseal

    folder = arguments.store or Path(os.environ.get(DATA) or "tryggve-data")
    keys = _keys_in(arguments.keys, identities) if arguments.keys else {}
    progress = Progress()
    with _new_folder(folder.absolute()) as workshop:
        for name, value in keys.items():
            _write_key(workshop, name, value)
        arguments.data = workshop
        enter(arguments)
        from tryggve.web.setup.copy_in import restore_copy

        try:
            with arguments.copy.open("rb") as file:
                made = restore_copy(
                    feed=lambda sink: unseal(file, sink, identities), by=who(arguments), why=arguments.why, at=now(),
                    progress=lambda slug: progress.step(_("Restoring {name}").format(name=slug or _("accounts"))),
                )  # fmt: skip
        finally:
            progress.done()
    _tell(made, folder, bool(keys))
    return 0


def _tell(made: Restored, folder: Path, with_keys: bool) -> None:
    print(_("The installation was restored: {place}").format(place=folder))
    print(_("Digests of all rows, the same as in the copy:"))
    for slug, contents in made.municipalities.items():
        print(f"  {contents.digest}  {slug}")
    print(_("Accounts: {n}. All sign in again.").format(n=made.accounts))
    if not with_keys:
        print(
            _(
                "The keys were not restored (--keys FILE): nobody can see any more which account a report came from, "
                "and reporters do not see the reports they had sent."
            ),
            file=sys.stderr,
        )
    print(_("What has been deleted by decision or cut since the copy was made is back: see the administrators' page."))
    print(_("Start it with tryggve serve --data {folder}, then run tryggve doctor.").format(folder=folder))


def _keys_in(file: Path, identities: list[Identity]) -> dict[str, str]:
    from tryggve.store.sealed import unseal

    class Held:
        """Takes what is sealed."""

        text = b""

        def write(self, data: bytes) -> int:
            self.text += data
            return len(data)

    held = Held()
    with file.open("rb") as opened:
        unseal(opened, held, identities)
    try:
        found: Any = json.loads(held.text)
        if found["tryggve"] == "keys":
            return {str(name): str(value) for name, value in found["keys"].items() if str(name).isalpha()}
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    raise FileError(_("{file} holds no keys of an installation.").format(file=file), _("Nothing was restored."))


def _write_key(data: Path, name: str, value: str) -> None:
    folder = data / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    with open(folder / name, "x", encoding="ascii", opener=private) as out:
        out.write(value)


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """A folder to make the installation in, inside its place; moved out of it when all has gone well."""
    is_new = not folder.exists()
    if not is_new and any(folder.iterdir()):
        raise FileError(
            _("{folder} is not empty.").format(folder=folder),
            _("Nothing was restored. Choose an empty folder. What a stopped restore left is unsealed: delete it."),
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    workshop = Path(tempfile.mkdtemp(prefix=WORKSHOP, dir=folder))
    try:
        yield workshop
        for path in sorted(workshop.iterdir(), key=lambda path: path.name == _LAST):
            os.replace(path, folder / path.name)
        workshop.rmdir()
    except BaseException:
        shutil.rmtree(folder if is_new else workshop, ignore_errors=True)
        raise
