"""A profile laid on a table: the texts of each field, trimmed, with what means nothing emptied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePath
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tryggve.catalog import read_toml
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.domain.spelling import fold
from tryggve.ingest.profile_record import Profile
from tryggve.ingest.raw_table import RawTable, shown_heading
from tryggve.ingest.recognition import by_spelling, first_present
from tryggve.ingest.time_texts import MONTH_NAMES
from tryggve.ingest.visible_text import visible

# What a series of files adds at the end of its name: 2024, 2024-05, _v12, .2024_Q1, jan25.
_NUMBERED = re.compile(
    rf"[\s_.-]*(?:(?<![^\W\d_])(?:(?:{'|'.join(MONTH_NAMES)})[\s_.-]?|[a-z]{{1,2}}))?\d+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class BoundColumns:
    """The fields of a table; `headings` names the column of each field that has one."""

    profile: Profile
    size: int
    fields: Mapping[str, Coded]
    headings: Mapping[str, str]

    def has_column(self, name: str) -> bool:
        """Whether the field stands in a column of the file."""
        return name in self.headings

    def texts(self, name: str) -> Coded:
        """The texts of a field; "" in every row where the file has no such field."""
        return self.fields.get(name) or Coded.constant("", self.size)

    def heading(self, name: str) -> str:
        """What to call the field in an error: the column's heading, else the field's own name."""
        return self.headings.get(name, name)

    def take(self, rows: NDArray[np.bool_]) -> BoundColumns:
        """Only some rows."""
        fields = {name: texts.take(rows) for name, texts in self.fields.items()}
        return replace(self, size=int(np.count_nonzero(rows)), fields=fields)

    def words(self, name: str, sort: str = "") -> tuple[str | None, ...]:
        """Our word for each distinct text of a field with fixed values: "" where empty, None where not understood.

        `sort` is the list of words, where it is not called as the field.
        """
        own = {fold(text): word for text, word in self.profile.values.get(name, {}).items()}
        known = vocabulary(sort or name)
        return tuple(known.get(fold(own.get(fold(text), text))) if text else "" for text in self.texts(name).values)


def bind(table: RawTable, profile: Profile) -> BoundColumns:
    """Lay the profile on the table; a column that the file lacks leaves its field to the constant, else empty."""
    present = by_spelling(table.columns)
    missing = {text.strip() for text in profile.missing}
    fields, headings = {}, {}
    for name, wanted in profile.columns.items():
        heading = first_present(wanted, present)
        if heading is not None:
            headings[name] = heading
            fields[name] = _trimmed(table.columns[heading], missing)
    constants = {"source": source_of_file(table.file.name), **profile.constants}
    for name, text in constants.items():
        if name in fields:
            fields[name] = _filled(fields[name], text)
        else:
            fields[name] = Coded.constant(text, len(table))
    return BoundColumns(profile, len(table), fields, headings)


def source_of_file(name: str) -> str:
    """The source of a file whose profile states none: its name without dates and numbers at the end.

    So the parts of a series (`fel_2024.csv`, `fel_2025.csv`) are one source, and unlike files are never added.
    """
    stem = PurePath(name).stem
    while shorter := _NUMBERED.sub("", stem):
        if shorter == stem:
            break
        stem = shorter
    return stem


def require(bound: BoundColumns, table: RawTable, *either: str) -> None:
    """FileError unless at least one of the fields is there, with the headings the profile looked for."""
    if any(name in bound.fields for name in either):
        return
    wanted = [heading for name in either for heading in bound.profile.columns.get(name, ())]
    raise FileError(
        _("{file} has no column for {fields} (looked for: {wanted}).").format(
            file=table.file.name, fields="/".join(either), wanted=", ".join(wanted) or "–"
        ),
        _("The file's columns are: {columns}. Write in a profile which column it is.").format(
            columns=", ".join(map(shown_heading, table.columns))
        ),
    )


@cache
def vocabulary(name: str) -> Mapping[str, str]:
    """Folded spellings of a field's fixed values and the value each stands for."""
    found: dict[str, str] = {}
    for word, texts in read_toml("words.toml").get(name, {}).items():
        for text in (word, *texts):
            if found.setdefault(fold(text), word) != word:
                raise ValueError(f"words.toml: {text!r} stands for two values of {name}")
    return MappingProxyType(found)


def choices(name: str) -> tuple[str, ...]:
    """The first spelling of each of a field's fixed values, for a message."""
    return tuple(texts[0] for texts in read_toml("words.toml")[name].values())


def _trimmed(column: Coded, missing: set[str]) -> Coded:
    plain = "".join(column.values).isprintable()  # one look at all of them together is quick
    values = tuple(text.strip() for text in (column.values if plain else map(visible, column.values)))
    if missing:
        values = tuple("" if text in missing else text for text in values)
    return Coded(column.codes, values)


def _filled(column: Coded, text: str) -> Coded:
    """The constant where the column is empty."""
    return Coded(column.codes, tuple(value or text for value in column.values))
