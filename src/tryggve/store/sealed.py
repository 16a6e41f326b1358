"""Copies that leave the house are sealed to the keys of those who may read them (age, https://age-encryption.org/v1).

Everything streams: neither the plain text nor the sealed one is held in memory or in a file of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyrage
from pyrage.x25519 import Identity, Recipient

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

MAGIC = b"age-encryption.org/"
PUBLIC, SECRET = "age1", "AGE-SECRET-KEY-1"
_LARGEST_KEY_FILE = 1 << 20


class Sink(Protocol):
    """What plain text is written to."""

    def write(self, data: bytes) -> int:
        """Take the next piece."""


def recipients_of(texts: Iterable[str]) -> list[Recipient]:
    """Public keys, each once. FileError for one that is none, and where there is none at all."""
    found = []
    for text in dict.fromkeys(text.strip() for text in texts):
        if text.upper().startswith(SECRET):
            raise FileError(
                _("This is the secret key. A copy is sealed with the public one, which begins with age1."),
                _("Keep the secret key away from the machine that makes the copies."),
            )
        try:
            found.append(Recipient.from_str(text))
        except pyrage.RecipientError:
            raise FileError(
                _("{key} is not a public age key.").format(key=text[:80]),
                _("Write one that begins with age1, as tryggve backup --new-key or age-keygen gives it."),
            ) from None
    if not found:
        raise FileError(
            _("No key was named to seal the copy with."), _("Give --recipient age1… or --recipients-file FILE.")
        )
    return found


def identities_of(file: Path) -> list[Identity]:
    """The secret keys in a file. FileError where it holds none."""
    try:
        return [Identity.from_str(text) for text in key_lines(file) if text.startswith(SECRET)] or _no_key(file)
    except pyrage.IdentityError:
        return _no_key(file)


def key_lines(file: Path) -> list[str]:
    """The lines of a file of keys that are neither empty nor comments."""
    with file.open("rb") as opened:
        text = opened.read(_LARGEST_KEY_FILE).decode("utf-8", "replace")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _no_key(file: Path) -> list[Identity]:
    raise FileError(
        _("{file} holds no secret age key.").format(file=file),
        _("It needs a line that begins with AGE-SECRET-KEY-1. Open a file with a passphrase by age -d first."),
    )


def new_key() -> tuple[str, str]:
    """A new secret key and its public half."""
    made = Identity.generate()
    return str(made), str(made.to_public())


def seal(pieces: Iterator[bytes], file: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Write the pieces to a file, sealed to all the keys; each of them alone can open it."""
    source = _Pieces(pieces)
    try:
        pyrage.encrypt_io(source, _Out(file), recipients)
    except Exception:
        if source.error is not None:
            raise source.error from None
        raise


def unseal(file: io.BufferedIOBase, sink: Sink, identities: Sequence[Identity]) -> None:
    """Write what a sealed file holds to `sink`. FileError where no key fits, or the file is not as it was written."""
    if file.read(len(MAGIC)) != MAGIC:
        raise FileError(
            _("This is not a copy sealed with age."), _("A copy that tryggve backup has made ends in .age.")
        )
    file.seek(0)
    out = _Out(sink)
    try:
        pyrage.decrypt_io(file, out, identities)
    except Exception as error:
        if out.error is not None:
            raise out.error from None
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise _meaning(error) from None


def _meaning(error: Exception) -> FileError:
    if isinstance(error, pyrage.DecryptError) and "matching keys" in str(error):
        return FileError(
            _("The key does not fit: the copy was sealed to another."),
            _("Nothing was restored. Give the file with the secret key that belongs to the copy."),
        )
    return FileError(
        _("The copy is damaged: it was cut off or changed after it was made."),
        _("Nothing was restored. Take another copy."),
    )


class _Pieces(io.BufferedIOBase):
    """Pieces as a file to read from. An error of the source is kept, since it comes out as another on the far side."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""
        self.error: BaseException | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        wanted = len(self._rest) if size is None or size < 0 else size
        found, self._rest = self._rest[:wanted], self._rest[wanted:]
        return found


class _Out(io.BufferedIOBase):
    """Passes on what is written, and keeps the error of whoever takes it."""

    def __init__(self, sink: Sink | BinaryIO) -> None:
        self._sink = sink
        self.error: BaseException | None = None

    def write(self, data: Any, /) -> int:
        if self.error is not None:  # the far side tries again, and what it would be told then is not what happened
            raise self.error
        try:
            return self._sink.write(bytes(data))
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        """The sink decides for itself when to."""
