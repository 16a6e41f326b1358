"""What tells reports apart, and what they say: digests by which an import knows what it has already seen.

A report with an id is known by source, organisation and id. One without is known by all that it says; the second report
that says the same is another report, known by its number among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.count import Count
from tryggve.domain.incident import LeftOut
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.store.database.bulk import AT_A_TIME
from tryggve.store.database.models import KEY_BYTES

# What a report says by itself. Areas, precision and coordinates as used follow from it and the areas of the store.
SAID = ("n", "start_s", "end_s", "time_precision", "severity", "observation", "text", "said_x", "said_y",
        "said_precision", "said_area", "said_place", "said_title")  # fmt: skip
CONTENT = ("source", "source_id", "organisation", "organisation_kind", "category", "category_label", "mixed",
           "first_day", "last_day", "hour", *SAID)  # fmt: skip

Digests = NDArray[np.void]
_DIGEST = np.dtype((np.void, KEY_BYTES))


def digest(*parts: object) -> bytes:
    """A digest of values whose `repr` says all of them."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def count_key(count: Count) -> bytes:
    """What a number is about: two counts with the same key speak of the same thing."""
    return digest(*count.key)


def digests(table: IncidentTable, apart: Mapping[int, str]) -> tuple[Digests, Digests]:
    """The key and the content of each of n reports, two arrays of n.

    `apart` gives, per `file_no`, a text that sets its reports without an id apart from those of all other files.
    """
    identity, content, has_id = _read(table, apart)
    # Two files that hold the same report say it twice: alike reports are told apart within a file only.
    number = _occurrence(identity, table.file_no)
    for row in np.flatnonzero((number > 0) & ~has_id).tolist():
        identity[row] = digest(identity[row].tobytes(), int(number[row]))
    return identity, content


def _read(table: IncidentTable, apart: Mapping[int, str]) -> tuple[Digests, Digests, NDArray[np.bool_]]:
    identity, content = np.empty(len(table), _DIGEST), np.empty(len(table), _DIGEST)
    has_id = np.zeros(len(table), bool)
    row = 0
    for part in parts(table):
        for said, source, source_id, organisation, label, left_out, file_no in _cells(part):
            content[row] = digest("content", *said, left_out)
            has_id[row] = bool(source_id)
            identity[row] = (
                digest("id", source, organisation, source_id)
                if source_id
                else digest("said", source, organisation, label, said[-len(SAID) :], left_out, apart.get(file_no, ""))
            )
            row += 1
    return identity, content, has_id


def _cells(part: IncidentTable) -> Iterator[tuple[Any, ...]]:
    said = zip(*(cells(getattr(part, name)) for name in CONTENT), strict=True)
    label = [label or code for label, code in zip(cells(part.category_label), cells(part.category), strict=True)]
    # Whether a place lies in another municipality depends on the areas known.
    left_out = ["" if reason == LeftOut.ELSEWHERE else reason for reason in cells(part.left_out)]
    names = (part.source, part.source_id, part.organisation)
    return zip(said, *(cells(name) for name in names), label, left_out, cells(part.file_no), strict=True)


def parts(table: IncidentTable) -> Iterator[IncidentTable]:
    """The table in portions, so that Python objects of few rows are held at a time."""
    for start in range(0, len(table), AT_A_TIME):
        yield table.take(np.arange(start, min(start + AT_A_TIME, len(table))))


def cells(column: Any) -> list[Any]:
    """A column as plain Python values."""
    found: list[Any] = (column.objects() if isinstance(column, Coded) else column).tolist()
    return found


def _occurrence(identity: Digests, file_no: NDArray[np.int32]) -> NDArray[np.int64]:
    """How many rows before it in the same file are alike, per row."""
    halves = np.column_stack([identity.view(np.uint64).reshape(-1, 2), file_no.astype(np.uint64)])
    order = np.lexsort((np.arange(len(identity)), *halves.T))
    ranked = halves[order]
    first = np.ones(len(order), bool)
    first[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    place = np.arange(len(order))
    number = np.empty(len(order), np.int64)
    number[order] = place - np.maximum.accumulate(np.where(first, place, 0))
    return number
