"""What came for one item, whether over the net or from a folder: bytes, where from, when."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.provenance import Provenance, read_provenance
from tryggve.ingest.figures.plan import Item, file_to_put
from tryggve.ingest.plain_file import content_of

RAW = "raw"
PROVENANCE = "provenance.csv"
MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class Piece:
    """One answer or file. `file` is the name it gets among the raw files; `path` where it lies already."""

    file: str
    content: bytes
    address: str
    fetched: str
    kind: str = ""
    vintage: str = ""
    path: Path | None = None

    def provenance(self, table: str, source: str, licence: str) -> Provenance:
        """The row that says where a table came from."""
        checksum = hashlib.sha256(self.content).hexdigest()
        return Provenance(
            table, f"{RAW}/{self.file}", source, self.address, self.fetched, checksum, len(self.content), licence,
            self.vintage,
        )  # fmt: skip


class Supply(Protocol):
    """Where pieces come from."""

    def pieces(self, item: Item) -> Iterator[Piece]:
        """The pieces of an item, one by one. FileError where there are none, or no more can be had."""


class FolderSupply:
    """Files that somebody put in a folder, or that an earlier fetch left there with their provenance."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise FileError(
                _("There is no folder {folder}.").format(folder=folder),
                _("Make it, and put the files there that tryggve fetch --plan names."),
            )
        self._folder = folder
        self._places = [place for place in (folder / RAW, folder) if place.is_dir()]
        listed = folder / PROVENANCE
        text = listed.read_text(encoding="utf-8-sig") if listed.is_file() else ""
        self._known = {row.file.rpartition("/")[2]: row for row in read_provenance(text)}

    def has(self, item: Item) -> bool:
        """Whether there are files for an item."""
        return bool(self._files(item))

    def pieces(self, item: Item) -> Iterator[Piece]:
        """The files whose names begin with that of the item, in alphabetical order."""
        files = self._files(item)
        if not files:
            raise FileError(
                _("{folder} has no file for {name}.").format(folder=self._folder, name=item.name),
                _("Put {file} there ({what}).").format(file=file_to_put(item), what=item.shown),
            )
        for path in files:
            content = content_of(path, MOST_BYTES)
            known = self._known.get(path.name)
            if known is not None and known.sha256 == hashlib.sha256(content).hexdigest():
                yield Piece(path.name, content, known.address, known.fetched, vintage=known.vintage, path=path)
            else:
                changed = dt.datetime.fromtimestamp(int(path.stat().st_mtime), dt.UTC)
                yield Piece(path.name, content, f"file:{path.name}", changed.isoformat(), path=path)

    def _files(self, item: Item) -> list[Path]:
        for place in self._places:
            found = sorted(path for path in place.iterdir() if path.is_file() and _is_of(path, item))
            if found:
                return found
        return []


class FirstSupply:
    """Files where there are any for an item, else another supply."""

    def __init__(self, files: FolderSupply, other: Supply) -> None:
        self._files, self._other = files, other

    def pieces(self, item: Item) -> Iterator[Piece]:
        """The pieces from whichever has them."""
        yield from (self._files if self._files.has(item) else self._other).pieces(item)


def _is_of(path: Path, item: Item) -> bool:
    """kolada-serier-01.json and kolada-serier-01-2.json are of kolada-serier-01, and kolada-serier-011.json is not."""
    stem, name = (text.casefold().replace("_", "-").replace(" ", "-") for text in (path.stem, item.name))
    rest = stem.removeprefix(name)
    return stem.startswith(name) and (not rest or (rest[0] == "-" and rest.replace("-", "").isdigit()))
