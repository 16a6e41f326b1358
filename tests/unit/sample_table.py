"""Tables as the readers give them, written in the test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from tryggve.domain.area import AreaRegister
from tryggve.domain.incident_table import Coded
from tryggve.ingest.context import Context
from tryggve.ingest.locate import Locator
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.profile_record import Kind, Profile
from tryggve.ingest.raw_table import RawTable, SourceFile

TODAY = dt.date(2026, 1, 15)


def table(text: str, *, name: str = "fil.csv", crs: str | None = None) -> RawTable:
    """A table from lines of cells with ; between, headings first; rows are numbered as in a spreadsheet."""
    lines = [[cell.strip() for cell in line.split(";")] for line in text.strip("\n").splitlines()]
    heading, rows = lines[0], lines[1:]
    assert all(len(row) == len(heading) for row in rows), "every line needs as many cells as the heading"
    return of_columns({name: [row[i] for row in rows] for i, name in enumerate(heading)}, name=name, crs=crs)


def of_columns(columns: dict[str, Sequence[str]], *, name: str = "fil.csv", crs: str | None = None) -> RawTable:
    """A table from whole columns."""
    n = len(next(iter(columns.values())))
    coded = {heading: Coded.of(list(texts)) for heading, texts in columns.items()}
    return RawTable(SourceFile(name, "0" * 64, 1), coded, np.arange(2, n + 2, dtype=np.int32), crs=crs)


def context(register: AreaRegister | None = None, *, crs: str = "EPSG:3006", zone: str = "Europe/Stockholm") -> Context:
    """The context of the first file of a store."""
    return Context(1, crs, zone, register, Locator(register) if register else None, TODAY)


def read(text: str, profile: Profile, register: AreaRegister | None = None, **more: str) -> Mapped:
    """Map a table written as text."""
    return apply(table(text), profile, context(register, **more))


def profile(**columns: str) -> Profile:
    """A profile of incidents with these columns."""
    return Profile("prov", Kind.INCIDENTS, columns={name: (heading,) for name, heading in columns.items()})
