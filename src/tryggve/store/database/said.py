"""What the reports of a file say of their places, read from the store as columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import UNNAMED
from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.domain.placing import SaidPlaces
from tryggve.store.database import meta
from tryggve.store.database.connect import Database

_AT_A_TIME = 20_000
_SQL = f"""\
SELECT
    incident.id, said_x, said_y, said_precision, x, y, location_precision, last_day, left_out,
    COALESCE(NULLIF(words.said_area, ''), named.area_code, ''), COALESCE(words.said_place, ''),
    COALESCE(words.said_title, ''), COALESCE(words.text, '')
FROM incident
LEFT JOIN incident_text AS words ON words.incident_id = incident.id
LEFT JOIN incident_area AS named ON named.incident_id = incident.id AND named.level = '{UNNAMED}'
WHERE incident.id BETWEEN %s AND %s AND file_id = %s
ORDER BY incident.id"""


def read_files(database: Database) -> Iterator[tuple[int, NDArray[np.int64], SaidPlaces]]:
    """All reports of one file at a time: the batch that brought it, their ids, what they say of their places."""
    gone = meta.read_int(database, meta.Fact.TEXT_GONE)
    with database.connection.cursor() as cursor:
        cursor.execute(
            "SELECT import_file.batch_id, file_id, MIN(incident.id), MAX(incident.id) FROM incident "
            "JOIN import_file ON import_file.id = file_id GROUP BY import_file.batch_id, file_id ORDER BY file_id"
        )
        files = cursor.fetchall()
    for batch, file_id, first, last in files:
        yield batch, *_read(database, (first, last, file_id), gone)


def _read(database: Database, which: tuple[int, int, int], gone: int | None) -> tuple[NDArray[np.int64], SaidPlaces]:
    numbers, texts = [array("q") for _column in range(8)], [_Texts() for _column in range(5)]
    for row in _rows(database, which):
        for column, value in zip(numbers, row[:8], strict=True):
            column.append(NO_COORDINATE if value is None else value)
        for words, value in zip(texts, row[8:], strict=True):
            words.append(value)
    ids, x, y, precision, now_x, now_y, now_precision, last_day = (np.array(column, np.int64) for column in numbers)
    left_out, area, place, title, text = (column.coded() for column in texts)
    wordless = np.zeros(len(ids), bool) if gone is None else last_day < gone
    return ids, SaidPlaces(
        x.astype(np.int32), y.astype(np.int32), precision.astype(np.int8), area, place, title, text, wordless,
        now_x.astype(np.int32), now_y.astype(np.int32), now_precision.astype(np.int8), left_out,
    )  # fmt: skip


def _rows(database: Database, which: tuple[int, int, int]) -> Iterator[tuple[Any, ...]]:
    with database.connection.chunked_cursor() as cursor:
        cursor.execute(_SQL, which)
        while rows := cursor.fetchmany(_AT_A_TIME):
            yield from rows


class _Texts:
    """A column of texts, each distinct one once in memory."""

    def __init__(self) -> None:
        self._codes, self._seen = array("i"), dict[str, int]()

    def append(self, text: str) -> None:
        self._codes.append(self._seen.setdefault(text, len(self._seen)))

    def coded(self) -> Coded:
        return Coded(np.array(self._codes, np.int32), tuple(self._seen))
