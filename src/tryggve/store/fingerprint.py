"""One number for all facts of a store, so that a lägesbild can say exactly what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.store.facts import Columns
from tryggve.store.schema import REAL, TABLES, TEXT, Table

_AT_A_TIME = 50_000
"""Texts that are joined at a time: the digest does not depend on it, the memory does."""


def fingerprint(read: Callable[[Table, tuple[str, ...]], Columns]) -> str:
    """SHA-256 (hex) over every column of every table; `read` gives columns of a table, rows in the order of its key.

    Integers go in as 64 bits, little-endian, with a second array that says which are NULL; texts as UTF-8 ended by
    NUL, which no text can hold. Names and numbers of rows go in too, so that nothing can pass from one column to the
    next. Free text and names of persons are no facts: they do not move the fingerprint.
    """
    digest = hashlib.sha256(b"tryggve facts 1\n")
    for table in TABLES:
        for names in _portions(table):
            columns = read(table, names)
            for name in names:
                digest.update(f"{table.name}.{name} {table.columns[name]} {len(columns[name])}\n".encode())
                for part in _bytes(columns[name], table.columns[name]):
                    digest.update(part)
    return digest.hexdigest()


def _portions(table: Table) -> Iterator[tuple[str, ...]]:
    """Each column alone, numbers before texts: 300 000 Python texts at a time are enough to hold."""
    for name in sorted(table.columns, key=lambda name: table.columns[name] == TEXT):
        yield (name,)


def _bytes(column: NDArray[Any], kind: str) -> Iterable[bytes]:
    if kind == TEXT:
        for start in range(0, len(column), _AT_A_TIME):
            yield "\0".join([*column[start : start + _AT_A_TIME].tolist(), ""]).encode()
        return
    empty = _nulls(column)
    exact = np.float64 if kind == REAL else np.int64
    yield np.where(empty, 0, np.ma.getdata(column)).astype(exact).astype(np.dtype(exact).newbyteorder("<")).tobytes()
    yield empty.tobytes()


def _nulls(column: NDArray[Any]) -> NDArray[np.bool_]:
    if column.dtype == object and not isinstance(column, np.ma.MaskedArray):
        return np.fromiter((cell is None for cell in column), np.bool_, len(column))
    return np.ma.getmaskarray(column)
