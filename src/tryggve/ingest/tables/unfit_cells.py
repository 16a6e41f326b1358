"""Cells that no later step could bear: their rows become errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.row_error import RowError
from tryggve.ingest.raw_table import RawTable, shown
from tryggve.ingest.tables.column_coder import compact

FIELD_LIMIT = 1_000_000
"""Characters in one cell: a spreadsheet holds 32 767, a longer text is a fault of the export."""

RETURNED_LIMIT = 1 << 22
"""Characters of such a cell that are given back; in a text table there can be no more."""


def without_unfit(table: RawTable) -> RawTable:
    """The table without rows that hold a NUL byte or a text beyond `FIELD_LIMIT`."""
    errors: list[RowError] = []
    unfit = np.zeros(len(table), np.bool_)
    for name, column in table.columns.items():
        if not column.values or (max(map(len, column.values)) <= FIELD_LIMIT and not _has_nul(column)):
            continue
        refusals = {code: refusal for code, text in enumerate(column.values) if (refusal := _refusal(text))}
        hit = np.isin(column.codes, list(refusals))
        unfit |= hit
        errors += [
            RowError(int(table.row_numbers[i]), name, shown(column[i]), *refusals[int(column.codes[i])])
            for i in np.flatnonzero(hit).tolist()
        ]
    return _without(table, unfit, errors) if errors else table


def _has_nul(column: Coded) -> bool:
    return "\0" in "".join(column.values)


def _without(table: RawTable, unfit: NDArray[np.bool_], errors: Sequence[RowError]) -> RawTable:
    given_back = {
        int(table.row_numbers[i]): tuple(map(_returned, table.row(i).values())) for i in np.flatnonzero(unfit).tolist()
    }
    kept = table.take(~unfit)
    return replace(
        kept,
        columns={name: compact(column) for name, column in kept.columns.items()},
        errors=tuple(sorted((*table.errors, *errors), key=lambda error: error.row)),
        rejected_texts=table.rejected_texts | given_back,
    )


def _refusal(text: str) -> tuple[str, str] | None:
    """What is wrong with the text and how to mend it."""
    if "\0" in text:
        return _("The cell holds a NUL byte."), _("Remove the character, or export the file anew.")
    if len(text) > FIELD_LIMIT:
        what = _("The cell holds {n} characters; at most {limit} can be read.").format(n=len(text), limit=FIELD_LIMIT)
        how = _("Shorten the text. A quotation mark that is opened but never closed may be the cause.")
        cut = _("Only its first {n} characters are given back.").format(n=RETURNED_LIMIT)
        return what, how if len(text) <= RETURNED_LIMIT else f"{cut} {how}"
    return None


def _returned(text: str) -> str:
    return text[:RETURNED_LIMIT]
