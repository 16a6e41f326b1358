"""Makes the headings of a file into names of columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

COLUMN_LIMIT = 2_000
NAME_LIMIT = 10_000
"""Characters of a heading: a question of a survey fits many times over."""


def too_many_columns(n: int, name: str) -> FileError:
    """What to say of a file with more columns than `COLUMN_LIMIT`."""
    return FileError(
        _("{file} has {n} columns; at most {limit} can be read.").format(file=name, n=n, limit=COLUMN_LIMIT),
        _("Leave out columns, or turn the table so that each row is one report or one count."),
    )


def unique_names(raw: Sequence[str], name: str) -> tuple[tuple[str, ...], list[str]]:
    """Headings without line breaks and doubled blanks, each different and none empty, and notes of what was changed."""
    if len(raw) > COLUMN_LIMIT:
        raise too_many_columns(len(raw), name)
    if (longest := max(map(len, raw), default=0)) > NAME_LIMIT:
        raise FileError(
            _("A heading of {file} holds {n} characters; at most {limit} can be read.").format(
                file=name, n=longest, limit=NAME_LIMIT
            ),
            _("Check that the first row holds the headings, and that each quotation mark is closed."),
        )
    plain = [" ".join(text.replace("\ufeff", "").replace("\0", "").split()) for text in raw]
    taken = set(plain)
    seen: set[str] = set()
    names: list[str] = []
    for i, text in enumerate(plain):
        chosen = text or f"kolumn_{i + 1}"
        if chosen in seen or not text:
            numbers = count(2)
            base = chosen
            while chosen in seen or chosen in taken:
                chosen = f"{base} ({next(numbers)})"
        seen.add(chosen)
        names.append(chosen)
    renamed = [(old, new) for old, new in zip(plain, names, strict=True) if old and old != new]
    notes = [_("Two columns are called “{old}”: one is read as “{new}”.").format(old=o, new=n) for o, n in renamed]
    return tuple(names), notes
