"""Incidents as columns: the form in which they travel from files to a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident import Incident, LeftOut, LocationPrecision, Observation, TimePrecision

NO_COORDINATE = np.iinfo(np.int32).min
"""Stands for a missing x or y in the integer columns."""

NO_HOUR = -1


@dataclass(frozen=True)
class Coded:
    """A text column with each distinct value once: `values[codes[i]]` is the text of row i."""

    codes: NDArray[np.int32]
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.codes) and not (0 <= int(self.codes.min()) and int(self.codes.max()) < len(self.values)):
            raise ValueError("Coded: a code points outside the values")

    @classmethod
    def of(cls, texts: Sequence[str]) -> Coded:
        """Encode a sequence of texts in order of first appearance."""
        seen: dict[str, int] = {}
        codes = np.fromiter((seen.setdefault(text, len(seen)) for text in texts), np.int32, len(texts))
        return cls(codes, tuple(seen))

    @classmethod
    def constant(cls, text: str, n: int) -> Coded:
        """The same text in every one of `n` rows."""
        return cls(np.zeros(n, np.int32), (text,))

    @classmethod
    def concat(cls, parts: Sequence[Coded]) -> Coded:
        """The parts one after another, distinct values merged."""
        seen: dict[str, int] = {}
        codes = [
            np.array([seen.setdefault(value, len(seen)) for value in part.values], np.int32)[part.codes]
            for part in parts
            if len(part.codes)
        ]
        return cls(np.concatenate(codes) if codes else np.zeros(0, np.int32), tuple(seen))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.values[int(self.codes[row])]

    def take(self, rows: NDArray[Any]) -> Coded:
        """Only the rows of an index or boolean array."""
        return Coded(self.codes[rows], self.values)

    def objects(self) -> NDArray[np.object_]:
        """The texts as an object array (for engines that want plain strings)."""
        return np.array([*self.values, ""], dtype=object)[self.codes]


@dataclass(frozen=True)
class IncidentTable:
    """Columns of equal length n, in the order of files and rows; see `Incident` for what each holds.

    x, y are metres in the store's working CRS, `NO_COORDINATE` where unknown. `areas` maps a level ("district",
    "regso", ...) to the area code per row, "" where the row has none at that level.
    """

    file_no: NDArray[np.int32]
    row_no: NDArray[np.int32]
    source: Coded
    source_id: Coded
    organisation: Coded
    organisation_kind: Coded
    category: Coded
    category_label: Coded
    mixed: NDArray[np.bool_]
    n: NDArray[np.int32]
    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    time_precision: NDArray[np.int8]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    hour: NDArray[np.int8]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    location_precision: NDArray[np.int8]
    areas: dict[str, Coded]
    severity: NDArray[np.int8]
    observation: NDArray[np.int8]
    left_out: Coded
    text: Coded
    said_x: NDArray[np.int32]
    said_y: NDArray[np.int32]
    said_precision: NDArray[np.int8]
    said_area: Coded
    said_place: Coded
    said_title: Coded

    def __post_init__(self) -> None:
        n = len(self.file_no)
        for field in fields(self):
            value = getattr(self, field.name)
            for column in value.values() if field.name == "areas" else (value,):
                if len(column) != n:
                    raise ValueError(f"IncidentTable: column {field.name} has {len(column)} rows, expected {n}")

    def __len__(self) -> int:
        return len(self.file_no)

    def take(self, rows: NDArray[Any]) -> IncidentTable:
        """Only the rows of an index or boolean array."""
        columns: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "areas":
                columns["areas"] = {level: codes.take(rows) for level, codes in value.items()}
            else:
                columns[field.name] = value.take(rows) if isinstance(value, Coded) else value[rows]
        return IncidentTable(**columns)

    @classmethod
    def empty(cls) -> IncidentTable:
        """A table without rows."""
        text = Coded(np.zeros(0, np.int32), ())
        i8, i32, i64 = np.zeros(0, np.int8), np.zeros(0, np.int32), np.zeros(0, np.int64)
        return cls(
            file_no=i32, row_no=i32, source=text, source_id=text, organisation=text, organisation_kind=text,
            category=text, category_label=text, mixed=np.zeros(0, np.bool_), n=i32, start_s=i64, end_s=i64,
            time_precision=i8, first_day=i32, last_day=i32, hour=i8, x=i32, y=i32, location_precision=i8, areas={},
            severity=i8, observation=i8, left_out=text, text=text, said_x=i32, said_y=i32, said_precision=i8,
            said_area=text, said_place=text, said_title=text,
        )  # fmt: skip

    @classmethod
    def concat(cls, tables: Sequence[IncidentTable]) -> IncidentTable:
        """The tables one after another; a level that one of them lacks is "" there."""
        levels = sorted({level for table in tables for level in table.areas})
        columns: dict[str, Any] = {}
        for field in fields(cls):
            if field.name == "areas":
                columns["areas"] = {
                    level: Coded.concat([t.areas.get(level) or Coded.constant("", len(t)) for t in tables])
                    for level in levels
                }
                continue
            parts = [getattr(table, field.name) for table in tables]
            columns[field.name] = Coded.concat(parts) if isinstance(parts[0], Coded) else np.concatenate(parts)
        return cls(**columns)

    def incidents(self) -> Iterator[Incident]:
        """Row by row as `Incident`; the id of a row is its place in the table, counted from 1."""
        for i in range(len(self)):
            yield Incident(
                incident_id=i + 1,
                file_no=int(self.file_no[i]),
                row_no=int(self.row_no[i]),
                source=self.source[i],
                source_id=self.source_id[i],
                organisation=self.organisation[i],
                organisation_kind=self.organisation_kind[i],
                category=self.category[i],
                category_label=self.category_label[i],
                mixed=bool(self.mixed[i]),
                n=int(self.n[i]),
                start_s=int(self.start_s[i]),
                end_s=int(self.end_s[i]),
                time_precision=TimePrecision(int(self.time_precision[i])),
                first_day=int(self.first_day[i]),
                last_day=int(self.last_day[i]),
                hour=int(self.hour[i]),
                x=_known(self.x[i]),
                y=_known(self.y[i]),
                location_precision=LocationPrecision(int(self.location_precision[i])),
                areas=tuple((level, codes[i]) for level, codes in self.areas.items() if codes[i]),
                severity=int(self.severity[i]),
                observation=Observation(int(self.observation[i])),
                left_out=LeftOut(self.left_out[i]),
                text=self.text[i],
                said_x=_known(self.said_x[i]),
                said_y=_known(self.said_y[i]),
                said_precision=int(self.said_precision[i]),
                said_area=self.said_area[i],
                said_place=self.said_place[i],
                said_title=self.said_title[i],
            )


def _known(coordinate: np.int32) -> int | None:
    return None if coordinate == NO_COORDINATE else int(coordinate)
