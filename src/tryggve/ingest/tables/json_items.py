"""Reads JSON (an array of objects, or an object that holds one), JSON lines and GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from sys import getsizeof
from typing import Any

import numpy as np

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError, RowError
from tryggve.ingest.plain_file import check_values
from tryggve.ingest.raw_table import RawTable, SourceFile, shown
from tryggve.ingest.tables.bounds import check_refused, check_rows
from tryggve.ingest.tables.column_coder import coded
from tryggve.ingest.tables.column_names import unique_names
from tryggve.ingest.tables.encoding import decode
from tryggve.ingest.tables.features import crs_name, is_geojson
from tryggve.ingest.tables.item_row import ItemRow, row_of_item
from tryggve.ingest.tables.json_text import parsed
from tryggve.ingest.tables.source import Source, check_size
from tryggve.ingest.tables.table_checks import finish

JSON_LIMIT = 1 << 26
"""Bytes of a JSON file."""

TEXT_LIMIT = 1 << 27
"""Bytes of its text in memory, where a character takes one, two or four."""


def read_json(source: Source) -> RawTable:
    """The objects as rows; nested ones flattened with dots (`location.gps`), lists joined by "|"."""
    data, notes = decode(source.data, source.file.name)
    name = source.file.name
    text = _text(data, name)
    del data
    document, lines = parsed(text, source.path.suffix.lower(), name)
    del text
    if lines is not None:
        return _table(source.file, lines, [_("JSON lines."), *notes])
    if is_geojson(document):
        return _table(source.file, _numbered(_features(document, name)), ["GeoJSON.", *notes], crs_name(document))
    return _table(source.file, _numbered(_array(document, name)), ["JSON.", *notes])


def _text(data: bytes, name: str) -> str:
    """The text; FileError where it, or what becomes of it, would take too much memory."""
    check_size(name, len(data), JSON_LIMIT)
    check_values(data, name)
    text = data.decode()
    # One character beyond the usual makes every other one four times as large.
    if getsizeof(text) > TEXT_LIMIT:
        raise FileError(
            _("{file} takes more than {limit} MB of memory.").format(file=name, limit=TEXT_LIMIT >> 20),
            _("Divide it by year, or save it as Parquet."),
        )
    return text


def _features(document: dict[str, Any], name: str) -> list[Any]:
    if document["type"] == "Feature":
        return [document]
    features = document.get("features")
    if not isinstance(features, list):
        raise FileError(_("{file} has no list of features.").format(file=name), _("Export the file anew."))
    return features


def _array(document: Any, name: str) -> list[Any]:
    """The array of objects: the document itself, the only one in it, or the document as the only object."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        raise FileError(_("{file} holds no list of objects.").format(file=name), _("Export a list of objects."))
    arrays = {key: value for key, value in document.items() if isinstance(value, list) and _are_objects(value)}
    filled = {key: value for key, value in arrays.items() if value} or dict(islice(arrays.items(), 1))
    if len(filled) > 1:
        raise FileError(
            _("{file} holds several lists: {names}.").format(file=name, names=", ".join(filled)),
            _("Save the one that is to be read in a file of its own."),
        )
    return next(iter(filled.values()), [document])


def _are_objects(value: list[Any]) -> bool:
    return all(isinstance(item, dict) for item in value)


def _numbered(items: list[Any]) -> Iterator[tuple[int, Any]]:
    """Each item with its number; the list lets go of it then."""
    for i in range(len(items)):
        item, items[i] = items[i], None
        yield i + 1, item


def _rows(items: Iterable[tuple[int, Any]], name: str) -> Iterator[ItemRow]:
    refused, keys = 0, set[str]()
    for read, (number, item) in enumerate(items, 1):
        row = row_of_item(number, item)
        keys.update(row.texts)
        check_rows(read, len(keys), name)
        if row.reason:
            refused += 1
            check_refused(refused, name, row.reason[0])
        yield row


def _table(file: SourceFile, items: Iterable[tuple[int, Any]], notes: list[str], crs: str | None = None) -> RawTable:
    """Items as rows; columns in the order in which their keys first appear."""
    every = list(_rows(items, file.name))
    rows = [row for row in every if row.reason is None]
    keys = dict.fromkeys(key for row in chain(rows, every) for key in row.texts)
    names, name_notes = unique_names(list(keys), file.name)
    errors, rejected = [], {}
    for row in every:
        if row.reason:
            cells = (*(row.texts.get(key, "") for key in keys), *row.surplus)
            errors.append(RowError(row.number, "", shown(" ".join(filter(None, cells))), *row.reason))
            rejected[row.number] = cells
    table = RawTable(
        file=file,
        columns={name: coded([row.texts.get(key, "") for row in rows]) for name, key in zip(names, keys, strict=True)},
        row_numbers=np.array([row.number for row in rows], np.int32),
        errors=tuple(errors),
        notes=(*notes, *name_notes, *([] if every else [_("The list is empty.")])),
        crs=crs,
        rejected_texts=rejected,
    )
    return finish(table)
