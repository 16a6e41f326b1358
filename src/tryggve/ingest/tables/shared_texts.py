"""How long the texts of a sheet become when each cell gets its own copy of a text that many share."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables.package import blocks

EXPANDED_LIMIT = 1 << 27
"""Bytes of the texts of all cells of a sheet."""

_PARTS = "sharedstrings.xml"
_BLOCK = 1 << 22
_TEXT = re.compile(rb"<(?:[^\s<>/:]+:)?si\b")
_SHARED = re.compile(rb"""\bt=["']s["']""")
_NUMBER = re.compile(rb"""\bt=["']s["'][^<>]*><(?:[^\s<>/:]+:)?v>([0-9]{1,9})<""")


def check_shared(package: zipfile.ZipFile, sheet: str, name: str) -> None:
    """Refuse, before it is opened, a sheet whose texts would become larger than `EXPANDED_LIMIT`.

    A text that is stored once may stand in every cell: a workbook of some kilobytes becomes gigabytes then.
    """
    part = next((part for part in package.namelist() if part.lower().endswith(_PARTS)), None)
    sizes = np.fromiter(_sizes(package, part), np.int64) if part else np.zeros(0, np.int64)
    longest = int(sizes.max(initial=0))
    expanded = 0
    for block in blocks(package, sheet) if longest else ():
        expanded += _expanded(block, sizes, longest)
        if expanded > EXPANDED_LIMIT:
            raise FileError(
                _("The workbook {file} would be larger than {limit} MB when unpacked.").format(
                    file=name, limit=EXPANDED_LIMIT >> 20
                ),
                _("Save the rows as CSV UTF-8 or Parquet."),
            )


def _expanded(block: bytes, sizes: NDArray[np.int64], longest: int) -> int:
    """At least the bytes of the shared texts in the cells; those that do not tell clearly count as the longest."""
    shared = len(_SHARED.findall(block))
    # Most workbooks hold no long texts, and need no closer look.
    if shared * longest < _BLOCK:
        return shared * longest
    numbers = np.array(_NUMBER.findall(block), "S9").astype(np.int64)
    told = numbers[numbers < len(sizes)]
    return int(sizes[told].sum()) + (shared - len(numbers)) * longest


def _sizes(package: zipfile.ZipFile, part: str) -> Iterator[int]:
    """The bytes from the beginning of one shared text to that of the next, in order."""
    done, last, rest = 0, -1, b""
    with package.open(part) as stream:
        while piece := stream.read(_BLOCK):
            text = rest + piece
            for match in _TEXT.finditer(text):
                if last >= 0:
                    yield done + match.start() - last
                last = done + match.start()
            # A beginning that is cut in two is found with the next piece; a whole one is not found again.
            keep = max(text.rfind(b"<"), len(text) - 64, last - done + 1)
            done, rest = done + keep, text[keep:]
    if last >= 0:
        yield done + len(rest) - last
