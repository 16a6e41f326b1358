"""The typeface of PDF documents: its files, and which characters it has a shape for."""

from __future__ import annotations

import shutil
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import font_source_sans_pro

FAMILY = "Source Sans Pro"
FILES = Path(font_source_sans_pro.__file__).parent / "files"
# The italic lacks Greek and Cyrillic letters, and the documents do without it.
STYLES = ("Regular", "Semibold", "Bold")
MISSING_SIGN = "◌"
# Characters that are laid out without a shape of their own: line and word breaks, joiners.
_SHAPELESS = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060")
_EVERYDAY = {"\u2011": "-", "\u25aa": "•", "\u25cf": "•"}


@contextmanager
def font_folder() -> Iterator[Path]:
    """A folder that holds the static files and nothing else while the block runs.

    The package has each style as OTF and as TTF; typst takes the first it meets, which would hang on the order of
    the file system.
    """
    with TemporaryDirectory(prefix="tryggve-fonts-") as folder:
        for file in _files():
            shutil.copy(file, folder)
        yield Path(folder)


def _files() -> tuple[Path, ...]:
    return tuple(FILES / f"SourceSansPro-{style}.ttf" for style in STYLES)


@lru_cache(maxsize=1)
def shapes() -> frozenset[int]:
    """The code points that every style has a shape for."""
    return frozenset.intersection(*(_mapped(file.read_bytes()) for file in _files()))


def showable(text: str) -> str:
    """`text` with composed letters and, for every character without a shape, a plain relative or `MISSING_SIGN`.

    PDF/A and PDF/UA forbid characters without a shape, so one emoji in a place name would stop the whole document.
    """
    if text.isascii() and text.isprintable():
        return text
    known = shapes()
    return "".join(c if ord(c) in known or c in _SHAPELESS else _relative(c, known) for c in _composed(text))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _relative(character: str, known: frozenset[int]) -> str:
    plain = _EVERYDAY.get(character) or unicodedata.normalize("NFKD", character)
    return plain if all(ord(c) in known for c in plain) else MISSING_SIGN


def _mapped(font: bytes) -> frozenset[int]:
    """The code points in a font's `cmap`: its Unicode tables of format 4 and 12 (OpenType specification, cmap)."""
    tables = {font[i : i + 4]: struct.unpack(">I", font[i + 8 : i + 12])[0] for i in _records(font, 12, 4, 16)}
    start = tables[b"cmap"]
    found: set[int] = set()
    for i in _records(font, start + 4, start + 2, 8):
        platform, encoding, offset = struct.unpack(">HHI", font[i : i + 8])
        if (platform, encoding) in {(0, 3), (0, 4), (3, 1), (3, 10)}:
            table = font[start + offset :]
            read = {4: _segments, 12: _groups}.get(struct.unpack(">H", table[:2])[0])
            found |= set(read(table)) if read else set()
    return frozenset(found)


def _records(font: bytes, first: int, count_at: int, size: int) -> range:
    (count,) = struct.unpack(">H", font[count_at : count_at + 2])
    return range(first, first + count * size, size)


def _segments(table: bytes) -> Iterator[int]:
    (twice,) = struct.unpack(">H", table[6:8])
    n = twice // 2
    ends = struct.unpack(f">{n}H", table[14 : 14 + twice])
    starts = struct.unpack(f">{n}H", table[16 + twice : 16 + 2 * twice])
    deltas = struct.unpack(f">{n}h", table[16 + 2 * twice : 16 + 3 * twice])
    offsets_at = 16 + 3 * twice
    offsets = struct.unpack(f">{n}H", table[offsets_at : offsets_at + twice])
    for i in range(n):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                at = offsets_at + 2 * i + offsets[i] + 2 * (code - starts[i])
                (glyph,) = struct.unpack(">H", table[at : at + 2])
            if (offsets[i] and glyph) or (not offsets[i] and (glyph + deltas[i]) % 65536):
                yield code


def _groups(table: bytes) -> Iterator[int]:
    (count,) = struct.unpack(">I", table[12:16])
    for i in range(count):
        first, last, _glyph = struct.unpack(">III", table[16 + 12 * i : 28 + 12 * i])
        yield from range(first, last + 1)
