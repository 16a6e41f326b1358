"""Files whose names make them one source although they are not: kept apart, for sources are never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from tryggve.domain.language import _
from tryggve.ingest.bound_columns import source_of_file
from tryggve.ingest.profile_record import Profile
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.recognition import by_spelling, first_present


def with_sources(
    tables: Sequence[RawTable], profiles: Sequence[Profile | None], notes: list[str]
) -> list[Profile | None]:
    """The profiles, with a source of its own for a file that shares its name's beginning with an unlike one.

    The parts of a series have the same columns read as the same fields; "lista1" and "lista2" that have not are two
    sources. Profiles that state a source keep it.
    """
    forms: dict[str, object] = {}
    found: list[Profile | None] = []
    for table, profile in zip(tables, profiles, strict=True):
        if profile is None or "source" in profile.constants:
            found.append(profile)
            continue
        source, form = source_of_file(table.file.name), _form(table, profile)
        if forms.setdefault(source, form) != form:
            plain, number = PurePath(table.file.name).stem, 1
            source = plain
            while forms.setdefault(source, form) != form:
                number += 1
                source = f"{plain} ({number})"
            told = _("{file} has other columns than the files with names like it: it is the source “{source}”.")
            notes.append(told.format(file=table.file.name, source=source))
            profile = replace(profile, constants={**profile.constants, "source": source})
        found.append(profile)
    return found


def _form(table: RawTable, profile: Profile) -> object:
    present = by_spelling(table.columns)
    read = {name: first_present(wanted, present) for name, wanted in profile.columns.items()}
    return profile.kind, frozenset((name, heading) for name, heading in read.items() if heading)
