"""The columns of a file that a profile chosen unasked leaves unread: told, and asked about where they may matter."""

from __future__ import annotations

from dataclasses import replace

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.column_looks import looks_of
from tryggve.ingest.guessed_columns import ENOUGH
from tryggve.ingest.period_headings import heading_periods
from tryggve.ingest.profile_record import Kind, Profile, toml_text
from tryggve.ingest.raw_table import RawTable, shown_heading
from tryggve.ingest.recognition import by_spelling, first_present

_MOST_NAMED = 20
_FEW = 0.1


def with_unread(profile: Profile, table: RawTable) -> Profile:
    """The profile with a note of the columns it does not read.

    FileError for a table of counts without an area where a column of words is left: the numbers of its districts
    would pass for those of the whole municipality.
    """
    if profile.reader:  # a source of its own, whose columns are all known
        return profile
    present = by_spelling(table.columns)
    used = {first_present(wanted, present) for wanted in profile.columns.values()}
    if profile.wide:
        used |= set(heading_periods(table.columns))
    left = [heading for heading in table.columns if heading not in used]
    has_area = any(first_present(profile.columns.get(name, ()), present) for name in ("area", "area_name"))
    if profile.kind is Kind.COUNTS and not has_area and (apart := [h for h in left if _tells_apart(table, h)]):
        raise _may_be_the_area(profile, table, apart)
    if not left:
        return profile
    named = ", ".join(map(shown_heading, left[:_MOST_NAMED])) + (" …" if len(left) > _MOST_NAMED else "")
    return replace(profile, notes=(*profile.notes, _("Columns that are not read: {columns}.").format(columns=named)))


def _tells_apart(table: RawTable, heading: str) -> bool:
    looks = looks_of(table.columns[heading])
    return looks.distinct > 1 and looks.filled >= ENOUGH * len(table) and max(looks.numbers, looks.times) < _FEW


def _may_be_the_area(profile: Profile, table: RawTable, apart: list[str]) -> FileError:
    present = by_spelling(table.columns)
    found = {name: first_present(wanted, present) for name, wanted in profile.columns.items()}
    columns = {"area": apart[0]} | {name: heading for name, heading in found.items() if heading}
    lines = [f"{name} = {toml_text(shown_heading(heading))}" for name, heading in columns.items()]
    return FileError(
        _("It cannot be told whether {columns} in {file} says which area the numbers belong to.").format(
            columns=", ".join(map(shown_heading, apart)), file=table.file.name
        ),
        "\n".join((
            _("Write a profile that names the column of the area, or leave the column out of the file:"),
            'name = "min"',
            'kind = "counts"',
            *(["wide = true"] if profile.wide else []),
            "[columns]",
            *lines,
        )),
    )  # fmt: skip
